"""The sheet of a region: its indicators beside the country's and those of regions like it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any

from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.catalogue import metric as metric_of
from metrics.model.dimensions import REGION
from metrics.model.metric import Direction, Metric
from metrics.model.periods import Period
from metrics.studies.territory.measuring import Measure, population
from metrics.studies.territory.peers import peers
from metrics.studies.territory.table import Against, Asked, RegionalTable, regional_table

INDICATORS: tuple[tuple[str, Measure], ...] = (
    ("attention.records", Measure.AMOUNT),
    ("attention.records", Measure.PER_INHABITANT),
    ("attention.referrals", Measure.AMOUNT),
    ("field_operations.count", Measure.AMOUNT),
    ("field_operations.people", Measure.AMOUNT),
    ("field_operations.people", Measure.PER_INHABITANT),
    ("field_operations.people_per_operation", Measure.AMOUNT),
    ("foi.requests_received", Measure.AMOUNT),
    ("foi.answered_within_15_days_share", Measure.AMOUNT),
    ("foi.answered_in_time_share", Measure.AMOUNT),
    ("foi.response_days_median", Measure.AMOUNT),
    ("foi.requests_open", Measure.AMOUNT),
    ("foi.requests_overdue", Measure.AMOUNT),
    ("foi.terms_broken", Measure.AMOUNT),
    ("population.inhabitants", Measure.AMOUNT),
)
"""What is known of each region, in the order of the sheet."""
_BEFORE = 4
"""Whole quarters without which nothing is a pattern."""
_DEVIATIONS, _OF_MEDIAN = 3.0, 0.25
"""A quarter breaks the pattern beyond so many deviations from the median of those before, and so great a part of it."""
_AS_NORMAL = 1.4826
"""What makes of the median absolute deviation the standard deviation of a normal distribution."""


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """An indicator of the sheet: the region's row of `table`, and the median of its peers."""

    table: RegionalTable
    row: Mapping[str, Any]
    peers_median: float | None

    @property
    def metric(self) -> Metric:
        """What it is."""
        return self.table.asked.metric


class Rule(StrEnum):
    """By what something asks for attention: a goal missed, a value behind each peer's, a pattern broken."""

    TARGET = "target"
    PEERS = "peers"
    PATTERN = "pattern"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why something asks for attention.

    `value` is the region's and `reference` what it is held against, in stored units of the measure; `unit` is the quarter
    of a broken pattern. `is_backed`: nothing made up is behind it.
    """

    rule: Rule
    metric: Metric
    measure: Measure
    value: float
    reference: float
    unit: str
    is_backed: bool


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What is told of a region in a period. `lines` are those of INDICATORS that have something to tell."""

    region: str
    period: Period | None
    lines: tuple[SheetLine, ...]
    reasons: tuple[Reason, ...]
    peers: tuple[str, ...]
    people_year: str


def sheet(monitor: Asks, region: str, period: Period | None, cases: Callable[[Asked], Mapping[str, float]]) -> Sheet:
    """All of it; the region is one of the sixteen."""
    regions = tuple(monitor.regions().labels)
    people = population(monitor, Measure.PER_INHABITANT, period)
    alike = peers(region, people.people if people else {}, regions)
    lines = tuple(_lines(monitor, region, period, alike, cases))
    return Sheet(
        region=region,
        period=period,
        lines=lines,
        reasons=tuple(_reasons(monitor, lines, region, alike, period)),
        peers=alike,
        people_year=people.year if people else "",
    )


def _lines(
    monitor: Asks,
    region: str,
    period: Period | None,
    alike: Sequence[str],
    cases: Callable[[Asked], Mapping[str, float]],
) -> list[SheetLine]:
    found = []
    for metric_id, measure in INDICATORS:
        asked = Asked(metric=metric_of(metric_id), period=period, measure=measure, against=Against.YEAR_BEFORE)
        table = regional_table(monitor, asked, cases)
        row = table.row(region)
        if row is not None and (row["value"] is not None or row["suppressed"]):
            known = [value for code in alike if (value := _value(table, code)) is not None]
            found.append(SheetLine(table=table, row=row, peers_median=median(known) if known else None))
    return found


def _value(table: RegionalTable, region: str) -> float | None:
    row = table.row(region)
    return row["value"] if row else None


# --- what asks for attention ---------------------------------------------------------------------------------


def _reasons(
    monitor: Asks, lines: Sequence[SheetLine], region: str, alike: Sequence[str], period: Period | None
) -> list[Reason]:
    found = [
        reason for line in lines for reason in (_misses_target(line), _is_behind(line, alike)) if reason is not None
    ]
    for metric_id in dict.fromkeys(line.metric.id for line in lines if line.metric.formula.is_flow):
        broken = _breaks_pattern(monitor, metric_of(metric_id), region, period)
        if broken:
            found.append(broken)
    return found


def _misses_target(line: SheetLine) -> Reason | None:
    """The value is worse than the goal in force."""
    target, value = line.table.answer.target, line.row["value"]
    if target is None or value is None or line.row["is_of_few"] or line.table.asked.measure is not Measure.AMOUNT:
        return None
    if not _is_worse(line.metric, value, target.value):
        return None
    return _reason(Rule.TARGET, line, value, target.value, is_backed=line.row["is_backed"])


def _is_behind(line: SheetLine, alike: Sequence[str]) -> Reason | None:
    """The value is worse than that of each of its peers, and than the country's; of amounts nothing is said."""
    table, value = line.table, line.row["value"]
    is_amount = table.asked.measure is Measure.AMOUNT and line.metric.adds_over(REGION)
    rows = [row for code in alike if (row := table.row(code)) and row["value"] is not None]
    if is_amount or value is None or table.national is None or len(rows) < len(alike) or not rows:
        return None
    if line.row["rank"] is None or any(row["rank"] is None for row in rows):
        return None
    if not all(_is_worse(line.metric, value, other) for other in (table.national, *(row["value"] for row in rows))):
        return None
    is_backed = line.row["is_backed"] and table.is_country_backed and all(row["is_backed"] for row in rows)
    return _reason(Rule.PEERS, line, value, line.peers_median or 0.0, is_backed=is_backed)


def _is_worse(metric: Metric, value: float, other: float) -> bool:
    """By the direction that the metric declares; of a neutral one nothing is worse."""
    if metric.direction is Direction.NEUTRAL:
        return False
    return value > other if metric.direction is Direction.LOWER_IS_BETTER else value < other


def _breaks_pattern(monitor: Asks, metric: Metric, region: str, period: Period | None) -> Reason | None:
    """The last whole quarter until the period's end is far from those before it, in whichever direction."""
    answer = monitor.observe(metric.id, by=["quarter"], where={REGION: region}).answers[0]
    quarters = _whole_quarters(answer, period)
    if len(quarters) <= _BEFORE:
        return None
    (unit, last), before = quarters[-1], [value for _, value in quarters[:-1]]
    middle = median(before)
    deviation = _AS_NORMAL * median(abs(value - middle) for value in before)
    if abs(last - middle) <= max(_DEVIATIONS * deviation, _OF_MEDIAN * abs(middle)):
        return None
    return Reason(
        rule=Rule.PATTERN,
        metric=metric,
        measure=Measure.AMOUNT,
        value=last,
        reference=middle,
        unit=unit,
        is_backed=not answer.is_demonstration,
    )


def _whole_quarters(answer: Answer, period: Period | None) -> list[tuple[str, float]]:
    return [
        (unit, value)
        for unit, value in answer.frame.select("quarter", "value").iter_rows()
        if value is not None
        and unit not in answer.partial_units
        and (period is None or Period.parse(unit).end <= period.end)
    ]


def _reason(rule: Rule, line: SheetLine, value: float, reference: float, *, is_backed: bool) -> Reason:
    return Reason(
        rule=rule,
        metric=line.metric,
        measure=line.table.asked.measure,
        value=value,
        reference=reference,
        unit="",
        is_backed=is_backed,
    )

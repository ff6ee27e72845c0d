"""A value beside another one that gives it meaning: an earlier one, a goal, the country's, the peers'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median
from typing import TypedDict

from sqlalchemy import Engine

from metrics.additivity import adds_over
from metrics.errors import NotAdditiveError, UnknownMemberError
from metrics.model import Direction, Metric, OpenStock
from metrics.observe import Answer, observe
from metrics.periods import Period
from metrics.provenance import Snapshot
from metrics.reader import Reader

Where = Mapping[str, str | Sequence[str]]


class Verdict(StrEnum):
    """What a change means, by the direction that the metric declares."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """`difference` is now - `reference` in stored units, or None with the `reason` why there is none.

    `before` is the answer that the reference comes from, unless it is a goal.
    """

    now: Answer
    before: Answer | None
    reference: float | None
    difference: float | None
    reason: str = ""

    @property
    def verdict(self) -> Verdict:
        """Whether the change is an improvement."""
        return judge(self.now.metric, self.difference)


def judge(metric: Metric, difference: float | None) -> Verdict:
    """The meaning of a change of `difference` in `metric`."""
    if difference is None or metric.direction is Direction.NEUTRAL:
        return Verdict.NEITHER
    if difference == 0:
        return Verdict.SAME
    is_up_good = metric.direction is Direction.HIGHER_IS_BETTER
    return Verdict.BETTER if (difference > 0) == is_up_good else Verdict.WORSE


class Asked(TypedDict, total=False):
    """What two questions to compare share."""

    where: Where | None
    as_of: date | None
    at: Snapshot | None


def with_year_before(
    engine: Engine,
    *metric_ids: str,
    period: str,
    where: Where | None = None,
    as_of: date | None = None,
    at: Snapshot | None = None,
) -> tuple[Comparison, ...]:
    """Metrics in `period` and in the same days of the year before.

    Not compared where either is absent, hidden, or known for a part of its period only.
    """
    asked = Period.parse(period)
    return _with_period(engine, metric_ids, asked, asked.year_before(), Asked(where=where, as_of=as_of, at=at))


def with_previous_period(
    engine: Engine,
    *metric_ids: str,
    period: str,
    where: Where | None = None,
    as_of: date | None = None,
    at: Snapshot | None = None,
) -> tuple[Comparison, ...]:
    """Metrics in `period` and in the month, quarter or year before it; of other spans, as many months or days."""
    asked = Period.parse(period)
    return _with_period(engine, metric_ids, asked, asked.previous(), Asked(where=where, as_of=as_of, at=at))


def _with_period(
    engine: Engine, metric_ids: Sequence[str], period: Period, earlier: Period, asked: Asked
) -> tuple[Comparison, ...]:
    now = observe(engine, *metric_ids, period=period.label, **asked)
    before = observe(engine, *metric_ids, period=earlier.label, **asked)
    return tuple(compare(one, other) for one, other in zip(now.answers, before.answers, strict=True))


def with_cut(
    engine: Engine, *metric_ids: str, as_of: date, earlier: date, at: Snapshot | None = None
) -> tuple[Comparison, ...]:
    """Metrics as known on `as_of` and as known on `earlier`, each over all that was known then."""
    now, before = (observe(engine, *metric_ids, as_of=day, at=at) for day in (as_of, earlier))
    return tuple(compare(one, other) for one, other in zip(now.answers, before.answers, strict=True))


def with_nation(
    engine: Engine,
    *metric_ids: str,
    region: str,
    period: str | None = None,
    as_of: date | None = None,
    at: Snapshot | None = None,
) -> tuple[Comparison, ...]:
    """Metrics of a region beside the country's: rates and medians, for a part is not compared with its whole."""
    here = observe(engine, *metric_ids, period=period, where={"region": region}, as_of=as_of, at=at)
    nation = observe(engine, *metric_ids, period=period, as_of=as_of, at=at)
    return tuple(
        _refused(one, other, "una región es parte del total del país: no se compara con él")
        if adds_over(one.metric, "region")
        else compare(one, other)
        for one, other in zip(here.answers, nation.answers, strict=True)
    )


def with_target(answer: Answer) -> Comparison:
    """An answer beside the goal in force on the last of its days; NotAdditiveError where it was split."""
    _refuse_split(answer)
    target = answer.target
    if target is None:
        return _refused(answer, None, "sin meta declarada para el período")
    if answer.value is None:
        return _refused(answer, None, _no_value(answer))
    difference = answer.value - target.value
    return Comparison(now=answer, before=None, reference=target.value, difference=difference)


@dataclass(frozen=True, kw_only=True)
class Peers:
    """Where a region stands among those that have a value: `rank` 1 is the best, or the highest if neither way is.

    `value` and `median` are in stored units, null where absent or hidden; equal values share a rank; `count` are
    those ranked.
    """

    answer: Answer
    value: float | None
    rank: int | None
    count: int
    median: float | None


def with_peers(
    engine: Engine,
    metric_id: str,
    *,
    region: str,
    period: str | None = None,
    as_of: date | None = None,
    at: Snapshot | None = None,
) -> Peers:
    """A region's value among those of the sixteen; hidden and absent ones are not counted.

    UnknownMemberError where it is none of them.
    """
    with engine.connect() as connection:
        regions = Reader(connection, at).regions().labels
    if region not in regions:
        raise UnknownMemberError("region", region, regions)
    answer = observe(engine, metric_id, by=["region"], period=period, as_of=as_of, at=at).answers[0]
    found = {code: value for code, value in answer.frame.select("region", "value").iter_rows() if code in regions}
    values = [value for value in found.values() if value is not None]
    mine = found.get(region)
    is_low_better = answer.metric.direction is Direction.LOWER_IS_BETTER
    ahead = [value for value in values if mine is not None and (value < mine if is_low_better else value > mine)]
    return Peers(
        answer=answer,
        value=mine,
        rank=None if mine is None else len(ahead) + 1,
        count=len(values),
        median=median(values) if values else None,
    )


def compare(now: Answer, before: Answer) -> Comparison:
    """Compare two answers of one metric; NotAdditiveError where either was split by a dimension."""
    for answer in (now, before):
        _refuse_split(answer)
    reason = _why_not(now, before)
    if reason or now.value is None or before.value is None:
        return _refused(now, before, reason)
    return Comparison(now=now, before=before, reference=before.value, difference=now.value - before.value)


def _refuse_split(answer: Answer) -> None:
    if answer.frame.columns[0] != "value":
        raise NotAdditiveError(answer.metric.id, answer.frame.columns[0])


def _refused(now: Answer, before: Answer | None, reason: str) -> Comparison:
    return Comparison(
        now=now, before=before, reference=before.value if before else None, difference=None, reason=reason
    )


def _why_not(now: Answer, before: Answer) -> str:
    for answer in (before, now):
        if answer.value is None:
            return _no_value(answer)
    if any(answer.partial or _is_of_an_earlier_day(answer) for answer in (now, before)):
        return "período incompleto: no se compara"
    return ""


def _no_value(answer: Answer) -> str:
    """Why there is none: a hidden value is not an absent one."""
    if answer.suppressed_cells:
        return f"dato reservado de {answer.period}"
    return f"sin dato de {answer.period}" if answer.period else "sin datos conocidos a esa fecha"


def _is_of_an_earlier_day(answer: Answer) -> bool:
    """A stock whose period goes on after the last day known is not that of the period's end."""
    is_stock = isinstance(answer.metric.formula, OpenStock)
    return is_stock and answer.days is not None and answer.days[1] < Period.parse(answer.period).end

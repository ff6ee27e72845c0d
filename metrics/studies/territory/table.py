"""One metric in every region: its value, its place among the sixteen, the country's, and how it changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from statistics import median
from typing import Any

import polars as pl

from data_access.published import PublishedFigure
from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.model.dimensions import REGION
from metrics.model.messages import Message
from metrics.model.metric import Direction, Metric
from metrics.model.periods import Period
from metrics.studies.backing import is_backed, made_up
from metrics.studies.comparison import is_incomplete, judge
from metrics.studies.territory.measuring import PER, Measure, Population, population

ENOUGH = 30
"""A share or a median of fewer cases says nothing of a region: it has no rank."""
_SEVERAL = 2
"""One region is no ranking, and its value no median."""


class Against(StrEnum):
    """What each region's value is held against."""

    NOTHING = "nothing"
    YEAR_BEFORE = "year_before"
    PREVIOUS = "previous"
    COUNTRY = "country"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked at, of when, and against what."""

    metric: Metric
    period: Period | None
    measure: Measure = Measure.AMOUNT
    against: Against = Against.NOTHING

    @property
    def period_before(self) -> Period | None:
        """The period that values are held against, if it is another one."""
        if self.period is None:
            return None
        if self.against is Against.YEAR_BEFORE:
            return self.period.year_before()
        return self.period.previous() if self.against is Against.PREVIOUS else None


@dataclass(frozen=True, kw_only=True)
class RegionalTable:
    """Regions north to south, and after them the bodies without territory.

    `frame`: `region`, `value` in the `measure` (stored units; a share is a fraction), `suppressed`, `demonstration`,
    `is_backed` (nothing made up is behind the value but what the document prints), `has_territory`, `rank` (1 is the best,
    or the highest; ties share it, and say `is_tied`; null without territory, without value and where it `is_of_few` cases), `reference`,
    `difference` (null where they cannot be compared, for `reason`) and `verdict`, empty where nothing backs a judgement.

    `national` is the country's value in the same measure and `median` that of the regions, null where there is none.
    """

    asked: Asked
    answer: Answer
    before: Answer | None
    people: Population | None
    national: float | None
    median: float | None
    ranked: int
    reason: Message | None
    is_country_backed: bool
    frame: pl.DataFrame

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What it is made of, the metric's own first."""
        people = (self.people.answer,) if self.people else ()
        return (self.answer, *((self.before,) if self.before else ()), *people)

    @property
    def is_backed(self) -> bool:
        """Nothing that is ranked is made up: the ranks say something of the regions."""
        return bool(self.frame.filter(pl.col("rank").is_not_null())["is_backed"].all())

    def row(self, region: str) -> Mapping[str, Any] | None:
        """The row of a region; None where it has none."""
        return next(self.frame.filter(pl.col(REGION) == region).iter_rows(named=True), None)


_SCHEMA: dict[str, Any] = {
    REGION: pl.String,
    "value": pl.Float64,
    "suppressed": pl.Boolean,
    "demonstration": pl.Boolean,
    "is_backed": pl.Boolean,
    "has_territory": pl.Boolean,
    "rank": pl.Int64,
    "is_tied": pl.Boolean,
    "is_of_few": pl.Boolean,
    "reference": pl.Float64,
    "difference": pl.Float64,
    "verdict": pl.String,
}


def regional_table(monitor: Asks, asked: Asked, cases: Callable[[Asked], Mapping[str, float]]) -> RegionalTable:
    """The metric by region; `cases` counts what its values are of, where few of them say nothing."""
    regions = tuple(monitor.regions().labels)
    now = _Side.of(monitor, asked, asked.period)
    before = _Side.of(monitor, asked, asked.period_before) if asked.period_before else None
    is_by_country = asked.against is Against.COUNTRY
    reference = dict.fromkeys(now.values, now.national) if is_by_country else before.values if before else {}
    told = [value for code in regions if (value := now.values.get(code)) is not None]
    counted = cases(asked)
    ranks = _ranks({code: now.values.get(code) for code in regions}, asked.metric, counted)
    reason = _why_not(asked, now, before)
    backed = _Backed(monitor, [one for one in (now, before) if one], is_by_country=is_by_country)
    rows = [
        {
            REGION: code,
            "value": now.values.get(code),
            "suppressed": cell["suppressed"],
            "demonstration": cell["demonstration"],
            "is_backed": backed.now(code),
            "has_territory": code in regions,
            "rank": ranks.get(code),
            "is_tied": code in ranks and [*ranks.values()].count(ranks[code]) > 1,
            "is_of_few": _is_of_few(code, counted),
            "reference": reference.get(code),
            **_change(
                asked.metric, None if reason else _minus(now.values.get(code), reference.get(code)), backed, code
            ),
        }
        for code, cell in now.cells(regions)
    ]
    return RegionalTable(
        asked=asked,
        answer=now.answer,
        before=before.answer if before else None,
        people=now.people,
        national=now.national,
        median=median(told) if len(told) >= _SEVERAL else None,
        ranked=len(ranks),
        reason=reason,
        is_country_backed=backed.country(),
        frame=pl.DataFrame(rows, schema=_SCHEMA),
    )


def _minus(value: float | None, other: float | None) -> float | None:
    return None if value is None or other is None else value - other


def _change(metric: Metric, difference: float | None, backed: _Backed, code: str) -> dict[str, Any]:
    is_judged = difference is not None and backed.all(code)
    return {"difference": difference, "verdict": str(judge(metric, difference)) if is_judged else ""}


@dataclass(frozen=True, kw_only=True)
class _Side:
    """A period: what was answered by region and of the country, and each region's value in the measure."""

    answer: Answer
    country: Answer
    people: Population | None
    values: Mapping[str, float | None]
    national: float | None

    @classmethod
    def of(cls, monitor: Asks, asked: Asked, period: Period | None) -> _Side:
        answer = monitor.observe(asked.metric.id, by=REGION, period=period).answers[0]
        country = monitor.observe(asked.metric.id, period=period).answers[0]
        people = population(monitor, asked.measure, period)
        whole = partial(_whole, country=country.value, measure=asked.measure, people=people)
        cells = answer.frame.drop_nulls(REGION).select(REGION, "value").iter_rows()
        inhabitants = people.people if people else {}
        values = {code: _over(value, whole(inhabitants.get(code))) for code, value in cells}
        national = _over(country.value, whole(people.country if people else None))
        return cls(answer=answer, country=country, people=people, values=values, national=national)

    def cells(self, regions: Sequence[str]) -> list[tuple[str, Mapping[str, Any]]]:
        """The sixteen, with or without a cell, and what else the answer is of."""
        found = {row[REGION]: row for row in self.answer.frame.iter_rows(named=True) if row[REGION] is not None}
        absent = {"suppressed": False, "demonstration": False}
        return [(code, found.get(code, absent)) for code in dict.fromkeys((*regions, *found))]


def _whole(
    inhabitants: float | None, *, country: float | None, measure: Measure, people: Population | None
) -> float | None:
    """What a value is divided by in the measure."""
    match measure:
        case Measure.AMOUNT:
            return 1.0
        case Measure.SHARE:
            return country
        case Measure.PER_INHABITANT | Measure.PER_FOREIGN_RESIDENT:
            return inhabitants / PER if people and inhabitants else None


def _over(value: float | None, whole: float | None) -> float | None:
    return value / whole if value is not None and whole else None


def _is_of_few(code: str, cases: Mapping[str, float]) -> bool:
    """The value is a share or a median of too few cases to say anything."""
    return bool(cases) and cases.get(code, 0) < ENOUGH


def _ranks(values: Mapping[str, float | None], metric: Metric, cases: Mapping[str, float]) -> dict[str, int]:
    """The place of each region that has a value, of enough cases where few say nothing."""
    known = {code: value for code, value in values.items() if value is not None and not _is_of_few(code, cases)}
    if len(known) < _SEVERAL:
        return {}
    is_low_better = metric.direction is Direction.LOWER_IS_BETTER
    return {
        code: 1 + sum(other < value if is_low_better else other > value for other in known.values())
        for code, value in known.items()
    }


def _why_not(asked: Asked, now: _Side, before: _Side | None) -> Message | None:
    """Why no region is compared."""
    if asked.against is Against.COUNTRY:
        is_part = asked.measure in (Measure.AMOUNT, Measure.SHARE) and asked.metric.adds_over(REGION)
        return Message.of("part_of_country") if is_part else None
    if before is None:
        return None
    if all(value is None for value in before.values.values()):
        return Message.of("absent", period=before.answer.period)
    is_cut = is_incomplete(now.answer) or is_incomplete(before.answer)
    return Message.of("incomplete_period") if is_cut else None


class _Backed:
    """Whether something published or registered is behind the value of a region, and what it is held against."""

    def __init__(self, monitor: Asks, sides: Sequence[_Side], *, is_by_country: bool) -> None:
        self._answers, self._country = [one.answer for one in sides], sides[0].country
        self._countries = [self._country] if is_by_country else []
        in_need = made_up([*self._answers, self._country])
        self._figures: Sequence[PublishedFigure] = monitor.figures_of(*in_need) if in_need else ()

    def now(self, region: str) -> bool:
        """Behind the value."""
        return self._is_backed(self._answers[0], region)

    def country(self) -> bool:
        """Behind the country's value."""
        return is_backed(self._country, self._figures)

    def all(self, region: str) -> bool:
        """Behind the value and what it is held against."""
        return all(self._is_backed(answer, region) for answer in self._answers) and all(
            is_backed(answer, self._figures) for answer in self._countries
        )

    def _is_backed(self, answer: Answer, region: str) -> bool:
        return is_backed(replace(answer, frame=answer.frame.filter(pl.col(REGION) == region)), self._figures)

"""At what pace a year's budget is spent, and what it comes to in December.

The projection is the plainest that uses what is known: what was spent, over the part of a year's spending that closed
years had spent by the same month. Its interval runs from the fastest to the slowest of them. It is tried on each closed
year with the others, and is not told where there are too few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import mean
from typing import Any

import polars as pl

from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.model.periods import Period
from metrics.studies.budget.breakdown import YEAR, Node

ENOUGH_YEARS = 3
"""Closed years without which a projection is not told: fewer cannot be tried one against the others."""
_ACCRUED, _CURRENT = "budget.accrued_to_date", "budget.current"


class NoProjection(StrEnum):
    """Why a projection is not told."""

    CLOSED = "closed"
    FEW_YEARS = "few_years"
    INCOMPLETE = "incomplete"
    NOTHING_SPENT = "nothing_spent"


@dataclass(frozen=True, kw_only=True)
class Projection:
    """What spending comes to in December, in pesos. `errors`: of each closed year, by how much of it the method missed."""

    value: float
    low: float
    high: float
    years: tuple[int, ...]
    errors: Mapping[int, float]


@dataclass(frozen=True, kw_only=True)
class Pace:
    """A year's spending, month by month up to `month`.

    `frame` has the twelve months: `month` (1 to 12), `accrued` and `current` (null from the month after the last one
    known), `before` (accrued to that month of the year before), `linear` (the current budget spread evenly), all in
    pesos, and `is_partial` and `is_before_partial` (some month up to it was never loaded). `projection` is one, or why there is none;
    `closed_years` are the earlier ones that are known whole.
    """

    node: Node
    month: Period
    answers: tuple[Answer, ...]
    frame: pl.DataFrame
    projection: Projection | NoProjection
    closed_years: tuple[int, ...]

    @property
    def year(self) -> int:
        """The year."""
        return self.month.start.year


def pace(monitor: Asks, node: Node, month: Period) -> Pace:
    """All of it, of all the months that are known."""
    year, last = month.start.year, month.start.month
    answers = monitor.observe(_ACCRUED, _CURRENT, by="month", where=node.filters).answers
    accrued, current = (_by_month(answer) for answer in answers)
    partial = answers[0].partial_units
    budget = current.get((year, last))
    rows = [
        {
            "month": number,
            "accrued": accrued.get((year, number)) if number <= last else None,
            "current": current.get((year, number)) if number <= last else None,
            "before": accrued.get((year - 1, number)),
            "linear": None if budget is None else budget * number / YEAR,
            "is_partial": number <= last and f"{year}-{number:02}" in partial,
            "is_before_partial": f"{year - 1}-{number:02}" in partial,
        }
        for number in range(1, YEAR + 1)
    ]
    whole = {one for one, _ in accrued if _is_whole(one, accrued, partial)}
    closed = {one: [accrued[one, number] for number in range(1, YEAR + 1)] for one in sorted(whole) if one < year}
    return Pace(
        node=node,
        month=month,
        answers=answers,
        frame=pl.DataFrame(rows, schema=_SCHEMA),
        projection=NoProjection.CLOSED
        if year in whole
        else project(closed, accrued.get((year, last)), last, is_partial=f"{year}-{last:02}" in partial),
        closed_years=tuple(closed),
    )


_SCHEMA: Mapping[str, Any] = {
    "month": pl.Int64,
    "accrued": pl.Float64,
    "current": pl.Float64,
    "before": pl.Float64,
    "linear": pl.Float64,
    "is_partial": pl.Boolean,
    "is_before_partial": pl.Boolean,
}


def _is_whole(year: int, accrued: Mapping[tuple[int, int], float], partial: Mapping[str, object]) -> bool:
    months = range(1, YEAR + 1)
    return all((year, number) in accrued and f"{year}-{number:02}" not in partial for number in months)


def _by_month(answer: Answer) -> dict[tuple[int, int], float]:
    rows = answer.frame.drop_nulls("value").select("month", "value").iter_rows()
    return {(int(unit[:4]), int(unit[5:])): value for unit, value in rows}


def project(
    closed: Mapping[int, list[float]], accrued: float | None, month: int, *, is_partial: bool
) -> Projection | NoProjection:
    """What `accrued` by the end of `month` comes to; `closed` are the accumulated months of each closed year."""
    if accrued is None or is_partial:
        return NoProjection.INCOMPLETE
    if month == YEAR:
        return NoProjection.CLOSED
    if len(closed) < ENOUGH_YEARS:
        return NoProjection.FEW_YEARS
    parts = {year: path[month - 1] / path[-1] if path[-1] > 0 else 0.0 for year, path in closed.items()}
    if accrued <= 0 or any(part <= 0 for part in parts.values()):
        return NoProjection.NOTHING_SPENT
    return Projection(
        value=accrued / mean(parts.values()),
        low=accrued / max(parts.values()),
        high=accrued / min(parts.values()),
        years=tuple(closed),
        errors={year: _missed(parts, year) for year in closed},
    )


def _missed(parts: Mapping[int, float], year: int) -> float:
    """By what part of a year's spending the others, asked in the same month, would have missed it."""
    return parts[year] / mean(part for other, part in parts.items() if other != year) - 1

"""How long rows wait, with those still waiting counted for as long as they have (Kaplan and Meier).

`waits` are (days, rows that waited so long, how many of these were answered then), by days.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from metrics.model.proportions import DEVIATIONS

Waits = Sequence[tuple[int, int, int]]
_ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True)
class Point:
    """What is known after so many days.

    `at_risk` rows had waited as long without an answer, `answered` of them got one then, and the share `waiting` of all
    was still without one: from `low` to `high` with 95 % confidence (exponential Greenwood).
    """

    days: int
    at_risk: int
    answered: int
    waiting: float
    low: float
    high: float


def points(waits: Waits) -> Iterator[Point]:
    """One of every number of days that some row waited."""
    at_risk = sum(rows for _, rows, _ in waits)
    waiting, variance = 1.0, 0.0
    for days, rows, answered in waits:
        waiting *= 1 - answered / at_risk
        if answered < at_risk:
            variance += answered / (at_risk * (at_risk - answered))
        low, high = _band(waiting, variance)
        yield Point(days=days, at_risk=at_risk, answered=answered, waiting=waiting, low=low, high=high)
        at_risk -= rows


def _band(waiting: float, variance: float) -> tuple[float, float]:
    """The interval of a share of that variance of its logarithm: all or none of a sample leaves nothing to be unsure of."""
    if not _ROUNDING < waiting < 1:
        return waiting, waiting
    center = math.log(-math.log(waiting))
    reach = DEVIATIONS * math.sqrt(variance) / -math.log(waiting)
    return math.exp(-math.exp(center + reach)), math.exp(-math.exp(center - reach))


def quantile(waits: Waits, q: float) -> float | None:
    """Days by which a share `q` was answered, or None if it is not reached."""
    return next((float(one.days) for one in points(waits) if one.waiting <= 1 - q + _ROUNDING), None)


def still_waiting(waits: Waits, days: int) -> float | None:
    """The share without an answer once `days` have passed.

    None without rows, or where all rows that are still open have waited less than that.
    """
    found = list(points(waits))
    if not found or (found[-1].days < days and found[-1].waiting > _ROUNDING):
        return None
    return waiting_after(found, days)


def waiting_after(found: Sequence[Point], days: int) -> float:
    """The share without an answer once `days` have passed; that of the last point where it goes no further."""
    place = bisect_right(found, days, key=lambda one: one.days)
    return found[place - 1].waiting if place else 1.0

"""A value beside the one of a year before, or beside what was known at an earlier cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Engine

from metrics.model import Direction, Metric
from metrics.observe import Answer, observe
from metrics.periods import Period


class Verdict(StrEnum):
    """What a change means, by the direction that the metric declares."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """`difference` is now − before in stored units, or None with the `reason` why there is none."""

    now: Answer
    before: Answer | None
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


def with_year_before(
    engine: Engine, metric_id: str, *, period: str, where: Mapping[str, str] | None = None, as_of: date | None = None
) -> Comparison:
    """`metric_id` in `period` and in the same days of the year before.

    Not compared where either is absent, hidden, or known for a part of its period only.
    """
    earlier = Period.parse(period).year_before().label
    now = observe(engine, metric_id, period=period, where=where, as_of=as_of).answers[0]
    before = observe(engine, metric_id, period=earlier, where=where, as_of=as_of).answers[0]
    return compare(now, before)


def with_cut(engine: Engine, metric_id: str, *, as_of: date, earlier: date) -> Comparison:
    """`metric_id` as known on `as_of` and as known on `earlier`."""
    now = observe(engine, metric_id, as_of=as_of).answers[0]
    return compare(now, observe(engine, metric_id, as_of=earlier).answers[0])


def compare(now: Answer, before: Answer) -> Comparison:
    """Compare two answers of one metric."""
    reason = _why_not(now, before)
    if reason or now.value is None or before.value is None:
        return Comparison(now=now, before=before, difference=None, reason=reason)
    return Comparison(now=now, before=before, difference=now.value - before.value)


def _why_not(now: Answer, before: Answer) -> str:
    if before.value is None:
        return f"sin dato de {before.period}"
    if now.value is None:
        return f"sin dato de {now.period}"
    if now.partial or before.partial:
        return "período incompleto: no se compara"
    return ""

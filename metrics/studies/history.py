"""What a cell was said to be, load by load."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile, groupby

from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.model.errors import NotAdditiveError
from metrics.model.metric import Metric
from metrics.studies.comparison import Asked


@dataclass(frozen=True, kw_only=True)
class Told:
    """From `known_on` on the value was this one, in stored units: None where it was absent or, if `is_suppressed`, hidden.

    `is_partial`: something of the period was not known yet.
    """

    known_on: date
    value: float | None
    is_suppressed: bool
    is_partial: bool
    is_demonstration: bool

    @property
    def said(self) -> tuple[float | None, bool, bool, bool]:
        """All but the day."""
        return self.value, self.is_suppressed, self.is_partial, self.is_demonstration


def history(monitor: Asks, metric: Metric, asked: Asked, days: Iterable[date]) -> tuple[Told, ...]:
    """What was told of one cell on each of the days, where it was not what the day before told; from its first value on.

    NotAdditiveError where the metric needs a dimension and the question keeps several of its members.
    """
    told = [_told(_answer(monitor, metric, asked, day), day) for day in days]
    changes = [next(same) for _, same in groupby(told, key=lambda one: one.said)]
    return tuple(dropwhile(lambda one: one.value is None and not one.is_suppressed, changes))


def _answer(monitor: Asks, metric: Metric, asked: Asked, day: date) -> Answer:
    result = monitor.observe(metric.id, by=metric.requires, period=asked.period, where=asked.filters, as_of=day)
    answer = result.answers[0]
    if answer.frame.height > 1:
        raise NotAdditiveError(metric.id, metric.requires[0])
    return answer


def _told(answer: Answer, day: date) -> Told:
    is_absent = answer.frame.is_empty()
    return Told(
        known_on=day,
        value=None if is_absent else answer.value,
        is_suppressed=bool(answer.suppressed_cells),
        is_partial=answer.partial,
        is_demonstration=not is_absent and answer.is_demonstration,
    )

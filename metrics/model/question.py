"""One question to one metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from metrics.model.errors import EmptyQuestionError, GrainError, NotAdditiveError, UnknownDimensionError
from metrics.model.filters import NO_FILTERS, Filters
from metrics.model.metric import Metric, Periodicity
from metrics.model.periods import GRAINS, Grain, Period
from metrics.model.scope import grains_of, keeps_apart


@dataclass(frozen=True, kw_only=True)
class Question:
    """`metric` by `by`, in `period` (all that is known, if None), where `filters` hold, as known on `as_of`."""

    metric: Metric
    by: tuple[str, ...] = ()
    period: Period | None = None
    filters: Filters = NO_FILTERS
    as_of: date | None = None

    @property
    def grains(self) -> tuple[Grain, ...]:
        """The dimensions of time among `by`, the longest first."""
        return grains_of(self.by)

    def is_fixed(self, dimension: str) -> bool:
        """The question keeps the members of `dimension` apart."""
        return keeps_apart(dimension, self.by, self.filters)

    def check(self) -> None:
        """Raise MetricError for what the metric cannot be asked, whatever the database holds."""
        self._check_dimensions()
        self._check_grains()

    def _check_dimensions(self) -> None:
        metric, allowed = self.metric, self.metric.dimensions
        for name in self.by:
            if name not in allowed:
                raise UnknownDimensionError(metric.id, name, allowed)
        for name, members in self.filters:
            if name not in allowed or name in GRAINS:
                raise UnknownDimensionError(metric.id, name, set(allowed) - set(GRAINS))
            if not members:
                raise EmptyQuestionError(name, "where")
        for name in metric.requires:
            if not self.is_fixed(name):
                raise NotAdditiveError(metric.id, name)

    def _check_grains(self) -> None:
        """Rows that stand for a month, under its first day, do not tell its days apart."""
        metric, period = self.metric, self.period
        if metric.formula.needs_period and period is None and not self.grains:
            raise EmptyQuestionError(metric.id, "period")
        is_by_month = metric.periodicity is Periodicity.MONTH and bool(metric.formula.datasets)
        if is_by_month and period and not period.is_of_whole_months:
            raise GrainError(metric.id, "day")


def check_all(questions: Sequence[Question]) -> None:
    """Raise MetricError for the first question that cannot be asked, or where there is none."""
    if not questions:
        raise EmptyQuestionError("", "metrics")
    for question in questions:
        question.check()

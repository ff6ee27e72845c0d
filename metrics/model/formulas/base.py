"""What every formula answers for itself. A formula that leaves one of these out cannot be made, and mypy says so."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date

from metrics.model.coverage import Coverage
from metrics.model.dataset import Dataset
from metrics.model.days import Days, joined, labels, within
from metrics.model.fetches import Aggregate, Cells, Fetches, Frames, Missing
from metrics.model.periods import GRAINS, Grain, Period
from metrics.model.scope import Scope


class Formula(ABC):
    """How the value of a metric is made. `kind` names the formula; the dashboards say it in words."""

    @property
    @abstractmethod
    def kind(self) -> str:
        """A name such as 'share_of_total', which the dashboards put into words."""

    @property
    @abstractmethod
    def register(self) -> str:
        """The register whose load batches say which days are covered."""

    @property
    def registers(self) -> frozenset[str]:
        """All that the values are made of: what changes them when it is loaded."""
        return frozenset({self.register})

    @property
    @abstractmethod
    def dimensions(self) -> tuple[str, ...]:
        """What a metric of this formula may be asked by, time last."""

    @abstractmethod
    def adds_over(self, dimension: str) -> bool:
        """The values by `dimension`, added, are the value without it."""

    @abstractmethod
    def fetches(self, scope: Scope) -> Fetches:
        """What is to be read; nothing in it depends on what is read."""

    @abstractmethod
    def combine(self, scope: Scope, frames: Frames) -> Cells:
        """The cells, of what `fetches` asked for; MetricError where cells cannot be added."""

    @abstractmethod
    def days(self, coverage: Coverage, period: Period | None, grains: tuple[Grain, ...]) -> Days | None:
        """The days to ask for, of those covered; None where there is none."""

    @abstractmethod
    def leaves_days_out(self, coverage: Coverage, days: Days, period: Period) -> bool:
        """Values over `days` are not those of the whole `period`."""

    @abstractmethod
    def missing(self, scope: Scope) -> Missing:
        """What of the period, or of each unit of time asked, is not known; row by row, where `combine` does not say it."""

    def rests_on(self, coverage: Coverage, days: Days) -> Days:
        """The days whose loads make the values of `days`: a late load of one of them is told."""
        del coverage
        return days

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        """What is counted or summed over rows: what roll-ups keep."""
        return ()

    @property
    def counts_persons(self) -> bool:
        """Something that it is made of counts persons or their records."""
        if self.aggregates:
            return any(aggregate.is_protected for aggregate in self.aggregates)
        return any(dataset.protects for dataset in self.datasets)

    @property
    def is_protectable(self) -> bool:
        """It is made of counts and sums of whole cells: a month and a member of each dimension."""
        return bool(self.aggregates) and all(aggregate.is_of_whole_cells for aggregate in self.aggregates)

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        """The datasets whose rows are read."""
        return ()

    @property
    def own_dimension(self) -> str | None:
        """The dimension that the figures come split by, if any."""
        return None

    @property
    def cases(self) -> Formula | None:
        """What counts the cases that a share or a median is of, for with few of them it says nothing; None of what counts itself."""
        return None

    @property
    def is_at_a_date(self) -> bool:
        """The value tells the state of rows on a day, not what happened in a period."""
        return False

    @property
    def tells_a_state(self) -> bool:
        """The value of a period is that of a day in it, and is drawn as a point: rows on a day, or a published stock."""
        return self.is_at_a_date

    @property
    def is_to_date(self) -> bool:
        """The value adds up since 1 January, and begins again with each year."""
        return False

    @property
    def looks_ahead(self) -> bool:
        """The value tells what is to come after the last day known: roll-ups keep it of no earlier one, which is read from the rows."""
        return False

    @property
    def needs_period(self) -> bool:
        """Without a period or a unit of time there is nothing to compare."""
        return False

    @property
    def is_flow(self) -> bool:
        """The values of periods and territories that touch add up to that of all of them."""
        return False

    @property
    def ends_with_its_period(self) -> bool:
        """A value of an earlier day than the period's last is not the period's."""
        return False


def _last_report(coverage: Coverage, period: Period | None) -> Days | None:
    """The last report stands until the next one."""
    last = period and coverage.last_day_until(period.end)
    return (last, last) if last else None


def _asked_of(scope: Scope, grain: Grain) -> list[tuple[str, Days]]:
    """The units of a grain of which some day is known, each with those of its days that the period asks for."""
    units = [(unit.label, scope.asked_of(unit)) for unit in Period(*scope.days, "").units(grain)]
    return [(name, days) for name, days in units if days[0] <= days[1] and within(scope.coverage.spans, days)]


class RowFormula(Formula):
    """A formula over the rows of one dataset."""

    @property
    @abstractmethod
    def reads(self) -> Dataset:
        """The dataset."""

    @property
    def register(self) -> str:
        """The register whose rows are read."""
        return self.reads.register

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        """The dataset whose rows are read."""
        return (self.reads,)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Those of the dataset, and those of time where its rows have a day."""
        return (*self.reads.dimensions, *(GRAINS if self.has_time else ()))

    @property
    def is_at_a_date(self) -> bool:
        """Rows without a day tell their state."""
        return not self.has_time

    def adds_over(self, dimension: str) -> bool:
        """Not, unless the formula knows that it does."""
        return False

    def days(self, coverage: Coverage, period: Period | None, grains: tuple[Grain, ...]) -> Days | None:
        """The covered days of the period; a stock or a snapshot looks at the last of them."""
        overlap = coverage.overlap(period)
        if overlap is None:
            return None if self.has_time else _last_report(coverage, period)
        start, end = overlap
        if self.is_to_date and not grains:
            start = date(end.year if period is None else start.year, 1, 1)
        return start, end

    def leaves_days_out(self, coverage: Coverage, days: Days, period: Period) -> bool:
        """Some of the days that the value is made of are not covered."""
        return any(coverage.missing(needed) for needed in self._made_of(coverage, (period.start, period.end), days))

    def missing(self, scope: Scope) -> Missing:
        """Days of the period, or of each unit of time asked, that are not covered."""
        if not scope.grains:
            asked = (scope.period.start, scope.period.end) if scope.period else scope.days
            return Missing(whole=self._not_known(scope.coverage, asked, scope.days))
        found = {name: self._not_known(scope.coverage, days, days) for name, days in _asked_of(scope, scope.grains[-1])}
        units = {name: labels for name, labels in found.items() if labels}
        return Missing(units=units, partial_units=self.partial_units(scope))

    def partial_units(self, scope: Scope) -> dict[str, date | None]:
        """The units of time asked of which some day is known, but not all that the period asks of them."""
        return {
            name: scope.coverage.last_day_until(days[1])
            for grain in scope.grains
            for name, days in _asked_of(scope, grain)
            if self.is_cut(scope.coverage, days)
        }

    def is_cut(self, coverage: Coverage, days: Days) -> bool:
        """A value of these days misses some of those that it is made of."""
        return bool(self._not_known(coverage, days, days))

    def rests_on(self, coverage: Coverage, days: Days) -> Days:
        """A state rests on all that was told until then, what adds up since January on the days since."""
        start, end = days
        if self.is_at_a_date:
            return min(start, coverage.covers_from or start), end
        return (date(start.year, 1, 1) if self.is_to_date else start), end

    def _not_known(self, coverage: Coverage, asked: Days, days: Days) -> tuple[str, ...]:
        needed = self._made_of(coverage, asked, days)
        return labels(joined(span for one in needed for span in coverage.missing(one)))

    def _made_of(self, coverage: Coverage, asked: Days, days: Days) -> tuple[Days, ...]:
        """The days that a value over `asked` is made of, of which those from the first to the last of `days` are read."""
        if not self.has_time:
            return ()
        if self.is_at_a_date:
            # What came in before the first day covered is in the first load; what came in later, in the others.
            last = coverage.last_day_until(days[1])
            return ((coverage.covers_from, last),) if coverage.covers_from and last else ()
        return ((date(asked[0].year, 1, 1) if self.is_to_date else asked[0], asked[1]),)

    @property
    def has_time(self) -> bool:
        """The rows have a day of their own; without one they cannot be split by time."""
        return self.reads.time is not None


class OfAggregates(RowFormula):
    """A formula that makes its values of aggregates of the rows of one dataset."""

    @property
    @abstractmethod
    def aggregates(self) -> tuple[Aggregate, ...]:
        """What is counted or summed, all of one dataset; what roll-ups keep."""

    @property
    def reads(self) -> Dataset:
        """The dataset of the aggregates."""
        return self.aggregates[0].dataset

"""A question bound to the days that are covered of it: what a formula is given to fetch by and to combine in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

import polars as pl

from metrics.model.coverage import Coverage
from metrics.model.dataset import Dataset, Shape
from metrics.model.days import Days, within
from metrics.model.dimensions import REGION
from metrics.model.fetches import FEW, Aggregate, Cells, RowsFetch, column_of
from metrics.model.filters import Filters
from metrics.model.members import Directory
from metrics.model.messages import Message
from metrics.model.periods import GRAINS, Grain, Period, label
from metrics.model.viewer import Viewer


def grains_of(by: Sequence[str]) -> tuple[Grain, ...]:
    """The dimensions of time among `by`, the longest first."""
    return tuple(grain for grain in GRAINS if grain in by)


def keeps_apart(dimension: str, by: Sequence[str], filters: Filters) -> bool:
    """What is asked by `by` where `filters` hold adds no members of `dimension`."""
    return dimension in by or len(filters.members_of(dimension)) == 1


@dataclass(frozen=True, kw_only=True)
class Scope:
    """One metric by `by`, where `filters` hold, over the covered `days` of `period` (all that is known, if None).

    `coverage` is that of the formula's register; `observed_horizon` the last batch of observations that may be
    seen; counts are of cells rounded for the viewer `rounded_for`, if any.
    """

    metric_id: str
    by: tuple[str, ...]
    period: Period | None
    filters: Filters
    coverage: Coverage
    days: Days
    observed_horizon: int
    directory: Directory
    rounded_for: Viewer | None = None

    @property
    def grains(self) -> tuple[Grain, ...]:
        """The dimensions of time among `by`, the longest first."""
        return grains_of(self.by)

    @property
    def others(self) -> list[str]:
        """The dimensions among `by` that are not of time."""
        return [name for name in self.by if name not in GRAINS]

    def is_fixed(self, dimension: str) -> bool:
        """The question keeps the members of `dimension` apart."""
        return keeps_apart(dimension, self.by, self.filters)

    def asking_by(self, by: Sequence[str]) -> Scope:
        """The same, split by other dimensions."""
        return replace(self, by=tuple(by))

    # --- what is fetched ---------------------------------------------------------------------------

    def fetch(
        self,
        dataset: Dataset,
        shape: Shape,
        *,
        aggregates: tuple[Aggregate, ...] = (),
        unfiltered: str | None = None,
    ) -> RowsFetch:
        """The aggregates of the rows of the days, by the dimensions asked."""
        spans = within(self.coverage.spans, self.days) if dataset.time is not None else ((date.min, date.max),)
        return RowsFetch(
            dataset=dataset,
            shape=shape,
            by=self.by,
            filters=self.filters.without(unfiltered),
            spans=spans,
            today=self._today(dataset),
            horizon=self.coverage.horizon,
            calendar=self.coverage.calendar,
            aggregates=aggregates,
            rounded_for=self.rounded_for,
        )

    def fetch_stock(self, dataset: Dataset, day: date, shape: Shape = Shape.STOCKS) -> RowsFetch:
        """The stocks at the end of a day or, of what is open then, when it is due; by the dimensions asked that are not of time."""
        asked = self.asking_by(self.others).fetch(dataset, shape)
        return replace(asked, spans=((day, day),), today=day)

    def _today(self, dataset: Dataset) -> date:
        """The day that rows are looked at: the last one known; of a snapshot, the last of the period."""
        last = self.coverage.covers_to
        return self.days[1] if dataset.time is None or last is None else last

    def units(self) -> list[Period]:
        """The finest units of time asked that are covered, in order."""
        units = Period(*self.days, "").units(self.grains[-1]) if self.grains else ()
        return [unit for unit in units if self.coverage.overlap(unit)]

    def asked_of(self, unit: Period) -> Days:
        """The days of a unit of time that the period asks for; the last before the first where it asks for none."""
        asked = self.period or unit
        return max(unit.start, asked.start), min(unit.end, asked.end)

    # --- what is made of it ------------------------------------------------------------------------

    def cells(self, frame: pl.DataFrame, *notes: Message) -> Cells:
        """`frame` as the cells of the days."""
        return Cells(frame=frame, days=self.days, notes=notes)

    def with_zeros(self, frame: pl.DataFrame, *names: str) -> pl.DataFrame:
        """Every member of the dimensions asked, with zero where the covered days have no row.

        The aggregates of `frame` get `names`, in order.
        """
        keys = list(zip(*(frame[name].to_list() for name in self.by), strict=True)) if self.by else [()] * frame.height
        at = {key: place for place, key in enumerate(keys)}
        members = self._members(frame) if self.by else [()]
        places = [at.get(member) for member in members]

        def told(column: str) -> list[Any]:
            cells = frame[column].to_list()
            return [None if place is None else cells[place] for place in places]

        # Without rows there is no mark: a zero is as real as the register that it was counted in.
        mark = self.coverage.has_demonstration
        found = [pl.Series(name, [one[number] for one in members], pl.String) for number, name in enumerate(self.by)]
        for number, name in enumerate(names):
            found.append(pl.Series(name, [float(one or 0) for one in told(column_of(number))], pl.Float64))
        if FEW in frame.columns:
            found.append(pl.Series(FEW, [bool(one) for one in told(FEW)], pl.Boolean))
        marked = [mark if one is None else int(one) == 1 for one in told("demonstration")]
        return pl.DataFrame([*found, pl.Series("demonstration", marked, pl.Boolean)])

    def _members(self, frame: pl.DataFrame) -> list[tuple[str | None, ...]]:
        """The combinations of members asked by: of time, only units that go together and are covered."""
        grains = self.grains
        times = [tuple(label(unit.start, grain) for grain in grains) for unit in self.units()] if grains else [()]
        found = []
        for time in times:
            for rest in product(*(self._domain(name, frame) for name in self.others)):
                named = dict(zip((*grains, *self.others), (*time, *rest), strict=True))
                found.append(tuple(named[name] for name in self.by))
        return found

    def _domain(self, name: str, frame: pl.DataFrame) -> list[str | None]:
        asked = self.filters.members_of(name)
        if asked:
            return list(asked)
        found = frame[name].unique(maintain_order=True).to_list()
        known: list[str | None] = list(self.directory.members(name).labels)
        if name == REGION:
            regions = self.directory.regions().labels
            known = [code for code in known if code in regions or code in found]
        return list(dict.fromkeys([*known, *found]))

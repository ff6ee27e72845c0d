"""Values that arrive already added up, each for an interval of days: what may be made of them, and what may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from data_access.reference.territories import COUNTRY
from metrics.model.coverage import Coverage, Days
from metrics.model.dimensions import REGION
from metrics.model.errors import GrainError, NotAdditiveError
from metrics.model.fetches import Cells, Fetches, Frames, ObservedFetch, no_cells
from metrics.model.formulas.base import Formula
from metrics.model.messages import Message
from metrics.model.periods import GRAINS, Grain, Period, label
from metrics.model.scope import Scope


class ObservationKind(StrEnum):
    """How an observed value behaves in time: flows add up, stocks and rates do not."""

    FLOW = "flow"
    STOCK = "stock"
    RATE = "rate"


@dataclass(frozen=True, kw_only=True)
class Observed(Formula):
    """A value that arrives already added up: the indicator of the metric's own id.

    `by` is the indicator's own dimension, if any; `overlapping` says that its members overlap
    (one person in several of them), so that they cannot be added. Its interval is its source's:
    nothing is said of the days between.
    """

    behaves_as: ObservationKind
    by: str | None = None
    overlapping: bool = False

    @property
    def kind(self) -> str:
        return f"observed_{self.behaves_as}"

    @property
    def register(self) -> str:
        return "observations"

    @property
    def own_dimension(self) -> str | None:
        return self.by

    @property
    def dimensions(self) -> tuple[str, ...]:
        return (*((self.by,) if self.by else ()), REGION, *GRAINS)

    @property
    def is_flow(self) -> bool:
        return self.behaves_as is ObservationKind.FLOW and not self.overlapping

    @property
    def _is_rate(self) -> bool:
        return self.behaves_as is ObservationKind.RATE

    def adds_over(self, dimension: str) -> bool:
        """Flows over everything, stocks over everything but time, rates over nothing; never over members that overlap."""
        if self._is_rate or (self.overlapping and dimension == self.by):
            return False
        return self.behaves_as is ObservationKind.FLOW or dimension not in GRAINS

    def days(self, coverage: Coverage, period: Period | None, grains: tuple[Grain, ...]) -> Days | None:
        """All days of the period: each value has its own."""
        return (period.start, period.end) if period else (date.min, date.max)

    def leaves_days_out(self, coverage: Coverage, days: Days, period: Period) -> bool:
        """A flow ends before the period does."""
        return self.behaves_as is ObservationKind.FLOW and days[1] < period.end

    def fetches(self, scope: Scope) -> Fetches:
        asked = ObservedFetch(indicator=scope.metric_id, filters=scope.filters, horizon=scope.coverage.horizon)
        return Fetches(observed=(asked,))

    def combine(self, scope: Scope, frames: Frames) -> Cells:
        selected = _one_level(_within(frames.observed[0], scope.period), scope)
        found = _in_grains(selected, scope)
        self._refuse_overlaps(found, scope)
        left_out = selected.height - found.height
        return Cells(
            frame=self._values(found, scope),
            days=_days(found),
            partial_units=self._partial_units(found, scope),
            notes=(Message.of("longer_periods_left_out", values=left_out),) if left_out else (),
        )

    def _partial_units(self, found: pl.DataFrame, scope: Scope) -> dict[str, date | None]:
        """The units of time whose flows end before the unit does, or on a day that the source does not state."""
        if self.behaves_as is not ObservationKind.FLOW:
            return {}
        partial: dict[str, date | None] = {}
        for grain in scope.grains:
            ends = found.group_by(grain).agg(pl.col("period_to").max(), pl.col("period_key").str.ends_with("..").any())
            for unit, end, is_undated in ends.iter_rows():
                if end < Period.parse(unit).end:
                    partial[unit] = None if is_undated else end
        return partial

    def _refuse_overlaps(self, found: pl.DataFrame, scope: Scope) -> None:
        def has_several(column: str) -> bool:
            return found[column].n_unique() > 1

        if self.by and (self._is_rate or self.overlapping) and not scope.is_fixed(self.by) and has_several("member"):
            raise NotAdditiveError(scope.metric_id, self.by)
        if not self._is_rate:
            return
        if not scope.is_fixed(REGION) and has_several("region"):
            raise NotAdditiveError(scope.metric_id, REGION)
        if scope.period and not scope.grains and has_several("period_key"):
            raise NotAdditiveError(scope.metric_id, "year")

    def _values(self, found: pl.DataFrame, scope: Scope) -> pl.DataFrame:
        """Flows add up; stocks and rates are those of the last interval."""
        named = found.rename({"member": self.by}) if self.by else found
        if self.behaves_as is not ObservationKind.FLOW:
            cell = [*scope.grains, "region", self.by or "member"]
            named = named.sort("period_to", "period_from", nulls_last=False).group_by(cell, maintain_order=True).last()
        sums = [pl.col("value").sum(), pl.col("demonstration").any()]
        by = list(scope.by)
        if by:
            return named.group_by(by, maintain_order=True).agg(sums).select(*by, "value", "demonstration")
        return no_cells(by) if named.is_empty() else named.select(sums)


def _within(found: pl.DataFrame, period: Period | None) -> pl.DataFrame:
    if period is None:
        return found
    inside = (pl.col("period_from") >= period.start) & (pl.col("period_to") <= period.end)
    return found.filter(inside.fill_null(value=False))


def _one_level(found: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The country's own value where the question is not about regions, never both levels added."""
    is_country = pl.col("region") == COUNTRY
    is_limited = bool(scope.filters.members_of(REGION))
    if scope.is_fixed(REGION) or is_limited:
        others = found.filter(~is_country)
        return found if others.is_empty() or is_limited else others
    country = found.filter(is_country)
    return found if country.is_empty() else country


def _in_grains(found: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Add a column per grain asked, keeping the values whose interval lies within one unit of it."""
    for grain in scope.grains:
        units = [
            label(start, grain) if start and end and label(start, grain) == label(end, grain) else None
            for start, end in found.select("period_from", "period_to").iter_rows()
        ]
        kept = found.with_columns(pl.Series(grain, units, dtype=pl.String)).filter(pl.col(grain).is_not_null())
        if kept.is_empty() and not found.is_empty():
            raise GrainError(scope.metric_id, grain)
        found = kept
    return found


def _days(found: pl.DataFrame) -> Days | None:
    start, end = found["period_from"].min(), found["period_to"].max()
    return (start, end) if isinstance(start, date) and isinstance(end, date) else None

"""Formulas that count or sum the rows of a period, and what is made of two such numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy import ColumnElement

from data_access.reference.territories import COUNTRY
from metrics.model.dataset import Dataset, Shape
from metrics.model.days import Days
from metrics.model.dimensions import REGION
from metrics.model.fetches import Aggregate, Cells, Fetches, Frames, StockFetch
from metrics.model.formulas.adding import FIRST, SECOND, add_up, ask_for, divide
from metrics.model.formulas.base import Formula, OfAggregates
from metrics.model.messages import Message
from metrics.model.periods import GRAINS
from metrics.model.scope import Scope

_NO_POPULATION = Message.of("no_population")
_NO_BASE = Message.of("no_base_year")


class _Additive(Aggregate, OfAggregates):
    """One aggregate of rows, whose value is the aggregate."""

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        return (self,)

    @property
    def is_to_date(self) -> bool:
        return False

    @property
    def is_flow(self) -> bool:
        return not self.is_at_a_date and not self.is_to_date

    def adds_over(self, dimension: str) -> bool:
        """Over everything; what is to date, over everything but time."""
        return not (dimension in GRAINS and self.is_to_date)

    def fetches(self, scope: Scope) -> Fetches:
        return Fetches(rows=(ask_for(scope, (self,)),))

    def combine(self, scope: Scope, frames: Frames) -> Cells:
        return scope.cells(add_up(scope, (self,), frames.rows[0], ("value",)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Count(_Additive):
    """Rows of a dataset that meet a condition."""

    dataset: Dataset
    where: ColumnElement[bool] | None = None

    @property
    def kind(self) -> str:
        return "count"

    @property
    def of_a_row(self) -> ColumnElement[Any]:
        return sa.literal_column("1", sa.Integer)

    @property
    def adds(self) -> str:
        return "rows"

    def over_rows(self) -> sa.Function[Any]:
        return sa.func.count()


@dataclass(frozen=True, kw_only=True, eq=False)
class Sum(_Additive):
    """Sum of a column. `year_to_date`: the value at a date is the sum since 1 January of its year."""

    dataset: Dataset
    column: ColumnElement[int]
    where: ColumnElement[bool] | None = None
    year_to_date: bool = False

    @property
    def kind(self) -> str:
        return "sum"

    @property
    def is_to_date(self) -> bool:
        return self.year_to_date

    @property
    def of_a_row(self) -> ColumnElement[Any]:
        return self.column

    @property
    def adds(self) -> str:
        return str(self.column.key)

    def over_rows(self) -> sa.Function[Any]:
        return sa.func.sum(self.column)


@dataclass(frozen=True, kw_only=True, eq=False)
class Ratio(OfAggregates):
    """Numerator over denominator; null where the denominator is zero, absent or suppressed."""

    numerator: Count | Sum
    denominator: Count | Sum

    @property
    def kind(self) -> str:
        return "ratio"

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        return (self.numerator, self.denominator)

    @property
    def cases(self) -> Formula | None:
        """Of a share its base; a sum over a count is a mean of all that there is."""
        return self.denominator if self.numerator.adds == self.denominator.adds == "rows" else None

    @property
    def is_to_date(self) -> bool:
        return self.numerator.is_to_date

    def fetches(self, scope: Scope) -> Fetches:
        return Fetches(rows=(ask_for(scope, self.aggregates),))

    def combine(self, scope: Scope, frames: Frames) -> Cells:
        return scope.cells(divide(add_up(scope, self.aggregates, frames.rows[0])))


@dataclass(frozen=True, kw_only=True, eq=False)
class Difference(OfAggregates):
    """Minuend minus subtrahend, of one dataset."""

    minuend: Count | Sum
    subtrahend: Count | Sum

    @property
    def kind(self) -> str:
        return "difference"

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        return (self.minuend, self.subtrahend)

    @property
    def is_flow(self) -> bool:
        return self.minuend.is_flow and self.subtrahend.is_flow

    @property
    def is_to_date(self) -> bool:
        return self.minuend.is_to_date

    def adds_over(self, dimension: str) -> bool:
        """As its two terms do."""
        return self.minuend.adds_over(dimension) and self.subtrahend.adds_over(dimension)

    def fetches(self, scope: Scope) -> Fetches:
        return Fetches(rows=(ask_for(scope, self.aggregates),))

    def combine(self, scope: Scope, frames: Frames) -> Cells:
        both = add_up(scope, self.aggregates, frames.rows[0])
        return scope.cells(both.with_columns(value=pl.col(FIRST) - pl.col(SECOND)).drop(FIRST, SECOND))


@dataclass(frozen=True, kw_only=True, eq=False)
class ShareOfTotal(OfAggregates):
    """Share of each member of `over` in the whole of it. A filter on `over` chooses which are shown: the whole stays."""

    of: Count | Sum
    over: str

    @property
    def kind(self) -> str:
        return "share_of_total"

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        return (self.of,)

    def _split(self, scope: Scope) -> Scope:
        return scope if self.over in scope.by else scope.asking_by((*scope.by, self.over))

    def fetches(self, scope: Scope) -> Fetches:
        split = self._split(scope)
        return Fetches(rows=(split.fetch(self.reads, Shape.COUNTS, aggregates=(self.of,), unfiltered=self.over),))

    def combine(self, scope: Scope, frames: Frames) -> Cells:
        shares = self._shares(self._split(scope), frames.rows[0].filter(pl.col(self.over).is_not_null()))
        return scope.cells(shares if self.over in scope.by else shares.drop(self.over))

    def _shares(self, scope: Scope, counted: pl.DataFrame) -> pl.DataFrame:
        others = [name for name in scope.by if name != self.over]
        filled = scope.with_zeros(counted, FIRST)
        if not others:
            return divide(filled.with_columns(pl.lit(counted[FIRST].sum()).alias(SECOND)))
        totals = counted.group_by(others).agg(pl.col(FIRST).sum().alias(SECOND))
        return divide(filled.join(totals, on=others, how="left", nulls_equal=True))


@dataclass(frozen=True, kw_only=True, eq=False)
class Growth(OfAggregates):
    """Change over the same days of the year before, as a fraction of them; null where either is not whole."""

    of: Count | Sum

    @property
    def kind(self) -> str:
        return "growth"

    @property
    def needs_period(self) -> bool:
        """What all that is known is held against is not known."""
        return True

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        return (self.of,)

    def fetches(self, scope: Scope) -> Fetches:
        before = _year_before(scope)
        asked = ask_for(scope, self.aggregates)
        return Fetches(rows=(asked,) if before is None else (asked, ask_for(before, self.aggregates)))

    def combine(self, scope: Scope, frames: Frames) -> Cells:
        now = add_up(scope, self.aggregates, frames.rows[0])
        before = _year_before(scope)
        if before is None:
            return scope.cells(divide(now.with_columns(pl.lit(None, pl.Float64).alias(SECOND))), _NO_BASE)
        base = self._a_year_later(before, add_up(before, self.aggregates, frames.rows[1], (SECOND,)))
        joined = _joined(now, base.select(*scope.by, SECOND), scope.by)
        return scope.cells(self._of_whole_periods(scope, divide(joined).with_columns(pl.col("value") - 1)))

    def _a_year_later(self, before: Scope, frame: pl.DataFrame) -> pl.DataFrame:
        """What was told of whole units of time, under the labels of the year after."""
        if not before.grains:
            return frame
        whole = frame.filter(~pl.col(before.grains[-1]).is_in(list(self.partial_units(before))))
        return whole.with_columns(pl.col(name).map_elements(_next_year, pl.String) for name in before.grains)

    def _of_whole_periods(self, scope: Scope, frame: pl.DataFrame) -> pl.DataFrame:
        """A part of a period is not compared with a whole one; the shortest unit of time is what a row is of."""
        if not scope.grains:
            is_partial = bool(scope.period and scope.coverage.is_partial(scope.period))
            return frame.with_columns(value=pl.lit(None, pl.Float64)) if is_partial else frame
        is_whole = ~pl.col(scope.grains[-1]).is_in(list(self.partial_units(scope)))
        return frame.with_columns(value=pl.when(is_whole).then("value"))


@dataclass(frozen=True, kw_only=True, eq=False)
class PerCapita(OfAggregates):
    """Numerator per so many (`per`) inhabitants: `population` is the id of an observed stock by territory.

    The population is the last one known at the end of the days.
    """

    numerator: Count | Sum
    population: str
    per: int

    @property
    def kind(self) -> str:
        return "per_capita"

    @property
    def registers(self) -> frozenset[str]:
        return frozenset({self.register, "observations"})

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        return (self.numerator,)

    @property
    def is_to_date(self) -> bool:
        return self.numerator.is_to_date

    def fetches(self, scope: Scope) -> Fetches:
        people = StockFetch(indicator=self.population, horizon=scope.observed_horizon)
        return Fetches(rows=(ask_for(scope, self.aggregates),), stocks=(people,))

    def combine(self, scope: Scope, frames: Frames) -> Cells:
        counted = add_up(scope, self.aggregates, frames.rows[0])
        people = _last_of_each(frames.stocks[0], scope.days[1])
        if REGION in scope.by:
            populated = counted.join(people, on=REGION, how="left")
        else:
            in_all, is_made_up = _in_all(people, scope)
            populated = counted.with_columns(people=pl.lit(in_all, pl.Float64), made_up=pl.lit(is_made_up))
        is_demonstration = pl.col("demonstration") | pl.col("made_up").fill_null(value=False)
        populated = populated.with_columns(demonstration=is_demonstration).drop("made_up")
        notes = () if populated["people"].is_not_null().any() else (_NO_POPULATION,)
        return scope.cells(divide(populated, "people", self.per), *notes)


# --- the year before -------------------------------------------------------------------------------------


def _joined(frame: pl.DataFrame, other: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    if not by:
        return pl.concat([frame, other], how="horizontal")
    return frame.join(other, on=list(by), how="left", nulls_equal=True, maintain_order="left")


def _year_before(scope: Scope) -> Scope | None:
    """The same question a year before; None where nothing of it is covered or, without units of time, not all."""
    period = scope.period.year_before() if scope.period else None
    days: Days | None = scope.coverage.overlap(period)
    if days is None or (period and not scope.grains and scope.coverage.is_partial(period)):
        return None
    return replace(scope, days=days, period=period)


def _next_year(unit: str) -> str:
    return f"{int(unit[:4]) + 1:04}{unit[4:]}"


# --- inhabitants -----------------------------------------------------------------------------------------


def _last_of_each(stock: pl.DataFrame, day: date) -> pl.DataFrame:
    """The last value known on `day` of each territory: `region`, `people`, and whether it is `made_up`."""
    known = stock.filter(pl.col("day") <= day)
    return known.group_by(REGION, maintain_order=True).last().select(REGION, people="value", made_up="demonstration")


def _in_all(people: pl.DataFrame, scope: Scope) -> tuple[float | None, bool]:
    """The inhabitants of all the territories asked, the country's own if none is, and whether some are made up.

    None if one is not known.
    """
    asked = scope.filters.members_of(REGION) or (COUNTRY,)
    found = people.filter(pl.col(REGION).is_in(asked))
    if found.height < len(asked):
        return None, False
    return float(found["people"].sum()), bool(found["made_up"].any())

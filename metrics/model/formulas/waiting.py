"""Formulas over rows that wait: how many are open on a day, and how long they wait."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from metrics.model.coverage import Coverage
from metrics.model.dataset import Dataset, Shape, Stock
from metrics.model.days import Days
from metrics.model.fetches import Cells, Fetches, Frames, column_of
from metrics.model.formulas.base import Formula, RowFormula
from metrics.model.formulas.rows import Count
from metrics.model.periods import GRAINS, Period, label
from metrics.model.scope import Scope
from metrics.model.survival import Waits, quantile, still_waiting

Key = tuple[str | None, ...]
"""Members, one of each dimension."""


@dataclass(frozen=True, kw_only=True, eq=False)
class OpenStock(RowFormula):
    """Rows that are in a stock at the end of the period."""

    dataset: Dataset
    stock: Stock = Stock.OPEN

    @property
    def reads(self) -> Dataset:
        return self.dataset

    @property
    def kind(self) -> str:
        return "open_stock"

    @property
    def is_at_a_date(self) -> bool:
        return True

    @property
    def ends_with_its_period(self) -> bool:
        return True

    def adds_over(self, dimension: str) -> bool:
        """Over everything but time."""
        return dimension not in GRAINS

    def is_cut(self, coverage: Coverage, days: Days) -> bool:
        """Where its last day is not known, the stock is that of an earlier one."""
        return super().is_cut(coverage, days) or bool(coverage.missing((days[1], days[1])))

    def fetches(self, scope: Scope) -> Fetches:
        return Fetches(rows=tuple(scope.fetch_stock(self.dataset, day) for day in self._ends(scope)))

    def _ends(self, scope: Scope) -> list[date]:
        """The last day known of each unit of time asked, or of the period."""
        ends = [min(unit.end, scope.days[1]) for unit in scope.units()] if scope.grains else [scope.days[1]]
        return [scope.coverage.last_day_until(end) or end for end in ends]

    def combine(self, scope: Scope, frames: Frames) -> Cells:
        units: Sequence[Period | None] = scope.units() if scope.grains else [None]
        found = [
            row for unit, frame in zip(units, frames.rows, strict=True) for row in self._of_unit(scope, unit, frame)
        ]
        schema: dict[str, Any] = dict.fromkeys(scope.by, pl.String) | dict.fromkeys(
            (column_of(0), "demonstration"), pl.Int64
        )
        return scope.cells(scope.with_zeros(pl.DataFrame(found, schema=schema, orient="row"), "value"))

    def _of_unit(self, scope: Scope, unit: Period | None, frame: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
        """The members asked by, the stock and the mark of each row. Units are many and their frames small: this is plain Python."""
        times = {grain: label(unit.start, grain) for grain in scope.grains} if unit else {}
        for key, stock, mark in self._stocked(frame, scope.others):
            named = dict(zip(scope.others, key, strict=True)) | times
            yield (*(named[name] for name in scope.by), stock, mark)

    def _stocked(self, frame: pl.DataFrame, others: list[str]) -> Iterator[tuple[Key, int | None, int | None]]:
        """Members, how many of them are in the stock, and whether some are demonstration."""
        for *key, stock, mark in frame.select(*others, str(self.stock), "demonstration").iter_rows():
            yield tuple(key), stock, mark


@dataclass(frozen=True, kw_only=True, eq=False)
class DueStock(OpenStock):
    """Rows open at the end of the period that are due within `first` to `last` business days of it."""

    first: int
    last: int

    @property
    def kind(self) -> str:
        return "due_stock"

    @property
    def looks_ahead(self) -> bool:
        return True

    def fetches(self, scope: Scope) -> Fetches:
        return Fetches(rows=tuple(scope.fetch_stock(self.dataset, day, Shape.DUES) for day in self._ends(scope)))

    def _stocked(self, frame: pl.DataFrame, others: list[str]) -> Iterator[tuple[Key, int | None, int | None]]:
        found: dict[Key, tuple[int, int]] = {}
        for *members, left, rows, mark in frame.select(*others, "left", "rows", "demonstration").iter_rows():
            stock, marked = found.get(key := tuple(members), (0, 0))
            is_due = left is not None and self.first <= left <= self.last
            found[key] = (stock + rows * is_due, max(marked, mark))
        for key, (stock, marked) in found.items():
            yield key, stock, marked


@dataclass(frozen=True, kw_only=True, eq=False)
class _OfWaits(RowFormula):
    """A number made of how long the rows of each cell wait; those still open count for what they have waited so far."""

    dataset: Dataset

    @property
    def reads(self) -> Dataset:
        return self.dataset

    @property
    def cases(self) -> Formula | None:
        return Count(dataset=self.dataset)

    @abstractmethod
    def of_waits(self, waits: Waits) -> float | None:
        """The value of one cell."""

    def fetches(self, scope: Scope) -> Fetches:
        return Fetches(rows=(scope.fetch(self.dataset, Shape.WAITS),))

    def combine(self, scope: Scope, frames: Frames) -> Cells:
        groups: dict[tuple[str | None, ...], list[tuple[int, int, int]]] = {} if scope.by else {(): []}
        marked = set()
        for *key, days, rows, answered, demonstration in frames.rows[0].sort("days").iter_rows():
            groups.setdefault(tuple(key), []).append((days, rows, answered))
            if demonstration:
                marked.add(tuple(key))
        found = [(*key, self.of_waits(waits), key in marked) for key, waits in groups.items()]
        schema: dict[str, Any] = dict.fromkeys(scope.by, pl.String) | {"value": pl.Float64, "demonstration": pl.Boolean}
        return scope.cells(pl.DataFrame(found, schema=schema, orient="row"))


@dataclass(frozen=True, kw_only=True, eq=False)
class Quantile(_OfWaits):
    """Business days within which a share `q` of the rows were answered, from the exact histogram of days."""

    q: float

    @property
    def kind(self) -> str:
        return "quantile"

    def of_waits(self, waits: Waits) -> float | None:
        return quantile(waits, self.q)


@dataclass(frozen=True, kw_only=True, eq=False)
class Survival(_OfWaits):
    """Share of the rows still without an answer once `days_waited` business days have passed (Kaplan-Meier)."""

    days_waited: int

    @property
    def kind(self) -> str:
        return "survival"

    def of_waits(self, waits: Waits) -> float | None:
        return still_waiting(waits, self.days_waited)

"""What a formula asks the database for, and what it makes of it: values without behaviour, joined by `Scope`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy import ColumnClause, ColumnElement
from sqlalchemy.sql import visitors

from metrics.model.dataset import Dataset, Shape
from metrics.model.days import Days, Spans
from metrics.model.filters import Filters
from metrics.model.messages import Message
from metrics.model.small_frames import beside
from metrics.model.viewer import Viewer


class Aggregate(ABC):
    """What is counted or summed over the rows of a dataset that meet a condition."""

    dataset: Dataset
    where: ColumnElement[bool] | None

    @property
    @abstractmethod
    def of_a_row(self) -> ColumnElement[Any]:
        """What one row adds, condition apart."""

    @abstractmethod
    def over_rows(self) -> sa.Function[Any]:
        """The SQL aggregate, condition apart."""

    @property
    @abstractmethod
    def adds(self) -> str:
        """The name of what each row adds: what is protected under one name is rounded alike, whatever the condition."""

    @property
    def is_protected(self) -> bool:
        """It counts persons or their records."""
        return self.adds in self.dataset.protects

    @property
    def is_of_whole_cells(self) -> bool:
        """Of the rows of a month and of one member of each dimension, all meet the condition or none does."""
        mentioned = () if self.where is None else visitors.iterate(self.where)
        columns = [element for element in mentioned if isinstance(element, ColumnClause)]
        return self.dataset.time is not None and all(
            any(column is dimension for dimension in self.dataset.dimensions.values()) for column in columns
        )

    @property
    def is_to_date(self) -> bool:
        """It adds up since 1 January."""
        return False


def column_of(number: int) -> str:
    """The column that holds the aggregate of that position in `RowsFetch.aggregates`."""
    return f"part_{number}"


FEW = "few"
"""The column that marks values that are not shown: something was counted, and rounds to nothing."""


def few_of(number: int) -> str:
    """The column that marks so the aggregate of that position."""
    return f"{FEW}_{number}"


@dataclass(frozen=True, kw_only=True)
class RowsFetch:
    """One ask of a dataset.

    `spans` are the days that rows count on (COUNTS, WAITS), or the day of the stock;
    `today` is the day that rows are looked at, `calendar` the edition of the calendar that was known. Of COUNTS, `aggregates`
    are what is counted or summed, of cells rounded for the viewer `rounded_for`, if any.
    """

    dataset: Dataset
    shape: Shape
    by: tuple[str, ...]
    filters: Filters
    spans: Spans
    today: date
    horizon: int
    calendar: int
    aggregates: tuple[Aggregate, ...] = ()
    rounded_for: Viewer | None = None


@dataclass(frozen=True, kw_only=True)
class ObservedFetch:
    """The observations of an indicator that its batches up to `horizon` hold."""

    indicator: str
    filters: Filters
    horizon: int


@dataclass(frozen=True, kw_only=True)
class StockFetch:
    """The observations of an indicator that is a stock, by territory."""

    indicator: str
    horizon: int


@dataclass(frozen=True, kw_only=True)
class Fetches:
    """All that a formula asks for; none depends on what another one gave."""

    rows: tuple[RowsFetch, ...] = ()
    observed: tuple[ObservedFetch, ...] = ()
    stocks: tuple[StockFetch, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Frames:
    """What was fetched, in the order of `Fetches`."""

    rows: Sequence[pl.DataFrame] = ()
    observed: Sequence[pl.DataFrame] = ()
    stocks: Sequence[pl.DataFrame] = ()


@dataclass(frozen=True, kw_only=True)
class Cells:
    """One row per group: a column (String) per dimension asked, `value` (Float64) and `demonstration` (Boolean).

    `missing` (a list of labels, such as '2024-02') says which days of a row's are not known, where the formula tells
    row by row. `few`, where it is there, marks values that are not shown: something was counted, and rounds to nothing.
    `days` are those that the values speak of. `partial_units` are the years, quarters or months asked by that are not known whole, and the last
    day that is known of each, or None where the source does not say. `leaves_days_out`: no row speaks of some day of
    the period, where the formula tells row by row.
    """

    frame: pl.DataFrame
    days: Days | None
    partial_units: Mapping[str, date | None] = field(default_factory=dict)
    leaves_days_out: bool = False
    notes: tuple[Message, ...] = ()


def no_cells(by: Sequence[str]) -> pl.DataFrame:
    """No cell is known: one row of null where nothing is asked by, none where something is."""
    schema: dict[str, Any] = dict.fromkeys(by, pl.String) | {"value": pl.Float64, "demonstration": pl.Boolean}
    return pl.DataFrame([] if by else [(None, False)], schema=schema, orient="row")


MISSING = pl.List(pl.String)
"""What is missing of a row: labels of days, or 'region=05' where a part of a sum is absent."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Labels of the days that are not known: of all rows alike, or of those of each unit of time, by its name.

    `partial_units` are those of every grain that miss something, each with its last day known.
    """

    whole: tuple[str, ...] = ()
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    partial_units: Mapping[str, date | None] = field(default_factory=dict)

    def beside(self, frame: pl.DataFrame, grains: Sequence[str]) -> pl.DataFrame:
        """`frame` with the column `missing`; the shortest of `grains` names the unit of a row."""
        told = [self.whole] * frame.height
        if self.units:
            told = [self.units.get(unit, ()) for unit in frame[grains[-1]]]
        return beside(frame, pl.Series("missing", [list(one) for one in told], MISSING))

"""One question to one metric, what it fetches, and the cells that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from metrics.datasets import Dataset, Shape
from metrics.errors import FilterError
from metrics.model import Count, Metric, Sum
from metrics.periods import GRAINS, Grain, Period
from metrics.provenance import Coverage

Part = Count | Sum


@dataclass(frozen=True, kw_only=True)
class Question:
    """`metric` by `by`, in `period` (all that is known, if None), where dimensions have values.

    `including`: members that must be among the cells even without rows.
    """

    metric: Metric
    by: tuple[str, ...] = ()
    period: Period | None = None
    where: Mapping[str, tuple[str, ...]]
    as_of: date | None = None
    including: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def grains(self) -> tuple[Grain, ...]:
        """The dimensions of time among `by`."""
        return tuple(grain for grain in GRAINS if grain in self.by)

    def is_fixed(self, dimension: str) -> bool:
        """The question keeps the members of `dimension` apart."""
        return dimension in self.by or len(self.where.get(dimension, ())) == 1


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """One ask of a dataset.

    `first` and `last` are the days that rows count on (COUNTS, WAITS) or the day of the stock, twice;
    `today` is the day that rows are looked at. Of COUNTS, `parts` are what is counted or summed.
    """

    dataset: Dataset
    shape: Shape
    by: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...]
    first: date
    last: date
    today: date
    horizon: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cells:
    """One row per group: the columns of `by`, `value` (Float64) and `demonstration` (Boolean).

    `partial_units` are the years, quarters or months of `by` that are not known whole, and the last
    day that is known of each, or None where the source does not say.
    """

    frame: pl.DataFrame
    coverage: Coverage
    days: tuple[date, date] | None
    partial_units: Mapping[str, date | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def parse_filter(text: str) -> tuple[str, str]:
    """'region=13' as a pair; FilterError for anything else."""
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise FilterError(text)
    return name.strip(), value.strip()

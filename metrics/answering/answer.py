"""What is answered: the cells of each metric, and all that a reader must be told about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

import polars as pl

from metrics.model.days import Days
from metrics.model.errors import NotAdditiveError, UnknownDimensionError, UnknownMetricError
from metrics.model.filters import Filters
from metrics.model.messages import Message
from metrics.model.metric import Metric, Target
from metrics.model.periods import Period

_IS_KNOWN = (pl.len() > 0) & pl.col("value").is_not_null().all()
WHOLE = pl.when(_IS_KNOWN).then(pl.col("value").sum()).alias("value")
"""Cells added up: null where one of them is absent or hidden, and where there is none."""


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """When a source was last loaded, up to which day it speaks, and by when the next load is due.

    `expected_next` is None for sources without a rhythm, and where nothing was loaded.
    """

    last_load: date | None
    covers_to: date | None
    expected_next: date | None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one metric answered: its cells and all that a reader must be told about them.

    `frame` has a column (String) per dimension asked, `value` (Float64 in stored units, null where
    absent or suppressed), `suppressed` and `demonstration` (Boolean), and `missing` (List of String): the days of its
    period, or of its unit of time, that are not known ('2024-02'), and 'region=05' for a part of a sum that is absent.
    `days` are those that the
    values speak of; `known_on` is the day from which they are so, that of the last load or withdrawal; `partial` says that something asked is missing, and
    `partial_units` which of the years, quarters or months asked by, with the last day of each that is known.
    `provisional_from` is the first of the days whose figures the source still calls provisional. `is_protected` says that
    the values are made of counts rounded for whoever asks; `suppressed`, that something was counted and rounds to nothing.
    """

    metric: Metric
    frame: pl.DataFrame
    period: str
    filters: Filters
    days: Days | None
    known_on: date | None
    kinds: frozenset[str]
    partial: bool
    partial_units: Mapping[str, date | None]
    provisional_from: date | None
    freshness: Freshness
    is_protected: bool
    notes: tuple[Message, ...]

    @property
    def value(self) -> float | None:
        """The only value, in stored units, None where absent or suppressed; ValueError where there are several."""
        value: float | None = self.frame["value"].item()
        return value

    @property
    def is_at_a_date(self) -> bool:
        """The values tell a state on the last of `days`, not what happened in a period."""
        return self.metric.formula.is_at_a_date

    @property
    def tells_a_state(self) -> bool:
        """The value of each period is that of a day in it: to be drawn as a point, and not as what happened in the period."""
        return self.metric.formula.tells_a_state

    @property
    def is_demonstration(self) -> bool:
        """Some row behind the values is demonstration data."""
        return bool(self.frame["demonstration"].any())

    @property
    def suppressed_cells(self) -> int:
        """How many values are hidden."""
        return int(self.frame["suppressed"].sum())

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing up to the last of the days: days that are not known, and absent parts of sums, once each."""
        listed = dict.fromkeys(label for labels in self.frame["missing"] for label in labels)
        last = self.days[1] if self.days else date.min
        return tuple(label for label in listed if "=" in label or Period.parse(label).start <= last)

    @property
    def target(self) -> Target | None:
        """The goal in force on the last of the days."""
        return self.metric.target_on(self.days[1]) if self.days else None

    def added_over(self, dimension: str) -> pl.DataFrame:
        """The values without `dimension`: the other dimensions, and `value`, null where a part is absent or hidden.

        UnknownDimensionError where the answer was not split by it, NotAdditiveError where the metric's values cannot
        be added over it.
        """
        asked = [name for name in self.frame.columns if name not in {"value", "suppressed", "demonstration", "missing"}]
        if dimension not in asked:
            raise UnknownDimensionError(self.metric.id, dimension, asked)
        if not self.metric.adds_over(dimension):
            raise NotAdditiveError(self.metric.id, dimension)
        others = [name for name in asked if name != dimension]
        return self.frame.group_by(others, maintain_order=True).agg(WHOLE) if others else self.frame.select(WHOLE)


@dataclass(frozen=True, kw_only=True)
class Result:
    """Answers to one question by one or more metrics, at one version of the data.

    `result[metric_id]` is one metric's answer; UnknownMetricError where it was not asked. `order` holds the members of
    each dimension as they are displayed. `statements` is the
    SQL that was run, if the question asked for it.
    """

    answers: tuple[Answer, ...]
    by: tuple[str, ...]
    as_of: date | None
    data_version: str
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statements: tuple[str, ...] = ()

    def __getitem__(self, metric_id: str) -> Answer:
        found = {answer.metric.id: answer for answer in self.answers}
        if metric_id not in found:
            raise UnknownMetricError(metric_id, found)
        return found[metric_id]

    @property
    def frame(self) -> pl.DataFrame:
        """All answers in one frame: `metric`, `period`, the dimensions, `value` (stored units), `unit`, flags, `missing`."""
        return pl.concat(
            answer.frame.select(
                pl.lit(answer.metric.id).alias("metric"),
                pl.lit(answer.period).alias("period"),
                *self.by,
                "value",
                pl.lit(answer.metric.unit.id).alias("unit"),
                "suppressed",
                pl.lit(answer.is_protected).alias("protected"),
                "demonstration",
                (pl.col("missing").list.len() > 0).alias("partial"),
                "missing",
            )
            for answer in self.answers
        )

    @property
    def wide(self) -> pl.DataFrame:
        """One row per combination of members, one column of values (Float64, stored units) per metric, named by its id."""
        columns = [answer.frame.select(*self.by, pl.col("value").alias(answer.metric.id)) for answer in self.answers]
        if not self.by:
            return pl.concat(columns, how="horizontal")
        on = list(self.by)
        joined = reduce(
            lambda left, right: left.join(
                right, on=on, how="full", coalesce=True, nulls_equal=True, maintain_order="left_right"
            ),
            columns,
        )
        return ordered(joined, self.by, self.order)

    def rows(self) -> list[dict[str, Any]]:
        """The frame as JSON-ready rows; whole numbers of whole units are integers."""
        return [
            {**row, "value": as_stored(row["value"], self[row["metric"]].metric)}
            for row in self.frame.iter_rows(named=True)
        ]


def as_stored(value: float | None, metric: Metric) -> float | int | None:
    """`value` as an integer where the metric's unit only has whole numbers."""
    is_whole = value is not None and metric.unit.is_integral and value == int(value)
    return int(value) if value is not None and is_whole else value


def ordered(frame: pl.DataFrame, by: tuple[str, ...], order: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """Rows in the display order of each dimension; members that no list names come last."""
    if len(by) == 1 and frame[by[0]].is_sorted() and not order.get(by[0]):
        return frame
    keys = []
    for name in by:
        codes = order.get(name, ())
        position = pl.col(name).replace_strict(codes, range(len(codes)), default=len(codes), return_dtype=pl.Int64)
        keys += [position, pl.col(name)] if codes else [pl.col(name)]
    return frame.sort(keys, nulls_last=True) if keys else frame

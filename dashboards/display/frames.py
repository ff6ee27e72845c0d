"""What tables and charts are made of: the values of metrics by the members of one dimension, named and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboards.display import dates, words
from dashboards.display.columns import Column, MetricColumn
from metrics import GRAINS, Answer, Members, Result

CODE, NAME, VALUE, TEXT, SHORT = "code", "name", "value", "text", "short"
"""The columns of `Split.marks`."""


@dataclass(frozen=True, eq=False)
class Split:
    """Metrics by the members of one dimension: a row per member, in display order.

    `frame` has `CODE`, `NAME` and, for each of `columns`, its values, its texts and its short texts. `title` says what
    the members are; `labels` are the columns of the table that tell which is which.
    """

    frame: pl.DataFrame
    title: str
    labels: tuple[Column, ...]
    columns: tuple[MetricColumn, ...]
    answers: tuple[Answer, ...]

    @property
    def table(self) -> tuple[Column, ...]:
        """The columns of the table: the members and each metric."""
        return (*self.labels, *self.columns)

    def marks(self, column: MetricColumn) -> pl.DataFrame:
        """What a chart of one metric draws: `CODE`, `NAME`, `VALUE` in the axis's unit, `TEXT`, `SHORT` (on bars)."""
        short = pl.col(column.short_name).alias(SHORT)
        return self.frame.select(CODE, NAME, self.value_of(column), self.text_of(column), short)

    def value_of(self, column: MetricColumn) -> pl.Expr:
        """`VALUE` of a metric: its values in the axis's unit."""
        return (pl.col(column.name) * column.format.axis_factor).alias(VALUE)

    def text_of(self, column: MetricColumn) -> pl.Expr:
        """`TEXT` of a metric: its values as they are written."""
        return pl.col(column.text_name).alias(TEXT)


def split(result: Result, columns: Sequence[MetricColumn], members: Members, *, title: str, names: str = "") -> Split:
    """The answers to a question by one dimension, whose members are `members` and are shown under `title`.

    With `names`, tables show the codes under `title` and the names under `names`.
    """
    dimension = result.by[0]
    parts = [_written(result[column.name], column, dimension) for column in columns]
    joined = _in_order(pl.concat(part.select(CODE) for part in parts).unique(maintain_order=True), members)
    for part in parts:
        joined = joined.join(part, on=CODE, how="left", nulls_equal=True, maintain_order="left")
    name = _namer(dimension, members, result.answers)
    named = joined.with_columns(pl.Series(NAME, [name(code) for code in joined[CODE]], dtype=pl.String))
    labels = (Column(CODE, title), Column(NAME, names)) if names else (Column(NAME, title),)
    return Split(named, title, labels, tuple(columns), result.answers)


def _written(answer: Answer, column: MetricColumn, dimension: str) -> pl.DataFrame:
    """One answer with its texts."""
    cells = list(zip(answer.frame["value"], answer.frame["suppressed"], strict=True))
    texts = [column.format.text(value, is_suppressed=is_hidden) for value, is_hidden in cells]
    headline = column.format.headline
    shorts = (
        [headline(value, is_suppressed=is_hidden) for value, is_hidden in cells] if column.format.is_scaled else texts
    )
    return answer.frame.select(
        pl.col(dimension).alias(CODE),
        pl.col("value").alias(column.name),
        pl.Series(column.text_name, texts, dtype=pl.String),
        pl.Series(column.short_name, shorts, dtype=pl.String),
    )


def _in_order(keys: pl.DataFrame, members: Members) -> pl.DataFrame:
    """Members in their display order; the others after them."""
    place = {code: number for number, code in enumerate(members.labels)}
    order = pl.Series("order", [place.get(code, len(place)) for code in keys[CODE]], dtype=pl.Int64)
    return keys.with_columns(order).sort("order", maintain_order=True).drop("order")


def _namer(dimension: str, members: Members, answers: Sequence[Answer]) -> Callable[[str], str]:
    """What names a member: its label, or the period in words, saying if it is not known whole."""
    if dimension not in GRAINS:
        return lambda code: words.member(members, code)
    partial: Mapping[str, date | None] = {unit: day for one in answers for unit, day in one.partial_units.items()}
    return lambda code: dates.unit_of_time(code, is_partial=code in partial, until=partial.get(code))

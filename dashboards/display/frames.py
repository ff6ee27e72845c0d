"""What tables and charts are made of: the values of metrics by the members of one dimension, named and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboards.display import dates, words
from dashboards.display.columns import Column, MetricColumn
from dashboards.display.formats import LARGEST
from metrics import GRAINS, Answer, Members, Result, legible

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
        """`VALUE` of a metric: its values in the axis's unit; null what cannot be drawn."""
        value = pl.col(column.name)
        return pl.when(value.abs() < LARGEST).then(value * column.format.axis_factor).alias(VALUE)

    def text_of(self, column: MetricColumn) -> pl.Expr:
        """`TEXT` of a metric: its values as they are written."""
        return pl.col(column.text_name).alias(TEXT)


def split(result: Result, columns: Sequence[MetricColumn], members: Members, *, title: str, names: str = "") -> Split:
    """The answers to a question by one dimension, whose members are `members` and are shown under `title`.

    With `names`, tables show the codes under `title` and the names under `names`.
    """
    dimension = result.by[0]
    parts = {column: _cells(result[column.name], dimension) for column in columns}
    codes = _in_order(dict.fromkeys(code for cells in parts.values() for code in cells), members)
    name = _namer(dimension, members, result.answers)
    written = [one for column, cells in parts.items() for one in _written([cells.get(code) for code in codes], column)]
    shown = [legible(name(code)) for code in codes]
    named = pl.DataFrame([pl.Series(CODE, codes, pl.String), *written, pl.Series(NAME, shown, pl.String)])
    labels = (Column(CODE, title), Column(NAME, names)) if names else (Column(NAME, title),)
    return Split(named, title, labels, tuple(columns), result.answers)


_Cell = tuple[float | None, bool]
"""A value, and whether it is hidden."""


def _cells(answer: Answer, dimension: str) -> dict[str, _Cell]:
    """The cells of an answer by member."""
    frame = answer.frame
    cells = zip(frame["value"].to_list(), frame["suppressed"].to_list(), strict=True)
    return dict(zip(frame[dimension].to_list(), cells, strict=True))


def _written(cells: Sequence[_Cell | None], column: MetricColumn) -> Iterator[pl.Series]:
    """Values, texts and short texts of the members that have a cell; null of the others."""
    yield pl.Series(column.name, [one and one[0] for one in cells], pl.Float64)
    texts = [one and column.format.text(one[0], is_suppressed=one[1]) for one in cells]
    yield pl.Series(column.text_name, texts, pl.String)
    headline = column.format.headline
    shorts = [one and headline(one[0], is_suppressed=one[1]) for one in cells] if column.format.is_scaled else texts
    yield pl.Series(column.short_name, shorts, pl.String)


def _in_order(codes: Iterable[str], members: Members) -> list[str]:
    """Members in their display order; the others after them."""
    place = {code: number for number, code in enumerate(members.labels)}
    return sorted(codes, key=lambda code: place.get(code, len(place)))


def _namer(dimension: str, members: Members, answers: Sequence[Answer]) -> Callable[[str], str]:
    """What names a member: its label, or the period in words, saying if it is not known whole."""
    if dimension not in GRAINS:
        return lambda code: words.member(members, code)
    partial: Mapping[str, date | None] = {unit: day for one in answers for unit, day in one.partial_units.items()}
    return lambda code: dates.unit_of_time(code, is_partial=code in partial, until=partial.get(code))

"""Columns, declared once: what a legend, a table and a file call the same values, and how each is written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from dashboards.display import dates
from dashboards.display.formats import ABSENT, ILLEGIBLE, ValueFormat, file_value, format_of
from dashboards.display.names import as_name
from dashboards.display.palette import BLUE, Tone
from metrics import metric

Row = Mapping[str, Any]


_NOTHING_TO_SAY = "—"


@dataclass(frozen=True)
class Cell:
    """A cell of a file: its value, or the word for why there is none."""

    value: str | int | float | date | None
    state: str = ""

    @property
    def told(self) -> str | int | float | date:
        """The value or the word: never an empty cell."""
        return self.state if self.value is None else self.value


@dataclass(frozen=True)
class Column:
    """A column of a table: its name in the frame and its title. Numbers are right-aligned.

    Where the frame has a column `text_name` too, people read that one; files give the values, which a spreadsheet writes
    in `number_format`.
    """

    name: str
    title: str
    is_number: bool = False
    number_format: str = ""

    @property
    def text_name(self) -> str:
        """The column with the values as people read them."""
        return f"{self.name}_text"

    def address(self, row: Row) -> str:
        """Where the cell of a row leads to: what the frame has beside it as `…_address`, if it does."""
        return row.get(f"{self.name}_address") or ""

    def shown(self, row: Row) -> str:
        """The cell of a row as people read it."""
        value = row.get(self.text_name, row[self.name])
        if value is None:
            return ABSENT
        return dates.day(value) if isinstance(value, date) else str(value)

    @property
    def field(self) -> str:
        """What programs call it in a file."""
        return as_name(self.title, joint="_")

    @property
    def cell_format(self) -> str:
        """How a spreadsheet writes its numbers."""
        return self.number_format

    def cell(self, row: Row) -> Cell:
        """The cell of a row in a file; absent, hidden and illegible are words, and three different ones."""
        value = row[self.name]
        if value is None:
            return Cell(None, row.get(self.text_name) or ABSENT)
        if isinstance(value, float):
            return Cell(file_value(value)) if math.isfinite(value) else Cell(None, ILLEGIBLE)
        return Cell(value) if value != "" else Cell(None, _NOTHING_TO_SAY)


@dataclass(frozen=True)
class MetricColumn(Column):
    """A metric (`name` is its id) as a column of a table and of its file, and as a series of a chart.

    `series` is what the legend calls it, if not by the title.
    """

    is_number: bool = True
    series: str = ""
    color: Tone = BLUE

    @property
    def field(self) -> str:
        """The id of the metric."""
        return self.name

    @property
    def cell_format(self) -> str:
        """How a spreadsheet writes its unit."""
        return self.format.cell_format

    @property
    def short_name(self) -> str:
        """The column with the values as they are written on bars."""
        return f"{self.name}_short"

    @property
    def legend(self) -> str:
        """What a legend calls it."""
        return self.series or self.title

    @cached_property
    def format(self) -> ValueFormat:
        """How its values are written."""
        return format_of(metric(self.name).unit)

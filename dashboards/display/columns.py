"""Columns, declared once: what a legend, a table and a file call the same values, and how each is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from dashboards.display import dates
from dashboards.display.formats import ABSENT, ValueFormat, file_value, format_of
from metrics import metric

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column of a table: its name in the frame and its title. Numbers are right-aligned.

    Where the frame has a column `text_name` too, people read that one; files give the values.
    """

    name: str
    title: str
    is_number: bool = False

    @property
    def text_name(self) -> str:
        """The column with the values as people read them."""
        return f"{self.name}_text"

    def shown(self, row: Row) -> str:
        """The cell of a row as people read it."""
        value = row.get(self.text_name, row[self.name])
        if value is None:
            return ABSENT
        return dates.day(value) if isinstance(value, date) else str(value)

    def filed(self, row: Row) -> Any:
        """The cell of a row in a file; absent and hidden in words, for neither is an empty cell."""
        value = row[self.name]
        if value is None:
            return row.get(self.text_name, ABSENT)
        return file_value(value) if isinstance(value, float) else value


@dataclass(frozen=True)
class MetricColumn(Column):
    """A metric (`name` is its id) as a column of a table and of its file, and as a series of a chart.

    `series` is what the legend calls it, if not by the title.
    """

    is_number: bool = True
    series: str = ""
    color: str = ""

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

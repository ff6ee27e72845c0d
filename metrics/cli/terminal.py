"""What every command reads and writes: days and filters as they are typed, and rows in the form asked for."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Protocol

import typer
from rich.console import Console
from rich.table import Table

from metrics.model.filters import parse_filter
from metrics.model.foreign_text import legible, neutral
from metrics.model.messages import Message
from metrics.model.units import Unit
from metrics.registers import foi_clock
from metrics.studies.reconciliation import Finding

_UNLIMITED = 10_000
"""Columns of what is not a terminal: nothing is cut or broken."""


class Presenter(Protocol):
    """Puts into words what the metrics layer says in ids and numbers."""

    def sentence(self, message: Message) -> str:
        """A message in a sentence."""
        ...

    def finding(self, finding: Finding) -> str:
        """What a contradiction is, in a sentence."""
        ...

    def clock(self, told: foi_clock.Reading) -> Row:
        """What a clock says, by what each thing is called."""
        ...

    def value(self, value: float | None, unit: Unit, *, is_suppressed: bool) -> str:
        """A stored value as people read it; what is absent or hidden says so."""
        ...


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


PeriodOption = Annotated[str | None, typer.Option("--period", help="2024, 2024-Q1, 2024-03 o 2024-01-01..2024-03-31")]
WhereOption = Annotated[list[str] | None, typer.Option("--where", help="DIMENSIÓN=VALOR; se puede repetir")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="Como se sabía ese día: AAAA-MM-DD")]
FormatOption = Annotated[Format, typer.Option("--format", help="Cómo se escribe la respuesta.")]
Row = dict[str, Any]


def as_date(text: str | None) -> date | None:
    """A day that may be left out."""
    return None if text is None else day_of(text)


def day_of(text: str) -> date:
    """A day as AAAA-MM-DD, and in no other way."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # it also reads '20240331' and '2024-W13-7'
        msg = f"no se entiende la fecha «{text}»; se admite AAAA-MM-DD"
        raise typer.BadParameter(msg)
    return day


def filters_of(texts: list[str]) -> dict[str, list[str]]:
    """The members kept of each dimension; MetricError for what is not DIMENSION=VALUE."""
    filters: dict[str, list[str]] = {}
    for name, value in map(parse_filter, texts):
        filters.setdefault(name, []).append(value)
    return filters


def write(rows: Sequence[Row], form: Format, document: Row | None = None) -> None:
    """Print `rows` in the form asked; JSON prints `document` if given."""
    if form is Format.JSON:
        sys.stdout.write(json.dumps(rows if document is None else document, ensure_ascii=False) + "\n")
    elif form is Format.CSV:
        _write_csv(rows)
    else:
        _write_table(rows)


def _write_csv(rows: Sequence[Row]) -> None:
    if rows:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows(map(_in_a_cell, line) for line in (rows[0], *(row.values() for row in rows)))


def _in_a_cell(value: Any) -> Any:
    """A value as a cell that no spreadsheet runs."""
    return neutral(" ".join(map(str, value)) if isinstance(value, list) else value)


def _write_table(rows: Sequence[Row]) -> None:
    table = Table(*(rows[0] if rows else ()), box=None)
    for row in rows:
        table.add_row(*map(_on_a_terminal, row.values()))
    console().print(table if rows else "Sin filas.")


def _on_a_terminal(value: Any) -> str:
    """A value in one line that a terminal shows and does not obey; what a spreadsheet would run is plain, as in files."""
    return "—" if value is None else legible(str(neutral(value)))


def console() -> Console:
    """As wide as the terminal, or as what is written where there is none."""
    return Console(markup=False, emoji=False, highlight=False, width=None if sys.stdout.isatty() else _UNLIMITED)

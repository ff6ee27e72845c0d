"""Tables as files: a CSV for programs, one for a Chilean spreadsheet, and XLSX. None of them does anything when opened."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import xlsxwriter

from dashboards.display import dates
from dashboards.display.columns import Cell, Column
from dashboards.display.frames import CODE, NAME
from dashboards.display.names import as_name
from metrics import neutral


@dataclass(frozen=True)
class Field:
    """A column of a file: `title` for people, `name` for programs.

    `number_format` is how a spreadsheet writes its numbers. `has_state`: programs are told in a column beside it whether
    there is a value, or why there is none. `is_code`: only programs read it.
    """

    title: str
    name: str
    number_format: str = ""
    has_state: bool = False
    is_code: bool = False


@dataclass(frozen=True)
class Table:
    """What a file holds: a cell of each row for each field."""

    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def for_people(self) -> Table:
        """The table without what only programs read."""
        kept = [number for number, field in enumerate(self.fields) if not field.is_code]
        return Table(
            tuple(self.fields[number] for number in kept),
            tuple(tuple(row[number] for number in kept) for row in self.rows),
        )


def table_of(frame: pl.DataFrame, columns: Sequence[Column]) -> Table:
    """The columns of a frame, and the codes of members that people know by name."""
    named = [*_codes(frame, columns), *((_field(frame, column), column) for column in columns)]
    rows = tuple(tuple(column.cell(row) for _, column in named) for row in frame.iter_rows(named=True))
    return Table(tuple(field for field, _ in named), rows)


def _codes(frame: pl.DataFrame, columns: Sequence[Column]) -> Iterable[tuple[Field, Column]]:
    names = {column.name: column for column in columns}
    if NAME in names and CODE in frame.columns and CODE not in names:
        named = names[NAME]
        yield Field(f"Código de {named.title}", f"{named.field}_codigo", is_code=True), Column(CODE, named.title)


def _field(frame: pl.DataFrame, column: Column) -> Field:
    has_state = frame.schema[column.name] != pl.String
    return Field(column.title, column.field, column.cell_format, has_state=has_state)


@dataclass(frozen=True)
class Fact:
    """Something that a file says of itself; programs read `code` where it is given."""

    name: str
    text: str
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class About:
    """What a file says of itself, and in its name: of what it is, of when, of where, and which kind of data."""

    subject: str = ""
    period: str = ""
    place: str = ""
    kind: str = ""
    facts: tuple[Fact, ...] = ()


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 500
"""Pixels of a column: a narrative is not one line of a screen."""
Writer = Callable[[Table, About], bytes]


def as_csv(table: Table, about: About) -> bytes:
    """For programs: UTF-8, commas, codes beside names, stored values, ISO days and periods; what it says of itself in every row.

    Without a byte-order mark, which many of them take for a part of the first name. What it says of itself is in columns
    rather than in a preamble: programs read the file without skipping lines.
    """
    header, facts = [name for field in table.fields for name in _names(field)], _said_once(table, about)
    rows = ([*_coded_row(table.fields, row), *(fact.code or fact.text for fact in facts)] for row in table.rows)
    return _csv([[*header, *(fact.name for fact in facts)], *rows], ",").encode()


def as_excel_csv(table: Table, about: About) -> bytes:
    """For a spreadsheet set to Chile: semicolons, decimal comma, dd-mm-yyyy, and the mark by which Excel knows UTF-8."""
    shown, facts = table.for_people(), _said_once(table, about)
    header = [*(field.title for field in shown.fields), *(fact.name for fact in facts)]
    rows = ([*_chilean_row(shown.fields, row), *(fact.text for fact in facts)] for row in shown.rows)
    return _csv([header, *rows], ";").encode("utf-8-sig")


def as_xlsx(table: Table, about: About) -> bytes:
    """A workbook: the data on one sheet, what they are on another. Text never becomes a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, HARMLESS) as book:
        write_sheet(book, "Datos", table)
        write_facts(book, "Acerca de", about.facts)
    return buffer.getvalue()


HARMLESS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "dd-mm-yyyy",
}
"""How workbooks are written."""


def write_facts(book: xlsxwriter.Workbook, name: str, facts: Iterable[Fact]) -> None:
    """A sheet of what a workbook says of itself."""
    said = book.add_worksheet(name)
    for number, fact in enumerate(facts):
        said.write_row(number, 0, [neutral(fact.name), neutral(fact.text)])
    said.autofit()


def write_sheet(book: xlsxwriter.Workbook, name: str, whole: Table) -> None:
    """A sheet of a table: typed cells under a header that stays and filters."""
    table, data, bold = whole.for_people(), book.add_worksheet(name), book.add_format({"bold": True})
    data.write_row(0, 0, [neutral(field.title) for field in table.fields], bold)
    formats = [
        book.add_format({"num_format": one.number_format}) if one.number_format else None for one in table.fields
    ]
    for number, row in enumerate(table.rows, 1):
        for column, (cell, form) in enumerate(zip(row, formats, strict=True)):
            data.write(number, column, *_in_workbook(cell, form))
    data.autofit(_WIDEST)
    data.freeze_panes(1, 0)
    data.autofilter(0, 0, len(table.rows), len(table.fields) - 1)


def _in_workbook(cell: Cell, form: Any) -> tuple[Any, ...]:
    """A value with the format of its column; words without."""
    is_plain = form is None or cell.value is None or isinstance(cell.value, str)
    return (neutral(cell.told),) if is_plain else (cell.value, form)


def _csv(rows: Iterable[Sequence[Any]], delimiter: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows(map(neutral, row) for row in rows)
    return text.getvalue()


def _said_once(table: Table, about: About) -> list[Fact]:
    """What a file says of itself without what each row says: a name stands once in a header."""
    told = {field.name for field in table.fields}
    return [fact for fact in about.facts if fact.name not in told]


def _names(field: Field) -> tuple[str, ...]:
    return (field.name, f"{field.name}.estado") if field.has_state else (field.name,)


def _coded_row(fields: Sequence[Field], row: Sequence[Cell]) -> Iterable[Any]:
    for field, cell in zip(fields, row, strict=True):
        if field.has_state:
            yield from (cell.value, as_name(cell.state, joint="_") or "con_dato")
        else:
            yield cell.told


def _chilean_row(fields: Sequence[Field], row: Sequence[Cell]) -> Iterable[str]:
    return (_chilean(cell.told, field.number_format) for field, cell in zip(fields, row, strict=True))


def _chilean(value: str | float | date, number_format: str) -> str:
    """A value as a Chilean spreadsheet reads it: '0.321' of a share as '32,1%'."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return dates.day(value)
    if number_format.endswith("%"):
        return f"{_decimal(value * 100)}%"
    return _decimal(value)


def _decimal(value: float) -> str:
    """'1234567,8'."""
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")

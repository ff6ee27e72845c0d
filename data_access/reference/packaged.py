"""The tables that the product ships, and what every database holds: territories, bodies, axes, calendar, members."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, Table, select

from data_access import schema
from data_access.bulk import Row, insert_rows
from data_access.reference.editions import load_packaged_calendar
from data_access.reference.protection import load_protection_key

_CASTS: dict[str, Callable[[str], Any]] = {
    "position": int,
    "number": int,
    "valid_from": date.fromisoformat,
    "valid_to": date.fromisoformat,
}


def read_csv(name: str) -> list[dict[str, str]]:
    """Rows of the packaged file `name` (UTF-8, header row), all values as text."""
    text = files("data_access").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _cast(table: Table, row: dict[str, str]) -> Row:
    """An empty cell is null where the table allows it, and else an empty text."""
    return {key: _CASTS.get(key, str)(value) if value else _nothing(table, key) for key, value in row.items()}


def _nothing(table: Table, name: str) -> str | None:
    return None if table.c[name].nullable else ""


def _indicator_rows() -> list[Row]:
    return [dict(row) for row in read_csv("indicators.csv")]


def _packaged() -> dict[Table, list[Row]]:
    named = {
        schema.sources: "sources.csv",
        schema.territories: "territories.csv",
        schema.ministries: "ministries.csv",
        schema.subcommittees: "subcommittees.csv",
        schema.undersecretariats: "undersecretariats.csv",
        schema.axes: "axes.csv",
        schema.dimension_members: "dimension_members.csv",
        schema.budget_lines: "budget_lines.csv",
    }
    rows = {table: [_cast(table, row) for row in read_csv(name)] for table, name in named.items()}
    return rows | {schema.indicators: _indicator_rows()}


def _key(table: Table, row: Any) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def load_reference(connection: Connection) -> int:
    """Insert the reference rows that the database lacks; return how many."""
    inserted = 0
    for table, rows in _packaged().items():
        present = {tuple(key) for key in connection.execute(select(*table.primary_key))}
        missing = [row for row in rows if _key(table, row) not in present]
        insert_rows(connection, table, missing)
        inserted += len(missing)
    return inserted + load_packaged_calendar(connection) + load_protection_key(connection)

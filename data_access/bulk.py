"""Rows go in through the drivers: COPY on PostgreSQL and executemany on SQLite, in the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import psycopg
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

Row = dict[str, Any]


def insert_rows(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert `rows` (each with the same keys) through the driver: COPY on PostgreSQL, executemany on SQLite.

    SQLAlchemy's own insert takes three times as long on hundreds of thousands of rows.
    """
    listed = list(rows)
    if not listed:
        return
    names = list(listed[0])
    values = ([row[name] for name in names] for row in listed)
    if connection.dialect.name == "postgresql":
        with _copying(connection, f"COPY {_target(connection, table, names)} FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
    else:
        _execute_many(connection, table, names, map(_for_sqlite, values))


def insert_frame(connection: Connection, table: Table, frame: pl.DataFrame, batch_id: int) -> int:
    """Insert a frame, written as text by polars: no row becomes a Python object on PostgreSQL."""
    whole = frame.with_columns(batch_id=pl.lit(batch_id))
    if connection.dialect.name == "postgresql":
        statement = f"COPY {_target(connection, table, whole.columns)} FROM STDIN WITH (FORMAT csv)"
        with _copying(connection, statement) as copy:
            copy.write(whole.write_csv(include_header=False).encode())
    else:
        plain = whole.with_columns(pl.selectors.date().cast(pl.String), pl.selectors.decimal().cast(pl.Float64))
        _execute_many(connection, table, plain.columns, plain.iter_rows())
    return frame.height


def _target(connection: Connection, table: Table, names: list[str]) -> str:
    quote = connection.dialect.identifier_preparer.quote
    return f"{quote(table.name)} ({', '.join(quote(name) for name in names)})"


@contextmanager
def _copying(connection: Connection, statement: str) -> Iterator[Any]:
    driver: Any = connection.connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            yield copy
    except psycopg.Error as error:
        raise _as_sqlalchemy(connection, error, psycopg.Error) from error


def _as_sqlalchemy(connection: Connection, error: Exception, kind: type[Exception]) -> BaseException:
    """As SQLAlchemy tells it of its own statements: a full disk is no row that was told twice."""
    return DBAPIError.instance("bulk insert", None, error, kind, dialect=connection.dialect)


def _execute_many(connection: Connection, table: Table, names: list[str], values: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(names))
    driver: Any = connection.connection
    cursor = driver.cursor()
    try:
        cursor.executemany(f"INSERT INTO {_target(connection, table, names)} VALUES ({marks})", values)  # noqa: S608  names of the schema
    except sqlite3.Error as error:
        raise _as_sqlalchemy(connection, error, sqlite3.Error) from error
    finally:
        cursor.close()


def _for_sqlite(row: list[Any]) -> list[Any]:
    """SQLite has neither dates nor decimals: text that sorts as dates do, and floats."""
    return [_PLAIN[type(value)](value) if type(value) in _PLAIN else value for value in row]


_PLAIN: dict[type, Callable[[Any], Any]] = {date: date.isoformat, Decimal: float}


def take_statistics(connection: Connection, tables: Iterable[Table]) -> None:
    """Have PostgreSQL look at what the running transaction wrote: it would plan for an empty table, and join row by row."""
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.exec_driver_sql(f"ANALYZE {table.name}")

"""Load batches: how rows enter the database, whole or not at all, and never over older ones."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import psycopg
import sqlalchemy as sa
from sqlalchemy import Connection, Table
from sqlalchemy.exc import IntegrityError

from data_access.schema import load_batches

Row = dict[str, Any]


class LoadOrderError(ValueError):
    """A batch says that it was known before one that is already loaded."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Rows of one register that became known on `recorded_on` and speak of `covers_from` to `covers_to`."""

    register: str
    source_id: str
    data_kind: str
    recorded_on: date
    covers_from: date
    covers_to: date
    rows: dict[Table, list[Row]]
    rejected: int = 0
    provisional_from: date | None = None

    @property
    def accepted(self) -> int:
        """How many rows the batch holds."""
        return sum(len(rows) for rows in self.rows.values())

    def checksum(self) -> str:
        """SHA-256 of what the batch says: two batches with the same rows have the same one, if of one kind."""
        said = (self.register, self.source_id, self.data_kind, self.recorded_on, self.covers_from, self.covers_to)
        digest = hashlib.sha256("|".join(map(str, said)).encode())
        for table, rows in self.rows.items():
            digest.update(table.name.encode())
            for row in rows:
                digest.update(repr(sorted(row.items())).encode())
        return digest.hexdigest()


def load(connection: Connection, batch: Batch) -> int | None:
    """Insert `batch` in the caller's transaction and return its id, or None if it is there already.

    Current rows with the key of a new one become superseded. Raises LoadOrderError when a batch of
    the same register with a later `recorded_on` is loaded: answers as of that day would change.
    IntegrityError when the database refuses a row.
    """

    def insert(batch_id: int) -> int:
        for table, rows in batch.rows.items():
            insert_rows(connection, table, ({**row, "batch_id": batch_id} for row in rows))
        return batch.accepted

    return _load(connection, batch, batch.checksum(), insert)


def load_frames(connection: Connection, batch: Batch, frames: Iterable[pl.DataFrame], *, checksum: str) -> int | None:
    """`load` for rows that do not fit in memory: frames with the columns of the batch's only table.

    `batch.rows` names the table and holds no rows; `checksum` is that of the file they come from.
    """
    (table,) = batch.rows

    def insert(batch_id: int) -> int:
        return sum(_insert_frame(connection, table, frame, batch_id) for frame in frames)

    return _load(connection, batch, checksum, insert)


def _load(connection: Connection, batch: Batch, checksum: str, insert: Callable[[int], int]) -> int | None:
    _wait_for_other_loads(connection)
    if _is_loaded(connection, batch.register, checksum):
        return None
    last = _last_recorded(connection, batch.register)
    if last is not None and batch.recorded_on < last:
        msg = f"{batch.register}: recorded on {batch.recorded_on}, but the last load is of {last}; allowed: {last} or later"
        raise LoadOrderError(msg)
    batch_id = _register_batch(connection, batch, checksum)
    accepted = insert(batch_id)
    connection.execute(load_batches.update().where(load_batches.c.id == batch_id).values(accepted=accepted))
    if last is not None:
        for table in batch.rows:
            _supersede(connection, table, batch_id)
    return batch_id


def _wait_for_other_loads(connection: Connection) -> None:
    """Batches become visible in order of id, so that a batch once seen is never preceded by a new one.

    SQLite has one writer at a time as it is.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE load_batches IN SHARE ROW EXCLUSIVE MODE")


def _is_loaded(connection: Connection, register: str, checksum: str) -> bool:
    query = sa.select(load_batches.c.id).where(load_batches.c.register == register, load_batches.c.checksum == checksum)
    return connection.execute(query).first() is not None


def _last_recorded(connection: Connection, register: str) -> date | None:
    query = sa.select(sa.func.max(load_batches.c.recorded_on)).where(load_batches.c.register == register)
    last: date | None = connection.scalar(query)
    return last


def _register_batch(connection: Connection, batch: Batch, checksum: str) -> int:
    before = connection.scalar(sa.select(load_batches.c.version).order_by(load_batches.c.id.desc()).limit(1)) or ""
    statement = (
        load_batches.insert()
        .values(
            register=batch.register,
            source_id=batch.source_id,
            data_kind=batch.data_kind,
            recorded_on=batch.recorded_on,
            covers_from=batch.covers_from,
            covers_to=batch.covers_to,
            checksum=checksum,
            accepted=0,
            rejected=batch.rejected,
            provisional_from=batch.provisional_from,
            version=hashlib.sha256(f"{before}{checksum}".encode()).hexdigest(),
        )
        .returning(load_batches.c.id)
    )
    batch_id: int = connection.execute(statement).scalar_one()
    return batch_id


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


def _insert_frame(connection: Connection, table: Table, frame: pl.DataFrame, batch_id: int) -> int:
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
        raise IntegrityError("bulk insert", None, error) from error


def _execute_many(connection: Connection, table: Table, names: list[str], values: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(names))
    driver: Any = connection.connection
    cursor = driver.cursor()
    try:
        cursor.executemany(f"INSERT INTO {_target(connection, table, names)} VALUES ({marks})", values)  # noqa: S608  names of the schema
    except sqlite3.Error as error:
        raise IntegrityError("bulk insert", None, error) from error
    finally:
        cursor.close()


def _for_sqlite(row: list[Any]) -> list[Any]:
    """SQLite has neither dates nor decimals: text that sorts as dates do, and floats."""
    return [_PLAIN[type(value)](value) if type(value) in _PLAIN else value for value in row]


_PLAIN: dict[type, Callable[[Any], Any]] = {date: date.isoformat, Decimal: float}


def _supersede(connection: Connection, table: Table, batch_id: int) -> None:
    key = sa.tuple_(*(column for column in table.primary_key if column.name != "batch_id"))
    renewed = sa.select(*key.clauses).where(table.c.batch_id == batch_id)
    connection.execute(
        table.update()
        .where(table.c.batch_id < batch_id, table.c.superseded_by.is_(None), key.in_(renewed))
        .values(superseded_by=batch_id)
    )

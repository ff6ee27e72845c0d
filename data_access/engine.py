"""Connections to the operational database, PostgreSQL or the embedded SQLite."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

if TYPE_CHECKING:
    from sqlalchemy import Engine

_DIALECTS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite"}


class DatabaseUrlError(ValueError):
    """The database address can't be used."""


class DatabaseUnavailableError(RuntimeError):
    """The database does not answer, or has not been initialised."""


def normalise_url(url: str) -> sa.URL:
    """Parse `url`, choosing the psycopg driver for PostgreSQL; raises DatabaseUrlError for others."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUrlError(_expected("an address that cannot be read")) from error
    backend = parsed.get_backend_name()
    if backend not in _DIALECTS:
        raise DatabaseUrlError(_expected(f"a {backend!r} address"))
    return parsed.set(drivername=_DIALECTS[backend])


def _expected(received: str) -> str:
    return (
        f"the database address is {received}; allowed: "
        "postgresql://user:password@host/database or sqlite:///path/to/file"
    )


def connect(url: str, *, read_only: bool = False) -> Engine:
    """Engine for `url`. A read-only one refuses to write, whatever the role would allow."""
    parsed = normalise_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, read_only=read_only)
    if not read_only:
        return sa.create_engine(parsed, pool_pre_ping=True)
    # Repeatable read: the statements of one question see one version of the data.
    return sa.create_engine(
        parsed,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        connect_args={"options": "-c default_transaction_read_only=on"},
    )


def _sqlite(url: sa.URL, *, read_only: bool) -> Engine:
    path = Path(url.database or "")
    if read_only and not path.is_file():
        msg = f"no database at {path}; run: pnme init"
        raise DatabaseUnavailableError(msg)
    if not read_only:
        path.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url)

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin too late: see _begin
        cursor = connection.cursor()
        for pragma in ("busy_timeout=10000", "foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL"):
            cursor.execute(f"PRAGMA {pragma}")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def require_schema(engine: Engine) -> None:
    """Raise DatabaseUnavailableError unless the database answers and holds the tables."""
    try:
        found = sa.inspect(engine).has_table("load_batches")
    except SQLAlchemyError as error:
        msg = f"the database does not answer ({type(error).__name__}); check PNME_DATABASE_URL"
        raise DatabaseUnavailableError(msg) from error
    if not found:
        msg = "the database has no tables; run: pnme init"
        raise DatabaseUnavailableError(msg)

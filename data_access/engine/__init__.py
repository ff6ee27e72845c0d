"""Connections to the operational database, PostgreSQL or the embedded SQLite, and what can be wrong with it.

`server` and `embedded` say how each is reached and how long it is waited for; `faults` what an error means; `pulse`
whether a database answers; `revision` whether its tables are those of this program.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from data_access.engine import embedded, rights, server
from data_access.engine.faults import DatabaseUnavailableError, Fault, as_unavailable, fault_of
from data_access.engine.pulse import Watch
from data_access.engine.revision import require_current, revision_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = [
    "DatabaseUnavailableError",
    "DatabaseUrlError",
    "Fault",
    "Watch",
    "as_unavailable",
    "connect",
    "fault_of",
    "for_writing",
    "may_write",
    "normalise_url",
    "rebuilding",
    "require_schema",
]

_DIALECTS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite"}


class DatabaseUrlError(ValueError):
    """The database address can't be used. It may hold a password, so it is not repeated."""

    spanish = (
        "PNME_DATABASE_URL o --database no es una dirección que sirva; se admite"
        " postgresql://usuario:clave@servidor/base o sqlite:///ruta/al/archivo"
    )


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


QUESTION_SECONDS = 15.0
"""What a reader of a page waits for one answer of the database at most."""


def connect(url: str, *, read_only: bool = False, seconds: float = QUESTION_SECONDS) -> Engine:
    """Engine for `url`. A read-only one refuses to write, whatever the role would allow, and waits for nothing long.

    `seconds` is what each of its statements may take. An engine that writes waits half a minute for another that does,
    and for its own statements as long as they take.
    """
    parsed = normalise_url(url)
    if parsed.get_backend_name() == "sqlite":
        return embedded.reading(parsed, seconds) if read_only else embedded.writing(parsed)
    return server.reading(parsed, seconds) if read_only else server.writing(parsed)


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """One transaction, all or nothing, in which migrations may make tables anew that rows refer to."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with for_writing(engine).connect() as connection, embedded.without_foreign_keys(connection), connection.begin():
        yield connection
        embedded.require_foreign_keys(connection)


def for_writing(engine: Engine) -> Engine:
    """The same engine, for transactions that will write: they take their turn when they begin."""
    return engine.execution_options(**embedded.AT_ONCE)


def require_schema(engine: Engine) -> None:
    """Raise DatabaseUnavailableError unless the database answers and holds the tables that this program works with."""
    try:
        with engine.connect() as connection:
            found = revision_of(connection)
    except SQLAlchemyError as error:
        raise as_unavailable(error) from error
    require_current(found)


def may_write(connection: Connection) -> bool:
    """Whoever is connected could write, if the engine let them: a reader of the dashboards should not."""
    return rights.may_write(connection)

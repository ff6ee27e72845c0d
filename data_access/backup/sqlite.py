"""Copies of the embedded database: its pages as one transaction sees them, put back in one transaction.

Nothing is renamed over a database that may be open: what stands beside it (its log of changes) would then belong to
another, and whoever has it open would go on reading a file without a name.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, PoolProxiedConnection

from data_access.backup.archive import reading, temporary_beside
from data_access.backup.errors import BackupError
from data_access.backup.manifest import Description, Manifest
from data_access.engine import as_unavailable


def dump(connection: Connection, described: Description, into: IO[bytes], path: Path) -> None:
    """Write the pages that this transaction sees; loads and readers go on."""
    with temporary_beside(path) as temporary, _told():
        with closing(sqlite3.connect(temporary)) as copy:
            _driver(connection.connection).backup(copy)
            _require_whole(copy)
        with temporary.open("rb") as pages:
            shutil.copyfileobj(pages, into)


def restore(engine: Engine, manifest: Manifest, path: Path) -> None:
    """Write the pages of the copy over those of the database, in one transaction that readers do not notice before its end."""
    with temporary_beside(Path(engine.url.database or "")) as temporary, _told():
        with reading(path) as stream, temporary.open("wb") as pages:
            shutil.copyfileobj(stream, pages)
        with closing(sqlite3.connect(temporary)) as copy, closing(engine.raw_connection()) as target:
            _require_whole(copy)
            copy.backup(_driver(target))


@contextmanager
def _told() -> Iterator[None]:
    """What the driver itself says, below SQLAlchemy, as people are told."""
    try:
        yield
    except sqlite3.Error as error:
        raise as_unavailable(error) from error


def _driver(pooled: PoolProxiedConnection) -> sqlite3.Connection:
    """The driver's own connection, which copies pages."""
    connection: sqlite3.Connection = pooled.driver_connection  # type: ignore[assignment]
    return connection


def _require_whole(database: sqlite3.Connection) -> None:
    said = _checked(database)
    if said != "ok":
        msg = f"the database is damaged: {said}"
        raise BackupError(msg, "la base de datos está dañada y no se puede copiar; restaure la última copia buena")


def _checked(database: sqlite3.Connection) -> str:
    """What SQLite says of the file; one that is too damaged for that says so too."""
    try:
        (said,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return str(said)

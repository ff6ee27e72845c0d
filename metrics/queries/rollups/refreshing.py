"""Brings the roll-ups up to the last load, reading what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, MetaData, Table

from data_access.schema import ROLLUP_PREFIX, load_batches, rollup_batches
from metrics.queries.provenance import calendar_edition, load_history, snapshot
from metrics.queries.rollups.runs import runs_within
from metrics.queries.rollups.tables import RollupTable, declared


@dataclass(frozen=True, kw_only=True)
class Refreshed:
    """What a refresh did to one roll-up."""

    name: str
    batches: int
    cells: int


def refresh(connection: Connection, *, full: bool = False) -> list[Refreshed]:
    """Bring the roll-ups up to the last load, in the caller's transaction, and drop those no longer declared.

    Only batches that a roll-up lacks are read, unless `full` or the calendar has changed.
    """
    calendar = calendar_edition(load_history(connection, snapshot(connection).last_batch), None)
    present = {name for name in sa.inspect(connection).get_table_names() if name.startswith(ROLLUP_PREFIX)}
    for name in sorted(present - {rollup.table.name for rollup in declared()}):
        _forget(connection, name)
        Table(name, MetaData()).drop(connection)
    return [_refresh(connection, rollup, calendar, full=full) for rollup in declared()]


def refresh_step(connection: Connection) -> int:
    """`refresh` as a step of initialising: it adds no rows of a register."""
    refresh(connection)
    return 0


def _forget(connection: Connection, name: str) -> None:
    connection.execute(sa.delete(rollup_batches).where(rollup_batches.c.rollup == name))


def _refresh(connection: Connection, rollup: RollupTable, calendar: int, *, full: bool) -> Refreshed:
    table = rollup.table
    edition = calendar if rollup.uses_calendar else None
    table.create(connection, checkfirst=True)
    state = sa.select(sa.func.max(rollup_batches.c.batch_id), sa.func.min(rollup_batches.c.calendar)).where(
        rollup_batches.c.rollup == table.name
    )
    after, computed_with = connection.execute(state).one()
    if after is not None and (full or computed_with != edition):
        connection.execute(sa.delete(table))
        _forget(connection, table.name)
        after = None
    loads = _loads(connection, rollup.dataset.register)
    missing = [load for load in loads if load > (after or 0)]
    if not missing:
        return Refreshed(name=table.name, batches=0, cells=0)
    names = [column.name for column in rollup.run.selected_columns]
    insert = table.insert().from_select(names, rollup.run)
    binds = {"calendar": calendar, "today": date.max, "today_number": 0}
    with _planned_for_many_rows(connection):
        for load in missing:
            runs = runs_within(loads[: loads.index(load) + 1])
            connection.execute(insert, {"batch": load, "runs": runs, **binds})
    _note(connection, rollup, missing, edition, binds)
    added = sa.select(sa.func.count()).where(table.c.batch_id >= missing[0])
    return Refreshed(name=table.name, batches=len(missing), cells=connection.scalar(added) or 0)


@contextmanager
def _planned_for_many_rows(connection: Connection) -> Iterator[None]:
    """No nested loops on PostgreSQL.

    It has no statistics of a batch loaded a moment ago, expects one row, and would read the calendar again for each.
    """
    has_planner = connection.dialect.name == "postgresql"
    if has_planner:
        connection.exec_driver_sql("SET LOCAL enable_nestloop = off")
    yield
    if has_planner:
        connection.exec_driver_sql("SET LOCAL enable_nestloop TO DEFAULT")


def _loads(connection: Connection, register: str) -> list[int]:
    query = sa.select(load_batches.c.id).where(load_batches.c.register == register)
    return list(connection.execute(query.order_by(load_batches.c.id)).scalars())


def _note(
    connection: Connection, rollup: RollupTable, batches: list[int], edition: int | None, binds: Mapping[str, Any]
) -> None:
    """Remember which batches are in, and between which days their rows and what happens to them lie."""
    dataset = rollup.dataset
    batch, events = dataset.versions.c.batch_id, dataset.events
    ends = [sa.func.min(dataset.time), sa.func.max(dataset.time), *map(sa.func.max, events)]
    query = sa.select(batch, *ends).select_from(dataset.rows).where(batch >= batches[0]).group_by(batch)
    found = {row[0]: row[1:] for row in connection.execute(query, binds)}
    nothing = (None,) * len(ends)
    rows = [
        {
            "rollup": rollup.table.name,
            "batch_id": number,
            "calendar": edition,
            "first_day": days[0],
            "last_day": days[1],
            "last_event": max((day for day in days[2:] if day), default=None),
        }
        for number in batches
        for days in [found.get(number, nothing)]
    ]
    connection.execute(rollup_batches.insert(), rows)

"""Puts a world into a database: every load, withdrawal and decree, in the order in which they arrived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from data_access import schema
from data_access.bulk import Row
from data_access.loading import Batch, Loaded, load, withdraw
from data_access.reference.editions import REGISTER as CALENDAR
from data_access.reference.editions import decree
from data_access.schema.reference import LAST_DAY
from metrics.queries.rollups import refresh
from tests.attack.world import Decree, Load, Told, Withdrawal, World
from tests.tables import clear


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the database said of one load or withdrawal: None where it was no news."""

    number: int
    told: Loaded | None


def place(engine: Engine, world: World) -> list[Outcome]:
    """Clear the database and tell it the world; what it said of each load and withdrawal."""
    clear(engine)
    _forget_decrees(engine)
    found: list[Outcome] = []
    ids: dict[int, int] = {}
    for position, one in enumerate(world.told):
        with engine.begin() as connection:
            said = _tell(connection, one, ids)
            if position % 7 == 3 or position == len(world.told) - 1:
                refresh(connection)
        if said is not None and isinstance(one, Load):
            ids[one.number] = said.batch_id
        if not isinstance(one, Decree):
            found.append(Outcome(number=one.number, told=said))
    return found


def _tell(connection: Connection, one: Told, ids: dict[int, int]) -> Loaded | None:
    if isinstance(one, Decree):
        decree(connection, one.changes, known_on=one.known_on)
        return None
    if isinstance(one, Withdrawal):
        return withdraw(connection, ids[one.of], recorded_on=one.recorded_on, today=LAST_DAY)
    return load(connection, batch_of(one), today=LAST_DAY)


def batch_of(one: Load) -> Batch:
    tables = {table.name: table for tables in schema.REGISTERS.values() for table in tables}

    def named(part: Iterable[tuple[str, list[Row]]]) -> dict[sa.Table, list[Row]]:
        return {tables[name]: rows for name, rows in part}

    return Batch(
        register=one.register,
        source_id="cuenta_publica_2024",
        data_kind=one.data_kind,
        recorded_on=one.recorded_on,
        covers_from=one.covers[0],
        covers_to=one.covers[1],
        rows=named(one.rows.items()),
        closes=named(one.closes.items()),
        provisional_from=one.provisional_from,
    )


def _forget_decrees(engine: Engine) -> None:
    """Only the calendar of the package stays."""
    batches, calendar = schema.load_batches, schema.calendar
    decreed = sa.select(batches.c.id).where(batches.c.register == CALENDAR, batches.c.source_id == "calendar_decree")
    with engine.begin() as connection:
        connection.execute(sa.delete(calendar).where(calendar.c.edition.in_(decreed)))
        connection.execute(
            sa.delete(batches).where(batches.c.register == CALENDAR, batches.c.source_id == "calendar_decree")
        )

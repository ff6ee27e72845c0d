"""What a process needs to show the data: a database that answers, of this program's schema, with fresh roll-ups, a map, room."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboards.serving.observing.readiness import Check, Look
from data_access.engine import DatabaseUnavailableError, fault_of, require_schema
from data_access.schema import load_batches, rollup_batches
from geo.layer import BoundariesError, read_regions
from metrics.queries.provenance import calendar_edition, load_history, snapshot
from metrics.queries.rollups import RollupTable, declared

_MEGABYTE = 10**6
_ROOM = 200 * _MEGABYTE
_SHARE = 0.05

Engines = Callable[[], Engine]
"""Gives the engine to look with; may raise what opening it raises."""


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What is looked at. `may_write` says whether the role of the database could write; `writes` whether we do."""

    engine: Engines
    home: Path
    regions: Path
    may_write: Callable[[], bool] | None = None
    writes: bool = False


def checks(needs: Needs) -> tuple[Check, ...]:
    """All of them, in the order in which they are made."""
    found = (
        Check(name="database", look=lambda: _database(needs.engine)),
        Check(name="schema", look=lambda: _schema(needs.engine), needs="database"),
        Check(name="rollups", look=lambda: _rollups(needs.engine), needs="schema"),
        Check(name="map", look=_Map(needs.regions)),
        Check(name="disk", look=lambda: _disk(needs.home), required=needs.writes),
    )
    return (*found, *_role(needs.may_write))


def _database(engine: Engines) -> str | None:
    try:
        with engine().connect() as connection:
            connection.execute(sa.select(1))
    except SQLAlchemyError as error:
        return fault_of(error).spanish
    return None


def _schema(engine: Engines) -> str | None:
    try:
        require_schema(engine())
    except DatabaseUnavailableError as error:
        return error.spanish
    return None


def _rollups(engine: Engines) -> str | None:
    with engine().connect() as connection:
        behind = _behind(connection)
    if not behind:
        return None
    return f"{behind} de {len(declared())} agregados no están al día; ejecute «pnme refresh»"


def _behind(connection: Connection) -> int:
    """How many declared roll-ups lack a load of their register, or were computed with another calendar."""
    calendar = calendar_edition(load_history(connection, snapshot(connection).last_batch), None)
    loaded = sa.select(load_batches.c.register, sa.func.max(load_batches.c.id)).group_by(load_batches.c.register)
    last: dict[str, int] = {row[0]: row[1] for row in connection.execute(loaded)}
    state = rollup_batches
    ends = sa.func.max(state.c.batch_id), sa.func.min(state.c.calendar)
    counted = {
        row[0]: (row[1], row[2])
        for row in connection.execute(sa.select(state.c.rollup, *ends).group_by(state.c.rollup))
    }

    def is_behind(rollup: RollupTable) -> bool:
        load = last.get(rollup.dataset.register)
        edition = calendar if rollup.uses_calendar else None
        return load is not None and counted.get(rollup.table.name) != (load, edition)

    return sum(map(is_behind, declared()))


class _Map:
    """Reads the map anew only where its file is another one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[int, int, int] | None = None

    def __call__(self) -> str | None:
        try:
            stat = self._path.stat()
            now = stat.st_ino, stat.st_size, stat.st_mtime_ns
            if now != self._read:
                read_regions(self._path)
                self._read = now
        except FileNotFoundError:
            return "falta el mapa de las regiones; ejecute «pnme init»"
        except BoundariesError:
            return "el mapa de las regiones está dañado; bórrelo y ejecute «pnme init»"
        return None


def _disk(home: Path) -> str | None:
    usage = shutil.disk_usage(home)
    if usage.free >= min(_ROOM, _SHARE * usage.total):
        return None
    return f"quedan {usage.free // _MEGABYTE} MB libres en el disco de PNME_HOME; libere espacio"


def _role(may_write: Callable[[], bool] | None) -> tuple[Check, ...]:
    if may_write is None:
        return ()

    def look() -> str | None:
        return _MAY_WRITE if may_write() else None

    checked: Look = look
    return (Check(name="role", look=checked, required=False, needs="database"),)


_MAY_WRITE = "quien sirve puede escribir en la base de datos; use un rol, o permisos de archivo, con que sólo se lea"

"""What is known, and since when: snapshots of the database, its loads, and what a register covers as of a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from data_access.reference.editions import REGISTER
from data_access.schema import load_batches
from metrics.model.coverage import Coverage, LateLoad
from metrics.model.days import joined

_SHOWN = 12
_NOTHING = hashlib.sha256().hexdigest()


@dataclass(frozen=True)
class Snapshot:
    """The database after one load: `data_version` is twelve hexadecimal digits that change with every load.

    Rows are never overwritten, so a snapshot can still be asked when later batches are there.
    """

    data_version: str
    last_batch: int


@dataclass(frozen=True, kw_only=True)
class LoadBatch:
    """One load, as its register's coverage needs it."""

    id: int
    register: str
    data_kind: str
    recorded_on: date
    covers_from: date
    covers_to: date
    provisional_from: date | None
    withdraws: int | None


_LAST = sa.select(load_batches.c.id, load_batches.c.version).order_by(load_batches.c.id.desc()).limit(1)


def snapshot(connection: Connection) -> Snapshot:
    """The database as it is now."""
    last = connection.execute(_LAST).first()
    return Snapshot(last.version[:_SHOWN], last.id) if last else Snapshot(_NOTHING[:_SHOWN], 0)


def latest_snapshot(engine: Engine) -> Snapshot:
    """The database as it is now."""
    with engine.connect() as connection:
        return snapshot(connection)


def load_history(connection: Connection, last_batch: int) -> tuple[LoadBatch, ...]:
    """The loads up to a batch, in order."""
    columns = [load_batches.c[name] for name in LoadBatch.__dataclass_fields__]
    query = sa.select(*columns).where(load_batches.c.id <= last_batch).order_by(load_batches.c.id)
    return tuple(LoadBatch(**row) for row in connection.execute(query).mappings())


@dataclass(frozen=True, kw_only=True)
class _Placed:
    """A load and the day from which it counts: that on which the last of it and of those before it was known."""

    load: LoadBatch
    counts_from: date


def _known(batches: Sequence[LoadBatch], register: str, as_of: date | None) -> list[_Placed]:
    """The loads of `register` that count on `as_of`, or now, in order of arrival."""
    loads = [one for one in batches if one.register == register]
    days = accumulate((one.recorded_on for one in loads), max)
    placed = [_Placed(load=one, counts_from=day) for one, day in zip(loads, days, strict=True)]
    return [one for one in placed if as_of is None or one.counts_from <= as_of]


def _standing(known: Sequence[_Placed]) -> list[_Placed]:
    """Those that speak: not taken back, and no demonstration once there was a real load."""
    withdrawn = {one.load.withdraws for one in known}
    is_real = any(one.load.data_kind == "register" for one in known)
    return [
        one
        for one in known
        if one.load.withdraws is None
        and one.load.id not in withdrawn
        and not (is_real and one.load.data_kind == "demonstration")
    ]


def speaking(batches: Sequence[LoadBatch], register: str, horizon: int) -> list[LoadBatch]:
    """The loads of `register` up to a batch whose rows count, in order of arrival."""
    known = [one for one in _known(batches, register, None) if one.load.id <= horizon]
    return [one.load for one in _standing(known)]


def calendar_edition(batches: Sequence[LoadBatch], as_of: date | None) -> int:
    """The edition of the calendar known on `as_of`, or now; of earlier days than the first, the first; 0 if none is."""
    editions = [one for one in batches if one.register == REGISTER]
    known = [one for one in editions if as_of is None or one.recorded_on <= as_of]
    return (known[-1:] or editions[:1])[0].id if editions else 0


def told_loads(batches: Sequence[LoadBatch]) -> list[tuple[LoadBatch, date, bool]]:
    """Every load in order of arrival, the day from which it counts, and whether it speaks now."""
    registers = dict.fromkeys(one.register for one in batches)
    placed = [one for register in registers for one in _known(batches, register, None)]
    speaking = {one.load.id for register in registers for one in _standing(_known(batches, register, None))}
    return sorted(((one.load, one.counts_from, one.load.id in speaking) for one in placed), key=lambda told: told[0].id)


def recorded_days(batches: Sequence[LoadBatch], register: str) -> set[date]:
    """The days on which what `register` says now was known."""
    return {one.load.recorded_on for one in _standing(_known(batches, register, None))}


def counting_days(batches: Sequence[LoadBatch], registers: Iterable[str]) -> tuple[date, ...]:
    """The days from which loads and withdrawals of the registers count, in order."""
    days = {one.counts_from for register in registers for one in _known(batches, register, None)}
    return tuple(sorted(days))


def coverage(batches: Sequence[LoadBatch], register: str, as_of: date | None = None) -> Coverage:
    """What `register` told on `as_of`, or tells now."""
    known = _known(batches, register, as_of)
    standing = _standing(known)
    loads = [one.load for one in standing]
    last = max(loads, key=lambda one: (one.recorded_on, one.id), default=None)
    return Coverage(
        horizon=known[-1].load.id if known else 0,
        calendar=calendar_edition(batches, as_of),
        known_on=known[-1].counts_from if known else None,
        recorded_on=max((one.recorded_on for one in loads), default=None),
        spans=joined((one.covers_from, one.covers_to) for one in loads),
        kinds=frozenset(one.data_kind for one in loads),
        has_demonstration=any(one.data_kind == "demonstration" for one in loads),
        provisional_from=last.provisional_from if last else None,
        late=tuple(_late(one) for one in standing if one.counts_from > one.load.recorded_on),
    )


def _late(one: _Placed) -> LateLoad:
    load = one.load
    return LateLoad(known_on=load.recorded_on, counts_from=one.counts_from, days=(load.covers_from, load.covers_to))

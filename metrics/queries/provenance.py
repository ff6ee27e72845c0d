"""What is known, and since when: snapshots of the database, its loads, and what a register covers as of a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from data_access.schema import load_batches
from metrics.model.coverage import Coverage, Days

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


def snapshot(connection: Connection) -> Snapshot:
    """The database as it is now."""
    query = sa.select(load_batches.c.id, load_batches.c.version).order_by(load_batches.c.id.desc()).limit(1)
    last = connection.execute(query).first()
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


def coverage(batches: Sequence[LoadBatch], register: str, as_of: date | None = None) -> Coverage:
    """What `register` told on `as_of`, or tells now."""
    known = [one for one in batches if one.register == register and (as_of is None or one.recorded_on <= as_of)]
    last = known[-1] if known else None
    return Coverage(
        horizon=last.id if last else 0,
        recorded_on=max((one.recorded_on for one in known), default=None),
        spans=_joined((one.covers_from, one.covers_to) for one in known),
        kinds=frozenset(one.data_kind for one in known),
        has_demonstration=any(one.data_kind == "demonstration" for one in known),
        provisional_from=last.provisional_from if last else None,
    )


def _joined(spans: Iterable[Days]) -> tuple[Days, ...]:
    """Spans in order, those that touch made one."""
    joined: list[Days] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)

"""What is known, and since when: load batches as horizons, coverage and the version of the data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy import Connection

from data_access.schema import calendar, load_batches
from metrics.periods import Period


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What a register tells as of a day.

    `horizon` is the last batch that may be seen; `covers_from`..`covers_to` the days it speaks of;
    `demonstration_batches` those whose rows are not real. Without batches it covers nothing.
    """

    horizon: int
    recorded_on: date | None
    covers_from: date | None
    covers_to: date | None
    kinds: frozenset[str]
    demonstration_batches: tuple[int, ...]

    def overlap(self, period: Period | None) -> tuple[date, date] | None:
        """The days of `period` that are covered, or None."""
        if self.covers_from is None or self.covers_to is None:
            return None
        if period is None:
            return self.covers_from, self.covers_to
        start, end = max(period.start, self.covers_from), min(period.end, self.covers_to)
        return (start, end) if start <= end else None

    def is_partial(self, period: Period) -> bool:
        """Some but not all of the days of `period` are covered."""
        overlap = self.overlap(period)
        return overlap is not None and overlap != (period.start, period.end)


def coverage(connection: Connection, register: str, as_of: date | None) -> Coverage:
    """What `register` told on `as_of`, or tells now."""
    query = sa.select(load_batches).where(load_batches.c.register == register).order_by(load_batches.c.id)
    if as_of is not None:
        query = query.where(load_batches.c.recorded_on <= as_of)
    batches = connection.execute(query).all()
    return Coverage(
        horizon=max((batch.id for batch in batches), default=0),
        recorded_on=max((batch.recorded_on for batch in batches), default=None),
        covers_from=min((batch.covers_from for batch in batches), default=None),
        covers_to=max((batch.covers_to for batch in batches), default=None),
        kinds=frozenset(batch.data_kind for batch in batches),
        demonstration_batches=tuple(batch.id for batch in batches if batch.data_kind == "demonstration"),
    )


def data_version(connection: Connection) -> str:
    """Twelve hexadecimal digits that change with every load."""
    query = sa.select(load_batches.c.checksum).order_by(load_batches.c.id)
    checksums = connection.execute(query).scalars()
    return hashlib.sha256("".join(checksums).encode()).hexdigest()[:12]


def business_day_number(connection: Connection, day: date) -> int:
    """Business days up to `day`, from the calendar table; 0 if the day is not in it."""
    query = sa.select(calendar.c.business_day_number).where(calendar.c.day == day)
    return connection.scalar(query) or 0

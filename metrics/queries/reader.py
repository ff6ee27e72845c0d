"""One consistent look at the database: a connection, and what its snapshot says that every question needs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Executable, Row

from data_access.reference.calendar import BusinessCalendar, calendar_with
from data_access.reference.protection import protection_key
from data_access.schema import calendar
from data_access.schema.reference import FIRST_DAY, LAST_DAY
from metrics.model.coverage import Coverage
from metrics.model.errors import DayError
from metrics.model.members import Members
from metrics.queries import members, provenance
from metrics.queries.provenance import Snapshot

T = TypeVar("T")
_SNAPSHOTS_KEPT = 4


class SnapshotFacts:
    """What does not change within a snapshot, read once and shared between threads."""

    def __init__(self, connection: Connection, at: Snapshot) -> None:
        self.batches = provenance.load_history(connection, at.last_batch)
        self._facts: dict[Hashable, Any] = {}

    def found(self, key: Hashable) -> Any:
        """The fact of that key, or None."""
        return self._facts.get(key)

    def fact(self, key: Hashable, make: Callable[[], T]) -> T:
        """The fact of that key; two threads may make it twice, and it is the same."""
        if key not in self._facts:
            self._facts[key] = make()
        return cast("T", self._facts[key])


_facts: WeakKeyDictionary[Engine, OrderedDict[Snapshot, SnapshotFacts]] = WeakKeyDictionary()
_lock = Lock()


def _facts_of(connection: Connection, at: Snapshot) -> SnapshotFacts:
    with _lock:
        kept = _facts.setdefault(connection.engine, OrderedDict())
        if at in kept:
            kept.move_to_end(at)
            return kept[at]
    made = SnapshotFacts(connection, at)
    with _lock:
        kept[at] = made
        while len(kept) > _SNAPSHOTS_KEPT:
            kept.popitem(last=False)
    return made


class Reader:
    """Reads one snapshot: the one given, or the database as it is now.

    `statements` lists the SQL of what was read, with its values, if the reader explains itself.
    `uses_rollups`: answers may come from roll-ups; the rows give the same ones, later.
    """

    def __init__(
        self, connection: Connection, at: Snapshot | None = None, *, explains: bool = False, uses_rollups: bool = True
    ) -> None:
        self.connection = connection
        self.at = at or provenance.snapshot(connection)
        self.facts = _facts_of(connection, self.at)
        self.explains = explains
        self.uses_rollups = uses_rollups
        self.statements: list[str] = []

    def rows(self, statement: Executable, binds: Mapping[str, Any] | None = None) -> list[Row[Any]]:
        """The rows that `statement` selects."""
        if self.explains:
            self.statements.append(self._text(statement, binds or {}))
        return list(self.connection.execute(statement, binds or {}).all())

    def _text(self, statement: Any, binds: Mapping[str, Any]) -> str:
        options = {"literal_binds": True}
        return str(statement.params(**binds).compile(dialect=self.connection.dialect, compile_kwargs=options))

    def coverage(self, register: str, as_of: date | None) -> Coverage:
        """What `register` told on `as_of`, or tells now."""
        return self.facts.fact(
            ("coverage", register, as_of), lambda: provenance.coverage(self.facts.batches, register, as_of)
        )

    def members(self, dimension: str) -> Members:
        """The members of a dimension."""
        return self.facts.fact(("members", dimension), lambda: members.members(self.connection, dimension))

    def regions(self) -> Members:
        """The sixteen regions, north to south."""
        return self.facts.fact(("regions",), lambda: members.territories(self.connection, "region"))

    def places(self) -> Members:
        """The regions and the bodies without territory: what a register's rows can be of, and no sum of them."""
        units = self.facts.fact(("units",), lambda: members.territories(self.connection, "unit"))
        return Members({**self.regions().labels, **units.labels})

    def calendar(self, as_of: date | None) -> int:
        """The edition of the calendar that was known on `as_of`, or is now; 0 where none was loaded."""
        return provenance.calendar_edition(self.facts.batches, as_of)

    def business_calendar(self, as_of: date | None) -> BusinessCalendar:
        """The calendar itself, of that edition, read once."""
        edition = self.calendar(as_of)
        return self.facts.fact(("business days", edition), lambda: self._business_days(edition))

    def _business_days(self, edition: int) -> BusinessCalendar:
        query = sa.select(calendar.c.day, calendar.c.holiday).where(
            calendar.c.edition == sa.bindparam("edition"), calendar.c.holiday.is_not(None)
        )
        return _calendar(tuple((row.day, row.holiday) for row in self.rows(query, {"edition": edition})))

    def protection_key(self) -> str:
        """The secret by which protected counts are rounded, which stays the same as long as the database does."""
        return self.facts.fact(("protection key",), lambda: protection_key(self.connection))

    def business_day_number(self, day: date, edition: int) -> int:
        """Business days up to `day` in an edition of the calendar, read once; DayError where the day is not in it."""
        return self.facts.fact(("number", day, edition), lambda: _business_day_number(self.connection, day, edition))


def _business_day_number(connection: Connection, day: date, edition: int) -> int:
    query = sa.select(calendar.c.business_day_number).where(calendar.c.day == day, calendar.c.edition == edition)
    number: int | None = connection.scalar(query)
    if number is None:
        raise DayError(day, FIRST_DAY, LAST_DAY)
    return number


@lru_cache(4)
def _calendar(holidays: tuple[tuple[date, str], ...]) -> BusinessCalendar:
    """Editions are few, and making one of them takes longer than a page."""
    return calendar_with(dict(holidays))

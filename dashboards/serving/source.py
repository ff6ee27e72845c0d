"""The database of this process: what it answers now and, where it does not, what it answered last and since when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Thread
from time import monotonic

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboards.serving.observing.events import Event as Told
from dashboards.serving.observing.log import tell
from data_access.engine import DatabaseUnavailableError, Fault, Watch, as_unavailable, connect, require_schema
from metrics import Monitor, Snapshot, Viewer, latest_snapshot

LOOK_SECONDS = 1.0
"""Between two looks: with what a question of its own may take, a hang is known within three seconds."""
_STALE_SECONDS = 10.0
"""Nobody has looked for so long: what was found last is no news."""


@dataclass(frozen=True)
class Outage:
    """The database does not answer: since when (UTC), and what is wrong."""

    since: datetime
    fault: Fault
    spanish: str
    """What people are told: what is wrong, and the act that mends it."""


class Source:
    """One database, asked by many threads."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = connect(url, read_only=True)
        self._watch = Watch(self.engine)
        self._snapshot: Snapshot | None = None
        self._drawn: Snapshot | None = None
        self._outage: Outage | None = None
        self.outages = 0
        self._looked_at: float | None = None

    @property
    def outage(self) -> Outage | None:
        """What is wrong, if something is."""
        return self._outage

    @property
    def snapshot(self) -> Snapshot | None:
        """The version of the data that was seen last."""
        return self._snapshot

    @property
    def drawn(self) -> Snapshot | None:
        """The last version of the data of which every page is there."""
        return self._drawn

    @property
    def is_watched(self) -> bool:
        """Somebody looked a moment ago."""
        return self._looked_at is not None and monotonic() - self._looked_at < _STALE_SECONDS

    def open(self, viewer: Viewer) -> Monitor:
        """The data as they are now; while the database does not answer, as they were last known.

        Raises DatabaseUnavailableError if they never were.
        """
        if self._outage and self.is_watched and (known := self._last_known):
            return Monitor(self.engine, known, viewer)
        try:
            monitor = Monitor(self.engine, viewer=viewer)
        except (SQLAlchemyError, DatabaseUnavailableError) as error:
            return self._as_last_known(error, viewer)
        self._snapshot = monitor.snapshot
        return monitor

    def _as_last_known(self, error: Exception, viewer: Viewer) -> Monitor:
        unavailable = self.told(error)
        self._lost(unavailable.fault, unavailable.spanish)
        known = self._last_known
        if known is None:
            raise unavailable from error
        return Monitor(self.engine, known, viewer)

    @property
    def _last_known(self) -> Snapshot | None:
        """Of which every page is there; before there is one, the version that was seen last."""
        return self._drawn or self._snapshot

    def has_drawn(self, snapshot: Snapshot) -> None:
        """Every page has been drawn of that version of the data: it is what is shown while the database is away."""
        self._drawn = snapshot

    def look(self) -> None:
        """See whether the database answers, and with which version of the data."""
        fault = self._watch.check()
        if fault:
            self._lost(fault, fault.spanish)
        else:
            self._look_at_data()
        self._looked_at = monotonic()

    def _look_at_data(self) -> None:
        try:
            self._snapshot = latest_snapshot(self.engine)
        except (SQLAlchemyError, DatabaseUnavailableError) as error:
            unavailable = self.told(error)
            self._lost(unavailable.fault, unavailable.spanish)
        else:
            self._found()

    def told(self, error: Exception) -> DatabaseUnavailableError:
        """What is wrong. Of tables that are others than expected, for which SQLite has no code, which revision they are of."""
        found = as_unavailable(error)
        if found.fault in (Fault.WRONG_SCHEMA, Fault.OTHER):
            try:
                require_schema(self.engine)
            except DatabaseUnavailableError as precise:
                return precise
        return found

    def _lost(self, fault: Fault, spanish: str) -> None:
        if fault is Fault.NO_ANSWER:
            self._watch.tell_silence()
        if self._outage is None or self._outage.fault is not fault:
            self.outages += 1
            since = self._outage.since if self._outage else datetime.now(UTC)
            self._outage = Outage(since, fault, spanish)
            tell(Told.DATABASE_SILENT, fault=fault)

    def _found(self) -> None:
        if self._outage:
            tell(Told.DATABASE_BACK)
        self._outage = None

    def watch(self, seen: Callable[[float], None], stop: Event) -> None:
        """Look now and every second until `stop`, in a thread of its own; `seen` is told the seconds of each look."""

        def look() -> None:
            began = monotonic()
            try:
                self.look()
                seen(monotonic() - began)
            except Exception as error:  # noqa: BLE001  whatever it was, the next look may find better
                tell(Told.THREAD_FAILED, error=error)

        def keep_looking() -> None:
            while not stop.wait(LOOK_SECONDS):
                look()

        look()
        Thread(target=keep_looking, name="pnme-database", daemon=True).start()

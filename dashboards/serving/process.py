"""The process that serves: what it counts, what it watches while it serves, and what its operator is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from threading import Event, Lock, Thread
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from dashboards.serving import session
from dashboards.serving.observing import checks
from dashboards.serving.observing.figures import Figures
from dashboards.serving.observing.heartbeat import Heartbeat
from dashboards.serving.observing.operator import OperatorServer, State
from dashboards.serving.observing.readiness import Readiness, Report
from dashboards.serving.observing.watch import Watch
from data_access.engine import may_write, revision
from data_access.settings import Settings
from metrics import Monitor, Snapshot

VERSION = version("pnme-monitor")
figures = Figures(version=VERSION, revision=revision.head())
heartbeat = Heartbeat()


@contextmanager
def watched(
    operator_address: str | None, changed: Callable[[], None], details: Callable[[], Mapping[str, Any]]
) -> Iterator[None]:
    """Watch the database and what else is needed, and tell the operator where there is an address for it.

    `changed` is called in a thread when the data are others than before; `details` is what else is known.
    """
    stop, readiness = Event(), _readiness()
    figures.cache(session.cache_use)
    figures.heartbeat(lambda: heartbeat.age)
    session.source().watch(_Seen(changed), stop)
    readiness.start()
    operator = _operator(operator_address, readiness, lambda: {"data": _data(), **details()})
    try:
        yield
    finally:
        stop.set()
        readiness.stop()
        if operator:
            operator.stop()


def _data() -> Mapping[str, Any]:
    """Which version of the data was seen last, and of which one every page is there while the database is away."""
    source = session.source()
    found = {"seen": source.snapshot, "drawn": source.drawn}
    versions = {name: one and one.data_version for name, one in found.items()}
    outage = source.outage
    return {
        **versions,
        "outage": outage and {"since": outage.since.isoformat(timespec="seconds"), "fault": outage.fault},
    }


def _readiness() -> Watch:
    settings = Settings()
    needs = checks.Needs(
        engine=lambda: session.source().engine,
        home=settings.home,
        regions=settings.regions_path,
        may_write=_may_write,
    )
    return Watch(Readiness(checks.checks(needs), version=VERSION).look, seen=_count)


def _count(report: Report) -> None:
    for name, finding in report.findings.items():
        figures.checked(name, is_met=finding.is_met)


def _may_write() -> bool:
    with session.source().engine.connect() as connection:
        return may_write(connection)


def _operator(address: str | None, readiness: Watch, details: Callable[[], Mapping[str, Any]]) -> OperatorServer | None:
    if address is None:
        return None
    state = State(is_alive=heartbeat.is_alive, last_seen=readiness.last, figures=figures.text, details=details)
    server = OperatorServer(address, state)
    server.start()
    return server


class _Seen:
    """Counts what a look at the database found, and has the pages drawn anew where the data are others."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed, self._drawing = changed, Lock()
        self._known: Snapshot | None = None

    def __call__(self, seconds: float) -> None:
        """One look, and how long it took."""
        source = session.source()
        figures.database_checked(is_up=source.outage is None, seconds=seconds)
        if source.snapshot and source.snapshot != self._known and source.outage is None:
            self._known = source.snapshot
            figures.data_known(self._known.data_version, _known_on(self._known))
            Thread(target=self._draw, args=[self._known], name="pnme-warm-up", daemon=True).start()

    def _draw(self, known: Snapshot) -> None:
        """One at a time: what is drawn last is drawn of the newest data. After an outage meanwhile, once more."""
        with self._drawing:
            source = session.source()
            before = source.outages
            self._changed()
            if source.outages == before:
                source.has_drawn(known)
            else:
                self._known = None


def _known_on(snapshot: Snapshot) -> date | None:
    """The day of the last thing that was loaded; None where the database went away meanwhile."""
    try:
        return Monitor(session.source().engine, snapshot).last_load()
    except SQLAlchemyError:
        return None

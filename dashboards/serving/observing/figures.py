"""The figures of a process for Prometheus; its types stay in here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import NamedTuple

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_OTHER = "other"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class CacheUse(NamedTuple):
    """What the shared cache holds, and how often it was asked since the process began."""

    size: int
    entries: int
    hits: int
    misses: int


class Figures:
    """Everything that is counted and measured in this process.

    `pages` are the addresses under which pages are counted; any other one is counted as "other", so that nobody can
    make new series. Safe to use from many threads.
    """

    def __init__(
        self,
        *,
        pages: Iterable[str] = (),
        version: str = "",
        revision: str = "",
        clock: Callable[[], float] = time.time,
    ) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._pages, self._clock = frozenset(pages), clock
        self._known_on: float | None = None
        self._database: tuple[bool, float] | None = None
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        counter, gauge = partial(Counter, registry=registry), partial(Gauge, registry=registry)
        histogram = partial(Histogram, buckets=_SECONDS, registry=registry)
        self._requests = counter("pnme_http_requests", "Answers of the public port.", ("route", "status"))
        self._http_seconds = histogram("pnme_http_seconds", "Seconds until an answer was whole.", ("route",))
        self._sessions = gauge("pnme_sessions", "Open sessions.")
        self._refused = counter("pnme_sessions_refused", "Sessions that were not let in.", ("reason",))
        self._page_seconds = histogram("pnme_page_seconds", "Seconds of drawing a page.", ("page",))
        self._page_failures = counter("pnme_page_failures", "Pages that could not be drawn.", ("page", "fault"))
        self._suppressed = counter("pnme_log_lines_suppressed", "Lines of log that were held back.")
        self._checks = gauge("pnme_check_ok", "1 if a check of readiness was met when last looked at.", ("check",))
        self._version = gauge("pnme_data_version_info", "1 for the version of the data.", ("version",))
        gauge("pnme_build_info", "1 for the program.", ("version", "revision")).labels(version, revision).set(1)
        registry.register(_Read(self._staleness))
        registry.register(_Read(self._of_database))

    def count_pages(self, pages: Iterable[str]) -> None:
        """The addresses under which pages are counted from now on."""
        self._pages = frozenset(pages)

    def answered(self, *, route: str, status: int, seconds: float | None = None) -> None:
        """The public port answered; `seconds` are None where nothing is to be measured, as of a WebSocket."""
        self._requests.labels(route, str(status)).inc()
        if seconds is not None:
            self._http_seconds.labels(route).observe(seconds)

    def sessions_open(self, count: Callable[[], int]) -> None:
        """How many sessions are open is read from `count`, which answers at once, whenever somebody looks."""
        self._sessions.set_function(count)

    def session_refused(self, reason: str) -> None:
        """A session was not let in; `reason` is one of a few fixed words."""
        self._refused.labels(reason).inc()

    def page_drawn(self, page: str, seconds: float) -> None:
        """A page was drawn, or a filter redrew it."""
        self._page_seconds.labels(self._page(page)).observe(seconds)

    def page_failed(self, page: str, fault: str) -> None:
        """A page could not be drawn; `fault` is one of a few fixed words."""
        self._page_failures.labels(self._page(page), fault).inc()

    def lines_suppressed(self, count: int) -> None:
        """So many lines of log were held back."""
        self._suppressed.inc(count)

    def cache(self, use: Callable[[], CacheUse]) -> None:
        """What the cache holds is read from `use`, which answers at once, whenever somebody looks."""
        self._registry.register(_Read(lambda: _of_cache(use())))

    def heartbeat(self, age: Callable[[], float]) -> None:
        """How long ago the public event loop turned is read from `age`."""
        gauge = Gauge("pnme_event_loop_age_seconds", "Seconds since the event loop turned.", registry=self._registry)
        gauge.set_function(age)

    def database_checked(self, *, is_up: bool, seconds: float) -> None:
        """Somebody looked whether the database answers."""
        self._database = is_up, seconds

    def checked(self, check: str, *, is_met: bool) -> None:
        """A check of readiness was looked at."""
        self._checks.labels(check).set(is_met)

    def data_known(self, version: str, known_on: date | None) -> None:
        """Which data pages show, and the day of the last thing that was told of any register."""
        self._version.clear()
        self._version.labels(version).set(1)
        self._known_on = None if known_on is None else datetime(*known_on.timetuple()[:3], tzinfo=UTC).timestamp()

    def text(self) -> bytes:
        """All of it, as Prometheus reads it (`CONTENT_TYPE`)."""
        return generate_latest(self._registry)

    def _page(self, page: str) -> str:
        return page if page in self._pages else _OTHER

    def _of_database(self) -> Iterator[Metric]:
        """Nothing before somebody looked."""
        if self._database is not None:
            is_up, seconds = self._database
            yield GaugeMetricFamily("pnme_database_up", "1 if the database answered when last looked at.", is_up)
            yield GaugeMetricFamily("pnme_database_check_seconds", "Seconds of that look.", seconds)

    def _staleness(self) -> Iterator[Metric]:
        if self._known_on is not None:
            yield GaugeMetricFamily(
                "pnme_data_known_on_timestamp_seconds", "The day on which the data was known.", self._known_on
            )
            stale = self._clock() - self._known_on
            yield GaugeMetricFamily("pnme_data_staleness_seconds", "Seconds since the data was known.", stale)


class _Read(Collector):
    """Figures that are read when somebody looks."""

    def __init__(self, read: Callable[[], Iterable[Metric]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        return self._read()


def _of_cache(use: CacheUse) -> Iterator[Metric]:
    yield GaugeMetricFamily("pnme_cache_bytes", "Estimated bytes of shared answers and pages.", use.size)
    yield GaugeMetricFamily("pnme_cache_entries", "Shared answers and pages.", use.entries)
    yield CounterMetricFamily("pnme_cache_hits", "Answers that were there.", use.hits)
    yield CounterMetricFamily("pnme_cache_misses", "Answers that had to be computed.", use.misses)

"""Looks again and again in a thread of its own, so that whoever asks reads what was found and waits for nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from dashboards.serving.observing.events import Event
from dashboards.serving.observing.log import tell
from dashboards.serving.observing.readiness import Report


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A report, and how many seconds ago the look began that found it."""

    report: Report
    age: float


class Watch:
    """Calls `look` every `every` seconds, tells `seen` what it found, and logs when the process becomes ready or not."""

    def __init__(
        self,
        look: Callable[[], Report],
        *,
        every: float = 3.0,
        seen: Callable[[Report], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look, self._every, self._seen, self._clock = look, every, seen, clock
        self._last: tuple[Report, float] | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="pnme-watch", daemon=True)

    def start(self) -> None:
        """Look now and from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a look that has begun is not waited for."""
        self._ended.set()

    def last(self) -> Seen | None:
        """What was found last; None before the first look has ended."""
        last = self._last
        return last and Seen(report=last[0], age=self._clock() - last[1])

    def look(self) -> Report:
        """Look once, now."""
        began = self._clock()
        report = self._look()
        self._tell(report)
        self._last = report, began
        self._seen(report)
        return report

    def _watch(self) -> None:
        self.look()
        while not self._ended.wait(self._every):
            self.look()

    def _tell(self, report: Report) -> None:
        before = self._last[0].findings if self._last else {}
        for name, finding in report.findings.items():
            if name in before and before[name].is_met == finding.is_met:
                continue
            if not finding.is_met:
                tell(Event.NOT_READY if finding.required else Event.WARNED, check=name, why=finding.why or "")
            elif name in before:
                tell(Event.READY, check=name)

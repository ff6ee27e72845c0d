"""Whether the event loop that serves the public still turns."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable

EVERY = 0.5
LONGEST = 10.0


class Heartbeat:
    """The loop beats; whoever asks, in another thread, sees how long ago."""

    def __init__(self, *, longest: float = LONGEST, clock: Callable[[], float] = time.monotonic) -> None:
        self._longest, self._clock = longest, clock
        self._last: float | None = None

    @property
    def age(self) -> float:
        """Seconds since the last beat; infinite before the first."""
        return math.inf if self._last is None else self._clock() - self._last

    def is_alive(self) -> bool:
        """The last beat is younger than `longest`."""
        return self.age < self._longest

    def beat(self) -> None:
        """Once, now."""
        self._last = self._clock()

    async def keep(self, every: float = EVERY) -> None:
        """Beat until the task is cancelled; for the loop that is watched."""
        while True:
            self.beat()
            await asyncio.sleep(every)

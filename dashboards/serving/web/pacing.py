"""How fast somebody may ask: who asks faster is answered later, and nobody else waits for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from time import monotonic

_REMEMBERED = 10_000
"""Clients whose pace is kept; of those who were not heard of for longest it starts anew."""


@dataclass
class Pace:
    """`burst` at once, then `per_second`: how long the next one has to wait (a token bucket as a due time)."""

    per_second: float
    burst: int
    _due: float = float("-inf")

    def wait(self, now: float, at_most: float = inf) -> float:
        """Seconds until the next one may go on, and counts as gone on; one that would wait longer than `at_most` does not."""
        free_at = max(self._due, now - (self.burst - 1) / self.per_second)
        if free_at - now <= at_most:
            self._due = free_at + 1 / self.per_second
        return max(0.0, free_at - now)


@dataclass
class Paces:
    """A pace for each client."""

    per_second: float
    burst: int
    clock: Callable[[], float] = monotonic
    _of: OrderedDict[str, Pace] = field(default_factory=OrderedDict)

    def wait(self, client: str, at_most: float = inf) -> float:
        """Seconds until the next one of a client may go on, or more than `at_most`."""
        pace = self._of.setdefault(client, Pace(self.per_second, self.burst))
        self._of.move_to_end(client)
        if len(self._of) > _REMEMBERED:
            self._of.popitem(last=False)
        return pace.wait(self.clock(), at_most)

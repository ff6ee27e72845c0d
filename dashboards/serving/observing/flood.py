"""How much may be written: so many lines of a kind, and of all kinds together, in a window of time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from threading import Lock

OTHERS = "others"
"""Under which kinds are counted that came after so many others."""


class Flood:
    """Admits `lines` of one kind and `ceiling` of all in `seconds`, and counts those that it does not.

    It holds at most `kinds` kinds at a time, whatever comes. Safe to use from many threads.
    """

    def __init__(
        self,
        *,
        lines: int = 20,
        ceiling: int = 200,
        kinds: int = 100,
        seconds: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lines, self._ceiling, self._kinds, self._seconds = lines, ceiling, kinds, seconds
        self._clock = clock
        self._lock = Lock()
        self._began = clock()
        self._admitted = 0
        self._came: Counter[str] = Counter()
        self._held: Counter[str] = Counter()
        self._over: Counter[str] = Counter()

    def admits(self, kind: str) -> bool:
        """One more line of `kind` may be written."""
        with self._lock:
            self._turn()
            name = kind if kind in self._came or len(self._came) < self._kinds else OTHERS
            self._came[name] += 1
            is_admitted = self._came[name] <= self._lines and self._admitted < self._ceiling
            if is_admitted:
                self._admitted += 1
            else:
                self._held[name] += 1
            return is_admitted

    def held_back(self) -> dict[str, int]:
        """How many lines of each kind the windows that are over held back; told once."""
        with self._lock:
            self._turn()
            over, self._over = self._over, Counter()
            return dict(over)

    def rest(self) -> dict[str, int]:
        """The same at the end, of the window that is not over either."""
        with self._lock:
            self._close()
            over, self._over = self._over, Counter()
            return dict(over)

    def _turn(self) -> None:
        if self._clock() - self._began >= self._seconds:
            self._close()

    def _close(self) -> None:
        """Kinds of several windows that nobody asked for are added up, and are still no more than so many."""
        for kind, count in self._held.items():
            known = kind in self._over or len(self._over) < self._kinds
            self._over[kind if known else OTHERS] += count
        self._came.clear()
        self._held.clear()
        self._admitted = 0
        self._began = self._clock()

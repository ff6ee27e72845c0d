"""Which of several intervals are added where some overlap: those that cover most days, and never two of the same day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Days `start` to `end`, both included. `is_preferred`, and a greater `rank`, tell which of two is taken."""

    start: date
    end: date
    is_preferred: bool = False
    rank: int = 0

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.end - self.start).days + 1


_Worth = tuple[int, int, int, int]
"""Days covered, days of preferred intervals, how few intervals, the sum of their ranks."""


def cover(intervals: Sequence[Interval]) -> list[int]:
    """The places in `intervals` of those that are taken, in order of time; no two of them share a day.

    They cover as many days as any such choice; of these, most with preferred intervals; of these, in as few intervals; and
    of these with the greatest sum of ranks.
    """
    order = sorted(range(len(intervals)), key=lambda place: (intervals[place].end, intervals[place].start))
    ends = [intervals[place].end for place in order]
    best: list[tuple[_Worth, tuple[int, ...]]] = [((0, 0, 0, 0), ())]
    for place in order:
        one = intervals[place]
        (days, preferred, fewer, rank), chosen = best[bisect_left(ends, one.start)]
        preferred += one.days if one.is_preferred else 0
        taken = ((days + one.days, preferred, fewer - 1, rank + one.rank), (*chosen, place))
        best.append(max(taken, best[-1], key=lambda choice: choice[0]))
    return list(best[-1][1])

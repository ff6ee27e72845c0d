"""How long rows wait, with those still waiting counted for as long as they have (Kaplan and Meier).

`waits` are (days, rows that waited so long, how many of these were answered then), by days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Waits = Sequence[tuple[int, int, int]]
_ROUNDING = 1e-12


def _surviving(waits: Waits) -> Iterator[tuple[int, float]]:
    """The share still without an answer after each number of days."""
    waiting = sum(rows for _, rows, _ in waits)
    surviving = 1.0
    for days, rows, answered in waits:
        surviving *= 1 - answered / waiting
        yield days, surviving
        waiting -= rows


def quantile(waits: Waits, q: float) -> float | None:
    """Days by which a share `q` was answered, or None if it is not reached."""
    return next((float(days) for days, share in _surviving(waits) if share <= 1 - q + _ROUNDING), None)


def still_waiting(waits: Waits, days: int) -> float | None:
    """The share without an answer once `days` have passed.

    None without rows, or where all rows that are still open have waited less than that.
    """
    if not waits:
        return None
    shares = dict(_surviving(waits))
    last = max(shares)
    if last < days and shares[last] > _ROUNDING:
        return None
    return next((shares[day] for day in sorted(shares, reverse=True) if day <= days), 1.0)

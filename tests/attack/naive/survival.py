"""Kaplan and Meier's product in exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tests.naive import survival_quantile


def quantile(waits: Sequence[tuple[int, bool]], q: Fraction) -> Fraction | None:
    """Days by which a share was answered, None where it is not reached."""
    days = survival_quantile(waits, q)
    return None if days is None else Fraction(days)


def still_waiting(waits: Sequence[tuple[int, bool]], term: int) -> Fraction | None:
    """The share without an answer after so many days; None without rows, or where nobody waited so long and some still wait."""
    surviving = Fraction(1)
    for days in sorted({days for days, _ in waits if days <= term}):
        at_risk = sum(other >= days for other, _ in waits)
        surviving *= 1 - Fraction(sum(other == days and was_answered for other, was_answered in waits), at_risk)
    has_waited = any(days >= term for days, _ in waits)
    return surviving if waits and (has_waited or surviving == 0) else None

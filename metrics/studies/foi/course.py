"""How the answers of a period came in: day by day of the clock, with what is still waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.model.survival import Point, points
from metrics.queries.reader import Reader
from metrics.registers import foi
from metrics.studies.foi.reading import Wanted, waits


@dataclass(frozen=True, kw_only=True)
class Course:
    """`received` requests, of which `answered` have an answer; the others are open, withdrawn or passed on.

    `points`: the day of receipt, and each number of business days that some request waited.
    """

    points: Sequence[Point]
    received: int
    answered: int

    def after(self, days: int) -> Point | None:
        """What was known once so many days had passed; None of no requests, or where what still waits has waited less."""
        if not self.points or (self.points[-1].days < days and self.points[-1].waiting > 0):
            return None
        return max((one for one in self.points if one.days <= days), key=lambda one: one.days)

    def at_risk(self, days: int) -> int:
        """How many requests had waited so long without an answer: on so many the curve rests there."""
        return next((one.at_risk for one in self.points if one.days >= days), 0)


def course(reader: Reader, wanted: Wanted) -> Course:
    """Of the requests received in a period."""
    found = waits(reader, foi.REQUESTS, wanted)
    received = sum(rows for _, rows, _ in found)
    drawn = list(points(found))
    if drawn and drawn[0].days > 0:
        drawn.insert(0, Point(days=0, at_risk=received, answered=0, waiting=1.0, low=1.0, high=1.0))
    return Course(points=tuple(drawn), received=received, answered=sum(one.answered for one in drawn))

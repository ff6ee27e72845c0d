"""Which days a register speaks of, as of a day: what tells zero from absent, and a whole period from a part of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.model.periods import Period

Days = tuple[date, date]
"""The first and the last day, both included."""


@dataclass(frozen=True, kw_only=True)
class LateLoad:
    """A load of `days` that was known on `known_on` and counts from a later day, since a later one was there before."""

    known_on: date
    counts_from: date
    days: Days


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What a register tells as of a day.

    `horizon` is the last batch that may be seen, `calendar` the edition of the calendar known then; `spans` the runs of days that the batches speak of,
    in order, with the days that none speaks of between them; `provisional_from` the first day whose
    figures the last batch calls provisional; `late` the loads that came after one that was known later. Without
    batches it covers nothing.
    """

    horizon: int
    calendar: int
    recorded_on: date | None
    spans: tuple[Days, ...]
    kinds: frozenset[str]
    has_demonstration: bool
    provisional_from: date | None
    late: tuple[LateLoad, ...] = ()

    @property
    def covers_from(self) -> date | None:
        """The first day covered."""
        return self.spans[0][0] if self.spans else None

    @property
    def covers_to(self) -> date | None:
        """The last day covered."""
        return self.spans[-1][1] if self.spans else None

    def overlap(self, period: Period | None) -> Days | None:
        """The first and the last day of `period` that are covered, or None."""
        start, end = (period.start, period.end) if period else (date.min, date.max)
        inside = [(max(start, first), min(end, last)) for first, last in self.spans if first <= end and last >= start]
        return (inside[0][0], inside[-1][1]) if inside else None

    def is_partial(self, period: Period) -> bool:
        """Some but not all of the days of `period` are covered."""
        is_whole = any(first <= period.start and period.end <= last for first, last in self.spans)
        return not is_whole and self.overlap(period) is not None

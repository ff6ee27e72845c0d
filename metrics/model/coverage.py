"""Which days a register speaks of, as of a day: what tells zero from absent, and a whole period from a part of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.model.days import Days, Spans, within, without
from metrics.model.periods import Period


@dataclass(frozen=True, kw_only=True)
class LateLoad:
    """A load of `days` that was known on `known_on` and counts from a later day, since a later one was there before."""

    known_on: date
    counts_from: date
    days: Days


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What a register tells as of a day.

    `horizon` is the last batch that may be seen, `calendar` the edition of the calendar known then; `known_on` the day
    from which all of it counts, withdrawals among it, and `recorded_on` that of the last load that stands; `spans` the runs of days that the batches speak of,
    in order, with the days that none speaks of between them; `provisional_from` the first day whose
    figures the last batch calls provisional; `late` the loads that came after one that was known later. Without
    batches it covers nothing.
    """

    horizon: int
    calendar: int
    known_on: date | None
    recorded_on: date | None
    spans: Spans
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
        inside = within(self.spans, (period.start, period.end) if period else (date.min, date.max))
        return (inside[0][0], inside[-1][1]) if inside else None

    def missing(self, days: Days) -> Spans:
        """Those of `days` that are not covered."""
        return without(days, self.spans)

    def is_partial(self, period: Period) -> bool:
        """Some but not all of the days of `period` are covered."""
        return self.overlap(period) is not None and bool(self.missing((period.start, period.end)))

    def last_day_until(self, day: date) -> date | None:
        """The last day covered up to `day`."""
        until = within(self.spans, (date.min, day))
        return until[-1][1] if until else None

"""Business days as known on a day: the holidays of the package and what was decreed by then, counted day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from tests.attack.world import Decree
from tests.naive import HOLIDAYS

_FIRST, _LAST = date(2000, 1, 1), date(2079, 12, 31)


class Calendar:
    """Which days are business days."""

    def __init__(self, changes: Mapping[date, str | None]) -> None:
        days = [_FIRST + timedelta(days=offset) for offset in range((_LAST - _FIRST).days + 1)]
        self._until = list(accumulate(int(self._is_business_day(day, changes)) for day in days))

    @staticmethod
    def _is_business_day(day: date, changes: Mapping[date, str | None]) -> bool:
        is_holiday = changes[day] is not None if day in changes else day in HOLIDAYS
        return day.weekday() < 5 and not is_holiday

    def between(self, start: date, end: date) -> int:
        """The business days after `start` and up to `end`."""
        return self._until[(end - _FIRST).days] - self._until[(start - _FIRST).days]


@lru_cache(16)
def _calendar(changes: tuple[tuple[date, str | None], ...]) -> Calendar:
    return Calendar(dict(changes))


def calendar_as_of(decrees: Sequence[Decree], as_of: date | None) -> Calendar:
    """The calendar known on a day."""
    changes: dict[date, str | None] = {}
    for decree in decrees:
        if as_of is None or decree.known_on <= as_of:
            changes |= decree.changes
    return _calendar(tuple(sorted(changes.items())))

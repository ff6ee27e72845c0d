"""Business days of Chile: Monday to Friday that are not national holidays (Ley 19.880, art. 25)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

from data_access.schema.reference import FIRST_DAY, LAST_DAY

_WEEKEND = (5, 6)


class CalendarRangeError(ValueError):
    """A day outside the years that the calendar covers."""


@dataclass(frozen=True)
class Day:
    """A day of the calendar; `number` counts business days up to and including it."""

    day: date
    is_business_day: bool
    number: int
    holiday: str | None


class BusinessCalendar:
    """Business-day arithmetic over `days` (consecutive, ascending)."""

    def __init__(self, days: list[Day]) -> None:
        self.days = days
        self._first = days[0].day
        self._numbers = [day.number for day in days]

    def day(self, day: date) -> Day:
        """What is known of `day`; raises CalendarRangeError outside the calendar."""
        index = (day - self._first).days
        if not 0 <= index < len(self.days):
            msg = f"{day} is outside the calendar ({self._first} to {self.days[-1].day})"
            raise CalendarRangeError(msg)
        return self.days[index]

    def number(self, day: date) -> int:
        """Business days up to and including `day`; raises CalendarRangeError outside the calendar."""
        return self.day(day).number

    def between(self, received: date, answered: date) -> int:
        """Business days from `received` to `answered`; the count starts the business day after."""
        return self.number(answered) - self.number(received)

    def after(self, day: date, business_days: int) -> date:
        """The business day on which `business_days` have passed since `day`."""
        index = bisect_left(self._numbers, self.number(day) + business_days)
        if index == len(self.days):
            msg = f"{business_days} business days after {day} is outside the calendar"
            raise CalendarRangeError(msg)
        return self.days[index].day


@lru_cache(1)
def chilean_calendar() -> BusinessCalendar:
    """The calendar of FIRST_DAY to LAST_DAY with Chile's national holidays, as the `holidays` package knows them."""
    known = holidays.country_holidays("CL", years=range(FIRST_DAY.year, LAST_DAY.year + 1), language="es")
    return calendar_with(dict(known.items()))


def calendar_with(holidays_of: Mapping[date, str]) -> BusinessCalendar:
    """The calendar of FIRST_DAY to LAST_DAY with these holidays, by their names."""
    days: list[Day] = []
    number = 0
    for offset in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + timedelta(days=offset)
        holiday = holidays_of.get(day)
        is_business_day = day.weekday() not in _WEEKEND and holiday is None
        number += is_business_day
        days.append(Day(day, is_business_day, number, holiday))
    return BusinessCalendar(days)

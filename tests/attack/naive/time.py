"""Days, units of time and what both are called, one day after the other."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tests.attack.world import Days

GRAINS = ("year", "quarter", "month")
_DAY = timedelta(days=1)


def unit_of(day: date, grain: str) -> str:
    """'2024', '2024-Q1', '2024-03'."""
    names = {"year": f"{day:%Y}", "quarter": f"{day:%Y}-Q{(day.month - 1) // 3 + 1}", "month": f"{day:%Y-%m}"}
    return names[grain]


def days_of(unit: str) -> Days:
    """The first and the last day of '2024', '2024-Q1', '2024-03' or '2024-03-01'."""
    year, _, rest = unit.partition("-")
    if not rest:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if rest.startswith("Q"):
        last = int(rest[1]) * 3
        return date(int(year), last - 2, 1), date(int(year), last, monthrange(int(year), last)[1])
    if "-" in rest:
        return date.fromisoformat(unit), date.fromisoformat(unit)
    return date(int(year), int(rest), 1), date(int(year), int(rest), monthrange(int(year), int(rest))[1])


def period_of(text: str) -> Days:
    """The first and the last day of a period as it is asked for."""
    first, _, last = text.partition("..")
    return days_of(first)[0], days_of(last or first)[1]


def runs(days: Iterable[date]) -> Iterator[Days]:
    """Days as runs of them."""
    start = before = None
    for day in sorted(days):
        if before is None or day - before > _DAY:
            if start is not None and before is not None:
                yield start, before
            start = day
        before = day
    if start is not None and before is not None:
        yield start, before


def names_of(days: Iterable[date]) -> tuple[str, ...]:
    """Days by the longest names that fit: whole years, quarters and months, or those of a month from one to another."""
    return tuple(name for run in runs(days) for name in _names_of_run(*run))


def _names_of_run(start: date, end: date) -> Iterator[str]:
    while start <= end:
        for grain in GRAINS:
            first, last = days_of(unit_of(start, grain))
            if first == start and last <= end:
                yield unit_of(start, grain)
                break
        else:
            last = min(end, days_of(unit_of(start, "month"))[1])
            yield f"{start}" if start == last else f"{start}..{last}"
        start = last + _DAY


def year_before(day: date) -> date:
    """The same day of the year before; of 29 February, the 28th."""
    return date(day.year - 1, day.month, min(day.day, monthrange(day.year - 1, day.month)[1]))


def is_last_of_month(day: date) -> bool:
    return (day + _DAY).month != day.month

"""Sets of days as runs of them: what is covered, what of a period is not, and how both are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from metrics.model.periods import Period, label

Days = tuple[date, date]
"""The first and the last day, both included."""

Spans = tuple[Days, ...]
"""Runs of days in order, with other days between them."""

_DAY = timedelta(days=1)


def joined(spans: Iterable[Days]) -> Spans:
    """Spans in order, those that touch or overlap made one."""
    found: list[Days] = []
    for start, end in sorted(spans):
        if found and (found[-1][1] == date.max or start <= found[-1][1] + _DAY):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def within(spans: Sequence[Days], days: Days) -> Spans:
    """The days of `spans` that are among `days`."""
    first, last = days
    return tuple((max(start, first), min(end, last)) for start, end in spans if start <= last and end >= first)


def without(days: Days, spans: Sequence[Days]) -> Spans:
    """The days of `days` that no span holds."""
    left: list[Days] = []
    start = days[0]
    for first, last in within(spans, days):
        if start < first:
            left.append((start, first - _DAY))
        if last == date.max:
            return tuple(left)
        start = last + _DAY
    return (*left, (start, days[1])) if start <= days[1] else tuple(left)


def labels(spans: Iterable[Days]) -> tuple[str, ...]:
    """The days by the longest names that fit: '2022', '2024-Q1', '2024-02', '2024-02-10..2024-02-20', '2024-02-10'."""
    return tuple(name for days in spans for name in _names(*days))


def _names(start: date, end: date) -> Iterator[str]:
    while start <= end:
        name, last = _longest(start, end)
        yield name
        if last == date.max:
            return
        start = last + _DAY


def _longest(start: date, end: date) -> tuple[str, date]:
    """The longest whole unit that begins on `start`, or the days until the next one, or all there are."""
    for grain in ("year", "quarter", "month"):
        unit = Period.parse(label(start, grain))
        if unit.start == start and unit.end <= end:
            return unit.label, unit.end
    last = min(end, Period.parse(label(start, "month")).end)
    return (f"{start}", start) if last == start else (f"{start}..{last}", last)

"""Months, and how a total is spread over them without losing a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Table

from data_access.bulk import Row
from data_access.loading import Batch

LAST_DAY = date(2025, 3, 31)
"""The last day of which anything is known: the present of these data."""
SOURCE = "demonstration"
HISTORY_FROM, HISTORY_TO = date(2022, 1, 1), date(2023, 12, 31)
YEAR_2024 = [date(2024, month, 1) for month in range(1, 13)]
QUARTER_2025 = [date(2025, month, 1) for month in range(1, 4)]


@lru_cache(None)
def month_end(month: date) -> date:
    """Last day of the month that starts on `month`."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def month_of(day: date) -> date:
    """First day of the month of `day`."""
    return day.replace(day=1)


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Split `total` in proportion to `weights` by largest remainder; the parts add up to `total`."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda index: parts[index] - exact[index])
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def demonstration_batch(register: str, recorded_on: date, rows: dict[Table, list[Row]]) -> Batch:
    """A batch of demonstration rows, known on `recorded_on`: they speak of that month, or of 2022 on."""
    return Batch(
        register=register,
        source_id=SOURCE,
        data_kind="demonstration",
        recorded_on=recorded_on,
        covers_from=month_of(recorded_on) if recorded_on > HISTORY_TO else HISTORY_FROM,
        covers_to=recorded_on,
        rows=rows,
    )


def monthly_batches(register: str, table: Table, rows: Sequence[Row], day_of: Callable[[Row], date]) -> Iterator[Batch]:
    """One batch per month of rows that never change; years before 2024 go into a single one."""
    by_month: dict[date, list[Row]] = {}
    for row in rows:
        by_month.setdefault(known_on(day_of(row)), []).append(row)
    for recorded_on in sorted(by_month):
        yield demonstration_batch(register, recorded_on, {table: by_month[recorded_on]})


@lru_cache(None)
def known_on(day: date) -> date:
    """The day on which something of `day` became known: its month's end, or the end of 2023."""
    return max(month_end(month_of(day)), HISTORY_TO)

"""Periods: what '2024', '2024-Q1', '2024-03' and '2024-01-01..2024-03-31' mean, and their names."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from metrics.model.errors import PeriodError

Grain = Literal["year", "quarter", "month"]
GRAINS: tuple[Grain, ...] = ("year", "quarter", "month")
_FIRST_YEAR, _LAST_YEAR = 1810, 2200
_MONTHS = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True)
class Period:
    """Days `start` to `end`, both included; `label` is how it was asked for."""

    start: date
    end: date
    label: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period; raises PeriodError saying what is allowed."""
        first, dots, last = text.strip().partition("..")
        try:
            start = _span(first)[0]
            end = _span(last if dots else first)[1]
        except ValueError as error:
            raise PeriodError(text) from error
        if start > end or start.year < _FIRST_YEAR or end.year > _LAST_YEAR:
            raise PeriodError(text)
        return cls(start, end, text.strip())

    @classmethod
    def of(cls, given: str | Period | None) -> Period | None:
        """Read text; what is made already, or nothing, stays as it is."""
        return cls.parse(given) if isinstance(given, str) else given

    @property
    def grain(self) -> Grain | None:
        """The grain that the period is one whole unit of, or None for any other range."""
        for grain in GRAINS:
            if label(self.start, grain) == label(self.end, grain) and _whole(self, grain):
                return grain
        return None

    def year_before(self) -> Period:
        """The same days, or the same whole months, of the year before; 29 February becomes the 28th."""
        start = _shift_year(self.start)
        if self.grain:
            return Period.parse(label(start, self.grain))
        end = _shift_year(self.end)
        if self.is_of_whole_months:
            end = _months(end.year, end.month, 1)[1]
        return Period(start, end, f"{start}..{end}")

    @property
    def is_of_whole_months(self) -> bool:
        """The period starts with a month and ends with one."""
        return self.start.day == 1 and self.end == _months(self.end.year, self.end.month, 1)[1]

    def previous(self) -> Period:
        """The month, quarter or year before; of any other span, as many whole months, or days, before it."""
        day_before = self.start - timedelta(days=1)
        if self.grain:
            return Period.parse(label(day_before, self.grain))
        start = day_before - (self.end - self.start)
        if self.is_of_whole_months:
            months = 12 * (self.start.year - self.end.year) + self.start.month - self.end.month - 1
            start = date(
                self.start.year + (self.start.month - 1 + months) // 12, (self.start.month - 1 + months) % 12 + 1, 1
            )
        return Period(start, day_before, f"{start}..{day_before}")

    def units(self, grain: str) -> Iterator[Period]:
        """The whole years, quarters or months that the period touches, in order."""
        year, month = self.start.year, (self.start.month - 1) // _MONTHS[grain] * _MONTHS[grain] + 1
        while date(year, month, 1) <= self.end:
            yield Period.parse(label(date(year, month, 1), grain))
            month += _MONTHS[grain]
            if month > _MONTHS["year"]:
                year, month = year + 1, 1


def label(day: date, grain: str) -> str:
    """The name of the year, quarter or month of `day`: '2024', '2024-Q1', '2024-03'."""
    if grain == "year":
        return f"{day.year:04}"
    if grain == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return f"{day.year:04}-{day.month:02}"


@lru_cache(4096)
def _span(text: str) -> tuple[date, date]:
    if match := re.fullmatch(r"(\d{4})", text, re.ASCII):
        year = int(match[1])
        return date(year, 1, 1), date(year, 12, 31)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", text, re.ASCII):
        return _months(int(match[1]), int(match[2]) * 3 - 2, 3)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII):
        return _months(int(match[1]), int(match[2]), 1)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):  # fromisoformat also takes '20240331' and '2024-W13-7'
        raise ValueError(text)
    day = date.fromisoformat(text)
    return day, day


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last = month + count - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])


def _whole(period: Period, grain: Grain) -> bool:
    return _span(label(period.start, grain)) == (period.start, period.end)


def _shift_year(day: date) -> date:
    day_of_month = min(day.day, monthrange(day.year - 1, day.month)[1])
    return day.replace(year=day.year - 1, day=day_of_month)

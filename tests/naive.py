"""What the metrics should say, computed row by row in plain Python: slow, obvious, without SQL or polars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import holidays

Row = dict[str, Any]
Between = Callable[[date, date], int]
"""Business days after the first day and up to the second."""
HOLIDAYS = holidays.country_holidays("CL", years=range(2000, 2080), language="es")


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def business_days(start: date, end: date) -> int:
    """The business days after `start` and up to `end`, one by one."""
    return sum(is_business_day(start + timedelta(days=offset)) for offset in range(1, (end - start).days + 1))


def days_between(start: date, end: date) -> list[date]:
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]


# --- FOI requests ----------------------------------------------------------------------------------


def received(rows: Iterable[Row], start: date, end: date) -> list[Row]:
    return [row for row in rows if start <= row["received_on"] <= end]


def is_answered(row: Row, today: date) -> bool:
    return row["first_answer_on"] is not None and row["first_answer_on"] <= today


def is_closed(row: Row, today: date) -> bool:
    return row["closed_on"] is not None and row["closed_on"] <= today


def used(row: Row, day: date, between: Between = business_days) -> int:
    """Business days of its clock up to `day`: those after receipt, without those of a pause."""
    asked, replied = row.get("clarification_asked_on"), row.get("clarified_on")
    stood = 0
    if asked is not None and asked <= day:
        stood = between(asked, min(replied or day, day))
    return between(row["received_on"], day) - stood


def is_extended(row: Row, today: date, between: Between = business_days) -> bool:
    """The extension was notified by today, by the end of the request, and by the last day of the term."""
    day = row["extended_on"]
    last = row["first_answer_on"] if is_answered(row, today) else row["closed_on"] if is_closed(row, today) else today
    if day is None or day > last:
        return False
    return day <= row["received_on"] or used(row, day - timedelta(days=1), between) < 20


def term(row: Row, today: date, between: Between = business_days) -> int:
    return 30 if is_extended(row, today, between) else 20


def broken_on(row: Row, today: date, between: Between = business_days) -> date | None:
    """The first day on which it has used more than its term, if it was open when that day began."""
    for day in days_between(row["received_on"], today):
        if used(row, day, between) > term(row, day, between):
            return day if is_open(row, day - timedelta(days=1)) else None
    return None


def is_quick(row: Row, today: date) -> bool:
    return is_answered(row, today) and used(row, row["first_answer_on"]) <= 15


def is_open(row: Row, today: date) -> bool:
    return row["received_on"] <= today and not is_answered(row, today) and not is_closed(row, today)


def is_overdue(row: Row, today: date) -> bool:
    return is_open(row, today) and used(row, today) > term(row, today)


def waited(row: Row, today: date) -> tuple[int, bool]:
    """(business days waited, and whether it was for an answer)."""
    if is_answered(row, today):
        return used(row, row["first_answer_on"]), True
    end = row["closed_on"] if is_closed(row, today) else today
    return used(row, end), False


def ratio(above: int, below: int) -> float | None:
    return above / below if below else None


def survival_quantile(waits: Sequence[tuple[int, bool]], q: Fraction) -> int | None:
    """Kaplan and Meier's product, exact: the first wait by which a share `q` was answered."""
    surviving = Fraction(1)
    for days in sorted({days for days, _ in waits}):
        at_risk = sum(other >= days for other, _ in waits)
        answered = sum(other == days and was_answered for other, was_answered in waits)
        surviving *= 1 - Fraction(answered, at_risk)
        if surviving <= 1 - q:
            return days
    return None


# --- observations ----------------------------------------------------------------------------------


def flow(rows: Iterable[Row]) -> float:
    """Of each member and interval the country's value, or else those of the regions, added."""
    cells: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        cells.setdefault((row["member"], row["period_key"]), []).append(row)
    return float(sum(row["value"] for cell in cells.values() for row in at_one_level(cell)))


def at_one_level(rows: Sequence[Row]) -> Sequence[Row]:
    return [row for row in rows if row["territory_code"] == "CL"] or rows


def stock(rows: Iterable[Row]) -> float:
    """Of each member the country's last value, or the last ones of the regions where one of them is later."""
    members: dict[str, dict[str, Row]] = {}
    for row in sorted(rows, key=lambda row: row["period_to"]):
        members.setdefault(row["member"], {})[row["territory_code"]] = row
    return float(sum(row["value"] for last in members.values() for row in latest(last)))


def latest(last: dict[str, Row]) -> Sequence[Row]:
    country, *others = [last.get("CL"), *(row for code, row in last.items() if code != "CL")]
    if country and all(row["period_to"] <= country["period_to"] for row in others):
        return [country]
    return others


# --- disclosure ------------------------------------------------------------------------------------


def rounded(count: int, offset: int) -> int:
    """One of the two multiples of five around `count`: the upper one for as many of the five offsets as it is past the lower."""
    below = count - count % 5
    return below + 5 if count % 5 + offset >= 5 else below

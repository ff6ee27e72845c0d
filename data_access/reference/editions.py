"""Editions of the calendar: a holiday decreed or corrected later is another edition, and what was known before stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy import Connection

from data_access import schema
from data_access.loading import Batch, load_edition
from data_access.reference.calendar import BusinessCalendar, CalendarRangeError, calendar_with, chilean_calendar
from data_access.schema.reference import FIRST_DAY, LAST_DAY
from data_access.versions import history

REGISTER = "calendar"
_PACKAGED, _DECREED = "calendar_package", "calendar_decree"


def load_packaged_calendar(connection: Connection) -> int:
    """Load the calendar of the `holidays` package if its like was never loaded; return how many days were added.

    The first edition holds for whatever day is asked. A newer package makes another one, known from today on, which keeps
    the holidays that were decreed.
    """
    packaged = _holidays(chilean_calendar())
    editions = history(connection, REGISTER).all
    if not editions:
        return _load(connection, packaged, _PACKAGED, FIRST_DAY)[1]
    last_packaged = [one.id for one in editions if _source(connection, one.id) == _PACKAGED][-1]
    before = _read(connection, last_packaged)
    if before == packaged:
        return 0
    decreed = {day: name for day, name in _read(connection, editions[-1].id).items() if day not in before}
    return _load(connection, decreed | packaged, _PACKAGED, max(date.today(), editions[-1].recorded_on))[1]  # noqa: DTZ011


def decree(connection: Connection, changes: Mapping[date, str | None], *, known_on: date) -> int | None:
    """Load the last edition with `changes`: a day's holiday by its name, or None where it is none after all.

    Returns the edition, or None if nothing changes. Answers as of days before `known_on` keep the calendar that they had.
    CalendarRangeError for a day beyond the calendar, or for what was known before the last edition.
    """
    last = history(connection, REGISTER).all[-1]
    if outside := [day for day in changes if not FIRST_DAY <= day <= LAST_DAY]:
        msg = f"{outside[0]} is outside the calendar ({FIRST_DAY} to {LAST_DAY})"
        raise CalendarRangeError(msg)
    if known_on < last.recorded_on:
        msg = (
            f"known on {known_on}, but the last calendar is of {last.recorded_on}; allowed: {last.recorded_on} or later"
        )
        raise CalendarRangeError(msg)
    before = _read(connection, last.id)
    after = {day: name for day, name in (before | dict(changes)).items() if name is not None}
    if after == before:
        return None
    return _load(connection, after, _DECREED, known_on)[0]


def _load(connection: Connection, holidays_of: Mapping[date, str], source: str, known_on: date) -> tuple[int, int]:
    """The new edition, and how many days it has."""
    days = calendar_with(holidays_of).days
    rows = [
        {
            "day": day.day,
            "is_business_day": day.is_business_day,
            "business_day_number": day.number,
            "holiday": day.holiday,
        }
        for day in days
    ]
    batch = Batch(
        register=REGISTER,
        source_id=source,
        data_kind="published",
        recorded_on=known_on,
        covers_from=FIRST_DAY,
        covers_to=LAST_DAY,
        rows={schema.calendar: rows},
    )
    return load_edition(connection, batch), len(rows)


def _holidays(calendar: BusinessCalendar) -> dict[date, str]:
    return {day.day: day.holiday for day in calendar.days if day.holiday}


def _read(connection: Connection, edition: int) -> dict[date, str]:
    table = schema.calendar
    query = sa.select(table.c.day, table.c.holiday).where(table.c.edition == edition, table.c.holiday.is_not(None))
    return {row.day: row.holiday for row in connection.execute(query)}


def _source(connection: Connection, edition: int) -> str:
    table = schema.load_batches
    found: str = connection.execute(sa.select(table.c.source_id).where(table.c.id == edition)).scalar_one()
    return found

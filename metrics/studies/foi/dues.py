"""What will be late: open requests by when they are due, and how many of them are expected to have no answer by then.

A request breaks its term where it is neither answered nor closed nor, in its first term, extended by its last day. How likely
that is of one that has waited so long comes from the requests of the twelve months before: of those that had waited as long,
the share that went on to the end (Kaplan and Meier, conditional on what it has waited), or was extended and went on to that end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
import sqlalchemy as sa

from data_access import schema
from data_access.reference.calendar import BusinessCalendar
from data_access.reference.law import FOI_EXTENSION_DAYS, FOI_TERM_DAYS
from metrics.answering.asking import Asks
from metrics.model.filters import NO_FILTERS, Filters
from metrics.model.periods import Period
from metrics.model.proportions import DEVIATIONS
from metrics.model.sql import TODAY_NUMBER, is_demonstration, visible
from metrics.model.survival import Point, points, waiting_after
from metrics.queries.reader import Reader
from metrics.registers import foi, foi_days
from metrics.registers.foi_clock import SOON_DAYS
from metrics.studies.foi.reading import Wanted, dues, known, waits

AHEAD = 20
"""Business days that are looked ahead: whatever is received from now on is due later than that."""
_BROKEN = "foi.terms_broken_of_open"
_DAY = timedelta(days=1)
_SOON, _NEXT = SOON_DAYS, 2 * SOON_DAYS
_EXTENDED_TERM_DAYS = FOI_TERM_DAYS + FOI_EXTENSION_DAYS


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """`rows` open requests whose term ends on `day`, the `left`th business day from now.

    0 is today or, where no business is done today, the last day on which it was: what is due then is not overdue before the next.
    """

    day: date
    left: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """Of the requests open on `as_of`, how many are `expected` to break their term by `until`, between `low` and `high` with 95 %.

    `at_stake` are those whose term ends by then. Nothing is said of those that are `without_precedent`, for nobody had waited so long
    and come to the end, nor of `paused` ones, whose clock stands.
    """

    as_of: date
    until: date
    expected: float
    low: float
    high: float
    at_stake: int
    without_precedent: int
    paused: int


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What the forecast said at the end of the month before, and what came of it in `month` (its first day)."""

    month: date
    forecast: Forecast
    broken: int

    @property
    def holds(self) -> bool:
        """What came is within what was said."""
        return self.forecast.low <= self.broken <= self.forecast.high


@dataclass(frozen=True, kw_only=True)
class Dues:
    """Open requests on `as_of`, the last day known; None where nothing is.

    `calendar`: the next AHEAD business days and today, with those due on each. Frames by unit and by region: the member,
    `overdue`, `soon` (0 to 5 business days left), `next` (6 to 10), `later`, `paused`, `rows`: whole numbers.
    """

    as_of: date | None
    buckets: pl.DataFrame
    calendar: Sequence[DueDay]
    by_unit: pl.DataFrame
    by_region: pl.DataFrame


def look_ahead(reader: Reader, filters: Filters, as_of: date | None) -> Dues:
    """What is due, and when."""
    wanted = Wanted(filters=filters, as_of=as_of)
    day = known(reader, as_of).covers_to
    found = dues(reader, wanted)
    calendar = reader.business_calendar(as_of)
    return Dues(
        as_of=day,
        buckets=_buckets(found, ()),
        calendar=_calendar(found, day, calendar) if day else (),
        by_unit=_buckets(dues(reader, wanted, ("responsible_unit",)), ("responsible_unit",)),
        by_region=_buckets(dues(reader, wanted, ("region",)), ("region",)),
    )


_BUCKETS = {
    "overdue": pl.col("left") < 0,
    "soon": pl.col("left").is_between(0, _SOON),
    "next": pl.col("left").is_between(_SOON + 1, _NEXT),
    "later": pl.col("left") > _NEXT,
    "paused": pl.col("left").is_null(),
    "rows": pl.lit(value=True),
}


def _buckets(found: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    sums = [pl.when(holds).then("rows").otherwise(0).sum().alias(name) for name, holds in _BUCKETS.items()]
    return found.group_by(by, maintain_order=True).agg(sums).sort("rows", descending=True) if by else found.select(sums)


def _calendar(found: pl.DataFrame, today: date, calendar: BusinessCalendar) -> list[DueDay]:
    rows = dict(found.group_by("left").agg(pl.col("rows").sum()).iter_rows())
    return [DueDay(day=calendar.after(today, left), left=left, rows=rows.get(left, 0)) for left in range(AHEAD + 1)]


# --- what is expected --------------------------------------------------------------------------------------


def forecast(reader: Reader, filters: Filters, as_of: date | None, *, until: date | None = None) -> Forecast | None:
    """Of what is open on the last day known, what breaks its term after it and up to `until`, or AHEAD business days; None where nothing is known."""
    day = known(reader, as_of).covers_to
    if day is None:
        return None
    calendar = reader.business_calendar(as_of)
    until = until or calendar.after(day, AHEAD)
    reach = calendar.between(day, until) - 1  # its term is broken on the business day after its last
    wanted = Wanted(filters=filters, as_of=as_of)
    open_ones = dues(reader, wanted).filter(pl.col("left").is_null() | pl.col("left").is_between(0, reach))
    chances = reader.facts.fact(("chances to break a term", day, as_of), lambda: _Chances(reader, day, as_of))
    found = [(rows, chances.of(left, term, reach)) for left, term, rows in _due(open_ones)]
    told = [(rows, chance) for rows, chance in found if chance is not None]
    expected = sum(rows * chance for rows, chance in told)
    reaches = DEVIATIONS * math.sqrt(sum(rows * chance * (1 - chance) for rows, chance in told))
    paused = open_ones.filter(pl.col("left").is_null())["rows"].sum()
    return Forecast(
        as_of=day,
        until=until,
        expected=expected,
        low=max(0.0, expected - reaches),
        high=min(sum(rows for rows, _ in told), expected + reaches),
        at_stake=sum(rows for rows, _ in found),
        without_precedent=sum(rows for rows, chance in found if chance is None),
        paused=int(paused),
    )


def _due(open_ones: pl.DataFrame) -> list[tuple[int, int, int]]:
    return list(open_ones.drop_nulls("left").select("left", "term", "rows").iter_rows())


class _Chances:
    """How likely a request breaks a term, from those of the country received in the twelve whole months before, and in the running one.

    Of its first term: that it comes to the end of it, as many as had waited as long did. Or that it is extended before (as many as were,
    day by day) and then comes to the end of the longer term, as the extended ones did.
    """

    def __init__(self, reader: Reader, day: date, as_of: date | None) -> None:
        following = day + _DAY
        year = Period(date(following.year - 1, following.month, 1), day, "")
        wanted = Wanted(period=year, filters=NO_FILTERS, as_of=as_of)
        self._first = list(points(waits(reader, foi.FIRST_TERMS, wanted)))
        self._extended = list(points(waits(reader, foi.EXTENDED_TERMS, wanted)))
        self._extensions = {days: count for days, _, count in waits(reader, foi.EXTENSIONS, wanted)}

    def of(self, left: int, term: int, reach: int) -> float | None:
        """That it breaks its term by then; None where nobody before had waited so long, or to the end: there is no precedent."""
        used = term - left
        if term > FOI_TERM_DAYS:
            return _goes_on(self._extended, used, term)
        chance = _goes_on(self._first, used, term)
        if chance is None or left + FOI_EXTENSION_DAYS > reach:
            return chance
        extended = self._of_extended(used)
        return None if extended is None else chance + extended

    def _of_extended(self, used: int) -> float | None:
        """That it is extended after so many days, and breaks the longer term all the same."""
        chance = 0.0
        for one in self._first:
            if used < one.days <= FOI_TERM_DAYS and (count := self._extensions.get(one.days, 0)):
                goes_on = _goes_on(self._extended, one.days, _EXTENDED_TERM_DAYS)
                if goes_on is None:
                    return None
                chance += waiting_after(self._first, one.days - 1) * count / one.at_risk * goes_on
        return chance / waiting_after(self._first, used)


def _goes_on(curve: Sequence[Point], used: int, term: int) -> float | None:
    """Of those that had waited so long, the share that waited to the end of a term; None where none had, or none had come to its end."""
    so_far = waiting_after(curve, used)
    if not curve or so_far == 0 or (curve[-1].days < term and curve[-1].waiting > 0):
        return None
    return waiting_after(curve, term) / so_far


def calibration(reader: Reader, monitor: Asks, filters: Filters, as_of: date | None) -> list[Calibration]:
    """What the forecast said of each month that is known whole and had a forecast, the last twelve of them."""
    told = known(reader, as_of)
    if told.covers_to is None:
        return []
    months = _months_before(told.covers_to, 12)
    if not months:
        return []
    asked = Period(months[0].start, months[-1].end, "")
    broken = monitor.observe(_BROKEN, by=["month"], period=asked, where=filters, as_of=as_of)[_BROKEN]
    came = dict(broken.frame.select("month", "value").iter_rows())
    found: list[Calibration] = []
    for month in months:
        last = month.start - _DAY
        if known(reader, last).covers_to != last or told.missing((month.start, month.end)):
            continue
        said = forecast(reader, filters, last, until=month.end)
        if said is not None and came.get(month.label) is not None:
            found.append(Calibration(month=month.start, forecast=said, broken=int(came[month.label])))
    return found


def _months_before(day: date, count: int) -> list[Period]:
    """Whole months up to `day`, in order."""
    following = day + _DAY
    months = list(Period(date(following.year - count // 12 - 1, following.month, 1), day, "").units("month"))
    return [one for one in months if one.end <= day][-count:]


# --- one by one --------------------------------------------------------------------------------------------


def folios(reader: Reader, filters: Filters, as_of: date | None) -> pl.DataFrame:
    """The open requests, those due first.

    Columns: `folio`, `received_on`, `due_on` (null while the clock stands), `left`,
    `responsible_unit`, `region`, `channel`, `topic`, `demonstration`.
    """
    told = known(reader, as_of)
    schema_of = dict.fromkeys(("folio", *_LISTED), pl.String) | {"received_on": pl.Date, "left": pl.Int64}
    if told.covers_to is None:
        return pl.DataFrame(schema=schema_of)
    kept = [foi.REQUESTS.dimensions[name].in_(members) for name, members in filters]
    number = reader.business_day_number(told.covers_to, told.calendar)
    binds = {"horizon": told.horizon, "calendar": told.calendar, "today": told.covers_to, "today_number": number}
    rows = reader.rows(_FOLIOS.where(*kept), binds)
    calendar = reader.business_calendar(as_of)
    listed = [dict(row._mapping) for row in rows]  # noqa: SLF001  what SQLAlchemy documents as public
    for row in listed:
        row["due_on"] = None if row["left"] is None else _day_of(calendar, number + row["left"])
    return pl.DataFrame(listed, infer_schema_length=None)


def _day_of(calendar: BusinessCalendar, number: int) -> date:
    first = calendar.days[0]
    return calendar.after(first.day, number - first.number)


_LISTED = ("responsible_unit", "region", "channel", "topic")
_FOLIOS = (
    sa.select(
        schema.foi_requests.c.folio,
        schema.foi_requests.c.received_on,
        (foi_days.DUE - TODAY_NUMBER).label("left"),
        *(foi.REQUESTS.dimensions[name].label(name) for name in _LISTED),
        is_demonstration(schema.foi_requests.c.batch_id).label("demonstration"),
    )
    .select_from(foi.REQUESTS.rows)
    .where(visible(schema.foi_requests), foi_days.IS_OPEN)
    .order_by(sa.nulls_last(sa.asc("left")), schema.foi_requests.c.folio)
)

"""The clock of a request for information (Ley 20.285, art. 14): when it is due, how long it has waited, and how it stands.

Business days are counted from the one after receipt. The clock stands while the applicant is asked to make the request
clearer (art. 12): it stops after the day on which that is asked and goes on from the business day after the reply. It ends with
the first answer, or when the request is passed on to the body that must answer it (art. 13) or is closed otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from data_access.reference.calendar import BusinessCalendar, CalendarRangeError
from data_access.reference.law import FOI_EXTENSION_DAYS, FOI_TERM_DAYS
from metrics.model.days import joined, within
from metrics.model.errors import ClockError, DayError

_DAY = timedelta(days=1)
SOON_DAYS = 5
"""With so many business days left, or fewer, a request is due soon."""


class State(StrEnum):
    """How a request stands."""

    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    PAUSED = "paused"
    OVERDUE = "overdue"
    VERY_OVERDUE = "very_overdue"
    """As late as no extension could make good."""
    ANSWERED_IN_TIME = "answered_in_time"
    ANSWERED_LATE = "answered_late"
    CLOSED = "closed"
    """It ended without an answer: passed on, withdrawn."""


@dataclass(frozen=True, kw_only=True)
class Pause:
    """The applicant is asked on `from_on` to make the request clearer, and replies on `to_on` or has not yet."""

    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """What happened to a request; `extended_on` is the day on which an extension was notified."""

    received_on: date
    extended_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    answered_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The clock on a day: what happens later has not happened.

    `due_on` is null while the clock stands within the term, for the reply moves it. `days_used` and `days_left` are business days up to
    `ended_on`, or to `as_of` while it is open; `days_left` is negative where the term has passed. `term_days` is 20, or 30
    where an extension was notified before the term ended: one notified later (`is_extension_late`) extends nothing.
    """

    as_of: date
    ended_on: date | None
    term_days: int
    due_on: date | None
    days_used: int
    days_left: int
    state: State
    is_extension_late: bool


class Mark(StrEnum):
    """What a calendar day is to the clock."""

    RECEIVED = "received"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A calendar day: what it is to the clock, and how many business days have passed with it.

    `events` are what happened on it, of 'received', 'extended', 'asked', 'replied', 'answered', 'closed', 'due'.
    """

    day: date
    mark: Mark
    days_used: int
    holiday: str
    events: tuple[str, ...]


def read(case: Case, as_of: date, calendar: BusinessCalendar) -> Reading:
    """The clock of `case` on `as_of`.

    ClockError for days in an order that cannot be, DayError for one outside the calendar.
    """
    try:
        return _Clock(case, as_of, calendar).read()
    except CalendarRangeError as error:
        raise _outside(case, as_of, calendar) from error


def steps(case: Case, as_of: date, calendar: BusinessCalendar, *, most: int) -> tuple[Step, ...]:
    """Day by day from receipt to the end, or to the later of `as_of` and the day on which it is due; at most so many.

    Errors as `read`.
    """
    try:
        return tuple(islice(_Clock(case, as_of, calendar).steps(), most))
    except CalendarRangeError as error:
        raise _outside(case, as_of, calendar) from error


def _outside(case: Case, as_of: date, calendar: BusinessCalendar) -> DayError:
    """The day that was asked and is not there or, where all of them are, the first that the count would need."""
    first, last = calendar.days[0].day, calendar.days[-1].day
    asked = next((day for day in (case.received_on, as_of) if not first <= day <= last), last + _DAY)
    return DayError(asked, first, last)


class _Clock:
    """One case on one day."""

    def __init__(self, case: Case, as_of: date, calendar: BusinessCalendar) -> None:
        _check(case, as_of)
        self._case, self._as_of, self._calendar = case, as_of, calendar
        self._received = case.received_on
        ends = [day for day in (case.answered_on, case.closed_on) if day and day <= as_of]
        self._ended_on = min(ends, default=None)
        self._last = self._ended_on or as_of
        ended = ((one.from_on, min(one.to_on or self._last, self._last)) for one in case.pauses)
        self._pauses = joined((start + _DAY, end) for start, end in ended if start < end)
        self._stands = self._ended_on is None and any(
            one.from_on <= as_of and (one.to_on is None or one.to_on > as_of) for one in case.pauses
        )
        due_at_first = self._due(FOI_TERM_DAYS)
        extended_on = case.extended_on if case.extended_on and case.extended_on <= self._last else None
        self._is_extension_late = extended_on is not None and extended_on > due_at_first
        is_longer = extended_on is not None and not self._is_extension_late
        self._term = FOI_TERM_DAYS + FOI_EXTENSION_DAYS if is_longer else FOI_TERM_DAYS

    def read(self) -> Reading:
        """What the clock says."""
        used = self._used(self._last)
        left = self._term - used
        state = self._state(left)
        return Reading(
            as_of=self._as_of,
            ended_on=self._ended_on,
            term_days=self._term,
            due_on=self._due_on(state),
            days_used=used,
            days_left=left,
            state=state,
            is_extension_late=self._is_extension_late,
        )

    def _due_on(self, state: State) -> date | None:
        """The last business day before the term is passed; asked to clarify on its last day, that is a later one."""
        if state is State.PAUSED:
            return None
        late = self._due(self._term + 1)
        return self._calendar.after(self._received, self._calendar.between(self._received, late) - 1)

    def _state(self, left: int) -> State:
        if self._ended_on is not None and self._ended_on != self._case.answered_on:
            return State.CLOSED
        if self._ended_on is not None:
            return State.ANSWERED_IN_TIME if left >= 0 else State.ANSWERED_LATE
        if left < 0:
            return State.OVERDUE if left >= -FOI_EXTENSION_DAYS else State.VERY_OVERDUE
        if self._stands:
            return State.PAUSED
        return State.DUE_SOON if left <= SOON_DAYS else State.IN_TIME

    def steps(self) -> Iterator[Step]:
        """Each calendar day of it."""
        due_on = self.read().due_on
        last = self._ended_on or max(self._as_of, due_on or self._as_of)
        events = self._events(due_on)
        day = self._received
        while day <= last:
            yield self._step(day, events)
            day += _DAY

    def _step(self, day: date, events: Sequence[tuple[str, date]]) -> Step:
        known = self._calendar.day(day)
        happened = tuple(name for name, on in events if on == day)
        return Step(
            day=day, mark=self._mark(day), days_used=self._used(day), holiday=known.holiday or "", events=happened
        )

    def _mark(self, day: date) -> Mark:
        known = self._calendar.day(day)
        if day == self._received:
            return Mark.RECEIVED
        if known.is_business_day:
            return Mark.PAUSED if self._is_paused(day) else Mark.COUNTED
        return Mark.HOLIDAY if known.holiday else Mark.WEEKEND

    def _is_paused(self, day: date) -> bool:
        return any(start <= day <= end for start, end in self._pauses)

    def _events(self, due_on: date | None) -> list[tuple[str, date]]:
        case = self._case
        told = [
            ("received", case.received_on),
            ("extended", case.extended_on),
            *(("asked", one.from_on) for one in case.pauses),
            *(("replied", one.to_on) for one in case.pauses),
            ("answered", case.answered_on),
            ("closed", case.closed_on),
        ]
        happened = [(name, day) for name, day in told if day is not None and day <= self._last]
        return [*happened, *([("due", due_on)] if due_on else [])]

    def _used(self, day: date) -> int:
        """Business days that have passed with `day`, without those of pauses."""
        return self._calendar.between(self._received, day) - self._paused(day)

    def _paused(self, day: date) -> int:
        """Business days of pauses up to `day`."""
        spans = within(self._pauses, (self._received, day))
        return sum(self._calendar.between(start - _DAY, end) for start, end in spans)

    def _due(self, term: int) -> date:
        """The day on which `term` business days have passed: later for each that a pause takes."""
        paused = 0
        while True:
            due = self._calendar.after(self._received, term + paused)
            more = self._paused(due)
            if more == paused:
                return due
            paused = more


def _check(case: Case, as_of: date) -> None:
    """ClockError for what comes before it can."""
    told = [
        ("as_of", as_of),
        ("extended", case.extended_on),
        ("answered", case.answered_on),
        ("closed", case.closed_on),
        *(("asked", one.from_on) for one in case.pauses),
    ]
    for name, day in told:
        if day is not None and day < case.received_on:
            raise ClockError(name, day, "received", case.received_on)
    for one in case.pauses:
        if one.to_on is not None and one.to_on < one.from_on:
            raise ClockError("replied", one.to_on, "asked", one.from_on)

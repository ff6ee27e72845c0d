"""The clock of every request at once: what `foi_clock` says of one, as SQL expressions over the register and the calendar.

A request has one pause at most. What happens after today has not happened. Business days are counted with the numbers that
the calendar gives them; where one of them is not in the calendar, what is made of it is null.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, FromClause

from data_access import schema
from data_access.reference.law import FOI_EXTENSION_DAYS, FOI_TERM_DAYS
from metrics.model.sql import CALENDAR, TODAY, TODAY_NUMBER

FOI = schema.foi_requests
_EXTENDED_TERM_DAYS = FOI_TERM_DAYS + FOI_EXTENSION_DAYS
_received, _ended, _extended, _asked, _replied, _closed, _answered = (
    schema.calendar.alias(f"{name}_day")
    for name in ("received", "ended", "extended", "asked", "replied", "closed", "answered")
)


def _happened(day: ColumnElement[Any]) -> ColumnElement[bool]:
    """By today."""
    return sa.and_(day.is_not(None), day <= TODAY)


def _on(day: ColumnElement[Any], in_calendar: FromClause) -> ColumnElement[bool]:
    """`in_calendar` is that day of the calendar as it was known."""
    return sa.and_(in_calendar.c.edition == CALENDAR, in_calendar.c.day == day)


def _before(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    """`one` comes before `other`, or `other` never comes."""
    return sa.or_(other.is_(None), one < other)


# --- what has happened by today ----------------------------------------------------------------------------

IS_ANSWERED = _happened(FOI.c.first_answer_on)
IS_CLOSED = _happened(FOI.c.closed_on)
HAS_ENDED = sa.or_(IS_ANSWERED, IS_CLOSED)
IS_OPEN = sa.and_(FOI.c.received_on <= TODAY, sa.not_(IS_ANSWERED), sa.not_(IS_CLOSED))
# A row closed by today waits until its closing, whatever answer follows.
_end = sa.case((IS_ANSWERED, FOI.c.first_answer_on), (IS_CLOSED, FOI.c.closed_on))
_last_day = sa.func.coalesce(_end, TODAY, type_=sa.Date())
_last_number = sa.case((HAS_ENDED, _ended.c.business_day_number), else_=TODAY_NUMBER)

IS_CLARIFIED = _happened(FOI.c.clarification_asked_on)
"""The applicant was asked to make it clearer."""
AWAITS_REPLY = sa.and_(IS_CLARIFIED, sa.not_(_happened(FOI.c.clarified_on)))
"""The applicant has not replied: whatever is counted of it stands."""
STANDS = sa.and_(IS_OPEN, AWAITS_REPLY)
START: ColumnElement[int] = _received.c.business_day_number
_PAUSE = _replied.c.business_day_number - _asked.c.business_day_number


def _paused_until(day: ColumnElement[Any], number: ColumnElement[int]) -> ColumnElement[int]:
    """Business days of the pause that have passed by a day, of that number."""
    asked = FOI.c.clarification_asked_on
    return sa.case(
        (sa.or_(asked.is_(None), asked > day), 0),
        (sa.and_(FOI.c.clarified_on.is_not(None), FOI.c.clarified_on <= day), _PAUSE),
        else_=number - _asked.c.business_day_number,
    )


def _used(day: ColumnElement[Any], number: ColumnElement[int]) -> ColumnElement[int]:
    return number - START - _paused_until(day, number)


DAYS_USED = _used(_last_day, _last_number)
"""Up to the answer, the closing, or today."""
RUNS_FROM = START + sa.case((FOI.c.clarification_asked_on.is_(None), 0), else_=_PAUSE)
"""The number that an open request whose clock runs counts from, its pause taken off."""
CLOSED_DAYS = sa.case(
    (IS_CLOSED, _used(FOI.c.closed_on, _closed.c.business_day_number)), else_=_used(TODAY, TODAY_NUMBER)
)
ANSWERED_DAYS = _used(FOI.c.first_answer_on, _answered.c.business_day_number)


# --- the extension, and the day on which it is due ----------------------------------------------------------


def _is_asked_by(days: int, *, strictly: bool = False) -> ColumnElement[bool]:
    """The pause began when so many days had been used, or fewer; `strictly`: fewer."""
    number, limit = _asked.c.business_day_number, START + days
    began = number < limit if strictly else number <= limit
    return sa.and_(FOI.c.clarification_asked_on.is_not(None), began)


def _number_of(days: int, *, strictly: bool = False) -> ColumnElement[int]:
    """The number of the business day on which so many have been used, later by a pause; null while it lasts."""
    return START + days + sa.case((_is_asked_by(days, strictly=strictly), _PAUSE), else_=0)


# Notified on a day that is none it counts as on the next: by then the last day of the term has passed.
_extended_number = _extended.c.business_day_number + sa.case((_extended.c.is_business_day, 0), else_=1)
_in_time = sa.or_(
    sa.and_(_is_asked_by(FOI_TERM_DAYS, strictly=True), FOI.c.clarified_on.is_(None)),
    _extended_number <= _number_of(FOI_TERM_DAYS, strictly=True),
)
IS_EXTENDED = sa.and_(_happened(FOI.c.extended_on), FOI.c.extended_on <= _last_day, _in_time)
"""An extension was notified before the term ended: one that was notified later extends nothing."""
TERM = sa.case((IS_EXTENDED, _EXTENDED_TERM_DAYS), else_=FOI_TERM_DAYS)
IS_OVERDUE = sa.and_(IS_OPEN, DAYS_USED > TERM)
DUE = sa.case(
    (
        sa.and_(IS_CLARIFIED, _asked.c.business_day_number <= START + TERM),
        sa.case((_happened(FOI.c.clarified_on), START + TERM + _PAUSE)),
    ),
    else_=START + TERM,
)
"""The number of the last business day of its term; null while the clock stands within it."""


FIRST_TERM_DAYS = sa.case((IS_EXTENDED, _used(FOI.c.extended_on, _extended.c.business_day_number)), else_=DAYS_USED)
"""As DAYS_USED, and no further than the extension."""


def is_older(days: int) -> ColumnElement[bool]:
    """It is open, and has used more than so many days."""
    return sa.and_(IS_OPEN, days < DAYS_USED)


# --- the same as days that do not depend on today -----------------------------------------------------------

LEFT = sa.case(
    (FOI.c.first_answer_on.is_(None), FOI.c.closed_on),
    (FOI.c.closed_on < FOI.c.first_answer_on, FOI.c.closed_on),
    else_=FOI.c.first_answer_on,
)
"""The day on which it is open no more: that of the first answer or the closing, whichever comes first."""
_is_ever_extended = sa.and_(
    FOI.c.extended_on.is_not(None), sa.not_(sa.and_(LEFT.is_not(None), FOI.c.extended_on > LEFT)), _in_time
)
LATE_NUMBER = 1 + sa.case(
    (_is_ever_extended, _number_of(_EXTENDED_TERM_DAYS)),
    else_=_number_of(FOI_TERM_DAYS),
)
"""The number of the business day on which it becomes overdue unless it is answered; null while a pause holds that up."""


def older_number(days: int) -> ColumnElement[int]:
    """The number of the business day on which it has used more than so many."""
    return 1 + _number_of(days)


def is_broken(day: FromClause) -> ColumnElement[bool]:
    """It was open when `day` began, the first after its term: what is answered on it is late, and no longer open when it ends."""
    return sa.and_(day.c.day.is_not(None), sa.or_(LEFT.is_(None), day.c.day <= LEFT))


def comes_to(day: FromClause) -> ColumnElement[bool]:
    """It is still open when `day` ends."""
    return sa.and_(day.c.day.is_not(None), _before(day.c.day, LEFT))


# --- rows ---------------------------------------------------------------------------------------------------


def numbered() -> FromClause:
    """Requests with the numbers of the days that the expressions here name; a join that none names costs nothing."""
    joined: FromClause = FOI
    for in_calendar, day in (
        (_received, FOI.c.received_on),
        (_ended, _end),
        (_extended, FOI.c.extended_on),
        (_asked, FOI.c.clarification_asked_on),
        (_replied, FOI.c.clarified_on),
        (_closed, FOI.c.closed_on),
        (_answered, FOI.c.first_answer_on),
    ):
        joined = joined.outerjoin(in_calendar, _on(day, in_calendar))
    return joined


def is_numbered(number: ColumnElement[int], day: FromClause) -> ColumnElement[bool]:
    """`day` is the business day of that number."""
    return sa.and_(day.c.edition == CALENDAR, day.c.is_business_day, day.c.business_day_number == number)

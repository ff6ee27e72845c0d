"""FOI requests and appeals (Ley 20.285): when a request counts, how long it waits and when it is late."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy import ColumnElement, FromClause

from data_access import schema
from data_access.reference.law import FOI_EXTENSION_DAYS, FOI_GOAL_DAYS, FOI_TERM_DAYS
from metrics.model.dataset import Change, Dataset, Rollup, Shape, Stock, Waiting
from metrics.model.sources import Source
from metrics.model.sql import CALENDAR, TODAY, TODAY_NUMBER, visible

SOURCE = Source(
    id="foi_register",
    label="Registro de solicitudes de acceso a la información y amparos",
    institution="Departamento de Transparencia (SERMIG)",
)

_foi = schema.foi_requests
_received = schema.calendar.alias("received_day")
_ended = schema.calendar.alias("ended_day")
_answered_by_today = sa.and_(_foi.c.first_answer_on.is_not(None), _foi.c.first_answer_on <= TODAY)
_closed_by_today = sa.and_(_foi.c.closed_on.is_not(None), _foi.c.closed_on <= TODAY)
_is_open = sa.and_(_foi.c.received_on <= TODAY, sa.not_(_answered_by_today), sa.not_(_closed_by_today))
# What happens after today has not happened: a row closed by then waits until its closing, whatever answer follows.
_end = sa.case((_answered_by_today, _foi.c.first_answer_on), (_closed_by_today, _foi.c.closed_on))
_ended_by_today = sa.or_(_answered_by_today, _closed_by_today)
_last_number = sa.case((_ended_by_today, _ended.c.business_day_number), else_=TODAY_NUMBER)
_extended_by_today = sa.and_(_foi.c.extended_on.is_not(None), _foi.c.extended_on <= TODAY)
_EXTENDED_TERM_DAYS = FOI_TERM_DAYS + FOI_EXTENSION_DAYS
_term = sa.case((_extended_by_today, _EXTENDED_TERM_DAYS), else_=FOI_TERM_DAYS)

# The same as days that do not depend on today. A row leaves with its first answer or its closing, whichever
# comes first, and is overdue from the business day after its term; an extension notified later than that
# takes it back for as long as the longer term runs.
_left = sa.case(
    (_foi.c.first_answer_on.is_(None), _foi.c.closed_on),
    (_foi.c.closed_on < _foi.c.first_answer_on, _foi.c.closed_on),
    else_=_foi.c.first_answer_on,
)
_late, _late_extended = schema.calendar.alias("late_day"), schema.calendar.alias("late_day_extended")


def _after(number: ColumnElement[int], day: FromClause, term: int) -> ColumnElement[bool]:
    """`day` is the first on which more than `term` business days have passed."""
    return sa.and_(day.c.edition == CALENDAR, day.c.is_business_day, day.c.business_day_number == number + term + 1)


def _on(day: ColumnElement[date], in_calendar: FromClause) -> ColumnElement[bool]:
    """`in_calendar` is that day of the calendar as it was known."""
    return sa.and_(in_calendar.c.edition == CALENDAR, in_calendar.c.day == day)


def _before(one: ColumnElement[date], other: ColumnElement[date]) -> ColumnElement[bool]:
    """`one` comes before `other`, or `other` never comes."""
    return sa.or_(other.is_(None), one < other)


_extended_late = sa.case((_late_extended.c.day > _foi.c.extended_on, _late_extended.c.day), else_=_foi.c.extended_on)
_late_until = sa.case((_before(_left, _foi.c.extended_on), _left), else_=_foi.c.extended_on)
_is_late = sa.and_(_late.c.day.is_not(None), _before(_late.c.day, _foi.c.extended_on), _before(_late.c.day, _left))
_is_late_extended = sa.and_(
    _foi.c.extended_on.is_not(None), _late_extended.c.day.is_not(None), _before(_extended_late, _left)
)
_requests = _foi.outerjoin(_received, _on(_foi.c.received_on, _received))

REQUESTS = Dataset(
    register="foi_requests",
    rows=_requests.outerjoin(_ended, _on(_end, _ended)),
    versions=_foi,
    visible=visible(_foi),
    time=_foi.c.received_on,
    dimensions={
        "region": _foi.c.region_code,
        "channel": _foi.c.channel,
        "topic": _foi.c.topic,
        "outcome": _foi.c.outcome,
    },
    labels={"channel": "Canal", "topic": "Materia", "outcome": "Resultado"},
    waiting=Waiting(
        days=_last_number - _received.c.business_day_number,
        is_answered=_answered_by_today,
        is_open=_is_open,
        is_overdue=sa.and_(_is_open, TODAY_NUMBER - _received.c.business_day_number > _term),
        has_ended=_ended_by_today,
        started=_received.c.business_day_number,
        changes=(
            Change(stock=Stock.OPEN, day=_foi.c.received_on, step=1, holds=sa.true()),
            Change(
                stock=Stock.OPEN,
                day=sa.case((_left < _foi.c.received_on, _foi.c.received_on), else_=_left),
                step=-1,
                holds=_left.is_not(None),
            ),
            Change(stock=Stock.OVERDUE, day=_late.c.day, step=1, holds=_is_late),
            Change(stock=Stock.OVERDUE, day=_late_until, step=-1, holds=sa.and_(_is_late, _late_until.is_not(None))),
            Change(stock=Stock.OVERDUE, day=_extended_late, step=1, holds=_is_late_extended),
            Change(stock=Stock.OVERDUE, day=_left, step=-1, holds=sa.and_(_is_late_extended, _left.is_not(None))),
        ),
        rows=_requests.outerjoin(_late, _after(_received.c.business_day_number, _late, FOI_TERM_DAYS)).outerjoin(
            _late_extended, _after(_received.c.business_day_number, _late_extended, _EXTENDED_TERM_DAYS)
        ),
    ),
    events=(_foi.c.first_answer_on, _foi.c.closed_on, _foi.c.extended_on),
    rollups=(
        Rollup(shape=Shape.COUNTS, by=("region",)),
        Rollup(shape=Shape.COUNTS, by=("region", "channel", "topic", "outcome")),
        Rollup(shape=Shape.WAITS, by=()),
        Rollup(shape=Shape.WAITS, by=("region",)),
        Rollup(shape=Shape.STOCKS, by=("region",)),
    ),
)

ANSWERED = _answered_by_today
ANSWERED_WITHIN_GOAL = sa.and_(
    _answered_by_today, _ended.c.business_day_number - _received.c.business_day_number <= FOI_GOAL_DAYS
)

_appeals = schema.foi_appeals
APPEALS = Dataset(
    register="foi_appeals",
    rows=_appeals,
    versions=_appeals,
    visible=visible(_appeals),
    time=_appeals.c.filed_on,
    dimensions={},
    events=(_appeals.c.answered_on,),
    rollups=(Rollup(shape=Shape.COUNTS, by=()),),
)
APPEAL_ANSWERED = sa.and_(_appeals.c.answered_on.is_not(None), _appeals.c.answered_on <= TODAY)

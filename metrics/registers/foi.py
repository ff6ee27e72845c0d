"""FOI requests and appeals (Ley 20.285): when a request counts, how long it waits and when it is late."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, FromClause

from data_access import schema
from data_access.reference.law import FOI_EXTENSION_DAYS, FOI_GOAL_DAYS, FOI_TERM_DAYS
from metrics.model.dataset import Change, Dataset, Deadline, Rollup, Shape, Stock, Waiting
from metrics.model.sources import Source
from metrics.model.sql import TODAY, month_start, visible
from metrics.registers import foi_days

SOURCE = Source(
    id="foi_register",
    label="Registro de solicitudes de acceso a la información y amparos",
    institution="Departamento de Transparencia (SERMIG)",
)

_foi = schema.foi_requests
_DIMENSIONS = {
    "region": _foi.c.region_code,
    "channel": _foi.c.channel,
    "topic": _foi.c.topic,
    "outcome": _foi.c.outcome,
    "responsible_unit": _foi.c.responsible_unit,
}
_LABELS = {
    "channel": "Canal",
    "topic": "Materia",
    "outcome": "Resultado",
    "responsible_unit": "Unidad que debe responder",
}
_EVENTS = (
    _foi.c.first_answer_on,
    _foi.c.closed_on,
    _foi.c.extended_on,
    _foi.c.clarification_asked_on,
    _foi.c.clarified_on,
)
_by_region = (Rollup(shape=Shape.WAITS, by=("region",)),)
_of_the_country = (Rollup(shape=Shape.WAITS, by=()),)


def _dataset(
    *,
    rows: FromClause | None = None,
    time: ColumnElement[Any] = _foi.c.received_on,
    waiting: Waiting | None = None,
    deadline: Deadline | None = None,
    rollups: tuple[Rollup, ...] = _by_region,
    events: tuple[ColumnElement[Any], ...] = _EVENTS,
) -> Dataset:
    """Requests, placed in time by one of their days and waiting for one of their events."""
    return Dataset(
        register="foi_requests",
        rows=foi_days.numbered() if rows is None else rows,
        versions=_foi,
        visible=visible(_foi),
        time=time,
        dimensions=_DIMENSIONS,
        labels=_LABELS,
        waiting=waiting,
        deadline=deadline,
        events=events,
        rollups=rollups,
    )


# --- requests by the day of receipt, waiting for their first answer -------------------------------------------

_late = schema.calendar.alias("late_day")
_aged = {
    Stock.OLDER_THAN_GOAL: (FOI_GOAL_DAYS, schema.calendar.alias("day_past_goal")),
    Stock.OLDER_THAN_TERM: (FOI_TERM_DAYS, schema.calendar.alias("day_past_term")),
    Stock.OLDER_THAN_EXTENDED_TERM: (FOI_TERM_DAYS + FOI_EXTENSION_DAYS, schema.calendar.alias("day_past_extended")),
}


def _stays(stock: Stock, day: FromClause) -> tuple[Change, Change]:
    """It enters a stock on `day`, if it is still open then, and leaves it when it is open no more."""
    comes = foi_days.comes_to(day)
    return (
        Change(stock=stock, day=day.c.day, step=1, holds=comes),
        Change(stock=stock, day=foi_days.LEFT, step=-1, holds=sa.and_(comes, foi_days.LEFT.is_not(None))),
    )


def _stock_rows() -> FromClause:
    joined = foi_days.numbered().outerjoin(_late, foi_days.is_numbered(foi_days.LATE_NUMBER, _late))
    for days, day in _aged.values():
        joined = joined.outerjoin(day, foi_days.is_numbered(foi_days.older_number(days), day))
    return joined


REQUESTS = _dataset(
    waiting=Waiting(
        days=foi_days.DAYS_USED,
        is_answered=foi_days.IS_ANSWERED,
        has_stopped=sa.or_(foi_days.HAS_ENDED, foi_days.STANDS),
        started=foi_days.RUNS_FROM,
        stocks={
            Stock.OPEN: foi_days.IS_OPEN,
            Stock.OVERDUE: foi_days.IS_OVERDUE,
            **{stock: foi_days.is_older(days) for stock, (days, _) in _aged.items()},
        },
        changes=(
            Change(stock=Stock.OPEN, day=_foi.c.received_on, step=1, holds=sa.true()),
            Change(
                stock=Stock.OPEN,
                day=sa.case((_foi.c.received_on > foi_days.LEFT, _foi.c.received_on), else_=foi_days.LEFT),
                step=-1,
                holds=foi_days.LEFT.is_not(None),
            ),
            *_stays(Stock.OVERDUE, _late),
            *(change for stock, (_, day) in _aged.items() for change in _stays(stock, day)),
        ),
        rows=_stock_rows(),
    ),
    deadline=Deadline(is_open=foi_days.IS_OPEN, due=foi_days.DUE, term=foi_days.TERM),
    rollups=(
        Rollup(shape=Shape.COUNTS, by=("region",)),
        Rollup(shape=Shape.COUNTS, by=("channel",)),
        Rollup(shape=Shape.COUNTS, by=("topic",)),
        Rollup(shape=Shape.COUNTS, by=("region", "channel", "topic", "outcome")),
        Rollup(shape=Shape.COUNTS, by=("region", "responsible_unit")),
        Rollup(shape=Shape.WAITS, by=()),
        Rollup(shape=Shape.WAITS, by=("region",)),
        Rollup(shape=Shape.STOCKS, by=("region",)),
        Rollup(shape=Shape.DUES, by=()),
        Rollup(shape=Shape.DUES, by=("region",)),
        Rollup(shape=Shape.DUES, by=("responsible_unit",)),
    ),
)
ANSWERED = foi_days.IS_ANSWERED
ANSWERED_WITHIN_GOAL = sa.and_(ANSWERED, foi_days.ANSWERED_DAYS <= FOI_GOAL_DAYS)
ANSWERED_WITHIN_TERM = sa.and_(ANSWERED, foi_days.ANSWERED_DAYS <= FOI_TERM_DAYS)
ANSWERED_IN_TIME = sa.and_(ANSWERED, foi_days.ANSWERED_DAYS <= foi_days.TERM)
EXTENDED = foi_days.IS_EXTENDED
CLARIFIED = foi_days.IS_CLARIFIED
CLOSED = foi_days.IS_CLOSED
REFERRED = sa.and_(foi_days.IS_CLOSED, _foi.c.outcome == "referred")

# --- the same requests, waiting for something else ----------------------------------------------------------

CLOSINGS = _dataset(
    waiting=Waiting(
        days=foi_days.CLOSED_DAYS,
        is_answered=foi_days.IS_CLOSED,
        has_stopped=sa.or_(foi_days.IS_CLOSED, foi_days.AWAITS_REPLY),
        started=foi_days.RUNS_FROM,
    ),
)
"""Requests that wait for their closing."""

FIRST_TERMS = _dataset(
    rollups=_of_the_country,
    waiting=Waiting(
        days=foi_days.FIRST_TERM_DAYS,
        is_answered=sa.or_(foi_days.HAS_ENDED, foi_days.IS_EXTENDED),
        has_stopped=sa.or_(foi_days.HAS_ENDED, foi_days.IS_EXTENDED, foi_days.STANDS),
        started=foi_days.RUNS_FROM,
    ),
)
"""Requests within their first term: they leave it with an answer, a closing or an extension."""

EXTENSIONS = _dataset(
    rollups=_of_the_country,
    waiting=Waiting(
        days=foi_days.FIRST_TERM_DAYS,
        is_answered=foi_days.IS_EXTENDED,
        has_stopped=sa.or_(foi_days.HAS_ENDED, foi_days.IS_EXTENDED, foi_days.STANDS),
        started=foi_days.RUNS_FROM,
    ),
)
"""The same, of which only an extension is told."""

EXTENDED_TERMS = _dataset(
    rollups=_of_the_country,
    waiting=Waiting(
        days=sa.case((foi_days.IS_EXTENDED, foi_days.DAYS_USED)),
        is_answered=foi_days.HAS_ENDED,
        has_stopped=sa.or_(foi_days.HAS_ENDED, foi_days.STANDS),
        started=sa.case((foi_days.IS_EXTENDED, foi_days.RUNS_FROM)),
    ),
)
"""Extended requests: they leave with an answer or a closing."""

STUDIED = (EXTENSIONS,)
"""What no metric is made of, and studies read."""

# --- the same requests by another day -----------------------------------------------------------------------

_by_month = (Rollup(shape=Shape.COUNTS, by=("region",)),)

ANSWERS = _dataset(time=_foi.c.first_answer_on, rollups=_by_month, events=())
"""Answers, by the day on which each was given: those that have none are in no period."""

_broken = schema.calendar.alias("broken_day")
_broken_on = sa.type_coerce(sa.case((foi_days.is_broken(_broken), _broken.c.day)), sa.Date)
BREACHES = _dataset(
    rows=foi_days.numbered().outerjoin(_broken, foi_days.is_numbered(foi_days.LATE_NUMBER, _broken)),
    time=_broken_on,
    rollups=_by_month,
)
"""Requests whose term ended without an answer, by the day after it: whatever came of them later."""
OPEN_WHEN_THE_MONTH_BEGAN = _foi.c.received_on < month_start(_broken_on)
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

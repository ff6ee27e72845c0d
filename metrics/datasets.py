"""The row-by-row registers as datasets: what a row is, when it counts and how it can be split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, FromClause, Table

from data_access import schema
from metrics.sql import TODAY, TODAY_NUMBER, visible


class Stock(StrEnum):
    """What can be counted at the end of a day."""

    OPEN = "open"
    OVERDUE = "overdue"


class Shape(StrEnum):
    """What is asked of a dataset: rows in a period, how long they wait, or stocks at a date."""

    COUNTS = "counts"
    WAITS = "waits"
    STOCKS = "stocks"


@dataclass(frozen=True, kw_only=True)
class Rollup:
    """A pre-aggregation to be kept: its shape, and the dimensions beside time that it can be asked by."""

    shape: Shape
    by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Change:
    """On `day`, where `holds`, a row enters the stock (`step` 1) or leaves it (-1)."""

    stock: Stock
    day: ColumnElement[date]
    step: int
    holds: ColumnElement[bool]


@dataclass(frozen=True, kw_only=True, eq=False)
class Waiting:
    """How long a row waits, in business days.

    `days` ends with the first answer, the closing without one, or today; `is_answered` tells the
    first of these from the others, which only say that the answer took longer. `is_open` and
    `is_overdue` hold at the end of today. The same without a today, for roll-ups: `has_ended` the
    wait, which `started` with a business day's number; `changes` are the days on which a row enters
    or leaves each stock, over `rows`.
    """

    days: ColumnElement[int]
    is_answered: ColumnElement[bool]
    is_open: ColumnElement[bool]
    is_overdue: ColumnElement[bool]
    has_ended: ColumnElement[bool]
    started: ColumnElement[int]
    changes: tuple[Change, ...]
    rows: FromClause


@dataclass(frozen=True, kw_only=True, eq=False)
class Dataset:
    """Rows of a register as of a day.

    `time` places a row in a period; without it the dataset is a snapshot: the state of every row
    on a day, which cannot be split by month or added over time. `versions` is the table whose load
    batches say whether a row is demonstration data. `events` are the days on which something happens
    to a row after `time`: what is known of it depends on today only through them. `rollups` are tried
    in order, the smallest first.
    """

    register: str
    rows: FromClause
    versions: Table
    visible: ColumnElement[bool]
    dimensions: Mapping[str, ColumnElement[Any]]
    time: ColumnElement[Any] | None = None
    waiting: Waiting | None = None
    events: tuple[ColumnElement[Any], ...] = ()
    rollups: tuple[Rollup, ...] = ()

    @property
    def waits(self) -> Waiting:
        """How long rows wait; TypeError if they do not."""
        if self.waiting is None:
            msg = f"{self.register} does not say how long its rows wait"
            raise TypeError(msg)
        return self.waiting


# --- FOI requests ----------------------------------------------------------------------------------

_foi = schema.foi_requests
_received = schema.calendar.alias("received_day")
_ended = schema.calendar.alias("ended_day")
_answered_by_today = sa.and_(_foi.c.first_answer_on.is_not(None), _foi.c.first_answer_on <= TODAY)
_closed_by_today = sa.and_(_foi.c.closed_on.is_not(None), _foi.c.closed_on <= TODAY)
_is_open = sa.and_(_foi.c.received_on <= TODAY, sa.not_(_answered_by_today), sa.not_(_closed_by_today))
_end = sa.func.coalesce(_foi.c.first_answer_on, _foi.c.closed_on)
_ended_by_today = sa.or_(_answered_by_today, _closed_by_today)
_last_number = sa.case((_ended_by_today, _ended.c.business_day_number), else_=TODAY_NUMBER)
_extended_by_today = sa.and_(_foi.c.extended_on.is_not(None), _foi.c.extended_on <= TODAY)
# Ley 20.285, art. 14: 20 business days, and 10 more when the extension was notified.
_TERM, _EXTENSION = 20, 10
_term = sa.case((_extended_by_today, _TERM + _EXTENSION), else_=_TERM)

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
    return sa.and_(day.c.is_business_day, day.c.business_day_number == number + term + 1)


def _before(one: ColumnElement[date], other: ColumnElement[date]) -> ColumnElement[bool]:
    """`one` comes before `other`, or `other` never comes."""
    return sa.or_(other.is_(None), one < other)


_extended_late = sa.case((_late_extended.c.day > _foi.c.extended_on, _late_extended.c.day), else_=_foi.c.extended_on)
_late_until = sa.case((_before(_left, _foi.c.extended_on), _left), else_=_foi.c.extended_on)
_is_late = sa.and_(_late.c.day.is_not(None), _before(_late.c.day, _foi.c.extended_on), _before(_late.c.day, _left))
_is_late_extended = sa.and_(
    _foi.c.extended_on.is_not(None), _late_extended.c.day.is_not(None), _before(_extended_late, _left)
)
_requests = _foi.outerjoin(_received, _foi.c.received_on == _received.c.day)

FOI_REQUESTS = Dataset(
    register="foi_requests",
    rows=_requests.outerjoin(_ended, _end == _ended.c.day),
    versions=_foi,
    visible=visible(_foi),
    time=_foi.c.received_on,
    dimensions={
        "region": _foi.c.region_code,
        "channel": _foi.c.channel,
        "topic": _foi.c.topic,
        "outcome": _foi.c.outcome,
    },
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
        rows=_requests.outerjoin(_late, _after(_received.c.business_day_number, _late, _TERM)).outerjoin(
            _late_extended, _after(_received.c.business_day_number, _late_extended, _TERM + _EXTENSION)
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
INSTITUTIONAL_GOAL = 15
"""Business days within which SERMIG wants to answer."""

FOI_ANSWERED = _answered_by_today
FOI_ANSWERED_WITHIN_15_DAYS = sa.and_(
    _answered_by_today, _ended.c.business_day_number - _received.c.business_day_number <= INSTITUTIONAL_GOAL
)

_appeals = schema.foi_appeals
FOI_APPEALS = Dataset(
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

# --- attention -------------------------------------------------------------------------------------

_attentions = schema.attentions
ATTENTIONS = Dataset(
    register="attentions",
    rows=_attentions,
    versions=_attentions,
    visible=visible(_attentions),
    time=_attentions.c.attended_on,
    dimensions={"region": _attentions.c.unit_code, "resolution": _attentions.c.resolution},
    rollups=(Rollup(shape=Shape.COUNTS, by=("region", "resolution")),),
)
IMMEDIATE = _attentions.c.resolution == "immediate"
REFERRED = _attentions.c.resolution == "referred"

_operations = schema.field_operations
FIELD_OPERATIONS = Dataset(
    register="field_operations",
    rows=_operations,
    versions=_operations,
    visible=visible(_operations),
    time=_operations.c.held_on,
    dimensions={"region": _operations.c.unit_code},
    rollups=(Rollup(shape=Shape.COUNTS, by=("region",)),),
)
PEOPLE_ATTENDED = _operations.c.people_attended

# --- budget ----------------------------------------------------------------------------------------

_entries, _lines = schema.budget_entries, schema.budget_lines
BUDGET = Dataset(
    register="budget",
    rows=_entries.join(_lines, _entries.c.line_code == _lines.c.code),
    versions=_entries,
    visible=visible(_entries),
    time=_entries.c.month,
    dimensions={"subtitle": _lines.c.subtitle, "budget_line": _lines.c.code},
)
AMOUNT = _entries.c.amount_clp
ENACTED, CURRENT, ACCRUED, PAID = (_entries.c.stage == stage for stage in ("enacted", "current", "accrued", "paid"))
PAYROLL, EXPULSIONS, BACKLOG_PLAN, EQUIPMENT = (
    sa.and_(ACCRUED, _lines.c.code == code) for code in ("21.01", "22.08", "24.03", "29.07")
)

_revenue = schema.revenue_entries
REVENUE = Dataset(
    register="revenue",
    rows=_revenue,
    versions=_revenue,
    visible=visible(_revenue),
    time=_revenue.c.month,
    dimensions={"revenue_kind": _revenue.c.kind},
)
REVENUE_AMOUNT = _revenue.c.amount_clp
FEES = _revenue.c.kind == "fees"
FINES_REGULARITY = _revenue.c.kind == "fines_regularity"
FINES_AIRLINES = _revenue.c.kind == "fines_airlines"

# --- plan ------------------------------------------------------------------------------------------

_measures, _reports, _bodies = schema.measures, schema.progress_reports, schema.measure_bodies
_recent_first = sa.func.row_number().over(partition_by=_reports.c.measure_code, order_by=_reports.c.cut_on.desc())
_ranked = (
    sa.select(_reports.c.measure_code, _reports.c.status, _recent_first.label("rank"))
    .where(visible(_reports), _reports.c.cut_on <= TODAY)
    .subquery("ranked_reports")
)
_lead = (
    sa.select(_bodies.c.measure_code, _bodies.c.undersecretariat_code)
    .where(visible(_bodies), _bodies.c.role == "lead")
    .subquery("lead_bodies")
)
PLAN = Dataset(
    register="plan",
    rows=_measures.outerjoin(
        _ranked, sa.and_(_ranked.c.measure_code == _measures.c.code, _ranked.c.rank == 1)
    ).outerjoin(_lead, _lead.c.measure_code == _measures.c.code),
    versions=_measures,
    visible=visible(_measures),
    dimensions={
        "axis": _measures.c.axis_number,
        "status": _ranked.c.status,
        "lead_body": _lead.c.undersecretariat_code,
    },
)
IMPLEMENTED = _ranked.c.status == "implemented"
IN_PROGRESS = _ranked.c.status == "in_progress"
NOT_REPORTED = _ranked.c.status.is_(None)
HAS_AXIS = _measures.c.axis_number.is_not(None)

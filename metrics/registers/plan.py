"""The measures of the Plan Nacional de Acción and where each stood on a day, and what the committee agreed.

A measure has three states that are kept apart: the official one, which its body reports; the schedule's, which follows
from its milestones; and that of its evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Subquery, Table

from data_access import schema
from metrics.model.dataset import Dataset
from metrics.model.sources import Source
from metrics.model.sql import HORIZON, TODAY, days_later, visible, visible_at

SOURCE = Source(
    id="plan_register",
    label="Registro de medidas del Plan Nacional de Acción",
    institution="Secretaría Ejecutiva del Comité Asesor Interministerial (SERMIG)",
)
REGISTER = "plan"
SOON_DAYS = 30
"""What is due within so many days is due soon."""


class Status(StrEnum):
    """The official states of a measure; that it was not reported is neither, and null."""

    IMPLEMENTED = "implemented"
    IN_PROGRESS = "in_progress"


class Schedule(StrEnum):
    """How a measure stands against its current plan; null where it has no milestones."""

    DONE = "done"
    ON_TIME = "on_time"
    AT_RISK = "at_risk"
    LATE = "late"


class Proof(StrEnum):
    """What there is to show for a measure."""

    REVIEWED = "reviewed"
    PRESENTED = "presented"
    NONE = "none"


class AgreementState(StrEnum):
    """What became of an agreement."""

    PENDING = "pending"
    OVERDUE = "overdue"
    FULFILLED = "fulfilled"
    FULFILLED_LATE = "fulfilled_late"
    DROPPED = "dropped"


_measures, _reports, _bodies = schema.measures, schema.progress_reports, schema.measure_bodies
_milestones, _evidence, _blockers = schema.milestones, schema.evidence, schema.blockers
_rounds, _sessions, _agreements = schema.reporting_rounds, schema.committee_sessions, schema.agreements
_batches = schema.load_batches


def _latest_reports(horizon: ColumnElement[int], day: ColumnElement[Any], name: str) -> Subquery:
    """The last report of each measure up to a day, as it was known at a load."""
    recent_first = sa.func.row_number().over(partition_by=_reports.c.measure_code, order_by=_reports.c.cut_on.desc())
    return (
        sa.select(
            _reports.c.measure_code,
            _reports.c.status,
            _reports.c.progress_percent,
            _reports.c.cut_on,
            recent_first.label("rank"),
        )
        .where(visible_at(_reports, horizon), _reports.c.cut_on <= day)
        .subquery(name)
    )


_ranked = _latest_reports(HORIZON, TODAY, "ranked_reports")
# A measure is one row, whatever its bodies: of several leads it counts with the first by code.
_lead = (
    sa.select(_bodies.c.measure_code, sa.func.min(_bodies.c.undersecretariat_code).label("undersecretariat_code"))
    .where(visible(_bodies), _bodies.c.role == "lead")
    .group_by(_bodies.c.measure_code)
    .subquery("lead_bodies")
)
_bodies_led = schema.undersecretariats


def _measures_with(table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """The measure has a row of `table` that meets the conditions."""
    found = sa.select(table.c.measure_code).where(visible(table), *conditions)
    return _measures.c.code.in_(found)


def _measures_that_end(holds: Callable[[ColumnElement[Any]], ColumnElement[bool]], day: str) -> ColumnElement[bool]:
    """The last of the days of that name of the measure's milestones is one for which it `holds`."""
    found = (
        sa.select(_milestones.c.measure_code)
        .where(visible(_milestones))
        .group_by(_milestones.c.measure_code)
        .having(holds(sa.func.max(_milestones.c[day])))
    )
    return _measures.c.code.in_(found)


def _has_passed(day: ColumnElement[Any]) -> ColumnElement[bool]:
    return day < TODAY


def _has_come(day: ColumnElement[Any]) -> ColumnElement[bool]:
    return day <= TODAY


STATUS, PROGRESS, LAST_CUT = _ranked.c.status, _ranked.c.progress_percent, _ranked.c.cut_on
"""What the last report of a measure says, and the day that it speaks of."""
IMPLEMENTED = _ranked.c.status == Status.IMPLEMENTED.value
IN_PROGRESS = _ranked.c.status == Status.IN_PROGRESS.value
NOT_REPORTED = _ranked.c.status.is_(None)
IS_UNFINISHED = sa.or_(NOT_REPORTED, _ranked.c.status != Status.IMPLEMENTED.value)
HAS_AXIS = _measures.c.axis_number.is_not(None)

_open = _milestones.c.actual_on.is_(None)
# The end of a measure is that of its last milestone; what has no milestone has no end to be late for.
LATE = sa.and_(_measures_that_end(_has_passed, "planned_on"), IS_UNFINISHED)
HAS_OVERDUE_MILESTONE = sa.and_(_measures_with(_milestones, _open, _milestones.c.planned_on < TODAY), IS_UNFINISHED)
DUE_SOON = sa.and_(
    _measures_with(_milestones, _open, _milestones.c.planned_on.between(TODAY, days_later(TODAY, SOON_DAYS))),
    IS_UNFINISHED,
)
PROMISED_AT_FIRST = _measures_that_end(_has_come, "baseline_on")
PROMISED_NOW = _measures_that_end(_has_come, "planned_on")
REPLANNED = _measures_with(_milestones, _milestones.c.planned_on > _milestones.c.baseline_on)
BLOCKED = sa.and_(_measures_with(_blockers, _blockers.c.resolved_on.is_(None)), IS_UNFINISHED)
_REVIEWED = _measures_with(_evidence, _evidence.c.reviewed_on.is_not(None))
_PRESENTED = _measures_with(_evidence)
UNPROVED = sa.and_(IMPLEMENTED, sa.not_(_PRESENTED))

SCHEDULE = sa.case(
    (IMPLEMENTED, Schedule.DONE.value),
    (LATE, Schedule.LATE.value),
    (HAS_OVERDUE_MILESTONE, Schedule.AT_RISK.value),
    (_measures_with(_milestones), Schedule.ON_TIME.value),
)
"""One rule: late, if its end has passed; at risk, if another milestone has, and was not reached; else on time."""
PROOF = sa.case((_REVIEWED, Proof.REVIEWED.value), (_PRESENTED, Proof.PRESENTED.value), else_=Proof.NONE.value)
AT_RISK = sa.and_(HAS_OVERDUE_MILESTONE, sa.not_(LATE))

_last_round = (
    sa.select(sa.func.max(_rounds.c.cut_on)).where(visible(_rounds), _rounds.c.due_on <= TODAY).scalar_subquery()
)
MISSING_REPORT = sa.and_(IS_UNFINISHED, sa.or_(_ranked.c.cut_on.is_(None), _ranked.c.cut_on < _last_round))
"""Unfinished, and nothing was reported of it for the last round that is due."""

# What was known at the session before: its day, and the last load that counted then.
_session_before = (
    sa.select(sa.func.max(_sessions.c.held_on)).where(visible(_sessions), _sessions.c.held_on < TODAY).scalar_subquery()
)
_first_load_after = (
    sa.select(sa.func.min(_batches.c.id))
    .where(_batches.c.register == REGISTER, _batches.c.recorded_on > _session_before)
    .scalar_subquery()
)
_horizon_before = sa.func.coalesce(_first_load_after - 1, HORIZON)
_before = _latest_reports(_horizon_before, _session_before, "reports_before")
MOVED = sa.and_(
    _session_before.is_not(None),
    sa.or_(
        _ranked.c.status.is_distinct_from(_before.c.status),
        _ranked.c.progress_percent.is_distinct_from(_before.c.progress_percent),
    ),
)
"""Its state or its progress is not what was known at the session before; no measure, where there was none."""


def _joined(*more: Subquery) -> sa.Join:
    rows = _measures.outerjoin(_ranked, sa.and_(_ranked.c.measure_code == _measures.c.code, _ranked.c.rank == 1))
    for one in more:
        rows = rows.outerjoin(one, sa.and_(one.c.measure_code == _measures.c.code, one.c.rank == 1))
    return rows.outerjoin(_lead, _lead.c.measure_code == _measures.c.code).outerjoin(
        _bodies_led, _bodies_led.c.code == _lead.c.undersecretariat_code
    )


_LABELS = {
    "axis": "Eje",
    "status": "Estado",
    "schedule": "Situación de plazo",
    "proof": "Evidencia",
    "lead_body": "Subsecretaría responsable",
    "ministry": "Ministerio responsable",
    "subcommittee": "Subcomité",
}
_DIMENSIONS: dict[str, ColumnElement[Any]] = {
    "axis": _measures.c.axis_number,
    "status": STATUS,
    "schedule": SCHEDULE,
    "proof": PROOF,
    "lead_body": _lead.c.undersecretariat_code,
    "ministry": _bodies_led.c.ministry_code,
    "subcommittee": _bodies_led.c.subcommittee_code,
}


def _measures_dataset(rows: sa.Join) -> Dataset:
    return Dataset(
        register=REGISTER,
        rows=rows,
        versions=_measures,
        visible=visible(_measures),
        dimensions=_DIMENSIONS,
        labels=_LABELS,
    )


MEASURES = _measures_dataset(_joined())
MEASURES_THEN_AND_NOW = _measures_dataset(_joined(_before))
"""The same rows, each with its last report of the session before: only who asks what moved pays for it."""

# --- agreements --------------------------------------------------------------------------------------------

_is_fulfilled = _agreements.c.fulfilled_on.is_not(None)
AGREEMENT_STATE = sa.case(
    (_agreements.c.dropped_on.is_not(None), AgreementState.DROPPED.value),
    (sa.and_(_is_fulfilled, _agreements.c.fulfilled_on > _agreements.c.due_on), AgreementState.FULFILLED_LATE.value),
    (_is_fulfilled, AgreementState.FULFILLED.value),
    (_agreements.c.due_on < TODAY, AgreementState.OVERDUE.value),
    else_=AgreementState.PENDING.value,
)
AGREEMENTS = Dataset(
    register=REGISTER,
    rows=_agreements,
    versions=_agreements,
    visible=visible(_agreements),
    dimensions={"agreement_state": AGREEMENT_STATE, "agreement_body": _agreements.c.undersecretariat_code},
    labels={"agreement_state": "Estado del acuerdo", "agreement_body": "Subsecretaría que debe cumplir"},
)
AGREEMENT_OPEN = sa.and_(_agreements.c.dropped_on.is_(None), _agreements.c.fulfilled_on.is_(None))
AGREEMENT_OVERDUE = sa.and_(AGREEMENT_OPEN, _agreements.c.due_on < TODAY)

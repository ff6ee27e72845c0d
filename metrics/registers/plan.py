"""The measures of the Plan Nacional de Acción and where each stood on a day."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa

from data_access import schema
from metrics.model.dataset import Dataset
from metrics.model.sources import Source
from metrics.model.sql import TODAY, visible

SOURCE = Source(
    id="plan_register",
    label="Registro de medidas del Plan Nacional de Acción",
    institution="Secretaría Ejecutiva del Comité Asesor Interministerial (SERMIG)",
)


class Status(StrEnum):
    """The official states of a measure; that it was not reported is neither, and null."""

    IMPLEMENTED = "implemented"
    IN_PROGRESS = "in_progress"


_measures, _reports = schema.measures, schema.progress_reports
_bodies, _milestones = schema.measure_bodies, schema.milestones
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
MEASURES = Dataset(
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
    labels={"axis": "Eje", "status": "Estado", "lead_body": "Subsecretaría responsable"},
)
IMPLEMENTED = _ranked.c.status == Status.IMPLEMENTED.value
IN_PROGRESS = _ranked.c.status == Status.IN_PROGRESS.value
NOT_REPORTED = _ranked.c.status.is_(None)
HAS_AXIS = _measures.c.axis_number.is_not(None)

# The end of a measure is that of its last milestone; what has no milestone has no end to be late for.
_past_their_end = (
    sa.select(_milestones.c.measure_code)
    .where(visible(_milestones))
    .group_by(_milestones.c.measure_code)
    .having(sa.func.max(_milestones.c.planned_on) < TODAY)
)
LATE = sa.and_(
    _measures.c.code.in_(_past_their_end),
    sa.or_(_ranked.c.status.is_(None), _ranked.c.status != Status.IMPLEMENTED.value),
)

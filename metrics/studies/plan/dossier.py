"""Everything about one measure, as known on a day: its plan and how it was moved, its reports, its evidence, who must act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access import schema
from metrics.model.sql import visible
from metrics.queries.provenance import speaking
from metrics.queries.reader import Reader
from metrics.registers import plan
from metrics.studies.plan.measures import MeasureList, measures
from metrics.studies.plan.reading import bodies_of
from metrics.studies.rows import framed, known_binds

_milestones, _reports, _rounds = schema.milestones, schema.progress_reports, schema.reporting_rounds


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """One measure on a day. Frames are empty, with their columns, where nothing is known.

    `measure` is its row of `MeasureList`. `bodies`: `code`, `label`, `role`. `milestones`: `number`, `label`,
    `baseline_on`, `planned_on`, `actual_on` (Date), `target` (a fraction). `replans`, in order: `told_on`, `number`,
    `label`, `from_on`, `to_on`, `reason`. `reports`, latest first: `cut_on`, `due_on`, `delivered_on`, `body`, `status`,
    `progress`, `confidence`, `narrative`. `evidence`: `number`, `label`, `url`, `presented_on`, `reviewed_on`.
    `blockers`: `number`, `body_code`, `body`, `label`, `since_on`, `resolved_on`. `ties`:
    `kind` ('metric' or 'budget_line') and `target`.
    """

    measure: Mapping[str, Any]
    today: date
    known_on: date | None
    bodies: pl.DataFrame
    milestones: pl.DataFrame
    replans: pl.DataFrame
    reports: pl.DataFrame
    evidence: pl.DataFrame
    blockers: pl.DataFrame
    ties: pl.DataFrame


def dossier(reader: Reader, code: str, as_of: date | None = None) -> Dossier | None:
    """The measure of that code; None where there is none on that day."""
    listed: MeasureList = measures(reader, as_of)
    found = listed.frame.filter(pl.col("code") == code)
    known = reader.coverage(plan.REGISTER, as_of)
    if found.is_empty() or known.covers_to is None:
        return None
    binds = known_binds(known) | {"code": code}
    loads = [one.id for one in speaking(reader.facts.batches, plan.REGISTER, known.horizon)]
    return Dossier(
        measure=found.row(0, named=True),
        today=known.covers_to,
        known_on=known.known_on,
        bodies=framed(reader.rows(_BODIES, binds), _BODY_COLUMNS),
        milestones=framed(reader.rows(_MILESTONES, binds), _MILESTONE_COLUMNS),
        replans=replans(framed(reader.rows(_PLANNED.where(_of_measure), binds | {"loads": loads}), _PLANNED_COLUMNS)),
        reports=framed(reader.rows(_REPORTS, binds), _REPORT_COLUMNS),
        evidence=framed(reader.rows(_EVIDENCE, binds), EVIDENCE_COLUMNS),
        blockers=framed(reader.rows(_BLOCKERS, binds), _BLOCKER_COLUMNS),
        ties=framed(reader.rows(_TIES, binds), _TIE_COLUMNS),
    )


def paid_from(reader: Reader, lines: Sequence[str], as_of: date | None = None) -> pl.DataFrame:
    """The measures that declare one of these budget lines, in order: `code`, `title`, `status`, `target` (the line)."""
    known = reader.coverage(plan.REGISTER, as_of)
    ties = framed(reader.rows(_PAID, known_binds(known) | {"lines": list(lines)}), _PAID_COLUMNS)
    listed = measures(reader, as_of).frame.select("code", "title", "status")
    return ties.join(listed, on="code", how="inner", maintain_order="left").select("code", "title", "status", "target")


def all_replans(reader: Reader, as_of: date | None = None) -> pl.DataFrame:
    """Every move of a milestone known on a day: the columns of `Dossier.replans`, and `code` of the measure."""
    known = reader.coverage(plan.REGISTER, as_of)
    loads = [one.id for one in speaking(reader.facts.batches, plan.REGISTER, known.horizon)]
    return replans(framed(reader.rows(_PLANNED, known_binds(known) | {"loads": loads}), _PLANNED_COLUMNS))


def replans(planned: pl.DataFrame) -> pl.DataFrame:
    """Where a version of a milestone plans another day than the one before it; the first, than the baseline."""
    of_milestone = ("code", "number")
    before = pl.col("planned_on").shift(1).over(of_milestone, order_by="batch_id").fill_null(pl.col("baseline_on"))
    moved = planned.with_columns(from_on=before).filter(pl.col("from_on") != pl.col("planned_on"))
    return moved.select(
        "told_on", "code", "number", "label", "from_on", to_on="planned_on", reason="replanned_because"
    ).sort("told_on", "code", "number")


# --- reading ---------------------------------------------------------------------------------------------

_CODE = sa.bindparam("code", type_=sa.String)
_of_measure = _milestones.c.measure_code == _CODE
_BODY_COLUMNS = {"code": pl.String, "label": pl.String, "role": pl.String}
_BODIES = (
    sa.select(schema.undersecretariats.c.code, schema.undersecretariats.c.label, schema.measure_bodies.c.role)
    .join(
        schema.undersecretariats,
        schema.undersecretariats.c.code == schema.measure_bodies.c.undersecretariat_code,
    )
    .where(visible(schema.measure_bodies), schema.measure_bodies.c.measure_code == _CODE)
    .order_by(schema.measure_bodies.c.role.desc(), schema.undersecretariats.c.label)
)
_MILESTONE_COLUMNS = {
    "number": pl.Int64,
    "label": pl.String,
    "baseline_on": pl.Date,
    "planned_on": pl.Date,
    "actual_on": pl.Date,
    "target": pl.Float64,
}
_MILESTONES = (
    sa.select(
        _milestones.c.number,
        _milestones.c.label,
        _milestones.c.baseline_on,
        _milestones.c.planned_on,
        _milestones.c.actual_on,
        (_milestones.c.target_percent / 100.0).label("target"),
    )
    .where(visible(_milestones), _of_measure)
    .order_by(_milestones.c.number)
)
_PLANNED_COLUMNS = {
    "code": pl.String,
    "number": pl.Int64,
    "label": pl.String,
    "batch_id": pl.Int64,
    "told_on": pl.Date,
    "baseline_on": pl.Date,
    "planned_on": pl.Date,
    "replanned_because": pl.String,
}
_PLANNED = (
    sa.select(
        _milestones.c.measure_code.label("code"),
        _milestones.c.number,
        _milestones.c.label,
        _milestones.c.batch_id,
        schema.load_batches.c.recorded_on.label("told_on"),
        _milestones.c.baseline_on,
        _milestones.c.planned_on,
        _milestones.c.replanned_because,
    )
    .join(schema.load_batches, schema.load_batches.c.id == _milestones.c.batch_id)
    .where(_milestones.c.batch_id.in_(sa.bindparam("loads", expanding=True)))
    .order_by(_milestones.c.measure_code, _milestones.c.number, _milestones.c.batch_id)
)
_REPORT_COLUMNS = {
    "cut_on": pl.Date,
    "due_on": pl.Date,
    "delivered_on": pl.Date,
    "body": pl.String,
    "status": pl.String,
    "progress": pl.Float64,
    "confidence": pl.String,
    "narrative": pl.String,
}
_REPORTS = (
    sa.select(
        _reports.c.cut_on,
        _rounds.c.due_on,
        _reports.c.delivered_on,
        schema.undersecretariats.c.label.label("body"),
        _reports.c.status,
        (_reports.c.progress_percent / 100.0).label("progress"),
        _reports.c.confidence,
        _reports.c.narrative,
    )
    .select_from(
        _reports.outerjoin(_rounds, sa.and_(_rounds.c.cut_on == _reports.c.cut_on, visible(_rounds))).outerjoin(
            schema.undersecretariats, schema.undersecretariats.c.code == _reports.c.undersecretariat_code
        )
    )
    .where(visible(_reports), _reports.c.measure_code == _CODE)
    .order_by(_reports.c.cut_on.desc())
)
EVIDENCE_COLUMNS = {
    "number": pl.Int64,
    "label": pl.String,
    "url": pl.String,
    "presented_on": pl.Date,
    "reviewed_on": pl.Date,
}
_EVIDENCE = (
    sa.select(*(schema.evidence.c[name] for name in EVIDENCE_COLUMNS))
    .where(visible(schema.evidence), schema.evidence.c.measure_code == _CODE)
    .order_by(schema.evidence.c.number)
)
_BLOCKER_COLUMNS = {
    "number": pl.Int64,
    "body_code": pl.String,
    "body": pl.String,
    "label": pl.String,
    "since_on": pl.Date,
    "resolved_on": pl.Date,
}
_BLOCKERS = (
    sa.select(
        schema.blockers.c.number,
        schema.blockers.c.undersecretariat_code.label("body_code"),
        bodies_of(schema.blockers),
        schema.blockers.c.label,
        schema.blockers.c.since_on,
        schema.blockers.c.resolved_on,
    )
    .where(visible(schema.blockers), schema.blockers.c.measure_code == _CODE)
    .order_by(schema.blockers.c.number)
)
_TIE_COLUMNS = {"kind": pl.String, "target": pl.String}
_TIES = (
    sa.select(schema.measure_ties.c.kind, schema.measure_ties.c.target)
    .where(visible(schema.measure_ties), schema.measure_ties.c.measure_code == _CODE)
    .order_by(schema.measure_ties.c.kind, schema.measure_ties.c.target)
)
_PAID_COLUMNS = {"code": pl.String, "target": pl.String}
_PAID = (
    sa.select(schema.measure_ties.c.measure_code.label("code"), schema.measure_ties.c.target)
    .where(
        visible(schema.measure_ties),
        schema.measure_ties.c.kind == "budget_line",
        schema.measure_ties.c.target.in_(sa.bindparam("lines", expanding=True)),
    )
    .order_by(schema.measure_ties.c.measure_code, schema.measure_ties.c.target)
)

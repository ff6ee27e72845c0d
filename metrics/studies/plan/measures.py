"""The measures one by one: who leads each, where it stands and whether it is late, as known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy import ColumnElement

from data_access import schema
from metrics.model.coverage import Coverage
from metrics.model.sql import is_demonstration, visible
from metrics.queries.provenance import recorded_days
from metrics.queries.reader import Reader
from metrics.registers import plan

_measures, _reports = schema.measures, schema.progress_reports
_bodies, _milestones = schema.measure_bodies, schema.milestones
LOW = "low"
"""The confidence that asks for an explanation."""
_ENDS_ON = ("baseline_on", "planned_on", "actual_on")
_EXPLAINED_FROM = 0.05
"""How far progress may lie under what the milestones had promised without an explanation."""
_COLUMNS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "code": pl.String,
    "axis_code": pl.String,
    "axis": pl.String,
    "title": pl.String,
    "lead_code": pl.String,
    "lead": pl.String,
    "ministry_code": pl.String,
    "ministry": pl.String,
    "subcommittee_code": pl.String,
    "status": pl.String,
    "schedule": pl.String,
    "proof": pl.String,
    "progress": pl.Float64,
    "promised": pl.Float64,
    "confidence": pl.String,
    "narrative": pl.String,
    "owes_explanation": pl.Boolean,
    "baseline_on": pl.Date,
    "planned_on": pl.Date,
    "actual_on": pl.Date,
    "next_milestone": pl.String,
    "next_on": pl.Date,
    "reported_on": pl.Date,
    "report_age": pl.Int64,
    "misses_report": pl.Boolean,
    "source_line": pl.Int64,
    "demonstration": pl.Boolean,
    "is_late": pl.Boolean,
    "days_late": pl.Int64,
    "is_illegible": pl.Boolean,
}


@dataclass(frozen=True, kw_only=True)
class MeasureList:
    """One row per measure, in order of code, whatever its leads, co-leads and milestones; none where nothing was known.

    `frame` has `code`, `title`, `axis`, `lead` (joined by '; ' where there are several), `ministry` and their codes
    (String), the three states `status`, `schedule` and `proof`, `confidence` and `narrative` of the last report,
    `progress` and `promised` (fractions: what was reported, null where nothing was, and what the milestones that are due
    had promised) and `owes_explanation` (it lies behind, or confidence is low, and no narrative says why),
    `baseline_on`, `planned_on`, `actual_on` (those of its last milestone), `next_milestone` and `next_on` (the first
    that was not reached), `reported_on` (Date), `report_age` (calendar days), `misses_report` (of the last round),
    `source_line`, `demonstration`, and on the last day known `is_late` and `days_late` (calendar days). `is_illegible`:
    some day of it is none, and null here. What the metrics `plan.measures_…` count is what is so here.
    """

    frame: pl.DataFrame
    as_of: date | None
    known_on: date | None
    kinds: frozenset[str]

    @property
    def is_demonstration(self) -> bool:
        """Some row is demonstration data."""
        return bool(self.frame["demonstration"].any())

    @property
    def late(self) -> MeasureList:
        """Those that are late, the latest first."""
        found = self.frame.filter("is_late").sort("days_late", "code", descending=[True, False])
        return replace(self, frame=found)


def reporting_dates(reader: Reader) -> tuple[date, ...]:
    """The days on which the plan was reported, latest first."""
    return tuple(sorted(recorded_days(reader.facts.batches, plan.MEASURES.register), reverse=True))


def measures(reader: Reader, as_of: date | None = None) -> MeasureList:
    """The measures as known on `as_of`, or now."""
    known = reader.coverage(plan.MEASURES.register, as_of)
    rows = _rows(reader, known, known.covers_to) if known.covers_to else []
    frame = pl.DataFrame(rows, schema=dict(_COLUMNS), orient="row")
    return MeasureList(frame=frame, as_of=as_of, known_on=known.known_on, kinds=known.kinds)


def moved(reader: Reader, *, as_of: date, since: date) -> MeasureList:
    """The measures whose state or progress changed between two days, those newly implemented first.

    Columns of `MeasureList` as of the later day, and `status_before` and `progress_before`.
    """
    now = measures(reader, as_of)
    before = measures(reader, since).frame.select(
        "code", status_before=pl.col("status"), progress_before=pl.col("progress")
    )
    both = now.frame.join(before, on="code", how="left", maintain_order="left")
    changed = both.filter(
        pl.col("status").ne_missing(pl.col("status_before")) | pl.col("progress").ne_missing(pl.col("progress_before"))
    )
    is_done = (pl.col("status") == plan.Status.IMPLEMENTED.value).fill_null(value=False)
    return replace(now, frame=changed.sort(is_done, pl.col("code"), descending=[True, False]))


# --- reading ---------------------------------------------------------------------------------------------


def _rows(reader: Reader, known: Coverage, today: date) -> list[tuple[Any, ...]]:
    binds = {"horizon": known.horizon, "today": today}
    leads = _by_measure(reader.rows(_LEADS, binds))
    plans = _by_measure(reader.rows(_PLANS, binds))
    found = []
    for row in reader.rows(_STATES, binds):
        line = _line(row, leads.get(row.code, []), _Plan(plans.get(row.code, [])), today)
        found.append(tuple(line[name] for name in _COLUMNS))
    return found


@dataclass(frozen=True)
class _Plan:
    """The milestones of a measure, in their order; days as they are stored."""

    milestones: Sequence[Any]

    def ends(self) -> dict[str, Any]:
        """The last of each kind of day; the last was reached where all were."""
        last = {
            name: max((getattr(one, name) or "" for one in self.milestones), default="") or None for name in _ENDS_ON
        }
        are_reached = all(one.actual_on for one in self.milestones)
        return last | {"actual_on": last["actual_on"] if are_reached else None}

    def next(self) -> tuple[str | None, Any]:
        """The label and the day of the first that was not reached."""
        pending = sorted((one.planned_on, one.number, one.label) for one in self.milestones if not one.actual_on)
        return (pending[0][2], pending[0][0]) if pending else (None, None)

    def promised(self, today: date) -> float | None:
        """What was to be reached before a day, as a fraction; None where no milestone says it."""
        targets = [one for one in self.milestones if one.target_percent is not None]
        due = [one.target_percent for one in targets if one.planned_on < today.isoformat()]
        return max(due, default=0) / 100 if targets else None


def _line(row: Any, leads: Sequence[Any], plan_of: _Plan, today: date) -> dict[str, Any]:
    """The values of `_COLUMNS`."""
    next_milestone, next_on = plan_of.next()
    days = plan_of.ends() | {"next_on": next_on, "reported_on": row.cut_on}
    read = {name: _day(value) for name, value in days.items()}
    progress = None if row.progress_percent is None else row.progress_percent / 100
    promised, planned_on, reported_on = plan_of.promised(today), read["planned_on"], read["reported_on"]
    lead = leads[0] if leads else None
    return {
        **{name: getattr(row, name) for name in _AS_READ},
        **read,
        "lead_code": lead and lead.undersecretariat_code,
        "lead": "; ".join(one.label for one in leads) or None,
        "ministry_code": lead and lead.ministry_code,
        "ministry": lead and lead.ministry,
        "subcommittee_code": lead and lead.subcommittee_code,
        "progress": progress,
        "promised": promised,
        "owes_explanation": _owes_explanation(row, progress, promised),
        "next_milestone": next_milestone,
        "report_age": (today - reported_on).days if reported_on else None,
        "misses_report": bool(row.misses_report),
        "demonstration": bool(row.demonstration),
        "is_late": bool(row.is_late),
        "days_late": (today - planned_on).days if row.is_late and planned_on else None,
        "is_illegible": any(days[name] is not None and read[name] is None for name in days),
    }


def _owes_explanation(row: Any, progress: float | None, promised: float | None) -> bool:
    is_behind = progress is not None and promised is not None and promised - progress > _EXPLAINED_FROM
    is_asked = row.status == plan.Status.IN_PROGRESS.value and (is_behind or row.confidence == LOW)
    return bool(is_asked and not (row.narrative or "").strip())


def _day(value: Any) -> date | None:
    """A day as it is stored, None where it is none: SQLite keeps whatever it is given, and one must not fail the others."""
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _as_stored(day: ColumnElement[Any]) -> ColumnElement[Any]:
    return sa.cast(day, sa.String)


def _by_measure(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.measure_code, []).append(row)
    return found


_AS_READ = (
    "code",
    "axis_code",
    "axis",
    "title",
    "status",
    "schedule",
    "proof",
    "confidence",
    "narrative",
    "source_line",
)
_last_report = sa.and_(
    _reports.c.measure_code == _measures.c.code, _reports.c.cut_on == plan.LAST_CUT, visible(_reports)
)
_STATES = (
    sa.select(
        _measures.c.code,
        sa.cast(_measures.c.axis_number, sa.String).label("axis_code"),
        schema.axes.c.label.label("axis"),
        _measures.c.title,
        plan.STATUS.label("status"),
        plan.SCHEDULE.label("schedule"),
        plan.PROOF.label("proof"),
        plan.PROGRESS.label("progress_percent"),
        _reports.c.confidence,
        _reports.c.narrative,
        _as_stored(plan.LAST_CUT).label("cut_on"),
        sa.case((plan.MISSING_REPORT, 1), else_=0).label("misses_report"),
        sa.case((plan.LATE, 1), else_=0).label("is_late"),
        _measures.c.source_line,
        is_demonstration(_measures.c.batch_id).label("demonstration"),
    )
    .select_from(
        plan.MEASURES.rows.outerjoin(schema.axes, schema.axes.c.number == _measures.c.axis_number).outerjoin(
            _reports, _last_report
        )
    )
    .where(plan.MEASURES.visible)
    .order_by(_measures.c.code)
)
_LEADS = (
    sa.select(
        _bodies.c.measure_code,
        _bodies.c.undersecretariat_code,
        schema.undersecretariats.c.label,
        schema.undersecretariats.c.ministry_code,
        schema.ministries.c.label.label("ministry"),
        schema.undersecretariats.c.subcommittee_code,
    )
    .join(schema.undersecretariats, schema.undersecretariats.c.code == _bodies.c.undersecretariat_code)
    .join(schema.ministries, schema.ministries.c.code == schema.undersecretariats.c.ministry_code)
    .where(visible(_bodies), _bodies.c.role == "lead")
    .order_by(_bodies.c.measure_code, _bodies.c.undersecretariat_code)
)
_PLANS = (
    sa.select(
        _milestones.c.measure_code,
        _milestones.c.number,
        _milestones.c.label,
        _milestones.c.target_percent,
        *(_as_stored(_milestones.c[name]).label(name) for name in _ENDS_ON),
    )
    .where(visible(_milestones))
    .order_by(_milestones.c.measure_code, _milestones.c.number)
)

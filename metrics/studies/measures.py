"""The measures one by one: who leads each, where it stands and whether it is late, as known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access import schema
from metrics.model.coverage import Coverage
from metrics.model.sql import TODAY, is_demonstration, visible
from metrics.queries.provenance import recorded_days
from metrics.queries.reader import Reader
from metrics.registers import plan

_measures, _reports = schema.measures, schema.progress_reports
_bodies, _milestones = schema.measure_bodies, schema.milestones
_COLUMNS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "code": pl.String,
    "axis": pl.String,
    "title": pl.String,
    "lead": pl.String,
    "status": pl.String,
    "progress": pl.Float64,
    "confidence": pl.String,
    "baseline_on": pl.Date,
    "planned_on": pl.Date,
    "actual_on": pl.Date,
    "reported_on": pl.Date,
    "source_line": pl.Int64,
    "demonstration": pl.Boolean,
    "is_late": pl.Boolean,
    "days_late": pl.Int64,
}


@dataclass(frozen=True, kw_only=True)
class MeasureList:
    """One row per measure, in order of code, whatever its leads, co-leads and milestones; none where nothing was known.

    `frame` has `code`, `axis`, `title`, `lead` (joined by '; ' where there are several), `status` and `confidence`
    (String), `progress` (a fraction, null where the measure has not been reported), `baseline_on`, `planned_on`,
    `actual_on` (those of its last milestone) and `reported_on` (Date), `source_line`, `demonstration`, and on the last
    day known `is_late` and `days_late` (calendar days). What `plan.measures_late` counts is what is late here.
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
    rows = _rows(reader, known) if known.covers_to else []
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


def _rows(reader: Reader, known: Coverage) -> list[tuple[Any, ...]]:
    today = known.covers_to
    binds = {"horizon": known.horizon, "today": today}
    leads = _joined(reader.rows(_LEADS, binds))
    ends = {row.measure_code: row for row in reader.rows(_ENDS, binds)}
    late_on = {row.code: today for row in reader.rows(_LATE, binds)}
    return [
        _row(row, leads.get(row.code), ends.get(row.code), late_on.get(row.code)) for row in reader.rows(_STATES, binds)
    ]


def _row(row: Any, lead: str | None, end: Any, late_on: date | None) -> tuple[Any, ...]:
    """The values of `_COLUMNS`; `late_on` is the day on which the measure is late, if it is."""
    planned_on = end.planned_on if end else None
    return (
        row.code,
        row.axis,
        row.title,
        lead,
        row.status,
        None if row.progress_percent is None else row.progress_percent / 100,
        row.confidence,
        end.baseline_on if end else None,
        planned_on,
        end.actual_on if end and end.milestones == end.reached else None,
        row.cut_on,
        row.source_line,
        bool(row.demonstration),
        late_on is not None,
        (late_on - planned_on).days if late_on and planned_on else None,
    )


def _joined(rows: Iterable[Any]) -> dict[str, str]:
    """The labels of each measure's leads, joined."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.measure_code, []).append(row.label)
    return {code: "; ".join(labels) for code, labels in found.items()}


_latest = (
    sa.select(_reports.c.measure_code, sa.func.max(_reports.c.cut_on).label("cut_on"))
    .where(visible(_reports), _reports.c.cut_on <= TODAY)
    .group_by(_reports.c.measure_code)
    .subquery("latest")
)
_report = sa.and_(
    _reports.c.measure_code == _latest.c.measure_code, _reports.c.cut_on == _latest.c.cut_on, visible(_reports)
)
_STATES = (
    sa.select(
        _measures.c.code,
        schema.axes.c.label.label("axis"),
        _measures.c.title,
        _reports.c.status,
        _reports.c.progress_percent,
        _reports.c.confidence,
        _reports.c.cut_on,
        _measures.c.source_line,
        is_demonstration(_measures.c.batch_id).label("demonstration"),
    )
    .select_from(
        _measures.outerjoin(schema.axes, schema.axes.c.number == _measures.c.axis_number)
        .outerjoin(_latest, _latest.c.measure_code == _measures.c.code)
        .outerjoin(_reports, _report)
    )
    .where(visible(_measures))
    .order_by(_measures.c.code)
)
_LEADS = (
    sa.select(_bodies.c.measure_code, schema.undersecretariats.c.label)
    .join(schema.undersecretariats, schema.undersecretariats.c.code == _bodies.c.undersecretariat_code)
    .where(visible(_bodies), _bodies.c.role == "lead")
    .order_by(_bodies.c.measure_code, _bodies.c.undersecretariat_code)
)
_ENDS = (
    sa.select(
        _milestones.c.measure_code,
        sa.func.max(_milestones.c.baseline_on).label("baseline_on"),
        sa.func.max(_milestones.c.planned_on).label("planned_on"),
        sa.func.max(_milestones.c.actual_on).label("actual_on"),
        sa.func.count().label("milestones"),
        sa.func.count(_milestones.c.actual_on).label("reached"),
    )
    .where(visible(_milestones))
    .group_by(_milestones.c.measure_code)
)
_LATE = sa.select(_measures.c.code).select_from(plan.MEASURES.rows).where(plan.MEASURES.visible, plan.LATE)

"""The measures one by one: who leads each, where it stands and whether it is late, as of a cut."""

from __future__ import annotations

from datetime import date

import polars as pl
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from data_access import schema
from metrics.provenance import Snapshot
from metrics.reader import Reader
from metrics.sql import visible

_measures, _reports, _bodies, _milestones = (
    schema.measures,
    schema.progress_reports,
    schema.measure_bodies,
    schema.milestones,
)
_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
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
}


def cuts(engine: Engine, at: Snapshot | None = None) -> tuple[date, ...]:
    """The days on which the plan was reported, latest first."""
    with engine.connect() as connection:
        batches = Reader(connection, at).knowledge.batches
    return tuple(sorted({batch.recorded_on for batch in batches if batch.register == "plan"}, reverse=True))


def measures(engine: Engine, as_of: date | None = None, at: Snapshot | None = None) -> pl.DataFrame:
    """One row per measure in order of code, from the register of the plan; none where nothing was known on `as_of`.

    Columns: `code`, `axis`, `title`, `lead`, `status` and `confidence` (String), `progress` (a fraction, null
    where the measure has not been reported), `baseline_on`, `planned_on`, `actual_on` and `reported_on` (Date),
    `source_line`, and at the cut `is_late` and `days_late` (calendar days). A measure is late when the end that
    its current plan gives has passed and it is not implemented.
    """
    with engine.connect() as connection:
        known = Reader(connection, at).coverage("plan", as_of)
        today = as_of or known.covers_to
        rows = _rows(connection, known.horizon, today) if today else []
    frame = pl.DataFrame(rows, schema=_COLUMNS, orient="row").with_columns(pl.col("progress") / 100)
    late = (pl.col("planned_on") < pl.lit(today, dtype=pl.Date)) & (pl.col("status").fill_null("") != "implemented")
    frame = frame.with_columns(is_late=late.fill_null(value=False))
    days = (pl.lit(today, dtype=pl.Date) - pl.col("planned_on")).dt.total_days()
    return frame.with_columns(days_late=pl.when("is_late").then(days))


def _rows(connection: Connection, horizon: int, today: date) -> list[tuple[object, ...]]:
    latest = (
        sa.select(_reports.c.measure_code, sa.func.max(_reports.c.cut_on).label("cut_on"))
        .where(visible(_reports), _reports.c.cut_on <= today)
        .group_by(_reports.c.measure_code)
        .subquery("latest")
    )
    report = sa.and_(
        _reports.c.measure_code == latest.c.measure_code, _reports.c.cut_on == latest.c.cut_on, visible(_reports)
    )
    lead = sa.and_(_bodies.c.measure_code == _measures.c.code, _bodies.c.role == "lead", visible(_bodies))
    milestone = sa.and_(_milestones.c.measure_code == _measures.c.code, visible(_milestones))
    statement = (
        sa.select(
            _measures.c.code,
            schema.axes.c.label,
            _measures.c.title,
            schema.undersecretariats.c.label,
            _reports.c.status,
            _reports.c.progress_percent,
            _reports.c.confidence,
            _milestones.c.baseline_on,
            _milestones.c.planned_on,
            _milestones.c.actual_on,
            _reports.c.cut_on,
            _measures.c.source_line,
        )
        .select_from(
            _measures.outerjoin(schema.axes, schema.axes.c.number == _measures.c.axis_number)
            .outerjoin(latest, latest.c.measure_code == _measures.c.code)
            .outerjoin(_reports, report)
            .outerjoin(_bodies, lead)
            .outerjoin(schema.undersecretariats, schema.undersecretariats.c.code == _bodies.c.undersecretariat_code)
            .outerjoin(_milestones, milestone)
        )
        .where(visible(_measures))
        .order_by(_measures.c.code)
    )
    return [tuple(row) for row in connection.execute(statement, {"horizon": horizon})]


def moved(engine: Engine, as_of: date, earlier: date, at: Snapshot | None = None) -> pl.DataFrame:
    """The measures whose state or progress changed between two cuts, those newly implemented first.

    Columns of `measures` as of the later cut, and `status_before` and `progress_before`.
    """
    before = measures(engine, earlier, at).select(
        "code", status_before=pl.col("status"), progress_before=pl.col("progress")
    )
    both = measures(engine, as_of, at).join(before, on="code", how="left", maintain_order="left")
    changed = both.filter(
        pl.col("status").ne_missing(pl.col("status_before")) | pl.col("progress").ne_missing(pl.col("progress_before"))
    )
    is_done = (pl.col("status") == "implemented").fill_null(value=False)
    return changed.sort(is_done, pl.col("code"), descending=[True, False])

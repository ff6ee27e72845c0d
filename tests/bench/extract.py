"""What the other tools' pages read: the demonstration's requests as Parquet, ready to count."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import sqlalchemy as sa
from sqlalchemy import Connection

from data_access import schema
from data_access.engine import connect

_SOURCES = {
    "requests": """
        SELECT r.received_on, r.first_answer_on, r.extended_on, r.closed_on, t.short_name AS region,
               received.business_day_number + coalesce(replied.business_day_number - asked.business_day_number, 0)
                   AS received_number,
               ended.business_day_number AS ended_number
        FROM foi_requests r
        JOIN calendar received ON received.day = r.received_on
        LEFT JOIN calendar ended ON ended.day = coalesce(r.first_answer_on, r.closed_on)
        LEFT JOIN calendar asked ON asked.day = r.clarification_asked_on
        LEFT JOIN calendar replied ON replied.day = r.clarified_on
        LEFT JOIN territories t ON t.code = r.region_code
        WHERE r.superseded_by IS NULL""",
    "appeals": "SELECT filed_on FROM foi_appeals WHERE superseded_by IS NULL",
    "calendar": "SELECT day, business_day_number AS number FROM calendar",
    "regions": "SELECT short_name AS region FROM territories WHERE kind = 'region' ORDER BY position",
    "transparency_index": """
        SELECT substr(period_key, 1, 4) AS period, value FROM observations
        WHERE indicator = 'foi.active_transparency_index' AND superseded_by IS NULL""",
}

_PATIENCE = 600.0
"""Seconds that one source may take: it is read once, and nobody waits for it."""


def write(url: str, folder: Path) -> None:
    """Write every source as `folder`/<name>.parquet."""
    engine = connect(url, read_only=True, seconds=_PATIENCE)
    with engine.connect() as connection:
        for name, statement in _SOURCES.items():
            _read(connection, statement).write_parquet(folder / f"{name}.parquet")
    engine.dispose()


def _read(connection: Connection, statement: str) -> pl.DataFrame:
    found = connection.execute(sa.text(statement))
    names = list(found.keys())
    frame = pl.DataFrame([tuple(row) for row in found], schema=names, orient="row", infer_schema_length=None)
    days = [name for name in names if name == schema.calendar.c.day.name or name.endswith("_on")]
    return frame.with_columns(pl.col(days).cast(pl.String).str.to_date())

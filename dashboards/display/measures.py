"""The measures of the plan in words, and the columns that tables of them have."""

from __future__ import annotations

import polars as pl

from dashboards.display.columns import Column
from dashboards.display.formats import NOTATIONS, ValueFormat
from dashboards.display.words import MEASURE_STATUS, NOT_REPORTED, NOT_STATED

CODE = Column("code", "Medida")
TITLE = Column("title", "Qué es")
AXIS = Column("axis", "Eje")
LEAD = Column("lead", "Responsable")
STATUS = Column("status", "Estado")
CHANGE = Column("change", "Estado")
PLANNED = Column("planned_on", "Término planificado")
DAYS_LATE = Column("days_late", "Días de atraso", is_number=True)
PROGRESS = Column("progress", "Avance", is_number=True)
PROGRESS_BEFORE = Column("progress_before", "Avance antes", is_number=True)
_PROGRESS_FORMAT = ValueFormat(
    label="avance", multiplier=100, decimals=0, notation=NOTATIONS["percent"], absent=NOT_REPORTED
)


def in_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Measures with their state and progress in words; what was not reported says so."""
    worded = frame.with_columns(
        pl.col("^status.*$").replace_strict(MEASURE_STATUS, default=NOT_REPORTED).fill_null(NOT_REPORTED),
        pl.col(AXIS.name).fill_null("Sin eje informado"),
        pl.col(LEAD.name).fill_null(NOT_STATED),
    )
    if "status_before" in frame.columns:
        was, now = pl.col("status_before"), pl.col(STATUS.name)
        change = pl.when(was == now).then(now).otherwise(pl.format("{} → {}", was, now))
        worded = worded.with_columns(change.alias(CHANGE.name))
    written = [column for column in (PROGRESS, PROGRESS_BEFORE) if column.name in frame.columns]
    return worded.with_columns(_texts(frame, column) for column in written)


def _texts(frame: pl.DataFrame, column: Column) -> pl.Series:
    return pl.Series(column.text_name, [_PROGRESS_FORMAT.text(value) for value in frame[column.name]], dtype=pl.String)

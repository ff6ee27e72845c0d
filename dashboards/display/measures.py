"""The measures of the plan in words, and the columns that tables of them have."""

from __future__ import annotations

import polars as pl

from dashboards.display import dates, links
from dashboards.display.columns import Column, Row
from dashboards.display.formats import ILLEGIBLE, NOTATIONS, ValueFormat
from dashboards.display.words import (
    KINDS_OF_DATA,
    MEASURE_PROOF,
    MEASURE_SCHEDULE,
    MEASURE_STATUS,
    NOT_REPORTED,
    NOT_STATED,
    kind_of_load,
)

CODE = Column("code", "Medida")
TITLE = Column("title", "Qué es")
AXIS = Column("axis", "Eje")
LEAD = Column("lead", "Responsable")
STATUS = Column("status", "Estado oficial")
SCHEDULE = Column("schedule", "Plazo")
PROOF = Column("proof", "Evidencia")
PROMISED = Column("promised", "Comprometido", is_number=True, number_format="0%")
NEXT = Column("next", "Próximo hito")
REPORTED = Column("reported", "Último reporte")
CHANGE = Column("change", "Estado")
PLANNED = Column("planned_on", "Término planificado")
DAYS_LATE = Column("days_late", "Días de atraso", is_number=True)
PROGRESS = Column("progress", "Avance", is_number=True, number_format="0%")
PROGRESS_BEFORE = Column("progress_before", "Avance antes", is_number=True, number_format="0%")
KIND = Column("kind", "Tipo de dato")
LISTED = (
    CODE,
    TITLE,
    AXIS,
    LEAD,
    STATUS,
    SCHEDULE,
    PROOF,
    PROGRESS,
    PROMISED,
    NEXT,
    REPORTED,
    KIND,
)
"""What a list of the whole plan tells of each."""
_PROGRESS_FORMAT = ValueFormat(
    label="avance", multiplier=100, decimals=0, notation=NOTATIONS["percent"], absent=NOT_REPORTED
)


def in_words(frame: pl.DataFrame, **filters: str) -> pl.DataFrame:
    """Measures with their states, progress and kind of data in words; what was not reported, or was made up, says so.

    Each leads to its own page, which keeps the `filters` of the list.
    """
    worded = frame.with_columns(
        pl.Series(f"{CODE.name}_address", [links.of_measure(one, **filters) for one in frame[CODE.name]], pl.String),
        pl.Series(NEXT.name, [_next(row) for row in frame.iter_rows(named=True)], pl.String),
        pl.Series(REPORTED.name, [_reported(row) for row in frame.iter_rows(named=True)], pl.String),
        pl.col(SCHEDULE.name).replace_strict(MEASURE_SCHEDULE, default=NO_PLAN).fill_null(NO_PLAN),
        pl.col(PROOF.name).replace_strict(MEASURE_PROOF, default=None),
        pl.col("^status.*$").replace_strict(MEASURE_STATUS, default=NOT_REPORTED).fill_null(NOT_REPORTED),
        pl.col(AXIS.name).fill_null("Sin eje informado"),
        pl.col(LEAD.name).fill_null(NOT_STATED),
        pl.Series(TITLE.name, [titled(row) for row in frame.iter_rows(named=True)], pl.String),
        pl.Series(KIND.name, [kind(row) for row in frame.iter_rows(named=True)], pl.String),
    )
    if "status_before" in frame.columns:
        was, now = pl.col("status_before"), pl.col(STATUS.name)
        change = pl.when(was == now).then(now).otherwise(pl.format("{} → {}", was, now))
        worded = worded.with_columns(change.alias(CHANGE.name))
    written = [column for column in (PROGRESS, PROGRESS_BEFORE, PROMISED) if column.name in frame.columns]
    return worded.with_columns(_planned(frame), *(_texts(frame, column) for column in written))


NO_PLAN = "Sin hitos"


def _next(row: Row) -> str:
    """The first milestone that was not reached, and its day."""
    return f"{row['next_milestone']}, {dates.day(row['next_on'])}" if row["next_milestone"] else "Ninguno pendiente"


def _reported(row: Row) -> str:
    """The day of the last report and its age in days."""
    if row["reported_on"] is None:
        return NOT_REPORTED
    age = row["report_age"]
    aged = "" if not age or row[STATUS.name] == "implemented" else f" (hace {age} {'día' if age == 1 else 'días'})"
    return f"{dates.day(row['reported_on'])}{aged}"


def titled(row: Row) -> str:
    """Its title, which goes where its row does not: into a message, a slide."""
    return f"{row['title']} (medida de demostración)" if row["demonstration"] else str(row["title"])


def kind(row: Row) -> str:
    """What kind of data a row is."""
    return KINDS_OF_DATA[kind_of_load(is_made_up=row["demonstration"])].capitalize()


def _planned(frame: pl.DataFrame) -> pl.Series:
    """The day by which each measure is due; where the database holds one that is none, a word for it."""
    told = zip(frame[PLANNED.name], frame["is_illegible"], strict=True)
    texts = [ILLEGIBLE if day is None and is_illegible else dates.day(day) for day, is_illegible in told]
    return pl.Series(PLANNED.text_name, texts, dtype=pl.String)


def _texts(frame: pl.DataFrame, column: Column) -> pl.Series:
    return pl.Series(column.text_name, [_PROGRESS_FORMAT.text(value) for value in frame[column.name]], dtype=pl.String)

"""Norms and promises of the document in words, and the columns that tables of them have."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dashboards.display import dates, links, words
from dashboards.display.columns import Column, Row
from dashboards.display.words import KINDS_OF_DATA, NOT_REPORTED, NOT_STATED, kind_of_load

PROMISE = "promise"
KINDS: Mapping[str, str] = {
    PROMISE: "Promesa para 2025",
    "bill": "Proyecto de ley",
    "law": "Ley",
    "agreement": "Acuerdo",
    "decree": "Decreto",
    "resolution": "Resolución",
    "official_letter": "Oficio",
    "circular": "Circular",
}
STATUS: Mapping[str, str] = {"implemented": "Cumplido", "in_progress": "En curso", "": NOT_REPORTED}
_CODE, _TEXT, _KIND = Column("code", "Código"), Column("text", "Como está impreso"), Column("kind", "Clase")
_PLACE = Column("place", "Dónde está")
_REPORTED = (
    Column("status", "Estado"),
    Column("evidence", "Evidencia"),
    Column("body", "Responsable"),
    Column("measure", "Medida del Plan"),
    Column("data", "Tipo de dato"),
)
NORMS = (_CODE, _TEXT, _KIND, _PLACE, *_REPORTED)
PROMISES = (_CODE, _TEXT, _PLACE, *_REPORTED)
FILED = (
    _CODE,
    _KIND,
    Column("designation", "Designación"),
    Column("number", "Número"),
    Column("year", "Año", is_number=True),
    _TEXT,
    Column("stage", "Etapa"),
    Column("chapter", "Capítulo"),
    Column("line", "Línea", is_number=True),
    *_REPORTED,
    Column("url", "Enlace de la evidencia"),
    Column("narrative", "Relato"),
)
"""What files say of each."""
BY_CHAPTER = (
    Column("chapter", "Capítulo"),
    Column("heading", "Cómo se llama"),
    Column("norms", "Normas", is_number=True),
    Column("promises", "Promesas", is_number=True),
    Column("reported", "Con reporte", is_number=True),
    Column("tied", "Con medida del Plan", is_number=True),
)
BY_BODY = (
    Column("body", "Responsable"),
    Column("reported", "Con reporte", is_number=True),
    Column("done", "Cumplidos", is_number=True),
    Column("data", "Tipo de dato"),
)


def in_words(frame: pl.DataFrame) -> pl.DataFrame:
    """A row for each, its state in words; what nobody reported says so, and what was made up too."""
    columns = dict.fromkeys((*NORMS, *FILED))
    schema = {one.name: pl.Int64 if one.is_number else pl.String for one in columns}
    schema |= dict.fromkeys(("measure_address", "evidence_address", "year_text"), pl.String)
    return pl.DataFrame([_told(row) for row in frame.iter_rows(named=True)], schema=schema)


def _told(row: Row) -> dict[str, str | int | None]:
    printed = {name: row[name] for name in ("code", "designation", "number", "stage", "chapter", "line", "year")}
    kind = KINDS[row["kind"]]
    return printed | {
        "kind": kind if row["kind"] == PROMISE or not row["year"] else f"{kind}, {row['year']}",
        "text": _printed(row),
        "year_text": str(row["year"] or NOT_STATED),
        "place": f"{row['chapter']}, línea {row['line']}",
        "status": _status(row),
        "evidence": "Presentada" if row["url"] else "Sin evidencia",
        "evidence_address": links.outside(row["url"]),
        "body": row["body"] or NOT_STATED,
        "measure": _measure(row),
        "measure_address": links.of_measure(row["measure"]) if row["measure"] else "",
        "data": _data(row),
        "url": row["url"] or "Ninguno",
        "narrative": row["narrative"] or "Sin relato",
    }


def _printed(row: Row) -> str:
    """The text after its designation, and how far it is where the text does not say so."""
    joint = " " if row["text"][:1].islower() else ". "
    designated = f"{row['designation']}{joint}{row['text']}" if row["designation"] else row["text"]
    return f"{designated} ({row['stage']})" if row["stage"] and row["stage"] not in row["text"] else designated


def _status(row: Row) -> str:
    if row["status"] is None:
        return NOT_REPORTED
    return f"{STATUS[row['status']]}, al {dates.day(row['reported_on'])}"


def _measure(row: Row) -> str:
    if not row["measure"]:
        return "Ninguna"
    status = words.MEASURE_STATUS.get(row["measure_status"] or "", NOT_REPORTED).lower()
    made_up = f", {KINDS_OF_DATA['demonstration']}" if row["is_measure_made_up"] else ""
    return f"{row['measure']} ({status}{made_up})"


def _data(row: Row) -> str:
    printed = "Texto publicado"
    if row["status"] is None:
        return printed
    return f"{printed}; estado: {KINDS_OF_DATA[kind_of_load(is_made_up=row['is_report_made_up'])]}"


def by_chapter(frame: pl.DataFrame) -> pl.DataFrame:
    """How many of each are in a chapter, in the order of the document."""
    is_promise = pl.col("kind") == PROMISE
    return frame.group_by("chapter", "heading", maintain_order=True).agg(
        norms=(~is_promise).sum().cast(pl.Int64),
        promises=is_promise.sum().cast(pl.Int64),
        reported=pl.col("status").is_not_null().sum().cast(pl.Int64),
        tied=pl.col("measure").is_not_null().sum().cast(pl.Int64),
    )


def by_body(frame: pl.DataFrame) -> pl.DataFrame:
    """How many each body reported on, those with most first."""
    counted = (
        frame.drop_nulls("status")
        .group_by("body")
        .agg(
            reported=pl.len().cast(pl.Int64),
            done=(pl.col("status") == "implemented").sum().cast(pl.Int64),
            made_up=pl.col("is_report_made_up").any(),
        )
    )
    kinds = [KINDS_OF_DATA[kind_of_load(is_made_up=one)].capitalize() for one in counted["made_up"]]
    named = counted.with_columns(pl.col("body").fill_null(NOT_STATED), pl.Series("data", kinds, pl.String))
    return named.sort("reported", "body", descending=[True, False])


def kinds_reported(frame: pl.DataFrame) -> tuple[str, ...]:
    """Which kinds of data are what was reported."""
    return tuple(sorted({kind_of_load(is_made_up=one) for one in frame["is_report_made_up"].drop_nulls()}))

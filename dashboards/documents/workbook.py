"""Papers as workbooks: the cover, the headline figures, and a sheet for each thing that is listed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time

import polars as pl
import xlsxwriter

from dashboards.display.columns import Column
from dashboards.documents.paper import Headlines, Listing, Paper, Section
from dashboards.documents.spreadsheets import HARMLESS, Fact, table_of, write_facts, write_sheet

_FIGURES = (
    Column("label", "Cifra"),
    Column("value", "Valor", is_number=True, number_format="#,##0"),
    Column("told", "Qué decir de ella"),
    Column("kind", "Tipo de dato"),
)


def as_workbook(paper: Paper) -> bytes:
    """The paper's tables; the same paper gives the same bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, HARMLESS) as book:
        book.set_properties(
            {"title": paper.title, "author": paper.author, "created": datetime.combine(paper.day, time())}
        )
        about = (Fact(paper.title, paper.subtitle), *((Fact("Aviso", paper.note),) if paper.note else ()), *paper.facts)
        write_facts(book, "Portada", about)
        for section in paper.sections:
            for listing in _listings(section):
                write_sheet(book, section.name, table_of(listing.frame, listing.columns))
    return buffer.getvalue()


def _listings(section: Section) -> Iterator[Listing]:
    """The one table of a section, if it has one."""
    if section.sheet:
        yield section.sheet
        return
    for part in section.parts:
        if isinstance(part, Listing):
            yield part
        elif isinstance(part, Headlines):
            rows = [
                {
                    "label": one.label,
                    "value": one.amount,
                    "value_text": one.value,
                    "told": "; ".join((*one.lines, *part.shared)),
                    "kind": one.kind,
                }
                for one in part.figures
            ]
            schema = dict.fromkeys((*(one.name for one in _FIGURES), "value_text"), pl.String) | {"value": pl.Float64}
            yield Listing(pl.DataFrame(rows, schema=schema), _FIGURES, "")

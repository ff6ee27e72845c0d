"""Tables that screen readers and printers read, with their files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from dashboards.blocks import markup, provenance
from dashboards.blocks.block import Blocks, Caption, File, Folded, Html, Row, Text
from dashboards.blocks.markup import html
from dashboards.display.columns import Column, MetricColumn
from dashboards.display.formats import number
from dashboards.display.frames import CODE, NAME
from dashboards.display.markdown import NOTHING, Markdown, as_text
from dashboards.display.names import as_name
from dashboards.documents import spreadsheets
from dashboards.documents.spreadsheets import XLSX, About, Writer, table_of
from metrics import Answer

_LONGEST_SUBJECT = 60


def listing(
    heading: str,
    explanation: Markdown,
    frame: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    about: About,
    source: Blocks = (),
    empty: str = "Sin filas.",
    is_folded: bool = False,
    filed: Sequence[Column] = (),
) -> Blocks:
    """A table under its heading, with its files, whose columns are `filed` if they are others; folded away if secondary."""
    explained = (Caption(explanation),) if explanation != NOTHING else ()
    if frame.is_empty():
        listed: Blocks = (*explained, Text(as_text(empty)))
    else:
        listed = (
            *explained,
            table(frame, columns, caption=heading),
            *source,
            Row(files(frame, filed or columns, about, key=key)),
        )
    if is_folded:
        return (Folded(f"{heading} ({number(frame.height)})", listed, key),)
    return (markup.heading(heading, anchor=key), *listed)


def table(frame: pl.DataFrame, columns: Sequence[Column], *, caption: str) -> Html:
    """The columns of a frame as people read them, numbers right-aligned; the first one names its row."""
    return html("table", columns=columns, rows=frame.to_dicts(), caption=caption)


def files(frame: pl.DataFrame, columns: Sequence[Column], about: About, *, key: str, by: str = "") -> tuple[File, ...]:
    """The columns of a frame as files: for programs, for a Chilean spreadsheet, and as a workbook; `by` names its rows."""
    stem, make = file_stem(about, key=key, by=by), partial(_written, frame, columns, about)
    return (
        File(f"{key}-csv", "CSV", f"{stem}.csv", "text/csv", partial(make, spreadsheets.as_csv)),
        File(
            f"{key}-excel", "CSV para Excel", f"{stem}-excel.csv", "text/csv", partial(make, spreadsheets.as_excel_csv)
        ),
        File(f"{key}-xlsx", "XLSX", f"{stem}.xlsx", XLSX, partial(make, spreadsheets.as_xlsx)),
    )


def answer_files(answer: Answer, *, key: str, address: str = "") -> tuple[File, ...]:
    """The only value of an answer as files of one row."""
    column = MetricColumn(answer.metric.id, answer.metric.label)
    text = column.format.text(answer.value, is_suppressed=bool(answer.suppressed_cells))
    row = {CODE: answer.metric.id, NAME: answer.metric.label, column.name: answer.value, column.text_name: text}
    frame = pl.DataFrame([row], schema_overrides={column.name: pl.Float64})
    return files(frame, (Column(NAME, "Indicador"), column), provenance.about([answer], address=address), key=key)


def file_stem(about: About, *, key: str, by: str = "") -> str:
    """What a file is called before its ending: of what, by what, of when, of where, and which kind of data."""
    subject = as_name(about.subject or key, longest=_LONGEST_SUBJECT)
    parts = ("pnme", subject, by and f"por {by}", about.period, about.place, about.kind)
    return "-".join(filter(None, map(as_name, parts)))


def _written(frame: pl.DataFrame, columns: Sequence[Column], about: About, write: Writer) -> bytes:
    return write(table_of(frame, columns), about)

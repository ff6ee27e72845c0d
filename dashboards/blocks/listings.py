"""Tables that screen readers and printers read, with their files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from dashboards.blocks.block import Blocks, Caption, File, Folded, Heading, Html, Row, Text
from dashboards.blocks.markup import html
from dashboards.display.columns import Column
from dashboards.display.formats import number
from dashboards.documents import spreadsheets
from dashboards.documents.spreadsheets import About, Writer

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def listing(
    heading: str,
    explanation: str,
    frame: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    about: About,
    empty: str = "Sin filas.",
    is_folded: bool = False,
) -> Blocks:
    """A table under its heading, with its files; folded away if it is long and secondary."""
    explained = (Caption(explanation),) if explanation else ()
    if frame.is_empty():
        listed: Blocks = (*explained, Text(empty))
    else:
        listed = (*explained, table(frame, columns), Row(files(frame, columns, about, key=key)))
    if is_folded:
        return (Folded(f"{heading} ({number(frame.height)})", listed, key),)
    return (Heading(heading), *listed)


def table(frame: pl.DataFrame, columns: Sequence[Column]) -> Html:
    """The columns of a frame as people read them, numbers right-aligned."""
    return html("table", columns=columns, rows=frame.to_dicts())


def files(frame: pl.DataFrame, columns: Sequence[Column], about: About, *, key: str) -> tuple[File, ...]:
    """The columns of a frame as CSV and as XLSX."""
    return (
        File(key, "csv", "text/csv", partial(_written, spreadsheets.as_csv, frame, columns, about)),
        File(key, "xlsx", _XLSX, partial(_written, spreadsheets.as_xlsx, frame, columns, about)),
    )


def _written(write: Writer, frame: pl.DataFrame, columns: Sequence[Column], about: About) -> bytes:
    header = [column.title for column in columns]
    rows = [[column.filed(row) for column in columns] for row in frame.iter_rows(named=True)]
    return write(header, rows, about)

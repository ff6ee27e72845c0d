"""Files to download: CSV, XLSX and PNG, each saying what it is and where it comes from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import vl_convert
import xlsxwriter

from dashboards.charts import Spec, with_rows

Writer = Callable[[Sequence[str], Sequence[Sequence[Any]], Sequence[tuple[str, str]]], bytes]
"""Makes a file of a header, rows and notes."""

_NUMBER = re.compile(r"[-+]?[\d.,]+( %| días)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, made plain with an apostrophe; numbers stay."""
    is_formula = isinstance(value, str) and value.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(value)
    return f"'{value}" if is_formula else value


def as_csv(header: Sequence[str], rows: Sequence[Sequence[Any]], about: Sequence[tuple[str, str]]) -> bytes:
    """UTF-8 with byte-order mark (Excel's way to know), the notes of `about` as columns of every row.

    Columns rather than a preamble: programs read the file without skipping lines.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*header, *(name for name, _ in about)])
    notes = [neutral(value) for _, value in about]
    writer.writerows([*map(neutral, row), *notes] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(header: Sequence[str], rows: Sequence[Sequence[Any]], about: Sequence[tuple[str, str]]) -> bytes:
    """A workbook: the data on one sheet, what they are on another. Text never becomes a formula."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "dd-mm-yyyy",
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        data, notes = book.add_worksheet("Datos"), book.add_worksheet("Acerca de")
        data.write_row(0, 0, header, bold)
        for number, row in enumerate(rows, 1):
            data.write_row(number, 0, [neutral(value) for value in row])
        data.autofit()
        data.freeze_panes(1, 0)
        for number, (name, value) in enumerate(about):
            notes.write_row(number, 0, [name, neutral(value)])
        notes.autofit()
    return buffer.getvalue()


def as_png(chart: Spec, title: str, source: Sequence[str]) -> bytes:
    """The chart on white at twice the size, with its title and, below it, its source."""
    spec = with_rows(chart)
    spec["title"] = {
        "text": title,
        "subtitle": list(source),
        "anchor": "start",
        "fontSize": 16,
        "subtitleColor": "#555",
    }
    spec["background"] = "white"
    spec["width"] = 760
    spec["padding"] = 16
    return bytes(vl_convert.vegalite_to_png(spec, scale=2))

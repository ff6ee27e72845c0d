"""Tables as CSV and as XLSX: readable by people and programs, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

About = Sequence[tuple[str, str]]
"""What a file says of itself: (name, value) pairs."""

Writer = Callable[[Sequence[str], Sequence[Sequence[Any]], About], bytes]
"""Makes a file of a header, rows and what it says of itself."""

_NUMBER = re.compile(r"[-+]?[\d.,]+( %| días)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, made plain with an apostrophe; numbers stay."""
    is_formula = isinstance(value, str) and value.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(value)
    return f"'{value}" if is_formula else value


def as_csv(header: Sequence[str], rows: Sequence[Sequence[Any]], about: About) -> bytes:
    """UTF-8 with byte-order mark (Excel's way to know), what it says of itself as columns of every row.

    Columns rather than a preamble: programs read the file without skipping lines.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*header, *(name for name, _ in about)])
    said = [neutral(value) for _, value in about]
    writer.writerows([*map(neutral, row), *said] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(header: Sequence[str], rows: Sequence[Sequence[Any]], about: About) -> bytes:
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
        data, said = book.add_worksheet("Datos"), book.add_worksheet("Acerca de")
        data.write_row(0, 0, header, bold)
        for number, row in enumerate(rows, 1):
            data.write_row(number, 0, [neutral(value) for value in row])
        data.autofit()
        data.freeze_panes(1, 0)
        for number, (name, value) in enumerate(about):
            said.write_row(number, 0, [name, neutral(value)])
        said.autofit()
    return buffer.getvalue()

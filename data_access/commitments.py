"""The norms that the Cuenta Pública names and the promises that it makes, as data: each as printed, with its line.

What a heading says and the paragraph below it are joined by a dash; nothing else is added, and nothing is mended.
"""

from __future__ import annotations

from data_access import schema
from data_access.bulk import Row
from data_access.reference import read_csv


def commitment_rows() -> list[Row]:
    """A row for each, in the order of the document."""
    headings = {row["chapter"]: row["heading"] for row in read_csv("chapters.csv")}
    return [_row(row, headings[row["chapter"]]) for row in read_csv("commitments.csv")]


def _row(row: dict[str, str], heading: str) -> Row:
    typed = {"year": int(row["year"]) if row["year"] else None, "line": int(row["line"]), "heading": heading}
    told: Row = {column.name: row.get(column.name) for column in schema.commitments.columns if column.name in row}
    return told | typed

"""The members of each dimension in the order in which they are shown, read from the tables that the product ships."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).parents[3] / "data_access" / "data"
NORTH_TO_SOUTH = ("15", "01", "02", "03", "04", "05", "13", "06", "07", "16", "08", "09", "14", "10", "11", "12")
_LISTS = {
    "region": ("territories.csv", "code"),
    "budget_line": ("budget_lines.csv", "code"),
    "axis": ("axes.csv", "number"),
    "lead_body": ("undersecretariats.csv", "code"),
    "agreement_body": ("undersecretariats.csv", "code"),
    "ministry": ("ministries.csv", "code"),
    "subcommittee": ("subcommittees.csv", "code"),
}
_BY_LABEL = ("lead_body", "agreement_body", "ministry")


@lru_cache(16)
def packaged(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table that the product ships, all values as text."""
    with (_DATA / name).open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@lru_cache(64)
def members_of(dimension: str) -> tuple[str, ...]:
    """All that are known of a dimension, in order; none of those of time."""
    if dimension in _LISTS:
        name, column = _LISTS[dimension]
        rows = sorted(packaged(name), key=lambda row: row["label"]) if dimension in _BY_LABEL else packaged(name)
        return tuple(row[column] for row in rows)
    rows = [row for row in packaged("dimension_members.csv") if row["dimension"] == dimension]
    return tuple(row["member"] for row in sorted(rows, key=lambda row: int(row["position"])))


def always_listed(dimension: str) -> tuple[str, ...]:
    """Those with a cell even where no row is of them: of territories, the sixteen regions."""
    return NORTH_TO_SOUTH if dimension == "region" else members_of(dimension)


def place(dimension: str, member: str | None) -> tuple[int, int, str]:
    """Where a member is shown: in its list's order, then what no list names, then what is not said."""
    listed = members_of(dimension)
    if member is None:
        return 2, 0, ""
    return (0, listed.index(member), "") if member in listed else (1, 0, member)

"""How studies read rows themselves: what is known on a day, and frames that have their columns when empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from metrics.model.coverage import Coverage

Columns = Mapping[str, "pl.DataType | type[pl.DataType]"]


def known_binds(known: Coverage) -> dict[str, Any]:
    """The binds of a query about what is known."""
    return {"horizon": known.horizon, "today": known.covers_to or date.min}


def framed(rows: Iterable[Any], columns: Columns) -> pl.DataFrame:
    """Rows as a frame of those columns."""
    return pl.DataFrame([tuple(row) for row in rows], schema=dict(columns), orient="row")

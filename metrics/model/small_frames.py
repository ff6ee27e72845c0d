"""Small frames, which answers are: a polars expression costs ten times what a handful of cells does in plain Python."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def columns_of(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Columns of a frame, in that order."""
    return pl.DataFrame([frame.get_column(name) for name in names])


def beside(frame: pl.DataFrame, *columns: pl.Series) -> pl.DataFrame:
    """A frame with columns, which take the place of those of their names."""
    new = {column.name for column in columns}
    return pl.DataFrame([*(one for one in frame.get_columns() if one.name not in new), *columns])

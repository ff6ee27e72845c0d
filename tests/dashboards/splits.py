"""Splits by hand: the values of one metric by region, as pages make them of answers."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dashboards.display.columns import Column, MetricColumn
from dashboards.display.frames import CODE, NAME, Split

VALUES = MetricColumn("attention.records", "Atenciones")


def split_of(rows: Sequence[tuple[str, str, float | None]]) -> Split:
    """(code, name, value) as a split of `VALUES`."""
    frame = pl.DataFrame(rows, schema={CODE: pl.String, NAME: pl.String, VALUES.name: pl.Float64}, orient="row")
    texts = [VALUES.format.text(value) for value in frame[VALUES.name]]
    written = frame.with_columns(pl.Series(VALUES.text_name, texts), pl.Series(VALUES.short_name, texts))
    return Split(written, "Región", (Column(NAME, "Región"),), (VALUES,), ())

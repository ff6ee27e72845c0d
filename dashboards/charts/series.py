"""Several metrics in one chart: their marks one below the other, and the colours of the legend."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from dashboards.display.columns import MetricColumn
from dashboards.display.frames import NAME, Split

SERIES, ORDER = "series", "order"
TOOLTIP = alt.Tooltip(f"{SERIES}:N", title="Serie")


def stacked(split: Split, columns: Sequence[MetricColumn]) -> pl.DataFrame:
    """A row per member and metric: `NAME`, `SERIES` as the legend calls it, `VALUE`, `TEXT`, and `ORDER` of the series."""
    marks = [
        split.frame.select(
            NAME,
            pl.lit(column.legend).alias(SERIES),
            split.value_of(column),
            split.text_of(column),
            pl.lit(number).alias(ORDER),
        )
        for number, column in enumerate(columns)
    ]
    return pl.concat(marks)


def colors(columns: Sequence[MetricColumn]) -> alt.Color:
    """Each series in its own colour."""
    scale = alt.Scale(domain=[one.legend for one in columns], range=[one.color for one in columns])
    return alt.Color(f"{SERIES}:N", scale=scale)

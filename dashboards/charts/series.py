"""Several metrics in one chart: their marks one below the other, and the colours of the legend."""

from __future__ import annotations

import json
from collections.abc import Sequence

import altair as alt
import polars as pl

from dashboards.charts.labels import LINE, broken
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import CODE, NAME, Split

SERIES, ORDER = "series", "order"
_GAP = 6
TOOLTIP = alt.Tooltip(f"{SERIES}:N", title="Serie")


def stacked(split: Split, columns: Sequence[MetricColumn]) -> pl.DataFrame:
    """A row per member and metric: `CODE`, `NAME`, `SERIES` as the legend calls it, `VALUE`, `TEXT`, and `ORDER` of the series."""
    marks = [
        split.frame.select(
            CODE,
            NAME,
            pl.lit(column.legend).alias(SERIES),
            split.value_of(column),
            split.text_of(column),
            pl.lit(number).alias(ORDER),
        )
        for number, column in enumerate(columns)
    ]
    return pl.concat(marks)


def colors(columns: Sequence[MetricColumn], letters: int) -> alt.Color:
    """Each series in its own colour, and its name in the legend, in lines of so many letters."""
    names = [one.legend for one in columns]
    scale = alt.Scale(domain=names, range=[one.color.light for one in columns])
    lines = json.dumps({name: broken(name, letters) for name in names})
    return alt.Color(f"{SERIES}:N", scale=scale, legend=alt.Legend(labelExpr=f"({lines})[datum.label]"))


def legend_height(columns: Sequence[MetricColumn], letters: int) -> int:
    """Pixels that the legend takes above the drawing."""
    return sum(LINE * len(broken(one.legend, letters)) + _GAP for one in columns)

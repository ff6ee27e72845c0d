"""How sure is a ranking? A point for each member's share, and a line from the least to the most that it may be."""

from __future__ import annotations

import math

import altair as alt
import polars as pl

from dashboards.charts.labels import WRAPPED_AXIS, row_height, tooltip, wrapped
from dashboards.charts.spec import Chart, layered
from dashboards.display.frames import NAME, VALUE
from dashboards.display.palette import BLUE, GROUND, RULE

LOW, HIGH, IS_RANKED = "low", "high", "is_ranked"
_ROW = 28
_FRAME = 44


def intervals(frame: pl.DataFrame, *, title: str, of: str) -> Chart:
    """`frame`: `NAME`, `VALUE`, `LOW` and `HIGH` in percent, `TEXT`, and `IS_RANKED`: hollow where it says too little to be ranked.

    `title` is what the members are, `of` what the share is of.
    """
    data = wrapped(frame)
    base = alt.Chart(data).encode(
        y=alt.Y(f"{NAME}:N", sort=data[NAME].to_list(), title=None, axis=WRAPPED_AXIS), tooltip=tooltip(title)
    )
    last = min(100, 10 * math.ceil(max([10.0, *data[HIGH]]) / 10))
    scale = alt.Scale(domain=[0, last], nice=False)
    axis = alt.Axis(grid=True, tickCount=5)
    lines = base.mark_rule(color=RULE.light, strokeWidth=3).encode(
        x=alt.X(f"{LOW}:Q", title=of, scale=scale, axis=axis), x2=f"{HIGH}:Q"
    )
    fill = alt.condition(f"datum.{IS_RANKED}", alt.value(BLUE.light), alt.value(GROUND.light))
    points = base.mark_point(filled=True, opacity=1, size=90, stroke=BLUE.light, strokeWidth=2)
    return layered(
        lines,
        points.encode(x=f"{VALUE}:Q", fill=fill),
        height=row_height(data, _ROW) * data.height + _FRAME,
    )

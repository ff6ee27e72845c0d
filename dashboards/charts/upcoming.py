"""What is due on each of the next business days? A bar for each, today first."""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.charts.labels import number
from dashboards.charts.spec import Chart, layered
from dashboards.display.palette import BLUE

DAY, LEFT, ROWS = "day", "left", "rows"
_HEIGHT = 240


def upcoming(frame: pl.DataFrame) -> Chart:
    """`frame`: `DAY` as it is written, `LEFT` (business days) and `ROWS`."""
    most = max([1, *frame[ROWS].to_list()])
    base = alt.Chart(frame).encode(
        x=alt.X(
            f"{DAY}:N",
            sort=frame[DAY].to_list(),
            title="Último día del plazo",
            axis=alt.Axis(labelAngle=-90, labelOverlap=False),
        ),
        tooltip=[
            alt.Tooltip(f"{DAY}:N", title="Vence el"),
            alt.Tooltip(f"{LEFT}:Q", title="Días hábiles que quedan"),
            alt.Tooltip(f"{ROWS}:Q", title="Solicitudes"),
        ],
    )
    height = alt.Y(
        f"{ROWS}:Q",
        title="Solicitudes",
        scale=alt.Scale(domain=[0, most * 1.12], nice=False),
        axis=alt.Axis(grid=True, tickCount=4, tickMinStep=1, format="d"),
    )
    bars = base.mark_bar(color=BLUE.light).encode(y=height)
    numbers = base.transform_filter(f"datum.{ROWS} > 0").mark_text(**number(baseline="bottom", dy=-3))
    return layered(bars, numbers.encode(y=f"{ROWS}:Q", text=f"{ROWS}:Q"), height=_HEIGHT)

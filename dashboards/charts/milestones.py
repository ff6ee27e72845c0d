"""How did the plan of a measure move? A row for each milestone: where it was first planned, where it is now, when it was reached."""

from __future__ import annotations

from datetime import date

import altair as alt
import polars as pl

from dashboards.charts import timeline
from dashboards.charts.labels import WRAPPED_AXIS, row_height, wrapped
from dashboards.charts.spec import Chart, layered
from dashboards.display import dates
from dashboards.display.frames import NAME
from dashboards.display.palette import SERIES

_ROW, _FRAME = 44, 90
_KINDS = (
    ("baseline_on", "Línea base", "circle", SERIES[1].light),
    ("planned_on", "Plan vigente", "diamond", SERIES[2].light),
    ("actual_on", "Cumplido", "square", SERIES[0].light),
)
_DAY, _KIND = "day_number", "kind"


def milestones(frame: pl.DataFrame, today: date) -> Chart:
    """`frame` has `label` and the three days; a line joins the first plan with the current one, and another marks today."""
    data = wrapped(
        pl.concat(
            frame.select(
                pl.col("label").alias(NAME),
                pl.lit(kind).alias(_KIND),
                pl.col(column).map_elements(lambda day: day.toordinal(), pl.Int64).alias(_DAY),
                pl.col(column).map_elements(dates.day, pl.String).alias("told"),
            )
            for column, kind, _, _ in _KINDS
        ).drop_nulls(_DAY)
    )
    names = frame["label"].unique(maintain_order=True).to_list()
    kinds = [kind for _, kind, _, _ in _KINDS]
    days = [*data[_DAY].to_list(), today.toordinal()]
    scale = alt.Scale(domain=[min(days) - 20, max(days) + 20], nice=False, zero=False)
    x = alt.X(f"{_DAY}:Q", scale=scale, axis=_axis(min(days), max(days)), title=None)
    base = alt.Chart(data).encode(
        x=x,
        y=alt.Y(f"{NAME}:N", sort=names, title=None, axis=WRAPPED_AXIS),
        tooltip=[
            alt.Tooltip(f"{NAME}:N", title="Hito"),
            alt.Tooltip(f"{_KIND}:N", title="Fecha"),
            alt.Tooltip("told:N", title="Día"),
        ],
    )
    joined = base.transform_filter(f"datum.{_KIND} !== 'Cumplido'").mark_line(strokeWidth=1.5, color=SERIES[2].light)
    points = base.mark_point(filled=True, opacity=1, size=110).encode(
        shape=alt.Shape(
            f"{_KIND}:N", scale=alt.Scale(domain=kinds, range=[shape for _, _, shape, _ in _KINDS]), legend=alt.Legend()
        ),
        color=alt.Color(
            f"{_KIND}:N", scale=alt.Scale(domain=kinds, range=[tone for _, _, _, tone in _KINDS]), legend=alt.Legend()
        ),
    )
    now = alt.Chart(pl.DataFrame({_DAY: [today.toordinal()]})).mark_rule(strokeDash=[4, 3], strokeWidth=1.5).encode(x=x)
    height = row_height(data, _ROW) * len(names) + _FRAME
    return layered(now, joined.encode(detail=f"{NAME}:N"), points, height=height)


def _axis(first: int, last: int) -> alt.Axis:
    start, end = date.fromordinal(first), date.fromordinal(last)
    quarters = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in (1, 4, 7, 10)]
    shown = [day for day in quarters if start <= day <= end]
    return timeline.labelled(
        {str(day.toordinal()): dates.month(f"{day:%Y-%m}").replace(".", "").split() for day in shown}
    )

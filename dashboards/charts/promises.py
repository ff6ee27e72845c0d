"""Is what was promised being kept? Three staircases on a true time axis: two that were promised, and what was done."""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.charts import timeline
from dashboards.charts.labels import number
from dashboards.charts.spec import Chart, layered
from dashboards.display import dates
from dashboards.display.palette import GROUND, SERIES

_HEIGHT = 300
_SERIES = (
    ("promised_at_first", "Comprometidas en la línea base", [2, 2]),
    ("promised", "Comprometidas en el plan vigente", [7, 3]),
    ("implemented", "Implementadas", [1, 0]),
)
_DAY, _COUNT, _NAME = "day_number", "count", "series"


def promises(frame: pl.DataFrame) -> Chart:
    """`frame` has `day` and a column for each of the series; what was done is null where it is not known yet."""
    data = pl.concat(
        frame.select(
            pl.col("day").map_elements(lambda day: day.toordinal(), pl.Int64).alias(_DAY),
            pl.col("name").alias("told"),
            pl.lit(name).alias(_NAME),
            pl.col(column).cast(pl.Float64).alias(_COUNT),
        )
        for column, name, _ in _SERIES
    ).drop_nulls(_COUNT)
    names = [name for _, name, _ in _SERIES]
    tones = [SERIES[1].light, SERIES[2].light, SERIES[0].light]
    base = alt.Chart(data).encode(
        x=alt.X(f"{_DAY}:Q", scale=alt.Scale(zero=False, nice=False), axis=_axis(frame), title=None),
        y=alt.Y(f"{_COUNT}:Q", title="Medidas", axis=alt.Axis(tickMinStep=1)),
        color=alt.Color(
            f"{_NAME}:N", scale=alt.Scale(domain=names, range=tones), legend=alt.Legend(columns=1, labelLimit=0)
        ),
        tooltip=[
            alt.Tooltip(f"{_NAME}:N", title="Serie"),
            alt.Tooltip("told:N", title="Fecha"),
            alt.Tooltip(f"{_COUNT}:Q", title="Medidas"),
        ],
    )
    dashes = alt.Scale(domain=names, range=[dash for _, _, dash in _SERIES])
    lines = base.mark_line(interpolate="step-after", strokeWidth=2.5).encode(
        strokeDash=alt.StrokeDash(f"{_NAME}:N", scale=dashes, legend=None)
    )
    done = base.transform_filter(f"datum.{_NAME} === {names[-1]!r}")
    points = done.mark_point(filled=True, size=45, opacity=1)
    last = data.filter(pl.col(_NAME) == names[-1]).sort(_DAY).tail(1)
    style = number(align="left", baseline="bottom", dx=4, dy=-4, fontWeight=600)
    written = alt.Chart(last).encode(x=f"{_DAY}:Q", y=f"{_COUNT}:Q", text=f"{_COUNT}:Q")
    rim = written.mark_text(**style, stroke=GROUND.light, strokeWidth=4, strokeJoin="round")
    return layered(lines, points, rim, written.mark_text(**style), height=_HEIGHT)


def _axis(frame: pl.DataFrame) -> alt.Axis:
    """A label for each quarter that has a day."""
    days = frame["day"].to_list()
    quarters = {day.replace(day=1, month=3 * ((day.month - 1) // 3) + 1) for day in days}
    shown = sorted(day for day in quarters if day >= min(days)) or days
    return timeline.labelled(
        {str(day.toordinal()): dates.month(f"{day:%Y-%m}").replace(".", "").split() for day in shown}
    )

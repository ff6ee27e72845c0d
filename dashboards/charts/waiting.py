"""How long do people wait? Answers by the business days that each took, and the share answered by then, with its band."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import altair as alt
import polars as pl

from dashboards.charts.labels import number
from dashboards.charts.spec import Chart, layered
from dashboards.display.palette import BLUE, LIGHT_BLUE, RULE

DAYS, ANSWERED, SHARE, LOW, HIGH, TOLD = "days", "answered", "share", "low", "high", "told"
"""Of the frame: business days, answers given then, and the share (in percent) answered by then, with its band; `TOLD` is the share as it is written."""

_TITLE = "Días hábiles desde la recepción"
_HEIGHT = 300
_SHARE_TITLE = "Con respuesta, %"
_AIR = 1.25
"""Above what is drawn, for the names of the marks."""
_ROWS = ((4, "right", -4), (4, "left", 4), (18, "left", 4))
"""Where the names of the marks begin, and to which side: the first two are near each other."""


def answers_by_day(frame: pl.DataFrame, marks: Mapping[int, str]) -> Chart:
    """A bar for each number of business days; `marks` are the days that a norm or a goal sets, each with its name."""
    data = frame.with_columns(start=pl.col(DAYS) - 0.42, end=pl.col(DAYS) + 0.42)
    most = max([1.0, *(float(value) for value in frame[ANSWERED])])
    bars = (
        alt.Chart(data)
        .mark_rect(color=BLUE.light)
        .encode(
            x=_days(frame, "start"),
            x2="end:Q",
            y=alt.Y(
                f"{ANSWERED}:Q",
                title="Respuestas",
                scale=alt.Scale(domain=[0, most * _AIR], nice=False),
                axis=alt.Axis(grid=True, tickCount=5, tickMinStep=1, labelExpr="replace(datum.label, /,/g, '.')"),
            ),
            y2=alt.Y2Datum(0),
            tooltip=[
                alt.Tooltip(f"{DAYS}:Q", title="Días hábiles"),
                alt.Tooltip(f"{ANSWERED}:Q", title="Respuestas"),
            ],
        )
    )
    return layered(bars, *_marks(marks), height=_HEIGHT)


def answered_by_then(frame: pl.DataFrame, marks: Mapping[int, str]) -> Chart:
    """A staircase with its band, from nothing to all; `marks` as in `answers_by_day`."""
    base = alt.Chart(frame)
    percent = alt.Axis(grid=True, values=[0, 25, 50, 75, 100])
    scale = alt.Scale(domain=[0, 100 * _AIR], nice=False)
    height = alt.Y(f"{SHARE}:Q", title=_SHARE_TITLE, scale=scale, axis=percent)
    tips = [
        alt.Tooltip(f"{DAYS}:Q", title="Días hábiles"),
        alt.Tooltip(f"{TOLD}:N", title="Con respuesta"),
    ]
    band = base.mark_area(interpolate="step-after", color=LIGHT_BLUE.light, fillOpacity=0.3, tooltip=None)
    line = base.mark_line(interpolate="step-after", color=BLUE.light, strokeWidth=2.5)
    points = base.mark_point(filled=True, size=60, opacity=0, color=BLUE.light)
    return layered(
        band.encode(x=_days(frame, DAYS), y=alt.Y(f"{LOW}:Q", scale=scale, title=_SHARE_TITLE), y2=f"{HIGH}:Q"),
        line.encode(x=alt.X(f"{DAYS}:Q", title=_TITLE), y=height),
        points.encode(x=alt.X(f"{DAYS}:Q", title=_TITLE), y=height, tooltip=tips),
        *_marks(marks),
        height=_HEIGHT,
    )


def _days(frame: pl.DataFrame, field: str) -> alt.X:
    last = max([35, *frame[DAYS].to_list()])
    return alt.X(
        f"{field}:Q",
        title=_TITLE,
        scale=alt.Scale(domain=[0, last], nice=False, clamp=True),
        axis=alt.Axis(values=list(range(0, last + 1, 5)), labelOverlap=True),
    )


def _marks(marks: Mapping[int, str]) -> Iterator[alt.Chart]:
    """A line at each of the days, and its name at the top."""
    placed = list(zip(marks.items(), _ROWS, strict=True))
    days = alt.Chart(pl.DataFrame({"day": list(marks)})).encode(x=alt.X("day:Q", title=_TITLE))
    yield days.mark_rule(stroke=RULE.light, strokeDash=[4, 3], strokeWidth=1.5, tooltip=None)
    for (day, name), (row, side, aside) in placed:
        named = alt.Chart(pl.DataFrame({"day": [day], "label": [name]})).encode(x=alt.X("day:Q", title=_TITLE))
        yield named.mark_text(**number(align=side, baseline="top", dx=aside)).encode(y=alt.value(row), text="label:N")

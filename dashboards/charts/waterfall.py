"""What led from one amount to another? Bars that begin where the one before ended, between the two amounts."""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.charts.labels import LINE, WRAPPED_AXIS, number, pixels, row_height, wrapped
from dashboards.charts.spec import HIGHEST, LOWEST, ROOM, Setting, Spec, layered, to_spec_alike
from dashboards.display.formats import ValueFormat
from dashboards.display.frames import NAME
from dashboards.display.palette import BLUE, FAINT, GREY, ORANGE

START, END, SHORT, TIP, KIND = "start", "end", "short", "tip", "kind"
"""Of the frame, beside NAME: where a bar begins and ends on the axis, what stands beside it, and what it is."""
WHOLE, MORE, LESS = "Presupuesto", "Aumenta", "Disminuye"
_ROW, _MARGIN = 34, 34
_AIR = 0.25


def waterfall(frame: pl.DataFrame, of: ValueFormat) -> Spec:
    """A row for each step, from the first amount to the last; the axis leaves out what no step reaches.

    It does not begin at nothing, and says so: a step of a hundredth would not be seen.
    """
    named = wrapped(frame)
    steps = named.filter(pl.col(KIND) != WHOLE)
    moved = [*steps[START], *steps[END]] or [*named[START], *named[END]]
    low, high = min(moved), max([*moved, *named[END]])
    floor = max(0.0, low - _AIR * (high - low or high))
    is_whole = pl.col(KIND) == WHOLE
    drawn = named.with_columns(pl.when(is_whole).then(pl.lit(floor)).otherwise(pl.col(START)).alias(START))
    drawn = drawn.with_columns(at=pl.max_horizontal(START, END))
    settings = (Setting(LOWEST, floor), Setting(HIGHEST, high), Setting(ROOM, pixels(drawn[SHORT]) + 10))
    title = of.axis_title if floor == 0 else f"{of.axis_title} (el eje no parte de cero)"
    return to_spec_alike((waterfall, title, tuple(drawn[NAME])), drawn, settings, lambda: _chart(drawn, title))


def _chart(drawn: pl.DataFrame, title: str) -> alt.LayerChart:
    scale = alt.Scale(
        domainMin=alt.ExprRef(LOWEST.name),
        domainMax=alt.ExprRef(HIGHEST.name),
        range=[0, alt.ExprRef(f"max(24, width - {ROOM.name})")],
        nice=False,
        zero=False,
    )
    base = alt.Chart(drawn).encode(
        y=alt.Y(f"{NAME}:N", sort=drawn[NAME].to_list(), title=None, axis=WRAPPED_AXIS),
        tooltip=[alt.Tooltip(f"{TIP}:N", title="Paso")],
    )
    tones = alt.Scale(domain=[WHOLE, MORE, LESS], range=[GREY.light, BLUE.light, ORANGE.light])
    bars = base.mark_bar(height=16, minBandSize=2).encode(
        x=alt.X(
            f"{START}:Q",
            scale=scale,
            title=title,
            axis=alt.Axis(format=",.0f", labelExpr="replace(datum.label, /,/g, '.')", grid=True, tickCount=4),
        ),
        x2=f"{END}:Q",
        color=alt.Color(f"{KIND}:N", scale=tones, legend=alt.Legend(columns=3)),
    )
    ticks = (
        base.transform_filter(f"datum.{START} === datum.{END}")
        .mark_tick(thickness=2, size=16, color=FAINT.light)
        .encode(x=f"{END}:Q")
    )
    told = base.mark_text(**number(align="left", dx=5)).encode(x="at:Q", text=f"{SHORT}:N")
    height = row_height(drawn, _ROW) * drawn.height + _MARGIN + 2 * LINE
    return layered(bars, ticks, told, height=height).add_params(LOWEST, HIGHEST, ROOM)

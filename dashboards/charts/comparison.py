"""How do the members compare? Bars with their numbers, one of which may stand out."""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.charts.labels import WRAPPED_AXIS, number, pixels, row_height, tooltip, wrapped
from dashboards.charts.spec import OWN, Chart, layered
from dashboards.display import palette
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import CODE, NAME, SHORT, VALUE, Split

_ROW = 26
_FRAME = 10


def comparison(split: Split, column: MetricColumn) -> Chart:
    """Bars in the order of the members, each with its number; one may stand out (`highlighting`).

    A value that is absent or hidden has no bar and says so where its number would be.
    """
    frame = wrapped(split.marks(column)).with_columns(shown=pl.col(VALUE).fill_null(0))
    color = alt.condition(alt.datum[CODE] == OWN, alt.value(palette.OWN.light), alt.value(palette.OTHERS.light))
    base = alt.Chart(frame).encode(
        y=alt.Y(f"{NAME}:N", sort=frame[NAME].to_list(), title=None, axis=WRAPPED_AXIS),
        tooltip=tooltip(split.title),
    )
    bars = base.mark_bar().encode(x=_lengths(VALUE, frame), color=color)
    numbers = base.mark_text(**number(align="left", dx=4)).encode(x=_lengths("shown", frame), text=f"{SHORT}:N")
    height = row_height(frame, _ROW) * frame.height + _FRAME
    return layered(bars, numbers, height=height).add_params(OWN)


def _lengths(field: str, frame: pl.DataFrame) -> alt.X:
    """Bars from nothing on, as long as they can be with a number at their end."""
    room = pixels(frame[SHORT]) + 8
    drawn = [0.0, *frame["shown"]]
    scale = alt.Scale(domain=[min(drawn), max(drawn)], range=[0, alt.ExprRef(f"max(24, width - {room})")], nice=False)
    return alt.X(f"{field}:Q", axis=None, scale=scale)

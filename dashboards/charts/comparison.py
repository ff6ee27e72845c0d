"""How do the members compare? Bars with their numbers, one of which may stand out."""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.charts.labels import WRAPPED_AXIS, tooltip, wrapped
from dashboards.charts.spec import OWN, Chart, configured
from dashboards.display import palette
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import CODE, NAME, SHORT, VALUE, Split

_ROW = 26
_ROOM = 1.75


def comparison(split: Split, column: MetricColumn) -> Chart:
    """Bars in the order of the members, each with its number; one may stand out (`highlighting`).

    A value that is absent or hidden has no bar and says so where its number would be.
    """
    frame = wrapped(split.marks(column)).with_columns(shown=pl.col(VALUE).fill_null(0))
    color = alt.condition(alt.datum[CODE] == OWN, alt.value(palette.OWN), alt.value(palette.OTHERS))
    base = alt.Chart(frame).encode(
        y=alt.Y(f"{NAME}:N", sort=frame[NAME].to_list(), title=None, axis=WRAPPED_AXIS),
        x=alt.X(f"{VALUE}:Q", axis=None, scale=alt.Scale(domain=[0, _room(frame)])),
        tooltip=tooltip(split.title),
    )
    bars = base.mark_bar(color=palette.OTHERS).encode(color=color)
    numbers = base.mark_text(align="left", dx=4, fontSize=12, color=palette.GREY).encode(
        x=alt.X("shown:Q"), text=f"{SHORT}:N"
    )
    return configured(alt.layer(bars, numbers).add_params(OWN).properties(height=alt.Step(_ROW)))


def _room(frame: pl.DataFrame) -> float:
    """A domain that leaves room for the number at the end of the longest bar."""
    longest = frame[VALUE].max()
    return float(longest) * _ROOM if isinstance(longest, (int, float)) and longest else 1.0

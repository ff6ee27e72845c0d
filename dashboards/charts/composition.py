"""How is each member made up? Stacked bars, each part with its number."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from dashboards.charts.labels import WRAPPED_AXIS, number_on, row_height, tooltip, wrapped
from dashboards.charts.series import ORDER, SERIES, TOOLTIP, colors, legend_height, stacked
from dashboards.charts.spec import Chart, layered
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import NAME, TEXT, VALUE, Split
from dashboards.display.palette import GROUND

_ROW = 34
_LETTERS = 20
"""Of a line of the legend, which begins where the bars do: on a phone, in the middle."""
_FRAME = 24


def composition(split: Split, columns: Sequence[MetricColumn]) -> Chart:
    """Stacked bars in the order of the members; a series that is zero everywhere is left out of the legend too."""
    data = wrapped(stacked(split, columns)).with_columns(
        middle=pl.col(VALUE).cum_sum().over(NAME) - pl.col(VALUE) / 2,
    )
    drawn = [one for one in columns if split.frame[one.name].sum()]
    data = data.filter(pl.col(SERIES).is_in([one.legend for one in drawn]))
    members = data[NAME].unique(maintain_order=True).to_list()
    base = alt.Chart(data).encode(
        y=alt.Y(f"{NAME}:N", sort=members, title=None, axis=WRAPPED_AXIS), tooltip=tooltip(split.title, TOOLTIP)
    )
    bars = base.mark_bar(stroke=GROUND.light, strokeWidth=1.5).encode(
        x=alt.X(f"{VALUE}:Q", stack="zero", axis=None, scale=alt.Scale(nice=False)),
        color=colors(drawn, _LETTERS),
        order=alt.Order(f"{ORDER}:Q"),
    )
    # On what is wide enough for it: the others are in the tooltip and in the table.
    has_room = f"datum.{VALUE} * width / {_widest(data)} > 7 * length(datum.{TEXT}) + 4"
    numbers = (
        base.transform_filter(has_room)
        .mark_text(**number_on())
        .encode(x=alt.X("middle:Q", axis=None), text=f"{TEXT}:N")
    )
    height = row_height(data, _ROW) * len(members) + legend_height(drawn, _LETTERS) + _FRAME
    return layered(bars, numbers, height=height)


def _widest(data: pl.DataFrame) -> float:
    """The length of the longest bar."""
    widest = data.group_by(NAME).agg(pl.col(VALUE).sum())[VALUE].max()
    return float(widest) if isinstance(widest, (int, float)) and widest else 1.0

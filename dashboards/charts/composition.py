"""How is each member made up? Stacked bars, each part with its number."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from dashboards.charts.labels import WRAPPED_AXIS, tooltip, wrapped
from dashboards.charts.series import ORDER, SERIES, TOOLTIP, colors, stacked
from dashboards.charts.spec import Chart, configured
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import NAME, TEXT, VALUE, Split

_ROW = 34
_LEGIBLE = 0.02


def composition(split: Split, columns: Sequence[MetricColumn]) -> Chart:
    """Stacked bars in the order of the members; a series that is zero everywhere is left out of the legend too."""
    data = wrapped(stacked(split, columns)).with_columns(
        middle=pl.col(VALUE).cum_sum().over(NAME) - pl.col(VALUE) / 2,
    )
    drawn = [one for one in columns if split.frame[one.name].sum()]
    data = data.filter(pl.col(SERIES).is_in([one.legend for one in drawn]))
    members = data[NAME].unique(maintain_order=True).to_list()
    base = alt.Chart(data).encode(y=alt.Y(f"{NAME}:N", sort=members, title=None, axis=WRAPPED_AXIS))
    bars = base.mark_bar().encode(
        x=alt.X(f"{VALUE}:Q", stack="zero", axis=None),
        color=colors(drawn),
        order=alt.Order(f"{ORDER}:Q"),
        tooltip=tooltip(split.title, TOOLTIP),
    )
    numbers = (
        base.transform_filter(alt.datum[VALUE] > _LEGIBLE * _widest(data))
        .mark_text(color="white", fontWeight="bold", fontSize=12)
        .encode(x="middle:Q", text=f"{TEXT}:N")
    )
    return configured(alt.layer(bars, numbers).properties(height=alt.Step(_ROW)))


def _widest(data: pl.DataFrame) -> float:
    """The length of the longest bar."""
    widest = data.group_by(NAME).agg(pl.col(VALUE).sum())[VALUE].max()
    return float(widest) if isinstance(widest, (int, float)) else 0.0

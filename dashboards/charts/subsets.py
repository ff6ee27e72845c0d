"""How much of a total is in the parts that it contains? Bars over bars, month by month."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from dashboards.charts.labels import tooltip, values
from dashboards.charts.series import ORDER, TOOLTIP, colors, stacked
from dashboards.charts.spec import Chart, configured
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import NAME, VALUE, Split


def subsets_in_time(split: Split, columns: Sequence[MetricColumn]) -> Chart:
    """Bars of a total, the first of `columns`, and over them those of the parts that it contains."""
    total = columns[0].format
    chart = (
        alt.Chart(stacked(split, columns))
        .mark_bar()
        .encode(
            x=alt.X(
                f"{NAME}:N",
                sort=split.frame[NAME].to_list(),
                title=None,
                axis=alt.Axis(labelAngle=0, labelOverlap=True),
            ),
            y=alt.Y(
                f"{VALUE}:Q",
                stack=None,
                title=total.axis_title,
                axis=values(total),
            ),
            color=colors(columns),
            order=alt.Order(f"{ORDER}:Q"),
            tooltip=tooltip(split.title, TOOLTIP),
        )
    )
    return configured(chart.properties(height=320))

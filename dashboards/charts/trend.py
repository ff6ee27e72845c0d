"""How does one value move? Bars over periods."""

from __future__ import annotations

import altair as alt

from dashboards.charts.labels import tooltip, values
from dashboards.charts.spec import Chart, configured
from dashboards.display import palette
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import NAME, SHORT, VALUE, Split

_MANY = 9


def trend(split: Split, column: MetricColumn) -> Chart:
    """Bars in the order of the periods, each with its number while there are few."""
    frame = split.marks(column)
    base = alt.Chart(frame).encode(
        x=alt.X(
            f"{NAME}:N",
            sort=frame[NAME].to_list(),
            title=None,
            axis=alt.Axis(labelAngle=0, labelOverlap=True),
            scale=alt.Scale(paddingInner=0.35),
        ),
        y=alt.Y(f"{VALUE}:Q", title=column.format.axis_title, axis=values(column.format, tickMinStep=1)),
        tooltip=tooltip(split.title),
    )
    bars = base.mark_bar(color=palette.BLUE)
    numbers = base.mark_text(dy=-8, fontSize=12, color=palette.GREY).encode(text=f"{SHORT}:N")
    layers = [bars, numbers] if frame.height <= _MANY else [bars]
    return configured(alt.layer(*layers).properties(height=300))

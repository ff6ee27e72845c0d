"""How large is each part of a budget, and how much of it is spent? A frame as long as the budget, filled with what was spent."""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.charts.labels import LINE, WRAPPED_AXIS, number, row_height, wrapped
from dashboards.charts.spec import Chart, layered
from dashboards.display.frames import NAME
from dashboards.display.palette import BLUE, GROUND, INK, RULE

BUDGET, SPENT, DUE, TOLD, TIP = "budget", "spent", "due", "told", "tip"
"""Of the frame, beside NAME: amounts on the axis, the part of the budget that the months passed would have spent, and in words."""
_ROW, _BAR = 44, 18
_MARGIN = 26


def execution(frame: pl.DataFrame) -> Chart:
    """A row for each part, in the order of the frame: NAME, and what the names above say.

    The mark across a bar is where spending would be if it came evenly; `TOLD` stands below the bar.
    """
    named = wrapped(frame)
    most = max([1.0, *named[BUDGET], *named[SPENT]])
    scale = alt.Scale(domain=[0, most], nice=False)

    def long(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, title=None, axis=None)

    y = alt.Y(f"{NAME}:N", sort=named[NAME].to_list(), title=None, axis=WRAPPED_AXIS)
    base = alt.Chart(named).encode(y=y, tooltip=[alt.Tooltip(f"{TIP}:N", title="Parte")])
    whole = base.mark_bar(
        height=_BAR, yOffset=-8, fill=GROUND.light, stroke=RULE.light, strokeWidth=1.5, cornerRadius=1
    ).encode(x=long(BUDGET))
    spent = base.mark_bar(height=_BAR, yOffset=-8, color=BLUE.light).encode(x=long(SPENT))
    due = base.mark_tick(thickness=2.5, size=_BAR + 8, yOffset=-8, color=INK.light, tooltip=None).encode(x=long(DUE))
    rim = base.mark_tick(thickness=6, size=_BAR + 6, yOffset=-8, color=GROUND.light, tooltip=None).encode(x=long(DUE))
    told = base.mark_text(**number(align="left", baseline="middle", dy=LINE - 2, limit=0)).encode(
        x=alt.value(0), text=f"{TOLD}:N"
    )
    height = row_height(named, _ROW) * named.height + _MARGIN
    return layered(whole, spent, rim, due, told, height=height)

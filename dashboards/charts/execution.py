"""How large is each part of a budget, and how much of it is spent? Its size at the left, and beside it its own budget, filled."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from dashboards.charts.labels import LINE, WRAPPED_AXIS, number, row_height, wrapped
from dashboards.charts.spec import Setting, Spec, layered, to_spec_alike
from dashboards.display.frames import NAME
from dashboards.display.palette import BLUE, GREY, GROUND, INK, RULE

SIZE, SPENT, TOLD, TIP = "size", "spent", "told", "tip"
"""Of the frame, beside NAME: its part of the whole and what was spent of it, as fractions, and both in words."""
_ROW, _BAR, _UP = 44, 18, -8
_MARGIN = 26
_WIDE = 520
"""From so many pixels on the words have room below the budgets."""
_OF_SIZE, _FROM = 0.22, 0.26
"""The part of the width that sizes take, and where the budgets begin."""


_LARGEST, _MOST = (alt.param(name=name, value=1) for name in ("largest", "most"))


def execution(frame: pl.DataFrame, passed: float) -> Spec:
    """A row for each part, in the order of the frame; what is overspent goes beyond its frame.

    The mark across a bar is the part of the year that has `passed`; `TOLD` stands below.
    """
    named = wrapped(frame).with_columns(whole=pl.lit(1.0), due=pl.lit(passed))
    settings = (Setting(_LARGEST, max([0.01, *named[SIZE]])), Setting(_MOST, max([1.0, *named[SPENT]])))
    return to_spec_alike((execution, tuple(named[NAME])), named, settings, lambda: _chart(named))


def _chart(named: pl.DataFrame) -> alt.LayerChart:
    sizes = alt.Scale(
        domainMin=0,
        domainMax=alt.ExprRef(_LARGEST.name),
        range=[0, alt.ExprRef(f"width * {_OF_SIZE}")],
        nice=False,
    )
    shares = alt.Scale(
        domainMin=0,
        domainMax=alt.ExprRef(_MOST.name),
        range=[alt.ExprRef(f"width * {_FROM}"), alt.ExprRef("width - 2")],
        nice=False,
        clamp=True,
    )

    def spent_to(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=shares, title=None, axis=None)

    y = alt.Y(f"{NAME}:N", sort=named[NAME].to_list(), title=None, axis=WRAPPED_AXIS)
    base = alt.Chart(named).encode(y=y, tooltip=[alt.Tooltip(f"{TIP}:N", title="Parte")])
    size = base.mark_bar(height=_BAR, yOffset=_UP, color=GREY.light).encode(
        x=alt.X(f"{SIZE}:Q", scale=sizes, title=None, axis=None)
    )
    outline: dict[str, Any] = {"fill": GROUND.light, "stroke": RULE.light, "strokeWidth": 1.5}
    whole = base.mark_bar(height=_BAR, yOffset=_UP, **outline).encode(x=spent_to("whole"), x2=alt.X2Datum(0))
    spent = base.mark_bar(height=_BAR, yOffset=_UP, color=BLUE.light).encode(x=spent_to(SPENT), x2=alt.X2Datum(0))
    rim = base.mark_tick(thickness=6, size=_BAR + 6, yOffset=_UP, color=GROUND.light, tooltip=None)
    due = base.mark_tick(thickness=2.5, size=_BAR + 8, yOffset=_UP, color=INK.light, tooltip=None)
    told = base.mark_text(**number(align="left", baseline="middle", dy=LINE - 2, limit=0)).encode(
        x=alt.value(alt.ExprRef(f"width > {_WIDE} ? width * {_FROM} : 0")), text=f"{TOLD}:N"
    )
    height = row_height(named, _ROW) * named.height + _MARGIN
    layers = (size, whole, spent, rim.encode(x=spent_to("due")), due.encode(x=spent_to("due")), told)
    drawn: alt.LayerChart = layered(*layers, height=height).resolve_scale(x="independent")
    return drawn.add_params(_LARGEST, _MOST)

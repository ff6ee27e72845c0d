"""A page with each kind of drawing, in each of its states, in a container that a test finds; and beside it nothing of the site."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import streamlit as st

import dashboards
from dashboards.blocks.block import Drawing
from dashboards.blocks.markup import html
from dashboards.charts.choropleth import choropleth
from dashboards.charts.comparison import comparison
from dashboards.charts.composition import composition
from dashboards.charts.development import development
from dashboards.charts.sparkline import sparkline
from dashboards.charts.spec import highlighting, to_spec
from dashboards.charts.subsets import subsets_in_time
from dashboards.charts.trend import trend
from dashboards.charts.years import years
from dashboards.display import palette
from tests.dashboards import drawn

_STATIC = Path(dashboards.__file__).parent / "serving" / "static"


def _map() -> dict:
    spec = highlighting(to_spec(choropleth(drawn.OUTLINES, drawn.REGIONS, drawn.VALUES)), "16")
    outlines = quote(json.dumps(drawn.OUTLINES))
    return {**spec, "data": {**spec["data"], "url": f"data:application/json,{outlines}"}}


STATES = [
    replace(column, color=tone)
    for column, tone in zip(drawn.PARTS, (palette.IMPLEMENTED, palette.IN_PROGRESS, palette.NOT_REPORTED), strict=True)
]
SUBSETS = [
    replace(column, color=tone)
    for column, tone in zip(drawn.PARTS, (palette.LIGHT_GREY, palette.LIGHT_BLUE, palette.BLUE), strict=True)
]
DRAWINGS = {
    "choropleth": _map,
    "comparison": lambda: highlighting(to_spec(comparison(drawn.REGIONS, drawn.VALUES)), "16"),
    "composition": lambda: to_spec(composition(drawn.STACK, STATES)),
    "subsets": lambda: subsets_in_time(drawn.NESTED, SUBSETS),
    "trend": lambda: to_spec(trend(drawn.FLOWS, drawn.VALUES)),
    "states": lambda: to_spec(trend(drawn.STATES, drawn.PENDING)),
    "development": lambda: to_spec(development(drawn.MEMBERS, drawn.VALUES.format)),
    "years": lambda: to_spec(years(drawn.MONTHS, drawn.VALUES.format)),
}

st.set_page_config(layout="wide")
st.title("Dibujos")
for name in ("pnme.css", "charts.css"):
    st.html(_STATIC / name)
for name, draw in DRAWINGS.items():
    with st.container(key=f"drawn-{name}"):
        Drawing(draw(), name, key=name).show()
with st.container(key="drawn-sparkline"):
    html("sparkline", sparkline=sparkline(drawn.SERIES)).show()
    html("sparkline", sparkline=sparkline(drawn.UNFINISHED)).show()

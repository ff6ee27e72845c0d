"""A page with each kind of drawing, in each of its states, in a container that a test finds; and beside it nothing of the site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import streamlit as st

import dashboards
from dashboards.blocks.block import Drawing, Html
from dashboards.blocks.markup import html
from dashboards.charts import choropleth
from dashboards.charts.comparison import comparison
from dashboards.charts.composition import composition
from dashboards.charts.development import development
from dashboards.charts.sparkline import sparkline
from dashboards.charts.spec import highlighting, to_spec
from dashboards.charts.subsets import subsets_in_time
from dashboards.charts.trend import trend
from dashboards.charts.years import years
from dashboards.display import palette
from dashboards.display.formats import ABSENT, SUPPRESSED
from dashboards.display.frames import CODE, NAME, TEXT, VALUE
from tests.dashboards import drawn

_STATIC = Path(dashboards.__file__).parent / "serving" / "static"


def _map() -> Html:
    """The tones of a map, as the legend and the grid of a narrow screen show them: five, one absent, one reserved."""
    frame = pl.DataFrame(
        {
            CODE: [*"abcdefg"],
            NAME: [*"abcdefg"],
            VALUE: [1.0, 2.0, 3.0, 4.0, 5.0, None, None],
            TEXT: ["1", "2", "3", "4", "5", ABSENT, SUPPRESSED],
        }
    )
    shaded = choropleth.shaded(frame)
    legend = [(band, choropleth.in_words(band)) for band in choropleth.legend(shaded)]
    return html(
        "choropleth",
        description="Mapa",
        title="Atenciones",
        panels=[],
        boxes=[],
        antarctic=None,
        elsewhere=[],
        legend=legend,
        grid=shaded,
        addresses=dict.fromkeys("abcdefg", "/territorio"),
        own="c",
    )


STATES = [
    replace(column, color=tone)
    for column, tone in zip(drawn.PARTS, (palette.IMPLEMENTED, palette.IN_PROGRESS, palette.NOT_REPORTED), strict=True)
]
SUBSETS = [
    replace(column, color=tone)
    for column, tone in zip(drawn.PARTS, (palette.LIGHT_GREY, palette.LIGHT_BLUE, palette.BLUE), strict=True)
]
DRAWINGS = {
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
with st.container(key="drawn-map"):
    _map().show()
with st.container(key="drawn-sparkline"):
    html("sparkline", sparkline=sparkline(drawn.SERIES)).show()
    html("sparkline", sparkline=sparkline(drawn.UNFINISHED)).show()

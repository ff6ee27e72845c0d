"""The Transparency page as Streamlit's documentation teaches it: `streamlit run bare_streamlit.py`."""

from __future__ import annotations

import altair as alt
import polars as pl
import streamlit as st

from tests.bench.apps import page_data


@st.cache_resource
def load() -> page_data.Register:
    return page_data.register()


@st.cache_data
def ask(region: str, period: str) -> page_data.Page:
    return load().page(region, period)


def show_tiles(tiles: list[page_data.Tile]) -> None:
    for column, tile in zip(st.columns(len(tiles)), tiles, strict=True):
        column.metric(tile.label, tile.text, tile.change, delta_color="inverse" if tile.is_lower_better else "normal")


def months_chart(months: pl.DataFrame) -> alt.Chart:
    """Three bars at the same place, each a part of the one behind it."""
    labels = {name: label for name, (label, _) in page_data.SERIES.items()}
    colours = alt.Scale(domain=list(labels.values()), range=[colour for _, colour in page_data.SERIES.values()])
    parts = months.unpivot(list(labels), index="month", variable_name="part", value_name="requests")
    return (
        alt.Chart(parts.with_columns(pl.col("part").replace(labels)))
        .mark_bar()
        .encode(
            x=alt.X("month:N", title="Mes de recepción"),
            y=alt.Y("requests:Q", title="Solicitudes", stack=None),
            color=alt.Color("part:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
            tooltip=["month:N", "part:N", "requests:Q"],
        )
        .properties(height=320)
    )


st.set_page_config(page_data.TITLE, layout="wide")
st.title(page_data.TITLE)
st.write(page_data.SUBTITLE)
left, right, _ = st.columns([2, 2, 3])
period = left.selectbox("Período", list(page_data.PERIODS))
region = right.selectbox("Región", load().places)

page = ask(region, period)
show_tiles(page.tiles)
st.subheader("¿Cuántas se responden, y cuántas dentro de la meta?")
st.altair_chart(months_chart(page.months), width="stretch")
with st.expander("Ver los datos"):
    st.dataframe(page.months.rename(page_data.MONTH_COLUMNS), hide_index=True)
with st.expander("Por región de quien solicita"):
    st.dataframe(page.regions.rename(page_data.REGION_COLUMNS), hide_index=True)
st.subheader("Amparos (reclamos) y transparencia activa")
show_tiles(page.national)

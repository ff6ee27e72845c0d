"""The map of regions: where a value is high and where it is low."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from dashboards import palette, paths
from dashboards.charts import LOCALE, OWN, Chart, Spec

_CLASSES = len(palette.SEQUENTIAL)
# By address, not in the page: browsers keep them, and a page stays small.
_OUTLINES = alt.UrlData(f"/{paths.OUTLINES}", format=alt.JsonDataFormat(type="json", property="features"))


def choropleth(boundaries: dict[str, Any], frame: pl.DataFrame, *, title: str) -> Chart:
    """Regions coloured by quintile of `value`; without a value, grey; one may be outlined (`charts.highlighting`).

    `frame`: `region` (CUT code), `name`, `value` and the `text` that readers see.
    """
    drawn = _with_class(frame.filter(pl.col("region").is_in([feature["id"] for feature in boundaries["features"]])))
    values = alt.LookupData(data=drawn, key="region", fields=["name", "text", "class"])
    classes = drawn.drop_nulls("class").sort("value")["class"].unique(maintain_order=True).to_list()
    base = alt.Chart(_OUTLINES).transform_lookup(lookup="id", from_=values)
    fill = alt.Color(
        "class:N",
        scale=alt.Scale(domain=classes, range=palette.SEQUENTIAL[-len(classes) :]),
        legend=alt.Legend(title=title, orient="right", symbolType="square", symbolStrokeWidth=0),
    )
    land = base.mark_geoshape(stroke="white", strokeWidth=0.6).encode(
        color=alt.condition("isValid(datum.class)", fill, alt.value(palette.NO_DATA)),
        tooltip=[alt.Tooltip("name:N", title="Región"), alt.Tooltip("text:N", title=title)],
    )
    own = base.transform_filter(alt.datum.id == OWN).mark_geoshape(
        aria=False, fillOpacity=0, stroke=palette.OWN, strokeWidth=2.5
    )
    chart: Chart = (
        alt.layer(land, own)
        .add_params(OWN)
        .properties(height=600)
        .project("mercator")
        .configure(locale=LOCALE)
        .configure_view(stroke=None)
        .configure_legend(labelFontSize=12, titleFontSize=12, titleLimit=220)
    )
    return chart


def _with_class(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `class`: the quintile of each value, named by its lowest and its highest value."""
    rank = (pl.col("value").rank("ordinal") - 1) * _CLASSES // pl.col("value").count()
    ranked = frame.with_columns(rank=rank).sort("value")
    ends = ranked.group_by("rank", maintain_order=True).agg(
        low=pl.col("text").first(), high=pl.col("text").last(), absent=pl.col("value").is_null().all()
    )
    span = pl.when(pl.col("low") == pl.col("high")).then("low").otherwise(pl.format("{} a {}", "low", "high"))
    named = ends.select("rank", **{"class": pl.when(~pl.col("absent")).then(span)})
    return ranked.join(named, on="rank", how="left", nulls_equal=True).drop("rank")


def with_outlines(spec: Spec, boundaries: dict[str, Any]) -> Spec:
    """A finished map that needs no server: its outlines are in it."""
    return {**spec, "data": {"values": boundaries["features"]}}

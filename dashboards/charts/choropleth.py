"""Where is a value high and where is it low? The regions by quintile."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from dashboards.charts.locale import LOCALE
from dashboards.charts.spec import OWN, Chart, Spec
from dashboards.display import palette
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import CODE, NAME, TEXT, VALUE, Split

OUTLINES_PATH = "regiones.geojson"
_CLASS = "class"
_CLASSES = len(palette.SEQUENTIAL)
# By address, not in the page: browsers keep them, and a page stays small.
_OUTLINES = alt.UrlData(f"/{OUTLINES_PATH}", format=alt.JsonDataFormat(type="json", property="features"))


def choropleth(boundaries: dict[str, Any], split: Split, column: MetricColumn) -> Chart:
    """Regions coloured by quintile; without a value, grey; one may be outlined (`highlighting`)."""
    regions = [feature["id"] for feature in boundaries["features"]]
    drawn = _with_class(split.marks(column).filter(pl.col(CODE).is_in(regions)))
    values = alt.LookupData(data=drawn, key=CODE, fields=[NAME, TEXT, _CLASS])
    classes = drawn.drop_nulls(_CLASS).sort(VALUE)[_CLASS].unique(maintain_order=True).to_list()
    base = alt.Chart(_OUTLINES).transform_lookup(lookup="id", from_=values)
    fill = alt.Color(
        f"{_CLASS}:N",
        scale=alt.Scale(domain=classes, range=palette.SEQUENTIAL[-len(classes) :]),
        legend=alt.Legend(title=column.title, orient="right", symbolType="square", symbolStrokeWidth=0),
    )
    land = base.mark_geoshape(stroke="white", strokeWidth=0.6).encode(
        color=alt.condition(f"isValid(datum.{_CLASS})", fill, alt.value(palette.NO_DATA)),
        tooltip=[alt.Tooltip(f"{NAME}:N", title="Región"), alt.Tooltip(f"{TEXT}:N", title=column.title)],
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


def with_outlines(spec: Spec, boundaries: dict[str, Any]) -> Spec:
    """A map that needs no server: its outlines are in it."""
    return {**spec, "data": {"values": boundaries["features"]}}


def _with_class(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the class: the quintile of each value, named by its lowest and its highest value."""
    rank = (pl.col(VALUE).rank("ordinal") - 1) * _CLASSES // pl.col(VALUE).count()
    ranked = frame.with_columns(rank=rank).sort(VALUE)
    ends = ranked.group_by("rank", maintain_order=True).agg(
        low=pl.col(TEXT).first(), high=pl.col(TEXT).last(), absent=pl.col(VALUE).is_null().all()
    )
    span = pl.when(pl.col("low") == pl.col("high")).then("low").otherwise(pl.format("{} a {}", "low", "high"))
    named = ends.select("rank", pl.when(~pl.col("absent")).then(span).alias(_CLASS))
    return ranked.join(named, on="rank", how="left", nulls_equal=True).drop("rank")

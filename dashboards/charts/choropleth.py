"""Where is a value high and where is it low? The regions by quintile."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt
import polars as pl

from dashboards.charts.hatching import over_region
from dashboards.charts.labels import broken
from dashboards.charts.spec import OWN, Chart, Spec, layered
from dashboards.display import palette
from dashboards.display.columns import MetricColumn
from dashboards.display.formats import ABSENT, SUPPRESSED
from dashboards.display.frames import CODE, NAME, TEXT, VALUE, Split

OUTLINES_PATH = "regiones.geojson"
_CLASS = "class"
_CLASSES = len(palette.SEQUENTIAL)
_HEIGHT = 600
_TITLE_WIDTH = 18
_STRIPES = {ABSENT: " (rayado)", SUPPRESSED: " (cuadriculado)"}
"""How regions without a value are drawn, as the legend says it."""
# By address, not in the page: browsers keep them, and a page stays small.
_OUTLINES = alt.UrlData(f"/{OUTLINES_PATH}", format=alt.JsonDataFormat(type="json", property="features"))


def choropleth(boundaries: dict[str, Any], split: Split, column: MetricColumn) -> Chart:
    """Regions coloured by quintile; without a value, striped; one may be outlined (`highlighting`)."""
    regions = [feature["id"] for feature in boundaries["features"]]
    drawn = _with_class(split.marks(column).filter(pl.col(CODE).is_in(regions)))
    values = alt.LookupData(data=drawn, key=CODE, fields=[NAME, TEXT, _CLASS])
    base = alt.Chart().transform_lookup(lookup="id", from_=values, default=ABSENT)
    land = base.mark_geoshape(stroke=palette.RULE.light, strokeWidth=0.7).encode(
        color=_colors(drawn, column, regions),
        tooltip=[alt.Tooltip(f"{NAME}:N", title="Región"), alt.Tooltip(f"{TEXT}:N", title=column.title)],
    )
    chosen = base.transform_filter(alt.datum.id == OWN)
    halo = chosen.mark_geoshape(fillOpacity=0, stroke=palette.GROUND.light, strokeWidth=6)
    own = chosen.mark_geoshape(fillOpacity=0, stroke=palette.OWN.light, strokeWidth=3)
    layers = (land, *_striped(boundaries, drawn), halo, own)
    return layered(*layers, height=_HEIGHT, data=_OUTLINES).add_params(OWN).project("mercator")


def _striped(boundaries: dict[str, Any], drawn: pl.DataFrame) -> Iterator[alt.Chart]:
    """Stripes over the regions without a value, crossed ones where it is reserved."""
    words = dict(drawn.select(CODE, _CLASS).filter(drawn[VALUE].is_null()).iter_rows())
    known = set(drawn.drop_nulls(VALUE)[CODE])
    lines = [
        line
        for feature in boundaries["features"]
        if feature["id"] not in known
        for line in over_region(feature, is_crossed=words.get(feature["id"]) == SUPPRESSED)
    ]
    if lines:
        striped = alt.Chart(pl.DataFrame(lines)).mark_rule(stroke=palette.RULE.light, strokeWidth=1, tooltip=None)
        yield striped.encode(longitude="x:Q", latitude="y:Q", longitude2="x2:Q", latitude2="y2:Q")


def _colors(drawn: pl.DataFrame, column: MetricColumn, regions: Sequence[str]) -> alt.Color:
    """A colour for each class, the highest one the farthest from the ground, and stripes for what has no value."""
    known = drawn.drop_nulls(VALUE).sort(VALUE)[_CLASS].unique(maintain_order=True).to_list()
    tones = [tone.light for tone in palette.SEQUENTIAL[_CLASSES - len(known) :]]
    words = {*drawn.filter(pl.col(VALUE).is_null())[_CLASS], *([ABSENT] if len(drawn) < len(regions) else [])}
    return alt.Color(
        f"{_CLASS}:N",
        scale=alt.Scale(domain=known + sorted(words), range=[*tones, *([palette.GROUND.light] * len(words))]),
        legend=alt.Legend(
            title=broken(column.title, _TITLE_WIDTH),
            labelExpr=f"datum.label + (({json.dumps(_STRIPES)})[datum.label] || '')",
            orient="right",
            symbolStrokeWidth=1,
            symbolStrokeColor=palette.RULE.light,
        ),
    )


def with_outlines(spec: Spec, boundaries: dict[str, Any]) -> Spec:
    """A map that needs no server: its outlines are in it."""
    return {**spec, "data": {"values": boundaries["features"]}}


def _with_class(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the class: the quintile of each value, named by its lowest and its highest value; without a value, its word."""
    rank = (pl.col(VALUE).rank("ordinal") - 1) * _CLASSES // pl.col(VALUE).count()
    ranked = frame.with_columns(rank=rank).sort(VALUE)
    ends = ranked.group_by("rank", maintain_order=True).agg(low=pl.col(TEXT).first(), high=pl.col(TEXT).last())
    span = pl.when(pl.col("low") == pl.col("high")).then("low").otherwise(pl.format("{} a {}", "low", "high"))
    named = ranked.join(ends.select("rank", span.alias(_CLASS)), on="rank", how="left", nulls_equal=True).drop("rank")
    return named.with_columns(pl.when(pl.col(VALUE).is_null()).then(TEXT).otherwise(_CLASS).alias(_CLASS))

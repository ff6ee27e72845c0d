"""A finished chart: its data as Arrow bytes, the same rows back, and Chile's numbers and dates in it."""

from __future__ import annotations

import subprocess
import sys

import polars as pl
import pytest

from dashboards import charts, exports, maps

BARS = pl.DataFrame(
    {
        "name": ["Ñuble", "Maule"],
        "value": [4718.0, None],
        "text": ["4.718", "Sin dato"],
        "short": ["4.718", "Sin dato"],
    }
)
OUTLINES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": code,
            "properties": {},
            "geometry": {"type": "Polygon", "coordinates": [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 0]]]},
        }
        for x, code in enumerate(["16", "07"])
    ],
}


@pytest.fixture
def bars():
    return charts.finished(charts.comparison(BARS, "name", over_title="Región"))


def test_data_are_bytes_and_come_back_as_they_were(bars):
    assert {type(data) for data in bars["datasets"].values()} == {bytes}
    (rows,) = charts.with_rows(bars)["datasets"].values()
    assert [(row["name"], row["value"], row["shown"]) for row in rows] == [
        ("Ñuble", 4718.0, 4718.0),
        ("Maule", None, 0.0),
    ]


def test_a_chart_keeps_its_locale_and_none_of_altairs_sizes(bars):
    assert bars["config"]["locale"]["number"]["decimal"] == ","
    assert bars["config"]["locale"]["time"]["months"][0] == "enero"
    assert "continuousWidth" not in bars["config"]["view"]


def test_one_member_stands_out_in_a_chart_made_for_all(bars):
    chosen = charts.highlighting(bars, "Ñuble")
    assert [one["value"] for one in chosen["params"]] == ["Ñuble"]
    assert [one["value"] for one in bars["params"]] == [""]
    image = exports.as_png(chosen, "Atenciones", [])
    assert image != exports.as_png(bars, "Atenciones", [])


def test_a_map_names_its_outlines_and_an_image_carries_them():
    frame = BARS.with_columns(region=pl.Series(["16", "07"]))
    spec = charts.highlighting(charts.finished(maps.choropleth(OUTLINES, frame, title="Atenciones")), "16")
    assert spec["data"]["url"] == "/regiones.geojson"
    alone = maps.with_outlines(spec, OUTLINES)
    assert alone["data"] == {"values": OUTLINES["features"]}
    assert exports.as_png(alone, "Mapa", ["Fuente: x"]).startswith(b"\x89PNG")


def test_nothing_that_altair_looks_for_is_imported_after_the_charts():
    """A thread that draws would meet it half imported by a thread that does something else."""
    imported = "import sys, dashboards.charts; print('numpy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", imported], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "True"

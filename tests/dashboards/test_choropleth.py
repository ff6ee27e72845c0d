"""Where values are high and low on the map: bands, what has none, where names stand, and the drawing as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.charts import choropleth
from dashboards.charts.choropleth import Shaded, as_svg, label, legend, margins, outline_rules, places, shaded
from dashboards.display.formats import ABSENT, SUPPRESSED
from dashboards.display.frames import CODE, NAME, TEXT, VALUE
from geo.boundaries import write_regions
from geo.layer import REGION_CODES, read_regions


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path: Path = tmp_path_factory.mktemp("map") / "regions.geojson"
    write_regions(path)
    return read_regions(path)


def frame(values: list[float | None], texts: list[str] | None = None) -> pl.DataFrame:
    codes = list(REGION_CODES[: len(values)])
    written = texts or [ABSENT if value is None else f"{value:g}" for value in values]
    return pl.DataFrame(
        {CODE: codes, NAME: [f"R{code}" for code in codes], VALUE: values, TEXT: written},
        schema_overrides={VALUE: pl.Float64},
    )


def tones(values: list[float | None], country: float | None = None) -> list[str]:
    return [one.band.tone for one in shaded(frame(values), country=country)]


def test_fifths_from_low_to_high():
    assert tones([10, 20, 30, 40, 50]) == ["seq-1", "seq-2", "seq-3", "seq-4", "seq-5"]


def test_equal_values_have_one_tone_and_the_highest_is_always_the_darkest():
    assert tones([0, 0, 0, 0, 9]) == ["seq-4"] * 4 + ["seq-5"]
    assert tones([7, 7, 7]) == ["seq-5"] * 3
    assert tones([3]) == ["seq-5"]


def test_what_is_absent_and_what_is_reserved_are_two_things_and_none_is_zero():
    found = shaded(frame([0.0, None, None], ["0", ABSENT, SUPPRESSED]))
    assert [one.band.tone for one in found] == ["seq-5", "absent", "reserved"]
    assert [choropleth.in_words(band) for band in legend(found)] == [
        "0",
        "Sin dato (rayado)",
        "Reservado (cuadriculado)",
    ]


def test_nothing_known_is_drawn_striped():
    assert tones([None, None]) == ["absent", "absent"]


def test_rates_lie_around_the_country():
    """Below, the farthest is 10 away: within 2 is like the country, beyond 6 is far. Above, 100: 20 and 60."""
    assert tones([40, 43, 45, 49, 60, 80, 150], country=50) == [
        *("div-1", "div-1", "div-2", "div-3"),
        *("div-3", "div-4", "div-5"),
    ]
    assert tones([50, 50], country=50) == ["div-3", "div-3"]
    assert tones([101], country=100) == ["div-3"]  # a hundredth away is not far, though nobody is farther


def test_the_legend_says_the_lowest_and_the_highest_of_each_band():
    found = shaded(frame([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]))
    assert [band.label for band in legend(found)] == ["10 a 20", "30 a 40", "50 a 60", "70 a 80", "90 a 100"]


@given(st.lists(st.none() | st.integers(-5, 5).map(float), min_size=1, max_size=16))
def test_a_higher_value_never_has_a_lower_tone(values):
    found = [(value, tone) for value, tone in zip(values, tones(values), strict=True) if value is not None]
    assert all(tone <= other for value, tone in found for higher, other in found if value < higher)
    assert all((tone == other) for value, tone in found for same, other in found if value == same)


def all_shaded() -> tuple[Shaded, ...]:
    return shaded(frame([float(number) for number in range(16)]))


def test_names_stand_beside_their_region_and_on_no_other_name(collection):
    """In each panel, labels of two lines do not touch, and each begins or ends at its own region's edge."""
    by_code = {one.code: one for one in all_shaded()}
    for place in places(collection):
        found = [label(place, outline, by_code[outline.region]) for outline in place.outlines]
        boxes = [
            (
                one.x if one.is_eastward else one.x - one.width,
                one.y - 13,
                one.x + (one.width if one.is_eastward else 0),
                one.y + 13,
            )
            for one in found
        ]
        for number, (left, top, right, bottom) in enumerate(boxes):
            for other_left, other_top, other_right, other_bottom in boxes[number + 1 :]:
                assert right <= other_left or other_right <= left or bottom <= other_top or other_bottom <= top
        room = margins(place, found)
        assert all(-room.left <= left and right <= place.panel.width + room.right for left, _, right, _ in boxes)


def test_the_outlines_of_every_region_are_in_the_style_sheet(collection):
    rules = outline_rules(collection)
    assert all(f'.r{code} .land {{ clip-path: path("M' in rules for code in REGION_CODES)
    assert rules.count("clip-path") == 18  # and the islands, twice
    assert len(rules) < 100_000


def test_a_drawing_is_well_formed_has_each_region_and_escapes_what_it_is_told(collection):
    regions = shaded(
        frame([*map(float, range(15)), None]).with_columns(
            pl.when(pl.col(CODE) == "16").then(pl.lit("<script>alert(1)</script>")).otherwise(pl.col(NAME)).alias(NAME)
        )
    )
    drawing = as_svg(collection, regions, own="16", head=["Atenciones & <b>"], foot=["Fuente: x"])
    root = ET.fromstring(drawing.svg)  # noqa: S314  our own
    paths = [one for one in root.iter("{http://www.w3.org/2000/svg}path") if "transform" in one.attrib]
    assert len(paths) == 18
    assert sum(one.attrib["fill"] == "url(#absent)" for one in paths) == 1
    texts = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "<script>alert(1)</script>" in texts
    assert "Atenciones & <b>" in texts
    assert {"200 km", "Rapa Nui", "Juan Fernández", "Fuente: x"} <= set(texts)

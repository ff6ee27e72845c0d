"""How Chile fits a page: three panels side by side, each at its own scale, and its islands in boxes.

The country is 4,300 km long and 180 km wide: in one drawing it leaves two thirds of a page empty and hides Santiago.
Outlines become the lines of a drawing here, in pixels, and need no geographic library.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Bounds = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""
Point = tuple[float, float]
Ring = Sequence[Point]

MAINLAND: Bounds = (-76.1, -56.6, -66.0, -17.0)
"""Continental Chile and the islands along it: what the three panels show."""
KILOMETRES_OF_A_DEGREE = 111.2
"""Of latitude."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of the country in a drawing `height` pixels high: the regions in it, north to south, and the degrees it shows."""

    code: str
    regions: tuple[str, ...]
    bounds: Bounds
    height: int

    @property
    def pixels_of_a_degree(self) -> float:
        """Of latitude; of longitude it is less by the cosine of the latitude in the middle."""
        return self.height / (self.bounds[3] - self.bounds[1])

    @property
    def pixels_of_a_kilometre(self) -> float:
        """In the middle of the panel."""
        return self.pixels_of_a_degree / KILOMETRES_OF_A_DEGREE

    @property
    def width(self) -> int:
        """Pixels."""
        return math.ceil(self.place((self.bounds[2], self.bounds[1]))[0])

    def place(self, point: Sequence[float]) -> Point:
        """A longitude and a latitude as pixels from the left and from the top."""
        west, south, _, north = self.bounds
        narrow = math.cos(math.radians((south + north) / 2))
        return (point[0] - west) * narrow * self.pixels_of_a_degree, (north - point[1]) * self.pixels_of_a_degree


_HEIGHT, _BOX = 480, 64
_SMALLEST = 2.0
"""Square pixels: what is smaller is not seen."""
NORTH = Panel(
    code="norte", regions=("15", "01", "02", "03", "04"), bounds=(-71.8, -32.35, -66.9, -17.4), height=_HEIGHT
)
CENTRE = Panel(
    code="centro",
    regions=("05", "13", "06", "07", "16", "08", "09"),
    bounds=(-74.1, -39.75, -69.65, -31.9),
    height=_HEIGHT,
)
SOUTH = Panel(code="sur", regions=("14", "10", "11", "12"), bounds=(-75.9, -56.1, -66.3, -39.15), height=_HEIGHT)
RAPA_NUI = Panel(code="rapa-nui", regions=("05",), bounds=(-109.48, -27.23, -109.2, -27.02), height=_BOX)
JUAN_FERNANDEZ = Panel(code="juan-fernandez", regions=("05",), bounds=(-80.9, -33.9, -78.7, -33.5), height=_BOX // 2)
PANELS = (NORTH, CENTRE, SOUTH)
ISLANDS = (RAPA_NUI, JUAN_FERNANDEZ)


@dataclass(frozen=True)
class Outline:
    """A region in a panel: its rings in pixels."""

    region: str
    rings: tuple[Ring, ...]

    @property
    def path(self) -> str:
        """The rings as an SVG path takes them."""
        return "".join("M" + " ".join(f"{x:g} {y:g}" for x, y in ring[:-1]) + "Z" for ring in self.rings)

    @property
    def middle(self) -> float:
        """Half-way down the largest ring."""
        heights = [y for _, y in max(self.rings, key=_area)]
        return (min(heights) + max(heights)) / 2

    def ends(self, height: float, around: float = 0) -> tuple[float, float]:
        """Where the region begins and ends from west to east, at a height that it reaches and so many pixels around it."""
        heights = (height - around, height, height + around)
        crossings = [x for ring in self.rings for one in heights for x in _crossings(ring, one)]
        return min(crossings), max(crossings)


def outlines(collection: Mapping[str, Any], panel: Panel) -> tuple[Outline, ...]:
    """The regions of a panel that have something in it, in its order. `collection` is what `read_regions` returns."""
    geometries = {str(feature["id"]): feature["geometry"] for feature in collection["features"]}
    found = (Outline(code, tuple(_rings(geometries[code], panel))) for code in panel.regions)
    return tuple(outline for outline in found if outline.rings)


def _rings(geometry: Mapping[str, Any], panel: Panel) -> Iterator[Ring]:
    """The exterior rings that lie in the panel, in half pixels: a point that falls on the one before it is left out."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for exterior, *_ in parts:
        if all(_is_within(point, panel.bounds) for point in exterior):
            placed = [panel.place(point) for point in exterior]
            rounded = [(round(2 * x) / 2, round(2 * y) / 2) for x, y in placed]
            ring = [rounded[0], *(point for before, point in pairwise(rounded) if point != before)]
            if _area(ring) >= _SMALLEST:
                yield ring


def _is_within(point: Sequence[float], bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return west <= point[0] <= east and south <= point[1] <= north


def _area(ring: Ring) -> float:
    return abs(sum(x * y2 - x2 * y for (x, y), (x2, y2) in pairwise(ring))) / 2


def _crossings(ring: Ring, height: float) -> Iterator[float]:
    for (x, y), (x2, y2) in pairwise(ring):
        if min(y, y2) <= height <= max(y, y2):
            yield x if y == y2 else x + (x2 - x) * (height - y) / (y2 - y)

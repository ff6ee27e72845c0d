"""Stripes over what is not whole and in the place of what is not known, computed as lines.

Vega has no patterns, and a gradient of hard steps is found by the address of the page, which changes under a drawing with
every filter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from dashboards.charts.timeline import IS_PARTIAL
from dashboards.display.frames import VALUE

Line = tuple[float, float, float, float]
"""x, y, x2, y2."""
Ring = Sequence[Sequence[float]]
_STRIPES = 22
"""Over the highest bar."""
_SLOPE = 2.5
"""Stripes that a line crosses from one side of a bar to the other."""
_DEGREES = 0.22
"""Between two stripes of a map."""


def over_bars(frame: pl.DataFrame) -> list[dict[str, float]]:
    """Lines from `x`, `y` to `x2`, `y2` over the bars of `timeline.with_edges` that are not known whole."""
    partial = frame.filter(pl.col(IS_PARTIAL) & pl.col(VALUE).is_not_null())
    values = [abs(value) for value in frame[VALUE].drop_nulls()]
    step = (max(values, default=0.0) or 1.0) / _STRIPES
    bars = partial.select("left", "right", VALUE).iter_rows()
    return [_named(line) for bar in bars for line in _over(*bar, step=step)]


def _named(line: Line) -> dict[str, float]:
    return dict(zip(("x", "y", "x2", "y2"), line, strict=True))


def _over(left: float, right: float, value: float, *, step: float) -> Iterator[Line]:
    """Parallel lines, cut off at the foot and at the head of the bar."""
    rise, height = step * _SLOPE, abs(value)
    sign = -1 if value < 0 else 1
    for number in range(int((height + rise) / step) + 1):
        begins = number * step - rise
        first, last = (max(0.0, -begins / rise), min(1.0, (height - begins) / rise))
        if first < last:
            ends = ((left + (right - left) * part, sign * (begins + rise * part)) for part in (first, last))
            (x, y), (x2, y2) = ends
            yield x, y, x2, y2


def over_region(feature: dict[str, Any], *, is_crossed: bool) -> list[dict[str, float]]:
    """Lines as `over_bars` gives them, in degrees, over a region (GeoJSON, Polygon or MultiPolygon): once across, or twice."""
    geometry = feature["geometry"]
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    directions = (1, -1) if is_crossed else (1,)
    return [_named(line) for rings in parts for direction in directions for line in _within(rings, direction)]


def _within(rings: Iterable[Ring], direction: int) -> Iterator[Line]:
    """Where lines x + direction * y = c are inside of rings: between each odd crossing and the next one."""
    edges = [(_turned(one, direction), _turned(other, direction)) for ring in rings for one, other in pairwise(ring)]
    if not edges:
        return
    along = [point[0] for edge in edges for point in edge]
    for number in range(int(min(along) // _DEGREES), int(max(along) // _DEGREES) + 1):
        level = (number + 0.5) * _DEGREES
        crossings = sorted(_crossing(edge, level) for edge in edges if (edge[0][0] < level) != (edge[1][0] < level))
        for enters, leaves in zip(crossings[::2], crossings[1::2], strict=True):
            yield *_turned_back(level, enters, direction), *_turned_back(level, leaves, direction)


def _turned(point: Sequence[float], direction: int) -> tuple[float, float]:
    return point[0] + direction * point[1], point[0] - direction * point[1]


def _turned_back(level: float, across: float, direction: int) -> tuple[float, float]:
    return round((level + across) / 2, 3), round(direction * (level - across) / 2, 3)


def _crossing(edge: tuple[tuple[float, float], tuple[float, float]], level: float) -> float:
    (level_1, across_1), (level_2, across_2) = edge
    return across_1 + (across_2 - across_1) * (level - level_1) / (level_2 - level_1)

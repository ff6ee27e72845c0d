"""Stripes over what is not known whole, computed as lines.

Vega has no patterns, and a gradient of hard steps is found by the address of the page, which changes under a drawing with
every filter.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from dashboards.charts.timeline import IS_PARTIAL
from dashboards.display.frames import VALUE

Line = tuple[float, float, float, float]
"""x, y, x2, y2."""
_STRIPES = 22
"""Over the highest bar."""
_SLOPE = 2.5
"""Stripes that a line crosses from one side of a bar to the other."""


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

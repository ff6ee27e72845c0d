"""Charts as PNG."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.charts.labels import broken
from dashboards.charts.spec import Spec, with_rows
from dashboards.display import palette
from dashboards.documents.drawing import drawer

_TITLE, _SOURCE = 80, 130
"""Letters of a line, in the width of an image."""


def as_png(chart: Spec, title: str, source: Sequence[str]) -> bytes:
    """The chart on white at twice the size, with its title and, below it, its source."""
    spec = with_rows(chart)
    spec["title"] = {
        "text": broken(title, _TITLE),
        "subtitle": [line for one in source for line in broken(one, _SOURCE)],
        "anchor": "start",
        "frame": "bounds",
        "offset": 14,
        "fontSize": 16,
        "color": palette.INK.light,
        "subtitleColor": palette.FAINT.light,
    }
    spec["background"] = palette.GROUND.light
    spec["width"] = 760
    spec["padding"] = 16
    # On a page the height is the room that there is; here the drawing has it, and all else comes on top.
    spec["autosize"] = {"type": "pad"}
    return drawer.png(spec, scale=2)


def svg_as_png(svg: str) -> bytes:
    """A drawing of our own, at twice the size."""
    return drawer.png_of_svg(svg, scale=2)

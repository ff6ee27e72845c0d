"""Charts as PNG."""

from __future__ import annotations

from collections.abc import Sequence

import vl_convert

from dashboards.charts.spec import Spec, with_rows


def as_png(chart: Spec, title: str, source: Sequence[str]) -> bytes:
    """The chart on white at twice the size, with its title and, below it, its source."""
    spec = with_rows(chart)
    spec["title"] = {
        "text": title,
        "subtitle": list(source),
        "anchor": "start",
        "fontSize": 16,
        "subtitleColor": "#555",
    }
    spec["background"] = "white"
    spec["width"] = 760
    spec["padding"] = 16
    return bytes(vl_convert.vegalite_to_png(spec, scale=2))

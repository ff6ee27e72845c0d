"""A drawing that is ready to be shown: Vega-Lite with its tables as Arrow bytes, checked while the process warms up."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np  # noqa: F401 - Altair uses what it finds of it, and another thread may be half-way importing it
import polars as pl
from altair.utils import schemapi

from dashboards.charts.locale import LOCALE
from dashboards.display import palette

Chart = alt.Chart | alt.LayerChart | alt.FacetChart
Spec = Mapping[str, Any]
"""Vega-Lite, with its tables as Arrow bytes."""

LOWEST, HIGHEST, ROOM = (alt.param(name=name, value=0) for name in ("lowest", "highest", "room"))
"""The ends of the axis of values, and how wide a drawing must be for the numbers in it: a `Setting` says."""

OWN = alt.param(name="own", value="")
"""The code of the member that stands out in a chart made for all: `highlighting` sets it."""

alt.theme.enable("none")  # sizes and colours are the page's, not Altair's


_TYPE: dict[str, Any] = {
    "labelFontSize": 12,
    "titleFontSize": 12,
    "labelColor": palette.FAINT.light,
    "titleColor": palette.FAINT.light,
    "titleFontWeight": "normal",
}
_AXIS = alt.AxisConfig(
    **_TYPE,
    aria=False,
    labelLimit=260,
    labelPadding=8,
    titlePadding=8,
    ticks=False,
    grid=False,
    gridColor=palette.GRID.light,
    domain=False,
    domainColor=palette.RULE.light,
)
_LEGEND = alt.LegendConfig(
    **_TYPE,
    aria=False,
    orient="top",
    title=None,
    labelLimit=320,
    symbolType="square",
    symbolStrokeWidth=0,
    columns=1,
    padding=0,
)
_CONFIG = alt.Config(
    locale=LOCALE,
    background="transparent",
    aria=False,  # what a chart shows is told by its name and by its table
    mark=alt.MarkConfig(aria=False),
    view=alt.ViewConfig(stroke=None),
    axis=_AXIS,
    legend=_LEGEND,
)
_LOOKS = {
    "config": _CONFIG.to_dict(),
    "autosize": {"type": "fit", "contains": "padding"},
    "padding": {"left": 2, "top": 4, "right": 2, "bottom": 4},
    "usermeta": {"embedOptions": {"renderer": "svg"}},  # by which colours follow the reader's mode
}
"""What all charts have in common: type, colours, locale. Put in once, for Altair copies it at each of its steps."""


def to_spec(chart: Chart) -> Spec:
    """The chart with nothing left to compute when it is shown, checked against Vega-Lite's schema where charts are.

    Building, checking and converting it takes some 15 ms; showing what this returns, well under one.
    """
    spec: dict[str, Any] = chart.to_dict(validate=schemapi.DEBUG_MODE) | _LOOKS
    spec["datasets"] = {name: _arrow_bytes(rows) for name, rows in spec["datasets"].items()}
    return spec


@dataclass(frozen=True)
class Setting:
    """A number of a drawing that its rows decide, as a parameter: drawings that differ in it alone are of one shape."""

    param: alt.Parameter
    value: float

    @property
    def set(self) -> alt.Parameter:
        """The parameter with the value."""
        return alt.param(name=str(self.param.name), value=self.value)


def to_spec_alike(shape: Hashable, rows: pl.DataFrame, settings: Sequence[Setting], draw: Callable[[], Chart]) -> Spec:
    """As `to_spec(draw())`, for charts of which those of one `shape` differ in nothing but their rows and settings.

    Altair takes some 15 ms for a chart, and another region's months are the same chart with other numbers. All layers
    draw `rows`; a chart with a table of its own in some layer has no shape, and `draw` is asked for it each time.
    """
    kept = _shapes.get(shape)
    if kept is None:
        kept = to_spec(draw())
        _keep(shape, kept)
    values = {str(one.param.name): one.value for one in settings}
    table = _arrow_bytes(rows)
    name = f"data-{hashlib.blake2b(table, digest_size=8).hexdigest()}"  # a page redraws what has another name
    params = [{**one, "value": values.get(one["name"], one.get("value"))} for one in kept["params"]]
    return {**kept, "params": params, "data": {"name": name}, "datasets": {name: table}}


_SHAPES_KEPT = 64
_shapes: dict[Hashable, Spec] = {}


def _keep(shape: Hashable, spec: Spec) -> None:
    """Remember what was drawn; ValueError where its layers draw several tables, which no shape has."""
    if len(spec["datasets"]) != 1 or "name" not in spec.get("data", {}):
        msg = f"shape {shape!r}: its layers draw {len(spec['datasets'])} tables; expected one for all"
        raise ValueError(msg)
    while len(_shapes) >= _SHAPES_KEPT:
        _shapes.pop(next(iter(_shapes)), None)
    _shapes[shape] = spec


def stop_checking() -> None:
    """Check no chart of this process from now on: half of the time of making one."""
    schemapi.disable_debug_mode()


def with_rows(spec: Spec) -> dict[str, Any]:
    """The same with its tables as rows again, as other programs read it."""
    datasets = {name: pl.read_ipc_stream(data).to_dicts() for name, data in spec["datasets"].items()}
    return {**spec, "datasets": datasets}


def highlighting(spec: Spec, code: str) -> Spec:
    """The same with the member of that code standing out: made once for all members."""
    params = [{**one, "value": code} if one["name"] == OWN.name else one for one in spec["params"]]
    return {**spec, "params": params}


def layered(*layers: alt.Chart, height: int, **options: Any) -> alt.LayerChart:
    """A chart of layers, `height` pixels high with all that belongs to it."""
    return alt.LayerChart(layer=list(layers), height=height, **options)


def _arrow_bytes(rows: pl.DataFrame | Sequence[Mapping[str, Any]]) -> bytes:
    stream = io.BytesIO()
    frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(rows, infer_schema_length=None)
    # Browsers do not read the newest types of Arrow.
    frame.write_ipc_stream(stream, compat_level=pl.CompatLevel.oldest())
    return stream.getvalue()

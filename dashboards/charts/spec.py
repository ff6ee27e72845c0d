"""A drawing that is ready to be shown: Vega-Lite with its tables as Arrow bytes, checked while the process warms up."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np  # noqa: F401 - Altair uses what it finds of it, and another thread may be half-way importing it
import polars as pl
from altair.utils import schemapi

from dashboards.charts.locale import LOCALE

Chart = alt.Chart | alt.LayerChart | alt.FacetChart
Spec = Mapping[str, Any]
"""Vega-Lite, with its tables as Arrow bytes."""

OWN = alt.param(name="own", value="")
"""The code of the member that stands out in a chart made for all: `highlighting` sets it."""

alt.theme.enable("none")  # sizes and colours are the page's, not Altair's


def to_spec(chart: Chart) -> Spec:
    """The chart with nothing left to compute when it is shown, checked against Vega-Lite's schema where charts are.

    Building, checking and converting it takes some 15 ms; showing what this returns, well under one.
    """
    spec: dict[str, Any] = chart.to_dict(validate=schemapi.DEBUG_MODE)
    spec["datasets"] = {name: _arrow_bytes(rows) for name, rows in spec["datasets"].items()}
    return spec


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


def configured(chart: Chart) -> Chart:
    """A chart of bars in the type, the legend and the locale of all of them."""
    with_looks: Chart = (
        chart.configure(locale=LOCALE)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, labelLimit=260, grid=False)
        .configure_legend(orient="top", title=None, labelFontSize=12, labelLimit=320, symbolType="square", columns=1)
    )
    return with_looks


def _arrow_bytes(rows: Sequence[Mapping[str, Any]]) -> bytes:
    stream = io.BytesIO()
    # Browsers do not read the newest types of Arrow.
    pl.DataFrame(rows, infer_schema_length=None).write_ipc_stream(stream, compat_level=pl.CompatLevel.oldest())
    return stream.getvalue()

"""Charts named by the question they answer: a frame in, an Altair chart out, nothing of Streamlit."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import altair as alt
import numpy as np  # noqa: F401 - Altair uses what it finds of it, and another thread may be half-way importing it
import polars as pl
from altair.utils import schemapi

from dashboards import palette

_MONTHS = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
_DAYS = ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"]
LOCALE = alt.Locale(
    number=alt.NumberLocale(decimal=",", thousands=".", grouping=[3], currency=["$", ""]),
    time=alt.TimeLocale(
        dateTime="%A %e de %B de %Y, %X",
        date="%d-%m-%Y",
        time="%H:%M:%S",
        periods=["AM", "PM"],
        days=_DAYS,
        shortDays=[name[:3] for name in _DAYS],
        months=_MONTHS,
        shortMonths=[name[:3] for name in _MONTHS],
    ),
)
_ROW = 26
_MANY = 9
_LEGIBLE = 0.02


@dataclass(frozen=True)
class Series:
    """One series of a chart: the column that holds it, its name and its colour."""

    column: str
    label: str
    color: str


# Labels come with their line breaks: on a phone, one line would take half of the chart.
_WRAPPED = alt.Axis(
    labelExpr="split(datum.label, '\\n')",
    labelLimit=320,
    labelOverlap=False,
    labelOffset={"condition": {"test": "indexof(datum.label, '\\n') > 0", "value": -7}, "value": 0},
)
_LABEL_WIDTH = 32

Chart = alt.Chart | alt.LayerChart | alt.FacetChart
Spec = Mapping[str, Any]
"""A finished chart: Vega-Lite, with its tables as Arrow bytes."""

alt.theme.enable("none")  # sizes and colours are the page's, not Altair's


def finished(chart: Chart) -> Spec:
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
    """A finished chart with its tables as rows again, as other programs read it."""
    datasets = {name: pl.read_ipc_stream(data).to_dicts() for name, data in spec["datasets"].items()}
    return {**spec, "datasets": datasets}


def _arrow_bytes(rows: Sequence[Mapping[str, Any]]) -> bytes:
    stream = io.BytesIO()
    # Browsers do not read the newest types of Arrow.
    pl.DataFrame(rows, infer_schema_length=None).write_ipc_stream(stream, compat_level=pl.CompatLevel.oldest())
    return stream.getvalue()


def _configured(chart: Chart) -> Chart:
    configured: Chart = (
        chart.configure(locale=LOCALE)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, labelLimit=260, grid=False)
        .configure_legend(orient="top", title=None, labelFontSize=12, labelLimit=320, symbolType="square", columns=1)
    )
    return configured


def _scale(series: Sequence[Series]) -> alt.Scale:
    return alt.Scale(domain=[one.label for one in series], range=[one.color for one in series])


def _long(frame: pl.DataFrame, over: str, series: Sequence[Series]) -> pl.DataFrame:
    """One row per (`over`, series), with `order` of the series and the `text` that readers see."""
    parts = [
        frame.select(
            pl.col(over),
            pl.lit(one.label).alias("series"),
            pl.col(one.column).alias("value"),
            pl.col(f"{one.column}_text").alias("text"),
            pl.lit(number).alias("order"),
        )
        for number, one in enumerate(series)
    ]
    return pl.concat(parts)


def _wrapped(frame: pl.DataFrame, over: str) -> pl.DataFrame:
    lines = ["\n".join(wrap(label, _LABEL_WIDTH)) for label in frame[over]]
    return frame.with_columns(pl.Series(over, lines, dtype=pl.String))


def composition(frame: pl.DataFrame, over: str, series: Sequence[Series], *, over_title: str) -> Chart:
    """How each member of `over` is made up: stacked bars in the frame's order, each part with its number."""
    frame = _wrapped(frame, over)
    data = _long(frame, over, series).with_columns(
        middle=pl.col("value").cum_sum().over(over) - pl.col("value") / 2,
    )
    members = frame[over].to_list()
    series = [one for one in series if frame[one.column].sum()]
    data = data.filter(pl.col("series").is_in([one.label for one in series]))
    widest = float(data.group_by(over).agg(pl.col("value").sum())["value"].max() or 0)  # type: ignore[arg-type]
    base = alt.Chart(data).encode(y=alt.Y(f"{over}:N", sort=members, title=None, axis=_WRAPPED))
    bars = base.mark_bar().encode(
        x=alt.X("value:Q", stack="zero", axis=None),
        color=alt.Color("series:N", scale=_scale(series)),
        order=alt.Order("order:Q"),
        tooltip=_tooltip(over, over_title),
    )
    numbers = (
        base.transform_filter(alt.datum.value > _LEGIBLE * widest)
        .mark_text(color="white", fontWeight="bold", fontSize=12)
        .encode(x="middle:Q", text="text:N")
    )
    return _configured(alt.layer(bars, numbers).properties(height=alt.Step(_ROW + 8)))


def _tooltip(over: str, over_title: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip(f"{over}:N", title=over_title),
        alt.Tooltip("series:N", title="Serie"),
        alt.Tooltip("text:N", title="Valor"),
    ]


def subsets_in_time(
    frame: pl.DataFrame, over: str, series: Sequence[Series], *, over_title: str, axis_title: str
) -> Chart:
    """Bars of a total and, over them, of the parts that it contains, month by month."""
    data = _long(frame, over, series)
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X(
                f"{over}:N", sort=frame[over].to_list(), title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)
            ),
            y=alt.Y("value:Q", stack=None, title=axis_title, axis=alt.Axis(format=",.0f", grid=True, tickCount=5)),
            color=alt.Color("series:N", scale=_scale(series)),
            order=alt.Order("order:Q"),
            tooltip=_tooltip(over, over_title),
        )
    )
    return _configured(chart.properties(height=320))


OWN = alt.param(name="own", value="")
"""The member that stands out in a finished chart: `highlighting` sets it."""


def highlighting(spec: Spec, member: str) -> Spec:
    """A finished chart in which `member` stands out: the same one for all members, made once."""
    params = [{**one, "value": member} if one["name"] == OWN.name else one for one in spec["params"]]
    return {**spec, "params": params}


def comparison(frame: pl.DataFrame, over: str, *, over_title: str) -> Chart:
    """How members compare: bars in the frame's order, each with its number; one may stand out (`highlighting`).

    A value that is absent or hidden has no bar and says so where its number would be.
    """
    frame = _wrapped(frame, over).with_columns(shown=pl.col("value").fill_null(0), member=frame[over])
    color = alt.condition(alt.datum.member == OWN, alt.value(palette.OWN), alt.value(palette.OTHERS))
    base = alt.Chart(frame).encode(
        y=alt.Y(f"{over}:N", sort=frame[over].to_list(), title=None, axis=_WRAPPED),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, _room(frame)])),
        tooltip=[alt.Tooltip(f"{over}:N", title=over_title), alt.Tooltip("text:N", title="Valor")],
    )
    bars = base.mark_bar(color=palette.OTHERS).encode(color=color)
    numbers = base.mark_text(align="left", dx=4, fontSize=12, color=palette.GREY).encode(
        x=alt.X("shown:Q"), text="short:N"
    )
    return _configured(alt.layer(bars, numbers).add_params(OWN).properties(height=alt.Step(_ROW)))


def _room(frame: pl.DataFrame) -> float:
    """A domain that leaves room for the number at the end of the longest bar."""
    longest = frame["value"].max()
    return float(longest) * 1.75 if isinstance(longest, (int, float)) and longest else 1.0


def trend(frame: pl.DataFrame, over: str, *, over_title: str, axis_title: str | None = None) -> Chart:
    """How one value moves over periods: bars, each with its number while there are few."""
    base = alt.Chart(frame).encode(
        x=alt.X(
            f"{over}:N",
            sort=frame[over].to_list(),
            title=None,
            axis=alt.Axis(labelAngle=0, labelOverlap=True),
            scale=alt.Scale(paddingInner=0.35),
        ),
        y=alt.Y("value:Q", title=axis_title, axis=alt.Axis(format=",.0f", grid=True, tickCount=5, tickMinStep=1)),
        tooltip=[alt.Tooltip(f"{over}:N", title=over_title), alt.Tooltip("text:N", title="Valor")],
    )
    bars = base.mark_bar(color=palette.BLUE)
    numbers = base.mark_text(dy=-8, fontSize=12, color=palette.GREY).encode(text="short:N")
    layers = [bars, numbers] if frame.height <= _MANY else [bars]
    return _configured(alt.layer(*layers).properties(height=300))

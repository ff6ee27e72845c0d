"""Up to five series in one drawing, told apart by their names at the end of their lines, by dashes, by shapes and by colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt
import polars as pl

from dashboards.charts import timeline
from dashboards.charts.labels import LINE, broken, number, pixels
from dashboards.charts.marks import PERIOD
from dashboards.charts.spec import Chart, Spec, layered, to_spec_alike
from dashboards.charts.trend import ends, heights
from dashboards.display.formats import ValueFormat
from dashboards.display.frames import CODE, NAME, TEXT, VALUE
from dashboards.display.palette import GROUND, SERIES

MOST = len(SERIES)
_HEIGHT = 340
_BELOW = 70
"""Pixels of the height that are not the drawing's: the axis, and air above."""
_NAME = 15
_DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [14, 4])
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
_LABEL, _PLACED, _IS_ABOVE = "label", "placed", "is_above"
"""Of the last row of each series: its name in lines, where it stands so as to touch no other, and whether others go on beside it."""


def lines(
    frame: pl.DataFrame,
    of: ValueFormat,
    *,
    places: str,
    axis: alt.Axis,
    joins_partial: bool = False,
    beside: Sequence[alt.Chart] = (),
    up_to: float = 0.0,
) -> Chart:
    """A line for each `CODE`, in the order of its first row, at the days `places`; what is missing breaks it.

    `frame` is `marks.frame_of`'s. What is not known whole is a hollow point, to which a line leads only if it
    `joins_partial`: the part of a sum is no fall of it. `beside` are layers of other marks, which go `up_to` a value.
    """
    drawn = _drawn(frame, places, joins_partial=joins_partial)
    chart = _chart(drawn, of, places=places, axis=axis, beside=beside)
    return chart.add_params(*(one.set for one in ends(drawn, up_to)))


def lines_alike(frame: pl.DataFrame, of: ValueFormat, *, places: str, axis: alt.Axis, joins_partial: bool) -> Spec:
    """`lines` as they are shown, made once for all that differ in their numbers alone."""
    drawn = _drawn(frame, places, joins_partial=joins_partial)
    settings = ends(drawn)
    last = drawn.drop_nulls(_LABEL)
    shape = (lines, of, places, joins_partial, tuple(last.select(CODE, _LABEL, _IS_ABOVE).iter_rows()))
    span = (drawn[timeline.START].min(), drawn[timeline.END].max(), str(axis.to_dict()))
    return to_spec_alike(
        (*shape, *span, tuple(drawn[CODE].unique(maintain_order=True))),
        drawn,
        settings,
        lambda: _chart(drawn, of, places=places, axis=axis, beside=()).add_params(*(one.param for one in settings)),
    )


def _drawn(frame: pl.DataFrame, places: str, *, joins_partial: bool) -> pl.DataFrame:
    """The rows of as many series as there are tones for, each with its runs and its name."""
    codes = frame[CODE].unique(maintain_order=True).to_list()[:MOST]
    known = timeline.in_runs(frame.filter(pl.col(CODE).is_in(codes)), by=CODE, joins_partial=joins_partial)
    order = pl.col(CODE).replace_strict(codes, range(len(codes)), return_dtype=pl.Int64)
    return _with_names(known.sort(order, timeline.START, maintain_order=True), places)


def _chart(
    drawn: pl.DataFrame, of: ValueFormat, *, places: str, axis: alt.Axis, beside: Sequence[alt.Chart]
) -> alt.LayerChart:
    codes = drawn[CODE].unique(maintain_order=True).to_list()
    room = pixels(line for name in drawn[_LABEL].drop_nulls() for line in name.split("\n"))
    scale = timeline.scale(drawn, range=[0, alt.ExprRef(f"max(60, width - {room + 14})")])
    base = alt.Chart(drawn).encode(
        x=timeline.at(places),
        y=f"{VALUE}:Q",
        color=_by_code(alt.Color, codes, [tone.light for tone in SERIES]),
        tooltip=[
            alt.Tooltip(f"{NAME}:N", title="Serie"),
            alt.Tooltip(f"{PERIOD}:N", title="Período"),
            alt.Tooltip(f"{TEXT}:N", title="Valor"),
        ],
    )
    dashed = base.mark_line(strokeWidth=2.5).encode(
        x=alt.X(f"{places}:Q", scale=scale, axis=axis, title=None),
        y=heights(of),
        detail=f"{timeline.RUN}:N",
        strokeDash=_by_code(alt.StrokeDash, codes, _DASHES),
    )
    shaped = base.mark_point(filled=False, opacity=1, size=60, strokeWidth=2).encode(
        shape=_by_code(alt.Shape, codes, _SHAPES),
        fill=alt.condition(
            f"datum.{timeline.IS_PARTIAL}",
            alt.value(GROUND.light),
            _by_code(alt.Fill, codes, [tone.light for tone in SERIES]),
        ),
    )
    return layered(dashed, *beside, shaped, *_names(base, drawn), height=_HEIGHT)


def _by_code(channel: type, codes: Sequence[str], values: Sequence[Any]) -> alt.Color:
    scale = alt.Scale(domain=list(codes), range=list(values[: len(codes)]))
    encoded: alt.Color = channel(f"{CODE}:N", scale=scale, legend=None)
    return encoded


def _names(base: alt.Chart, drawn: pl.DataFrame) -> Iterator[alt.Chart]:
    """The name of each series beside its last point, or above it where others go on; first a rim of the ground."""
    beside = number(align="left", baseline="middle", dx=10, lineBreak="\n", lineHeight=LINE, fontWeight=600)
    above = beside | {"align": "right", "baseline": "bottom", "dx": -6, "dy": -8}
    for style, is_above, height in ((beside, False, _PLACED), (above, True, VALUE)):
        if (drawn[_IS_ABOVE] == is_above).any():
            own = f"isValid(datum.{_LABEL}) && {'' if is_above else '!'}datum.{_IS_ABOVE}"
            written = base.transform_filter(own).encode(y=f"{height}:Q", text=f"{_LABEL}:N", tooltip=alt.value(None))
            uncoloured = {name: value for name, value in style.items() if name != "color"}
            yield written.mark_text(**uncoloured, stroke=GROUND.light, strokeWidth=4, strokeJoin="round")
            yield written.mark_text(**uncoloured)


def _with_names(drawn: pl.DataFrame, places: str) -> pl.DataFrame:
    """Each row, and on the last of each series `_LABEL`, `_PLACED` and `_IS_ABOVE`; null on the others."""
    last = drawn.sort(places, maintain_order=True).group_by(CODE, maintain_order=True).last().sort(VALUE)
    texts = ["\n".join(broken(name, _NAME)) for name in last[NAME]]
    is_above = last[places] < (last[places].max() if last.height else 0)
    beside = [place for place, above in enumerate(is_above) if not above]
    highest = max(drawn[VALUE].max() or 0, 0)
    lowest = min(drawn[VALUE].min() or 0, 0)
    per_pixel = (float(highest) - float(lowest) or 1.0) / (_HEIGHT - _BELOW)  # type: ignore[arg-type]
    values = last[VALUE].to_list()
    rows = [texts[place].count("\n") + 1 for place in beside]
    heights_of = dict(zip(beside, apart([values[place] for place in beside], rows, LINE * per_pixel), strict=True))
    named = last.select(CODE, places).with_columns(
        pl.Series(_LABEL, texts, dtype=pl.String),
        pl.Series(_PLACED, [heights_of.get(place) for place in range(len(texts))], dtype=pl.Float64),
        pl.Series(_IS_ABOVE, is_above, dtype=pl.Boolean),
    )
    return drawn.join(named, on=[CODE, places], how="left", maintain_order="left")


def apart(values: Sequence[float], rows: Sequence[int], row: float) -> list[float]:
    """Where the first line of each label goes, from the lowest value up: beside its value, and above the label before it.

    `rows` are the lines of each; `row` is the height of one in units of the values.
    """
    placed: list[float] = []
    top = float("-inf")
    for value, lines_of_it in zip(values, rows, strict=True):
        bottom = max(value - lines_of_it * row / 2, top)
        top = bottom + lines_of_it * row
        placed.append(top - row / 2)
    return placed

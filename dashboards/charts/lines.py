"""Up to five series in one drawing, told apart by their names at the end of their lines, by dashes, by shapes and by colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt
import polars as pl

from dashboards.charts import timeline
from dashboards.charts.labels import LINE, broken, number, pixels
from dashboards.charts.marks import PERIOD
from dashboards.charts.spec import Chart, layered
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
_PLACED = "placed"


def lines(
    frame: pl.DataFrame,
    of: ValueFormat,
    *,
    places: str,
    axis: alt.Axis,
    joins_partial: bool = False,
    beside: Sequence[alt.Chart] = (),
) -> Chart:
    """A line for each `CODE`, in the order of its first row, at the days `places`; what is missing breaks it.

    `beside` are layers of other marks, which the axes hold too if `frame` has a row as high.
    `frame` is `marks.frame_of`'s. What is not known whole is a hollow point, to which a line leads only if it
    `joins_partial`: the part of a sum is no fall of it.
    """
    codes = frame[CODE].unique(maintain_order=True).to_list()[:MOST]
    drawn = timeline.in_runs(frame.filter(pl.col(CODE).is_in(codes)), by=CODE, joins_partial=joins_partial)
    named = _named(drawn, places)
    scale = timeline.scale(frame, range=[0, alt.ExprRef(f"max(60, width - {pixels(_all_lines(named)) + 14})")])
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
    lined = layered(dashed, *beside, shaped, *_names(base, named, places), height=_HEIGHT)
    return lined.add_params(*(one.set for one in ends(drawn)))


def _by_code(channel: type, codes: Sequence[str], values: Sequence[Any]) -> alt.Color:
    scale = alt.Scale(domain=list(codes), range=list(values[: len(codes)]))
    encoded: alt.Color = channel(f"{CODE}:N", scale=scale, legend=None)
    return encoded


def _names(base: alt.Chart, named: pl.DataFrame, places: str) -> Iterator[alt.Chart]:
    """The name of each series beside its last point, or above it where others go on; first a rim of the ground."""
    ends = pl.col(places) == named[places].max()
    beside = number(align="left", baseline="middle", dx=10, lineBreak="\n", lineHeight=LINE, fontWeight=600)
    above = beside | {"align": "right", "baseline": "bottom", "dx": -6, "dy": -8}
    for style, rows, height in ((beside, named.filter(ends), _PLACED), (above, named.filter(~ends), VALUE)):
        if not rows.is_empty():
            written = base.properties(data=rows).encode(y=f"{height}:Q", text=f"{NAME}:N", tooltip=alt.value(None))
            uncoloured = {name: value for name, value in style.items() if name != "color"}
            yield written.mark_text(**uncoloured, stroke=GROUND.light, strokeWidth=4, strokeJoin="round")
            yield written.mark_text(**uncoloured)


def _named(drawn: pl.DataFrame, places: str) -> pl.DataFrame:
    """The last row of each series, its name in lines, and `_PLACED` where that name touches no other one."""
    last = drawn.sort(places, maintain_order=True).group_by(CODE, maintain_order=True).last().sort(VALUE)
    texts = ["\n".join(broken(name, _NAME)) for name in last[NAME]]
    highest = max(drawn[VALUE].max() or 0, 0)
    lowest = min(drawn[VALUE].min() or 0, 0)
    per_pixel = (float(highest) - float(lowest) or 1.0) / (_HEIGHT - _BELOW)  # type: ignore[arg-type]
    placed = apart(last[VALUE].to_list(), [text.count("\n") + 1 for text in texts], LINE * per_pixel)
    return last.with_columns(pl.Series(NAME, texts, dtype=pl.String), pl.Series(_PLACED, placed, dtype=pl.Float64))


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


def _all_lines(named: pl.DataFrame) -> list[str]:
    return [line for name in named[NAME] for line in name.split("\n")]

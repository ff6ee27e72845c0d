"""At what pace is a year's budget spent? What adds up month by month, beside the year before, an even path and the budget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import altair as alt
import polars as pl

from dashboards.charts import timeline
from dashboards.charts.lines import lines, lines_alike
from dashboards.charts.marks import Mark, frame_of
from dashboards.charts.spec import Spec, to_spec
from dashboards.charts.years import ANY_YEAR, months_axis, within_a_year
from dashboards.display.formats import ValueFormat
from dashboards.display.palette import BLUE


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What the year comes to, in stored units, and how it is written."""

    low: float
    value: float
    high: float
    text: str


def pace(series: list[tuple[str, list[Mark]]], of: ValueFormat, expected: Expected | None) -> Spec:
    """A line for each of the series, by months of one year whatever their year is; `expected` stands in December."""
    marks = [mark for _, listed in series for mark in listed]
    frame = within_a_year(frame_of(marks, of))
    axis = months_axis(frame)
    if expected is None:
        return lines_alike(frame, of, places=timeline.MIDDLE, axis=axis, joins_partial=True)
    beside, high = [*_expected(expected, of)], expected.high * of.axis_factor
    drawn = lines(frame, of, places=timeline.MIDDLE, axis=axis, joins_partial=True, beside=beside, up_to=high)
    return to_spec(drawn)


def _expected(one: Expected, of: ValueFormat) -> Iterator[alt.Chart]:
    """The interval as a line upright in December, and its middle as a point."""
    place = timeline.place(f"{ANY_YEAR}-12")[timeline.MIDDLE]
    row = {
        "place": place,
        "low": one.low * of.axis_factor,
        "value": one.value * of.axis_factor,
        "high": one.high * of.axis_factor,
        "text": one.text,
    }
    drawn = alt.Chart(pl.DataFrame([row])).encode(
        x=timeline.at("place"), tooltip=[alt.Tooltip("text:N", title="Proyección")]
    )
    yield drawn.mark_rule(color=BLUE.light, strokeWidth=3).encode(y=alt.Y("low:Q", title=None), y2="high:Q")
    yield drawn.mark_point(color=BLUE.light, filled=True, size=90, opacity=1).encode(y="value:Q")

"""How does one value move? Bars over periods, or points at dates, on a true time axis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import altair as alt
import polars as pl

from dashboards.charts import timeline
from dashboards.charts.hatching import over_bars
from dashboards.charts.labels import number, tooltip, values
from dashboards.charts.spec import HIGHEST, LOWEST, Chart, Setting, layered
from dashboards.display import palette
from dashboards.display.columns import MetricColumn
from dashboards.display.formats import ValueFormat
from dashboards.display.frames import SHORT, TEXT, VALUE, Split

_HEIGHT = 300
_MANY = 24
_AIR = 1.06
"""Above the highest value, for its number."""
_ABOVE = {"baseline": "bottom", "dy": -5}


def trend(split: Split, column: MetricColumn) -> Chart:
    """What happened in each period as a bar from its first to its last day; a state as a point on its day.

    What is not known whole is striped, and what is absent or hidden says so in its place. `CODE` are years, quarters or
    months; `split.answers` tell which of them are partial, and whether these are states.
    """
    answers = [answer for answer in split.answers if answer.metric.id == column.name]
    frame = timeline.with_edges(timeline.placed(split.marks(column), answers))
    draw = _states if any(answer.tells_a_state for answer in answers) else _flows
    base = alt.Chart(frame).encode(tooltip=tooltip(split.title))
    drawn = layered(*draw(base, frame, column.format), *_words(base, frame), height=_HEIGHT)
    return drawn.add_params(*(one.set for one in ends(frame)))


def heights(of: ValueFormat) -> alt.Y:
    """The axis of values of a metric, between the `ends`."""
    scale = alt.Scale(domainMin=alt.ExprRef(LOWEST.name), domainMax=alt.ExprRef(HIGHEST.name), nice=True)
    return alt.Y(f"{VALUE}:Q", title=of.axis_title, axis=values(of, tickMinStep=1), scale=scale)


def ends(frame: pl.DataFrame, *beside: float) -> tuple[Setting, Setting]:
    """From zero, or the lowest value below it, to a little above the highest, and above what is drawn `beside`."""
    drawn = [0.0, *frame[VALUE].drop_nulls(), *beside]
    return Setting(LOWEST, min(drawn)), Setting(HIGHEST, _AIR * max(drawn) or 1)


def _flows(base: alt.Chart, frame: pl.DataFrame, of: ValueFormat) -> Iterator[alt.Chart]:
    x, x2 = timeline.edges(frame)
    bars = base.encode(x=x, x2=x2, y=heights(of), y2=alt.Y2Datum(0))
    yield bars.mark_rect(color=palette.BLUE.light, stroke=palette.BLUE.light, strokeWidth=1)
    yield from stripes(frame)
    yield from _numbers(base, frame, timeline.MIDDLE)


def stripes(frame: pl.DataFrame) -> Iterator[alt.Chart]:
    """Over the bars of what is not known whole, if there is any."""
    lines = over_bars(frame)
    if lines:
        drawn = alt.Chart(pl.DataFrame(lines)).mark_rule(stroke=palette.GROUND.light, strokeWidth=2.5, tooltip=None)
        yield drawn.encode(x=alt.X("x:Q", title=None), x2="x2:Q", y="y:Q", y2="y2:Q")


def _states(base: alt.Chart, frame: pl.DataFrame, of: ValueFormat) -> Iterator[alt.Chart]:
    x = alt.X(f"{timeline.POINT}:Q", title=None, scale=timeline.scale(frame), axis=timeline.axis(frame, timeline.POINT))
    known = alt.Chart(timeline.in_runs(frame, joins_partial=True))
    line = known.mark_line(color=palette.BLUE.light, strokeWidth=2)
    yield line.encode(x=x, y=heights(of), detail=f"{timeline.RUN}:N")
    whole = alt.condition(
        f"datum.{timeline.IS_PARTIAL}", alt.value(palette.GROUND.light), alt.value(palette.BLUE.light)
    )
    points = base.mark_point(filled=True, opacity=1, size=70, stroke=palette.BLUE.light, strokeWidth=2)
    yield points.encode(x=timeline.at(timeline.POINT), y=f"{VALUE}:Q", fill=whole)
    yield from _numbers(base, frame, timeline.POINT)


def _numbers(base: alt.Chart, frame: pl.DataFrame, field: str) -> Iterator[alt.Chart]:
    """The numbers while there are few, and where the drawing is wide enough for all of them."""
    if frame.height <= _MANY:
        shown = base.transform_filter(f"isValid(datum.{VALUE}) && {timeline.has_room(frame, frame[SHORT].to_list())}")
        yield shown.mark_text(**number(**_ABOVE)).encode(x=timeline.at(field), y=f"{VALUE}:Q", text=f"{SHORT}:N")


def _words(base: alt.Chart, frame: pl.DataFrame) -> Iterator[alt.Chart]:
    """'Sin dato' or 'Reservado' where a value would stand, upright where there is no room."""
    absent = frame.filter(pl.col(VALUE).is_null())
    if absent.is_empty():
        return
    lies = timeline.has_room(frame, absent[TEXT].to_list())
    turned: dict[str, Any] = {
        "angle": alt.ExprRef(f"{lies} ? 0 : 270"),
        "align": alt.ExprRef(f"{lies} ? 'center' : 'left'"),
        "baseline": alt.ExprRef(f"{lies} ? 'bottom' : 'middle'"),
        "dx": alt.ExprRef(f"{lies} ? 0 : 4"),
    }
    marked = base.transform_filter(f"!isValid(datum.{VALUE})").mark_text(**number(**turned))
    yield marked.encode(x=timeline.at(timeline.MIDDLE), y=alt.YDatum(0), text=f"{TEXT}:N")

"""How much of a total is in the parts that it contains? Bars over bars, on a true time axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import altair as alt
import polars as pl

from dashboards.charts import timeline
from dashboards.charts.labels import number, tooltip
from dashboards.charts.series import ORDER, TOOLTIP, colors, legend_height, stacked
from dashboards.charts.spec import ROOM, Setting, Spec, layered, to_spec, to_spec_alike
from dashboards.charts.trend import ends, heights, stripes
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import TEXT, VALUE, Split
from dashboards.display.palette import GROUND

_HEIGHT = 280
_LETTERS = 32
"""Of a line of the legend, which begins where the bars do: on a phone, beside the axis."""


def subsets_in_time(split: Split, columns: Sequence[MetricColumn]) -> Spec:
    """Bars of a total, the first of `columns`, and over them those of the parts that it contains.

    `CODE` are years, quarters or months; what `split.answers` do not know whole is striped.
    """
    frame = timeline.with_edges(timeline.placed(stacked(split, columns), split.answers))
    total = frame.filter(pl.col(ORDER) == 0)
    settings = [*ends(frame), Setting(ROOM, timeline.room(total, total[TEXT].to_list()))]
    if frame[timeline.IS_PARTIAL].any():  # stripes are a table of their own
        return to_spec(_chart(split, columns, frame, stripes(total)).add_params(*(one.set for one in settings)))
    shape = (subsets_in_time, split.title, tuple(columns), tuple(total[timeline.UNIT]))
    return to_spec_alike(
        shape, frame, settings, lambda: _chart(split, columns, frame, ()).add_params(*(one.param for one in settings))
    )


def _chart(
    split: Split, columns: Sequence[MetricColumn], frame: pl.DataFrame, over: Iterable[alt.Chart]
) -> alt.LayerChart:
    base = alt.Chart(frame).encode(tooltip=tooltip(split.title, TOOLTIP))
    x, x2 = timeline.edges(frame)
    bars = base.encode(x=x, x2=x2, y=heights(columns[0].format), y2=alt.Y2Datum(0))
    layers = (
        bars.mark_rect(stroke=GROUND.light, strokeWidth=1.5).encode(color=colors(columns, _LETTERS)),
        *over,
        base.transform_filter(f"datum.{ORDER} == 0 && width >= {ROOM.name}")
        .mark_text(**number(baseline="bottom", dy=-5))
        .encode(x=timeline.at(timeline.MIDDLE), y=f"{VALUE}:Q", text=f"{TEXT}:N"),
    )
    return layered(*layers, height=_HEIGHT + legend_height(columns, _LETTERS))

"""How does this year go, beside the years before it? A line for each year, over its months or quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import altair as alt
import polars as pl

from dashboards.charts import timeline
from dashboards.charts.lines import MOST, lines
from dashboards.charts.marks import Mark, frame_of
from dashboards.charts.spec import Chart
from dashboards.display.formats import ValueFormat

_YEAR_LETTERS = 4
ANY_YEAR = "2023"
"""One without a 29 February: months lie at the same days, whatever year they are of."""


def years(marks: Sequence[Mark], of: ValueFormat) -> Chart:
    """A line for each year of one series by month or by quarter: the last five, the newest first of them.

    Whatever `Mark.code` and `Mark.name` are, here they are the year.
    """
    newest = sorted({_year(mark) for mark in marks}, reverse=True)[:MOST]
    of_years = [replace(mark, code=year, name=year) for year in newest for mark in marks if _year(mark) == year]
    frame = within_a_year(frame_of(of_years, of))
    return lines(frame, of, places=timeline.MIDDLE, axis=months_axis(frame))


def _year(mark: Mark) -> str:
    return mark.unit[:_YEAR_LETTERS]


def within_a_year(frame: pl.DataFrame) -> pl.DataFrame:
    """The same with every year at the days of one."""
    rows = [timeline.place(ANY_YEAR + unit[_YEAR_LETTERS:]) for unit in frame[timeline.UNIT]]
    places = pl.DataFrame(rows, schema=timeline.PLACE)
    return frame.with_columns(places.select(timeline.UNIT, timeline.START, timeline.MIDDLE, timeline.END))


def months_axis(frame: pl.DataFrame) -> alt.Axis:
    """Months or quarters without their year."""
    units = frame.unique(timeline.START).sort(timeline.START)
    names = {
        str(row[timeline.MIDDLE]): timeline.lines_of(row[timeline.UNIT])[:1] for row in units.iter_rows(named=True)
    }
    return timeline.labelled(names)

"""How did several members, regions or metrics of one unit move beside each other? Lines on a true time axis."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.charts import timeline
from dashboards.charts.lines import lines
from dashboards.charts.marks import Mark, frame_of
from dashboards.charts.spec import Chart
from dashboards.display.formats import ValueFormat


def development(marks: Sequence[Mark], of: ValueFormat, *, is_at_a_date: bool = False) -> Chart:
    """A line for each `Mark.code`, five at most, in the order in which they come, in one unit and from one zero.

    Members of one answer are `marks.of_members(answer, "region", name)`; metrics of one unit, `[*of_metric(one), *of_metric(other)]`.
    What happened in a unit stands in its middle, a state on its last day. Where a value is missing the line is broken.
    """
    frame = frame_of(marks, of)
    places = timeline.POINT if is_at_a_date else timeline.MIDDLE
    return lines(frame, of, places=places, axis=timeline.axis(frame, places), joins_partial=is_at_a_date)

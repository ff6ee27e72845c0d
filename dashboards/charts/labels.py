"""What bars say in words: names that break into lines, and the text of a tooltip."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import altair as alt
import polars as pl

from dashboards.display.formats import ValueFormat
from dashboards.display.frames import NAME, TEXT

_WIDTH = 32
# Labels come with their line breaks: on a phone, one line would take half of the chart.
WRAPPED_AXIS = alt.Axis(
    labelExpr="split(datum.label, '\\n')",
    labelLimit=320,
    labelOverlap=False,
    labelOffset={"condition": {"test": "indexof(datum.label, '\\n') > 0", "value": -7}, "value": 0},
)


def wrapped(frame: pl.DataFrame) -> pl.DataFrame:
    """The names broken into lines, for `WRAPPED_AXIS`."""
    lines = ["\n".join(wrap(label, _WIDTH)) for label in frame[NAME]]
    return frame.with_columns(pl.Series(NAME, lines, dtype=pl.String))


def tooltip(over_title: str, *between: alt.Tooltip) -> list[alt.Tooltip]:
    """The member, what comes between, and its value as it is written."""
    return [alt.Tooltip(f"{NAME}:N", title=over_title), *between, alt.Tooltip(f"{TEXT}:N", title="Valor")]


def values(of: ValueFormat, **options: Any) -> alt.Axis:
    """An axis of values. Streamlit draws with a locale of its own, so the thousands get their points here."""
    return alt.Axis(
        format=of.axis_format, labelExpr="replace(datum.label, /,/g, '.')", grid=True, tickCount=5, **options
    )

"""What drawings say in words: names that break into lines, numbers on marks, and the text of a tooltip."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

import altair as alt
import polars as pl

from dashboards.display.formats import ValueFormat
from dashboards.display.frames import NAME, TEXT
from dashboards.display.palette import FAINT, GROUND

_WIDTH = 22
LINE = 14
"""Pixels from one line of text to the next."""
_LETTER = 6.8
"""Pixels that a letter takes at most, on the average."""
_UP = -LINE // 2
_HAS_LINES = "length(split(datum.label, '\\n')) > {}"
# Labels come with their line breaks: on a phone, one line would take half of the chart.
WRAPPED_AXIS = alt.Axis(
    labelExpr="split(datum.label, '\\n')",
    labelLimit=320,
    labelOverlap=False,
    labelLineHeight=LINE,
    labelOffset={
        "condition": [{"test": _HAS_LINES.format(lines), "value": _UP * lines} for lines in (3, 2, 1)],
        "value": 0,
    },
)


def wrapped(frame: pl.DataFrame) -> pl.DataFrame:
    """The names broken into lines, for `WRAPPED_AXIS`."""
    lines = ["\n".join(broken(label)) for label in frame[NAME]]
    return frame.with_columns(pl.Series(NAME, lines, dtype=pl.String))


def broken(label: str, width: int = _WIDTH) -> list[str]:
    """A name in lines of so many letters."""
    return wrap(label, width) or [label]


def row_height(frame: pl.DataFrame, least: int) -> int:
    """What a row of bars takes, so that the longest of its wrapped names finds room."""
    most = max((name.count("\n") + 1 for name in frame[NAME]), default=1)
    return max(least, most * LINE + LINE // 2)


def pixels(texts: Iterable[str | None]) -> int:
    """What the longest of the texts takes."""
    return round(max((len(text or "") for text in texts), default=0) * _LETTER)


def number(**options: Any) -> dict[str, Any]:
    """How a number beside its mark is written."""
    return {"fontSize": 12, "color": FAINT.light, "tooltip": None} | options


def number_on(**options: Any) -> dict[str, Any]:
    """How a number on its mark is written."""
    return number(color=GROUND.light, fontWeight="bold") | options


def tooltip(over_title: str, *between: alt.Tooltip) -> list[alt.Tooltip]:
    """The member, what comes between, and its value as it is written."""
    return [alt.Tooltip(f"{NAME}:N", title=over_title), *between, alt.Tooltip(f"{TEXT}:N", title="Valor")]


def values(of: ValueFormat, **options: Any) -> alt.Axis:
    """An axis of values. Streamlit draws with a locale of its own, so the thousands get their points here."""
    return alt.Axis(
        format=of.axis_format, labelExpr="replace(datum.label, /,/g, '.')", grid=True, tickCount=5, **options
    )

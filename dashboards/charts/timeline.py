"""Where years, quarters and months lie on a true time axis: each from its first to its last day, and nothing where there is none.

Days are numbers here, and their labels are made here too: Vega would name months in the language of its own locale.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt
import polars as pl

from dashboards.charts.labels import LINE, pixels
from dashboards.display import dates
from dashboards.display.frames import CODE, VALUE
from metrics import Answer, Period

UNIT = "unit"
"""'2024', '2024-Q1' or '2024-03'."""
START, MIDDLE, END = "start", "middle", "end"
"""The first day of a unit, the one in its middle and the one after its last, as numbers of days."""
POINT = "point"
"""Where a state is drawn: on the last day of its unit that is known."""
IS_PARTIAL = "is_partial"
RUN = "run"
"""The same for units between which nothing is missing: what may be joined by a line."""
_LEAST_UNITS = 4
_INSET = 0.08


def placed(frame: pl.DataFrame, answers: Sequence[Answer]) -> pl.DataFrame:
    """A frame whose `CODE` are years, quarters or months, with their place in time; what has no date is left out."""
    partial = {unit: day for answer in answers for unit, day in answer.partial_units.items()}
    dated = frame.drop_nulls(CODE)
    rows = [place(unit, is_partial=unit in partial, until=partial.get(unit)) for unit in dated[CODE]]
    return dated.with_columns(pl.DataFrame(rows, schema=PLACE))


PLACE = {UNIT: pl.String, START: pl.Int64, MIDDLE: pl.Int64, END: pl.Int64, POINT: pl.Int64, IS_PARTIAL: pl.Boolean}
"""The columns of a place in time."""


def place(unit: str, *, is_partial: bool = False, until: date | None = None) -> dict[str, Any]:
    """A row of `PLACE`."""
    period = Period.parse(unit)
    start, end = period.start.toordinal(), period.end.toordinal() + 1
    return {
        UNIT: unit,
        START: start,
        MIDDLE: (start + end) // 2,
        END: end,
        POINT: (until or period.end).toordinal(),
        IS_PARTIAL: is_partial,
    }


def in_runs(frame: pl.DataFrame, *, by: str = "", joins_partial: bool) -> pl.DataFrame:
    """Add `RUN`, for each member of `by`: another one after whatever is missing and, unless it joins, before what is partial.

    What has no value is left out.
    """
    known = frame.drop_nulls(VALUE).sort(START, maintain_order=True)
    is_apart = pl.col(START) != pl.col(END).shift(1)
    begins = is_apart if joins_partial else is_apart | pl.col(IS_PARTIAL) | pl.col(IS_PARTIAL).shift(1)
    run = begins.fill_null(value=True).cum_sum()
    return known.with_columns((run.over(by) if by else run).alias(RUN))


def edges(frame: pl.DataFrame) -> tuple[alt.X, alt.X2]:
    """From a unit's first to its last day, with a little air between neighbours."""
    x = alt.X("left:Q", scale=scale(frame), axis=axis(frame), title=None)
    return x, alt.X2("right:Q")


def with_edges(frame: pl.DataFrame) -> pl.DataFrame:
    """Add what `edges` draws between."""
    air = (pl.col(END) - pl.col(START)) * _INSET
    return frame.with_columns(left=pl.col(START) + air, right=pl.col(END) - air)


def at(field: str) -> alt.X:
    """On the days of `field`, on the axis of another layer."""
    return alt.X(f"{field}:Q", title=None)


def scale(frame: pl.DataFrame, **options: Any) -> alt.Scale:
    """From the first day to the last; with few units, some days around them, that no bar fills the page."""
    if frame.is_empty():
        return alt.Scale()
    first, last = int(frame[START].min()), int(frame[END].max())  # type: ignore[arg-type]
    longest = int((frame[END] - frame[START]).max())  # type: ignore[arg-type]
    around = max(0, _LEAST_UNITS * longest - (last - first)) // 2
    return alt.Scale(domain=[first - around, last + around], nice=False, zero=False, **options)


def axis(frame: pl.DataFrame, field: str = MIDDLE) -> alt.Axis:
    """The units by name, under their middle (or wherever `field` says), as many as there is room for."""
    units = frame.unique(START).sort(START)
    return labelled({str(row[field]): _lines(row) for row in units.iter_rows(named=True)})


def labelled(names: Mapping[str, Sequence[str]]) -> alt.Axis:
    """Lines of text at numbers of an axis, as many as there is room for."""
    return alt.Axis(
        values=[int(place) for place in names],
        labelExpr=f"({json.dumps(names)})[datum.value]",
        labelOverlap="greedy",
        labelSeparation=4,
        labelFlush=False,
        labelLineHeight=LINE,
        domain=True,
        zindex=1,
        grid=False,
    )


def _lines(row: Mapping[str, Any]) -> list[str]:
    """'mar', '2024' and, if it is not known whole, until when, where that is known."""
    name = lines_of(row[UNIT])
    if not row[IS_PARTIAL]:
        return name
    until = date.fromordinal(row[POINT])
    return [*name, f"al {until:%d-%m}" if row[POINT] < row[END] - 1 else "incompleto"]


def lines_of(unit: str) -> list[str]:
    """A unit in lines: '2024'; 'ene-mar', '2025'; 'mar', '2024'."""
    return _NAMES[Period.parse(unit).grain or "year"](unit)


_NAMES: Mapping[str, Callable[[str], list[str]]] = {
    "year": lambda unit: [unit],
    "quarter": lambda unit: dates.months(unit).split(),
    "month": lambda unit: dates.month(unit).replace(".", "").split(),
}


def room(frame: pl.DataFrame, texts: Sequence[str | None]) -> int:
    """So wide must a drawing be that each unit has room for its number."""
    return max(frame[START].n_unique(), _LEAST_UNITS) * (pixels(texts) + 6)


def has_room(frame: pl.DataFrame, texts: Sequence[str | None]) -> str:
    """An expression: so wide is the drawing that each unit has room for its number."""
    return f"width >= {room(frame, texts)}"

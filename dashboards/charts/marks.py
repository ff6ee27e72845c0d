"""What drawings of several series are made of: a value of one of them in a year, a quarter or a month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboards.charts import timeline
from dashboards.display import dates
from dashboards.display.formats import LARGEST, ValueFormat, format_of
from dashboards.display.frames import CODE, NAME, TEXT, VALUE
from metrics import GRAINS, Answer, legible

PERIOD = "period"
"""The year, quarter or month of a mark in words, as a tooltip says it."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A value of a series (a member, a region, a metric) in a unit of time.

    `code` and `name` are the series'. `value` is in stored units, None where absent or hidden, and `text` is what is
    written for it: a number, 'Sin dato' or 'Reservado'. `unit` is '2024', '2024-Q1' or '2024-03'. Of what is partial, `until`
    is the last day that is known, if one is.
    """

    code: str
    name: str
    unit: str
    value: float | None
    text: str
    is_partial: bool = False
    until: date | None = None


def of_members(answer: Answer, dimension: str, name: Callable[[str], str]) -> tuple[Mark, ...]:
    """The values of an answer by `dimension` and one of `GRAINS`: a series for each member, which `name` names."""
    rows = answer.frame.drop_nulls([dimension, _grain(answer)]).iter_rows(named=True)
    return tuple(_mark(answer, row, row[dimension], legible(name(row[dimension]))) for row in rows)


def of_metric(answer: Answer, name: str = "") -> tuple[Mark, ...]:
    """The values of an answer by one of `GRAINS` alone: one series, by the metric's label if it is not given a name."""
    rows = answer.frame.drop_nulls(_grain(answer)).iter_rows(named=True)
    return tuple(_mark(answer, row, answer.metric.id, name or answer.metric.label) for row in rows)


def _grain(answer: Answer) -> str:
    return next(one for one in GRAINS if one in answer.frame.columns)


def _mark(answer: Answer, row: Mapping[str, Any], code: str, name: str) -> Mark:
    unit = row[_grain(answer)]
    return Mark(
        code=code,
        name=name,
        unit=unit,
        value=row["value"],
        text=format_of(answer.metric.unit).text(row["value"], is_suppressed=row["suppressed"]),
        is_partial=unit in answer.partial_units,
        until=answer.partial_units.get(unit),
    )


def frame_of(marks: Sequence[Mark], of: ValueFormat) -> pl.DataFrame:
    """A row for each mark: `CODE`, `NAME`, `PERIOD`, `VALUE` in the axis's unit, `TEXT`, and its place in time."""
    schema = {CODE: pl.String, NAME: pl.String, PERIOD: pl.String, VALUE: pl.Float64, TEXT: pl.String}
    return pl.DataFrame([_row(mark, of) for mark in marks], schema=schema | timeline.PLACE)


def _row(mark: Mark, of: ValueFormat) -> dict[str, Any]:
    return {
        CODE: mark.code,
        NAME: mark.name,
        PERIOD: dates.unit_of_time(mark.unit, is_partial=mark.is_partial, until=mark.until),
        VALUE: None if mark.value is None or abs(mark.value) >= LARGEST else mark.value * of.axis_factor,
        TEXT: mark.text,
        **timeline.place(mark.unit, is_partial=mark.is_partial, until=mark.until),
    }

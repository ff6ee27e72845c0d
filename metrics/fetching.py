"""Aggregates of a dataset: the SQL that reads them from rows, and one statement for several fetches.

Every answer about register rows is made of three shapes of aggregate (`Shape`), all of them split by
dimensions and limited by filters: parts counted or summed over the rows of a period; the histogram of
how long those rows wait; and the rows that are in a stock at the end of a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, cast

import polars as pl
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select

from metrics import rollups
from metrics.datasets import Dataset, Shape, Stock
from metrics.errors import FilterError
from metrics.model import Count
from metrics.question import Fetch, Part
from metrics.reader import Reader
from metrics.sql import filters, group, is_demonstration

_FIRST, _LAST = sa.bindparam("first", type_=sa.Date), sa.bindparam("last", type_=sa.Date)


def fetch(reader: Reader, asked: Sequence[Fetch]) -> list[pl.DataFrame]:
    """A frame for each ask, the ones that differ only in their parts in one statement.

    Columns: `by` (String); of COUNTS one per part, named `part_0` and so on; of WAITS `days`, `rows` and
    `answered`; of STOCKS `open` and `overdue`; and `demonstration`. All but
    `by` are Int64, and null without rows.
    """
    merged = _merge(asked)
    frames = {key: _run(reader, one) for key, one in merged.items()}
    return [_pick(frames[_key(one)], one, merged[_key(one)]) for one in asked]


def _key(one: Fetch) -> tuple[object, ...]:
    return (one.dataset, one.shape, one.by, one.where, one.first, one.last, one.today, one.horizon)


def _merge(asked: Iterable[Fetch]) -> dict[tuple[object, ...], Fetch]:
    merged: dict[tuple[object, ...], Fetch] = {}
    for one in asked:
        before = merged.get(_key(one))
        parts = tuple(dict.fromkeys((*(before.parts if before else ()), *one.parts)))
        merged[_key(one)] = Fetch(**{**one.__dict__, "parts": parts})
    return merged


def _pick(frame: pl.DataFrame, one: Fetch, merged: Fetch) -> pl.DataFrame:
    """The columns of `one` from what was read for several."""
    if one.shape is not Shape.COUNTS or one.parts == merged.parts:
        return frame
    places = [merged.parts.index(part) for part in one.parts]
    parts = [pl.col(f"part_{place}").alias(f"part_{number}") for number, place in enumerate(places)]
    return frame.select(*one.by, *parts, "demonstration")


def _run(reader: Reader, one: Fetch) -> pl.DataFrame:
    stored = rollups.covering(reader, one) if reader.uses_rollups else None
    limited = tuple(name for name, _ in one.where)
    if stored is None:
        statement = _from_rows(one.dataset, one.shape, one.by, limited, one.parts)
    else:
        statement = rollups.select_from(stored, one.by, limited, one.parts)
    rows = reader.rows(statement, _binds(reader, one))
    names = [column.name for column in statement.selected_columns]
    schema = {name: pl.String if name in one.by else pl.Int64 for name in names}
    return pl.DataFrame(
        [tuple(row) for row in rows], schema=schema, orient="row", strict=False
    )  # members may be numbers


def _binds(reader: Reader, one: Fetch) -> dict[str, Any]:
    filters = {f"where_{name}": _values(one.dataset.dimensions[name], name, values) for name, values in one.where}
    return {
        "horizon": one.horizon,
        "runs": rollups.runs_up_to(reader, one.dataset.register, one.horizon),
        "first": one.first,
        "last": one.last,
        "first_month": one.first.replace(day=1),
        "last_month": one.last.replace(day=1),
        "today": one.today,
        "today_number": reader.business_day_number(one.today),
        **filters,
    }


def _values(column: ColumnElement[Any], name: str, values: tuple[str, ...]) -> list[Any]:
    if not isinstance(column.type, sa.Integer):
        return list(values)
    if not all(value.isdigit() for value in values):
        raise FilterError(f"{name}={','.join(values)}")
    return [int(value) for value in values]


@lru_cache(1024)
def _from_rows(
    dataset: Dataset, shape: Shape, by: tuple[str, ...], where: tuple[str, ...], parts: tuple[Part, ...]
) -> Select[Any]:
    """The statement that reads rows; every value in it is a bind."""
    groups = [group(name, dataset.dimensions, dataset.time).label(name) for name in by]
    aggregates, conditions = _SHAPES[shape](dataset, parts)
    if shape is Shape.WAITS:
        groups.append(dataset.waits.days.label("days"))  # columns: by, days, rows, answered, demonstration
    demonstration = sa.func.max(is_demonstration(dataset.versions.c.batch_id)).label("demonstration")
    return (
        sa.select(*groups, *aggregates, demonstration)
        .select_from(dataset.rows)
        .where(dataset.visible, *conditions, *filters(where, dataset.dimensions))
        .group_by(*groups)
    )


def _time(dataset: Dataset) -> ColumnElement[Any]:
    """The day that rows of a dataset whose rows wait count on."""
    return cast("ColumnElement[Any]", dataset.time)


Selected = tuple[Sequence[ColumnElement[Any]], Sequence[ColumnElement[bool]]]


def _counts(dataset: Dataset, parts: tuple[Part, ...]) -> Selected:
    aggregates = [aggregate(part).label(f"part_{number}") for number, part in enumerate(parts)]
    return aggregates, [dataset.time.between(_FIRST, _LAST)] if dataset.time is not None else []


def _waits(dataset: Dataset, _parts: tuple[Part, ...]) -> Selected:
    waiting = dataset.waits
    answered = sa.func.sum(sa.case((waiting.is_answered, 1), else_=0)).label("answered")
    aggregates = [sa.func.count().label("rows"), answered]
    return aggregates, [_time(dataset).between(_FIRST, _LAST), waiting.days.is_not(None)]


def _stocks(dataset: Dataset, _parts: tuple[Part, ...]) -> Selected:
    waiting = dataset.waits
    conditions = {Stock.OPEN: waiting.is_open, Stock.OVERDUE: waiting.is_overdue}
    aggregates = [sa.func.count().filter(condition).label(str(stock)) for stock, condition in conditions.items()]
    return aggregates, [_time(dataset) <= _LAST]


_SHAPES = {Shape.COUNTS: _counts, Shape.WAITS: _waits, Shape.STOCKS: _stocks}


def aggregate(part: Part) -> ColumnElement[Any]:
    """A part, counted or summed over rows."""
    whole: sa.Function[Any] = sa.func.count() if isinstance(part, Count) else sa.func.sum(part.column)
    return whole if part.where is None else whole.filter(part.where)

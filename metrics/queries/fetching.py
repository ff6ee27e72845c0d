"""Aggregates of a dataset: the SQL that reads them from rows, and one statement for several fetches.

Every answer about register rows is made of four shapes of aggregate (`Shape`), all of them split by
dimensions and limited by filters: parts counted or summed over the rows of a period; the histogram of
how long those rows wait; the rows that are in a stock at the end of a day; and those open then, by when they are due.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

import polars as pl
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select

from metrics.model.dataset import Dataset, Shape
from metrics.model.fetches import FEW, Aggregate, Fetches, Frames, RowsFetch, column_of, few_of
from metrics.model.sql import TODAY_NUMBER, conditions, group, in_spans, is_demonstration, last_of, span_binds
from metrics.queries import rollups
from metrics.queries.observations import read_observed, read_stock
from metrics.queries.protection import protected
from metrics.queries.reader import Reader


def fetch(reader: Reader, asked: Sequence[Fetches]) -> list[Frames]:
    """What each of several formulas asks for, in order; what differs only in its aggregates is one statement.

    Frames of rows have the columns `by` (String); of COUNTS one per aggregate (`column_of`); of WAITS `days`, `rows`
    and `answered`; of STOCKS one per stock; of DUES `left` (business days, null while the clock stands), `term` and `rows`;
    and `demonstration`. All but `by` are Int64, and null without rows.
    Counts that are rounded have `few` (Boolean): the first of them is of something, and comes to nothing.
    """
    merged = _merge([one for each in asked for one in each.rows])
    frames = {key: _read(reader, one) for key, one in merged.items()}
    return [
        Frames(
            rows=[_pick(frames[_key(one)], one, merged[_key(one)]) for one in each.rows],
            observed=[read_observed(reader, one) for one in each.observed],
            stocks=[read_stock(reader, one) for one in each.stocks],
        )
        for each in asked
    ]


def _key(one: RowsFetch) -> tuple[object, ...]:
    return (
        one.dataset,
        one.shape,
        one.by,
        one.filters,
        one.spans,
        one.today,
        one.horizon,
        one.calendar,
        one.rounded_for,
    )


def _merge(asked: Iterable[RowsFetch]) -> dict[tuple[object, ...], RowsFetch]:
    merged: dict[tuple[object, ...], RowsFetch] = {}
    for one in asked:
        before = merged.get(_key(one))
        aggregates = dict.fromkeys((*(before.aggregates if before else ()), *one.aggregates))
        merged[_key(one)] = replace(one, aggregates=tuple(aggregates))
    return merged


def _pick(frame: pl.DataFrame, one: RowsFetch, merged: RowsFetch) -> pl.DataFrame:
    """The columns of `one` from what was read for several."""
    if one.rounded_for is None and (one.shape is not Shape.COUNTS or one.aggregates == merged.aggregates):
        return frame
    places = [merged.aggregates.index(aggregate) for aggregate in one.aggregates]
    columns = [frame[column_of(place)].alias(column_of(number)) for number, place in enumerate(places)]
    few = [] if one.rounded_for is None else [frame[few_of(places[0])].alias(FEW)]
    return pl.DataFrame([*(frame[name] for name in one.by), *columns, *few, frame["demonstration"]])


def _read(reader: Reader, one: RowsFetch) -> pl.DataFrame:
    if one.rounded_for is None:
        names, rows = _run(reader, one)
        schema = {name: pl.String if name in one.by else pl.Int64 for name in names}
        return pl.DataFrame(rows, schema=schema, orient="row", strict=False)  # members may be numbers
    return protected(one, one.rounded_for, reader.protection_key(), lambda asked: _run(reader, asked)[1])


def _run(reader: Reader, one: RowsFetch) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns, and the rows."""
    rollup = rollups.covering(reader, one) if reader.uses_rollups else None
    limited = one.filters.dimensions
    if rollup is None:
        statement = _from_rows(one.dataset, one.shape, one.by, limited, one.aggregates, spans=len(one.spans))
    else:
        statement = rollups.select_from(rollup, one.by, limited, one.aggregates, spans=len(one.spans))
    rows = reader.rows(statement, _binds(reader, one))
    return [column.name for column in statement.selected_columns], [tuple(row) for row in rows]


def _binds(reader: Reader, one: RowsFetch) -> dict[str, Any]:
    kept = {f"where_{name}": _values(one.dataset.dimensions[name], codes) for name, codes in one.filters}
    return {
        "horizon": one.horizon,
        "runs": rollups.runs_up_to(reader, one.dataset.register, one.horizon),
        **span_binds(one.spans),
        "calendar": one.calendar,
        "today": one.today,
        "today_number": reader.business_day_number(one.today, one.calendar) if one.dataset.waiting else 0,
        **kept,
    }


def _values(column: ColumnElement[Any], codes: tuple[str, ...]) -> list[Any]:
    """Codes as the column holds them."""
    return [int(code) for code in codes] if isinstance(column.type, sa.Integer) else list(codes)


@lru_cache(1024)
def _from_rows(
    dataset: Dataset,
    shape: Shape,
    by: tuple[str, ...],
    limited: tuple[str, ...],
    aggregates: tuple[Aggregate, ...],
    *,
    spans: int,
) -> Select[Any]:
    """The statement that reads rows of so many spans of days; every value in it is a bind."""
    groups = [group(name, dataset.dimensions, dataset.time).label(name) for name in by]
    selected, narrowed = _SHAPES[shape](dataset, aggregates, spans)
    if shape is Shape.WAITS:
        groups.append(dataset.waits.days.label("days"))  # columns: by, days, rows, answered, demonstration
    if shape is Shape.DUES:  # columns: by, left, term, rows, demonstration
        groups += [(dataset.dues.due - TODAY_NUMBER).label("left"), dataset.dues.term.label("term")]
    demonstration = sa.func.max(is_demonstration(dataset.versions.c.batch_id)).label("demonstration")
    return (
        sa.select(*groups, *selected, demonstration)
        .select_from(dataset.rows)
        .where(dataset.visible, *narrowed, *conditions(limited, dataset.dimensions))
        .group_by(*groups)
    )


def _time(dataset: Dataset) -> ColumnElement[Any]:
    """The day that rows of a dataset whose rows wait count on."""
    return cast("ColumnElement[Any]", dataset.time)


Selected = tuple[Sequence[ColumnElement[Any]], Sequence[ColumnElement[bool]]]


def _counts(dataset: Dataset, aggregates: tuple[Aggregate, ...], spans: int) -> Selected:
    columns = [_over_rows(aggregate).label(column_of(number)) for number, aggregate in enumerate(aggregates)]
    return columns, [in_spans(dataset.time, spans)] if dataset.time is not None else []


def _over_rows(aggregate: Aggregate) -> ColumnElement[Any]:
    whole = aggregate.over_rows()
    return whole if aggregate.where is None else whole.filter(aggregate.where)


def _waits(dataset: Dataset, _aggregates: tuple[Aggregate, ...], spans: int) -> Selected:
    waiting = dataset.waits
    answered = sa.func.sum(sa.case((waiting.is_answered, 1), else_=0)).label("answered")
    return [sa.func.count().label("rows"), answered], [in_spans(_time(dataset), spans), waiting.days.is_not(None)]


def _stocks(dataset: Dataset, _aggregates: tuple[Aggregate, ...], _spans: int) -> Selected:
    kept = dataset.waits.stocks
    return [sa.func.count().filter(holds).label(str(stock)) for stock, holds in kept.items()], [
        _time(dataset) <= last_of(0)
    ]


def _dues(dataset: Dataset, _aggregates: tuple[Aggregate, ...], _spans: int) -> Selected:
    return [sa.func.count().label("rows")], [_time(dataset) <= last_of(0), dataset.dues.is_open]


_SHAPES = {Shape.COUNTS: _counts, Shape.WAITS: _waits, Shape.STOCKS: _stocks, Shape.DUES: _dues}

"""What a load batch changes in an aggregate: the rows that it brings less those that it supersedes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, FromClause, Select
from sqlalchemy.sql.selectable import GenerativeSelect

from metrics.model.dataset import Dataset, Rollup, Shape
from metrics.model.fetches import Aggregate, column_of
from metrics.model.sql import is_demonstration, month_start

BATCH: sa.BindParameter[int] = sa.bindparam("batch", type_=sa.Integer)
IN_MONTH, WHOLE_MONTH = 0, 1
"""The cells of stocks: those of a day, and those of a whole month under its first day."""


def changes(dataset: Dataset, rollup: Rollup, aggregates: tuple[Aggregate, ...]) -> GenerativeSelect:
    """What selects the change of the bind `batch`: the columns of a roll-up of that shape."""
    return _SHAPES[rollup.shape](dataset, rollup, aggregates)


def summed(rows: FromClause, name: str) -> ColumnElement[Any]:
    """A column added up, under its name."""
    return sa.cast(sa.func.sum(rows.c[name]), sa.BigInteger).label(name)


def is_something(sums: Iterable[ColumnElement[Any]]) -> ColumnElement[bool]:
    """A new version of a row often changes nothing."""
    return sa.or_(*(one.element != 0 for one in sums))


def _versions(dataset: Dataset, rows: FromClause, columns: list[ColumnElement[Any]]) -> sa.Subquery:
    """Rows that a batch brings (`sign` 1) or supersedes (-1).

    Nothing adds up the rows' keys: with them in both halves a cluster distributed by key unites on each machine.
    """
    table = dataset.versions
    keys = dataset.key
    demonstration = is_demonstration(table.c.batch_id).label("is_demonstration")

    def of(batch: ColumnElement[Any], sign: int) -> Select[Any]:
        signed = sa.literal_column(str(sign), sa.Integer).label("sign")
        return sa.select(*keys, signed, demonstration, *columns).select_from(rows).where(batch == BATCH)

    return sa.union_all(of(table.c.batch_id, 1), of(table.c.superseded_by, -1)).subquery("versions")


def _signed(name: str, rows: FromClause, value: ColumnElement[Any] | None = None) -> ColumnElement[Any]:
    signed = rows.c.sign if value is None else rows.c.sign * value
    return sa.cast(sa.func.sum(signed), sa.BigInteger).label(name)


def _keys(dataset: Dataset, rollup: Rollup) -> list[ColumnElement[Any]]:
    return [dataset.dimensions[name].label(name) for name in rollup.by]


def _counts(dataset: Dataset, rollup: Rollup, aggregates: tuple[Aggregate, ...]) -> Select[Any]:
    """Columns: month, the dimensions, rows, demonstration_rows, and one of each aggregate (`column_of`)."""
    month = month_start(dataset.time).label("month")
    values = [_value(aggregate).label(column_of(number)) for number, aggregate in enumerate(aggregates)]
    rows = _versions(dataset, dataset.rows, [month, *_keys(dataset, rollup), *values])
    keys = [rows.c.month, *(rows.c[name] for name in rollup.by)]
    measures = [_signed(value.name, rows, rows.c[value.name]) for value in values]
    return sa.select(*keys, *_row_counts(rows), *measures).group_by(*keys)


def _value(aggregate: Aggregate) -> ColumnElement[Any]:
    """What a row adds to an aggregate."""
    whole = aggregate.of_a_row
    return whole if aggregate.where is None else sa.case((aggregate.where, whole), else_=0)


def _row_counts(rows: FromClause) -> list[ColumnElement[Any]]:
    return [_signed("rows", rows), _signed("demonstration_rows", rows, rows.c.is_demonstration)]


def _waits(dataset: Dataset, rollup: Rollup, _aggregates: tuple[Aggregate, ...]) -> Select[Any]:
    """Columns: month, the dimensions, days, started, rows, demonstration_rows, answered.

    `days` are those of the rows whose count has stopped, `started` that of the others.
    """
    waiting = dataset.waits
    days = sa.case((waiting.has_stopped, waiting.days)).label("days")
    started = sa.case((sa.not_(waiting.has_stopped), waiting.started)).label("started")
    answered = sa.case((waiting.is_answered, 1), else_=0).label("answered")
    month = month_start(dataset.time).label("month")
    rows = _versions(dataset, dataset.rows, [month, *_keys(dataset, rollup), days, started, answered])
    keys = [rows.c.month, *(rows.c[name] for name in rollup.by), rows.c.days, rows.c.started]
    selected = [*keys, *_row_counts(rows), _signed("answered", rows, rows.c.answered)]
    return sa.select(*selected).where(sa.or_(rows.c.days.is_not(None), rows.c.started.is_not(None))).group_by(*keys)


def _stocks(dataset: Dataset, rollup: Rollup, _aggregates: tuple[Aggregate, ...]) -> sa.CompoundSelect[Any]:
    """Columns: day, the dimensions, is_month, rows, demonstration_rows, and one of each stock.

    Each is what enters on the day less what leaves; rows enter on the day that they count on and stay.
    """
    waiting = dataset.waits
    changes = waiting.changes
    days = [sa.case((change.holds, change.day)).label(f"day_{number}") for number, change in enumerate(changes)]
    entered = sa.type_coerce(dataset.time, sa.Date).label("entered")
    rows = _versions(
        dataset, dataset.rows if waiting.rows is None else waiting.rows, [*_keys(dataset, rollup), entered, *days]
    )
    keys = [*(rows.c[name] for name in rollup.by), rows.c.entered, *(rows.c[day.name] for day in days)]
    spans = sa.select(*keys, *_row_counts(rows)).group_by(*keys).cte("spans")
    nothing = sa.literal_column("0", sa.Integer)
    none = {str(stock): nothing for stock in waiting.stocks}
    moves = [_move(spans, rollup, spans.c.entered, none, rows=spans.c.rows, demonstration=spans.c.demonstration_rows)]
    for change, day in zip(changes, days, strict=True):
        moved = none | {str(change.stock): spans.c.rows * change.step}
        moves.append(_move(spans, rollup, spans.c[day.name], moved, rows=nothing, demonstration=nothing))
    found = sa.union_all(*moves).subquery("moves")
    stocks = list(none)
    daily = _moved(found, found.c.day, rollup, stocks, IN_MONTH).cte("daily")
    months = _moved(daily, month_start(daily.c.day).label("day"), rollup, stocks, WHOLE_MONTH)
    return sa.union_all(sa.select(daily), months)


def _dues(dataset: Dataset, rollup: Rollup, _aggregates: tuple[Aggregate, ...]) -> Select[Any]:
    """Columns: the dimensions, due, term, rows, demonstration_rows: of what is open once all that is known has happened."""
    due = [dataset.dues.due.label("due"), dataset.dues.term.label("term")]
    is_open = dataset.dues.is_open.label("is_open")
    rows = _versions(dataset, dataset.rows, [*_keys(dataset, rollup), *due, is_open])
    keys = [*(rows.c[name] for name in rollup.by), rows.c.due, rows.c.term]
    return sa.select(*keys, *_row_counts(rows)).where(rows.c.is_open).group_by(*keys)


def _moved(moves: FromClause, day: ColumnElement[Any], rollup: Rollup, stocks: list[str], is_month: int) -> Select[Any]:
    """The moves of each day, or of each whole month under its first day: a stock adds months, and days of the last."""
    keys = [day, *(moves.c[name] for name in rollup.by)]
    sums = [summed(moves, name) for name in ("rows", "demonstration_rows", *stocks)]
    select = sa.select(*keys, sa.literal_column(str(is_month), sa.Integer).label("is_month"), *sums).group_by(*keys)
    return select.having(is_something(sums))


def _move(
    spans: sa.CTE,
    rollup: Rollup,
    day: ColumnElement[Any],
    stocks: Mapping[str, ColumnElement[Any]],
    *,
    rows: ColumnElement[Any],
    demonstration: ColumnElement[Any],
) -> Select[Any]:
    return sa.select(
        day.label("day"),
        *(spans.c[name] for name in rollup.by),
        rows.label("rows"),
        demonstration.label("demonstration_rows"),
        *(moved.label(stock) for stock, moved in stocks.items()),
    ).where(day.is_not(None))


_SHAPES = {Shape.COUNTS: _counts, Shape.WAITS: _waits, Shape.STOCKS: _stocks, Shape.DUES: _dues}

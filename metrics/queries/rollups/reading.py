"""Which roll-up answers a question exactly, and the statement that reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, ColumnElement, Select

from data_access.schema import rollup_batches
from metrics.model.dataset import Shape
from metrics.model.fetches import Aggregate, RowsFetch, column_of
from metrics.model.sql import TODAY_NUMBER, conditions, group, in_months, last_of
from metrics.queries.reader import Reader
from metrics.queries.rollups.changes import IN_MONTH, WHOLE_MONTH
from metrics.queries.rollups.runs import runs_of
from metrics.queries.rollups.tables import RUNS, RollupTable, declared, sql_of


@dataclass(frozen=True, kw_only=True)
class _Extent:
    """What a roll-up holds up to a horizon, and between which days."""

    last_batch: int
    first_day: date | None
    last_day: date | None
    last_event: date | None


def covering(reader: Reader, asked: RowsFetch) -> RollupTable | None:
    """The first declared roll-up that gives the answer to `asked` exactly, or None."""
    return next((rollup for rollup in declared() if _covers(reader, rollup, asked)), None)


def _covers(reader: Reader, rollup: RollupTable, asked: RowsFetch) -> bool:
    needed = {*asked.by, *asked.filters.dimensions} & set(asked.dataset.dimensions)
    if rollup.dataset is not asked.dataset or rollup.rollup.shape is not asked.shape:
        return False
    if not needed <= set(rollup.rollup.by) or not all(sql_of(one) in rollup.measures for one in asked.aggregates):
        return False
    extent = _extent(reader, rollup, asked)
    return extent is not None and _SETTLED[asked.shape](extent, asked)


def _is_now(extent: _Extent, asked: RowsFetch) -> bool:
    """All that is known had happened by the day asked."""
    happened = (extent.last_day, extent.last_event)
    return all(day is None or day <= asked.today for day in happened)


def _is_settled(extent: _Extent, asked: RowsFetch) -> bool:
    """Whole months hold the days asked, and nothing happens to a row after the day that it is looked at."""
    whole = all(
        (first.day == 1 or extent.first_day is None or extent.first_day >= first)
        and (_is_month_end(last) or extent.last_day is None or extent.last_day <= last)
        for first, last in asked.spans
    )
    return whole and (extent.last_event is None or extent.last_event <= asked.today)


_SETTLED: Mapping[Shape, Callable[[_Extent, RowsFetch], bool]] = {
    Shape.COUNTS: _is_settled,
    Shape.WAITS: _is_settled,
    Shape.STOCKS: lambda _extent, _asked: True,
    Shape.DUES: _is_now,
}


def _is_month_end(day: date) -> bool:
    return day == date.max or date.fromordinal(day.toordinal() + 1).day == 1


def _extent(reader: Reader, rollup: RollupTable, asked: RowsFetch) -> _Extent | None:
    """None where the roll-up lacks a batch or was computed with another calendar."""
    edition = asked.calendar if rollup.uses_calendar else None
    key = ("rollup", rollup.table.name, asked.horizon, edition)
    found: _Extent | None = reader.facts.found(key)
    if found is None:
        found = _read_extent(reader, rollup, asked.horizon, edition)
        # A roll-up that is behind, or of a calendar that is not the last, may be refreshed within the snapshot.
        if found is not None and edition in {None, reader.calendar(None)}:
            reader.facts.fact(key, lambda: found)
    return found


def _read_extent(reader: Reader, rollup: RollupTable, horizon: int, edition: int | None) -> _Extent | None:
    state = rollup_batches
    query = sa.select(
        sa.func.max(state.c.batch_id),
        sa.func.min(state.c.first_day),
        sa.func.max(state.c.last_day),
        sa.func.max(state.c.last_event),
        sa.func.min(state.c.calendar),
    ).where(state.c.rollup == rollup.table.name, state.c.batch_id <= horizon)
    last, first_day, last_day, last_event, calendar = reader.connection.execute(query).one()
    if last != horizon or calendar != edition:
        return None
    return _Extent(last_batch=last, first_day=first_day, last_day=last_day, last_event=last_event)


def runs_up_to(reader: Reader, register: str, horizon: int) -> list[int]:
    """The runs of loads whose cells make up a register as of the batch `horizon`: the bind `runs`."""
    return reader.facts.fact(
        ("runs", register, horizon),
        lambda: runs_of([one.id for one in reader.facts.batches if one.register == register and one.id <= horizon]),
    )


@lru_cache(1024)
def select_from(
    rollup: RollupTable,
    by: tuple[str, ...],
    limited: tuple[str, ...],
    aggregates: tuple[Aggregate, ...],
    *,
    spans: int,
) -> Select[Any]:
    """The statement that reads a roll-up, with the columns that reading rows gives."""
    table, shape = rollup.table, rollup.rollup.shape
    time = None if shape is Shape.DUES else table.c.day if shape is Shape.STOCKS else table.c.month
    groups = [group(name, rollup.columns, time).label(name) for name in by]
    if shape is Shape.WAITS:
        groups.append(sa.func.coalesce(table.c.days, TODAY_NUMBER - table.c.started).label("days"))
    if shape is Shape.DUES:
        groups += [(table.c.due - TODAY_NUMBER).label("left"), table.c.term.label("term")]
    measures = _measures(rollup, aggregates)
    demonstration = sa.case((sa.func.sum(table.c.demonstration_rows) > 0, 1), (sa.func.sum(table.c.rows) > 0, 0))
    statement = (
        sa.select(*groups, *measures, demonstration.label("demonstration"))
        .where(table.c.batch_id.in_(RUNS), *_in_time(time, shape, spans), *conditions(limited, rollup.columns))
        .group_by(*groups)
    )
    return statement.having(sa.func.sum(table.c.rows) > 0) if groups else statement


def _in_time(time: Column[Any] | None, shape: Shape, spans: int) -> list[ColumnElement[bool]]:
    if time is None:
        return []
    if shape is not Shape.STOCKS:
        return [in_months(time, spans)]
    last, day = sa.bindparam("last_month_0", type_=sa.Date), last_of(0)
    is_month: ColumnElement[int] = time.table.c.is_month
    whole_months = sa.and_(is_month == WHOLE_MONTH, time < last)
    return [sa.or_(whole_months, sa.and_(is_month == IN_MONTH, time.between(last, day)))]


def _measures(rollup: RollupTable, aggregates: tuple[Aggregate, ...]) -> list[ColumnElement[Any]]:
    names = {
        Shape.COUNTS: {
            column_of(number): rollup.measures.get(sql_of(one), "") for number, one in enumerate(aggregates)
        },
        Shape.WAITS: {"rows": "rows", "answered": "answered"},
        Shape.STOCKS: {str(stock): str(stock) for stock in rollup.dataset.waits.stocks}
        if rollup.dataset.waiting
        else {},
        Shape.DUES: {"rows": "rows"},
    }[rollup.rollup.shape]
    return [sa.cast(sa.func.sum(rollup.table.c[column]), sa.BigInteger).label(name) for name, column in names.items()]

"""Reads observations: values that arrive already added up, each for an interval of days."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access.schema import observations as table
from metrics.model.days import Spans, joined
from metrics.model.dimensions import REGION
from metrics.model.fetches import ObservedFetch, StockFetch
from metrics.model.filters import NO_FILTERS
from metrics.model.sql import visible
from metrics.queries.provenance import LoadBatch, speaking
from metrics.queries.reader import Reader

_REGISTER = "observations"

_SCHEMA: dict[str, Any] = {
    "region": pl.String,
    "member": pl.String,
    "period_key": pl.String,
    "period_from": pl.Date,
    "period_to": pl.Date,
    "value": pl.Float64,
    "demonstration": pl.Boolean,
    "rank": pl.Int64,
}


def regional_indicators(reader: Reader) -> frozenset[str]:
    """The indicators that have a value of some region."""
    statement = sa.select(table.c.indicator).distinct().where(table.c.territory_code.in_(list(reader.regions().labels)))
    return reader.facts.fact(
        ("regional indicators",), lambda: frozenset(row.indicator for row in reader.rows(statement, {}))
    )


def read_observed(reader: Reader, asked: ObservedFetch) -> pl.DataFrame:
    """The visible observations of an indicator that the filters keep, one row each.

    Columns: `region` and `member` (codes; CL for the country, '' where there is no member), `period_key`,
    `period_from`, `period_to` (Date), `value` (Float64, stored units), `demonstration` (Boolean), `rank` (Int64): the
    greater, the later it was known. Of one load's values of the same days, the one whose end is stated comes last.
    """
    statement = (
        sa.select(
            table.c.territory_code,
            table.c.member,
            table.c.period_key,
            table.c.period_from,
            table.c.period_to,
            table.c.value,
            table.c.batch_id.label("id"),
        )
        .where(table.c.indicator == asked.indicator, visible(table))
        .order_by(table.c.period_from.nulls_first(), table.c.territory_code, table.c.member, table.c.period_key)
    )
    for name, values in asked.filters:
        statement = statement.where((table.c.territory_code if name == REGION else table.c.member).in_(values))
    tellers = _Tellers(reader, asked)
    rows = [_told(row, tellers.of(row)) for row in reader.rows(statement, {"horizon": asked.horizon})]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _told(row: sa.Row[Any], load: LoadBatch) -> tuple[Any, ...]:
    return (
        row.territory_code,
        row.member,
        row.period_key,
        row.period_from,
        _last_day(row.period_from, row.period_to, load.covers_to),
        row.value,
        load.data_kind == "demonstration",
        _rank(load),
    )


def _rank(load: LoadBatch) -> int:
    """In order of the day on which a load was known, and of its arrival."""
    return load.recorded_on.toordinal() * 10**9 + load.id


def _last_day(period_from: date | None, period_to: date | None, covers_to: date) -> date | None:
    """A period without a stated end ends with what its source covers; without a start, it has no date."""
    return period_to if period_to or not period_from else covers_to


def observed_days(reader: Reader, indicator: str, horizon: int) -> Spans:
    """The days that the visible values of an indicator speak of; those without a date speak of none."""
    found = read_observed(reader, ObservedFetch(indicator=indicator, filters=NO_FILTERS, horizon=horizon))
    dated = found.filter(pl.col("period_to").is_not_null())
    return joined(dated.select(pl.coalesce("period_from", "period_to"), "period_to").iter_rows())


def read_stock(reader: Reader, asked: StockFetch) -> pl.DataFrame:
    """Every visible value of a stock: `region` (CL for the country), the `day` that it is of, `value`, `demonstration`.

    In order of their days and, of one day, of the days on which their intervals start; then as they were known.
    """
    found = read_observed(reader, ObservedFetch(indicator=asked.indicator, filters=NO_FILTERS, horizon=asked.horizon))
    placed = found.filter(pl.col("period_to").is_not_null()).sort(
        "period_to", "period_from", "rank", maintain_order=True
    )
    return placed.select("region", pl.col("period_to").alias("day"), "value", "demonstration")


class _Tellers:
    """Which load says a row: that which brought it or, of a row that stands again since a withdrawal, that which said it first."""

    def __init__(self, reader: Reader, asked: ObservedFetch) -> None:
        self._reader, self._asked = reader, asked
        self._batches = {one.id: one for one in reader.facts.batches}

    def of(self, row: sa.Row[Any]) -> LoadBatch:
        brought = self._batches[row.id]
        if brought.withdraws is None:
            return brought
        return self._said_first[row.territory_code, row.member, row.period_key]

    @cached_property
    def _said_first(self) -> dict[tuple[str, str, str], LoadBatch]:
        """Of each interval, the load known last of those that stand."""
        loads = speaking(self._reader.facts.batches, _REGISTER, self._asked.horizon)
        columns = (table.c.territory_code, table.c.member, table.c.period_key, table.c.batch_id)
        statement = sa.select(*columns).where(
            table.c.indicator == self._asked.indicator, table.c.batch_id.in_([one.id for one in loads])
        )
        told = [
            (self._batches[row.batch_id], (row.territory_code, row.member, row.period_key))
            for row in self._reader.rows(statement)
        ]
        return {interval: load for load, interval in sorted(told, key=lambda one: (one[0].recorded_on, one[0].id))}

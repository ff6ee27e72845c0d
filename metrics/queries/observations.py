"""Reads observations: values that arrive already added up, each for an interval of days."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access.schema import load_batches
from data_access.schema import observations as table
from metrics.model.dimensions import REGION
from metrics.model.fetches import ObservedFetch, StockFetch
from metrics.model.sql import visible
from metrics.queries.reader import Reader

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


def read_observed(reader: Reader, asked: ObservedFetch) -> pl.DataFrame:
    """The visible observations of an indicator that the filters keep, one row each.

    Columns: `region` and `member` (codes; CL for the country, '' where there is no member), `period_key`,
    `period_from`, `period_to` (Date), `value` (Float64, stored units), `demonstration` (Boolean), `rank` (Int64): the
    greater, the later it was known.
    """
    statement = (
        sa.select(
            table.c.territory_code,
            table.c.member,
            table.c.period_key,
            table.c.period_from,
            table.c.period_to,
            table.c.value,
            (load_batches.c.data_kind == "demonstration").label("demonstration"),
            load_batches.c.covers_to,
            load_batches.c.recorded_on,
            load_batches.c.id,
        )
        .join(load_batches, load_batches.c.id == table.c.batch_id)
        .where(table.c.indicator == asked.indicator, visible(table))
        .order_by(table.c.period_from, table.c.territory_code, table.c.member)
    )
    for name, values in asked.filters:
        statement = statement.where((table.c.territory_code if name == REGION else table.c.member).in_(values))
    rows = [
        (
            row.territory_code,
            row.member,
            row.period_key,
            row.period_from,
            _last_day(row.period_from, row.period_to, row.covers_to),
            row.value,
            bool(row.demonstration),
            _rank(row.recorded_on, row.id),
        )
        for row in reader.rows(statement, {"horizon": asked.horizon})
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _rank(recorded_on: date, batch_id: int) -> int:
    """In order of the day on which a load was known, and of its arrival."""
    return recorded_on.toordinal() * 10**9 + batch_id


def _last_day(period_from: date | None, period_to: date | None, covers_to: date) -> date | None:
    """A period without a stated end ends with what its source covers; without a start, it has no date."""
    return period_to if period_to or not period_from else covers_to


def read_stock(reader: Reader, asked: StockFetch) -> pl.DataFrame:
    """Every visible value of a stock: `region` (CL for the country), the `day` that it is of, `value`, `demonstration`.

    In order of their days and, of one day, of the days on which their intervals start; then as they were known.
    """
    statement = (
        sa.select(
            table.c.territory_code,
            sa.func.coalesce(table.c.period_to, load_batches.c.covers_to).label("day"),
            table.c.value,
            (load_batches.c.data_kind == "demonstration").label("demonstration"),
            table.c.period_from,
            load_batches.c.recorded_on,
            load_batches.c.id,
        )
        .join(load_batches, load_batches.c.id == table.c.batch_id)
        .where(table.c.indicator == asked.indicator, visible(table))
    )
    rows = sorted(
        reader.rows(statement, {"horizon": asked.horizon}),
        key=lambda row: (row.day, row.period_from or date.min, _rank(row.recorded_on, row.id)),
    )
    found = [(row.territory_code, row.day, row.value, bool(row.demonstration)) for row in rows]
    schema = {"region": pl.String, "day": pl.Date, "value": pl.Float64, "demonstration": pl.Boolean}
    return pl.DataFrame(found, schema=schema, orient="row")

"""Budget and revenue, by month. An amount may be negative: a modification takes away, and money is returned.

What was spent in a month is not told lower than before unless the row says when it was corrected: a figure that was
quoted does not shrink unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access.contracts.base import Contract, Days, Known, Rule
from data_access.schema.budget import budget_entries, budget_modifications, price_index, revenue_entries

_SPENT = ("accrued", "paid")
_KEY = ("line_code", "month", "stage")


def _falls_with_a_date(known: Known, days: Days) -> Iterator[Rule]:
    """Neither below what was told before, nor above what a later load tells without a date."""
    before, after = _told(known, days, days.before), _told(known, days, days.after[::-1])
    undated = {key: row["amount_clp"] for key, row in after.items() if row["corrected_on"] is None}
    yield Rule(
        name="falls_with_a_date",
        columns=(*_KEY, "amount_clp", "corrected_on"),
        holds=pl.col("corrected_on").is_not_null()
        | (pl.col("amount_clp") >= _looked_up({key: row["amount_clp"] for key, row in before.items()})),
        allowed="un monto que no baje del informado antes, o corrected_on con el día de la corrección",
    )
    yield Rule(
        name="is_not_lowered_later",
        columns=(*_KEY, "amount_clp"),
        holds=pl.col("amount_clp") <= _looked_up(undated),
        allowed="un monto que no supere el que ya informó una carga posterior, que no da fecha de corrección",
    )


def _told(known: Known, days: Days, loads: Sequence[int]) -> dict[str, Mapping[str, Any]]:
    """What the last of these loads to speak of it says was spent in each line, month and stage."""
    table, place = budget_entries, {load: number for number, load in enumerate(loads)}
    query = sa.select(table).where(
        table.c.batch_id.in_(loads),
        table.c.stage.in_(_SPENT),
        table.c.month <= days.covers_to,
    )
    rows = sorted(known.rows(query), key=lambda row: place[row["batch_id"]])
    return {_key(row["line_code"], row["month"], row["stage"]): row for row in rows}


def _key(line: str, month: date, stage: str) -> str:
    return f"{line}|{month}|{stage}"


def _looked_up(amounts: Mapping[str, int]) -> pl.Expr:
    """The amount of each row's key; null, of which no rule says anything, where there is none."""
    key = pl.format("{}|{}|{}", "line_code", pl.col("month").cast(pl.String), "stage")
    return key.replace_strict(dict(amounts), default=None, return_dtype=pl.Int64)


def _is_of_its_year(_known: Known, _days: Days) -> Iterator[Rule]:
    yield Rule(
        name="dated_in_its_year",
        columns=("year", "dated"),
        holds=pl.col("dated").dt.year() == pl.col("year"),
        allowed="el año del decreto y una fecha de ese año",
    )


def _is_a_level(_known: Known, _days: Days) -> Iterator[Rule]:
    yield Rule(name="level_is_positive", columns=("level",), holds=pl.col("level") > 0, allowed="un número mayor que 0")


CONTRACTS = (
    Contract(
        table=budget_entries,
        day="month",
        months=("month",),
        happened=("corrected_on",),
        not_before={"corrected_on": "month"},
        together=_falls_with_a_date,
    ),
    Contract(table=budget_modifications, day="dated", together=_is_of_its_year),
    Contract(table=revenue_entries, day="month", months=("month",), members={"kind": "revenue_kind"}),
    Contract(table=price_index, day="month", months=("month",), together=_is_a_level),
)

"""Spending in the prices of one month: each month's amount, times the index of that month over its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access import schema
from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.model.periods import Period
from metrics.model.sql import visible
from metrics.queries.reader import Reader
from metrics.studies.budget.breakdown import Node
from metrics.studies.rows import known_binds

REGISTER = "prices"
_index = schema.price_index
_QUERY = sa.select(_index.c.month, _index.c.level).where(visible(_index)).order_by(_index.c.month)


@dataclass(frozen=True, kw_only=True)
class Deflated:
    """Spending of a year up to `month`, and of the same months of the year before, in the prices of `base`.

    `frame`, in order: `unit` ('2024-03'), `year`, `nominal` and `real`, in pesos; `real` is null where the index of the
    month is not known. `missing` are those months, or the base. A total is null where a month of it is.
    """

    node: Node
    month: Period
    base: str
    answer: Answer
    frame: pl.DataFrame
    missing: tuple[str, ...]

    def total(self, year: int, kind: str) -> int | None:
        """What the months of a year add up to, 'nominal' or 'real'."""
        values = self.frame.filter(pl.col("year") == year)[kind]
        return int(values.sum()) if values.len() == self.month.start.month and not values.null_count() else None

    def growth(self, kind: str) -> float | None:
        """What was spent over the same months of the year before, as a fraction of them."""
        now, before = (self.total(self.month.start.year - ago, kind) for ago in (0, 1))
        return now / before - 1 if now is not None and before else None


def index(reader: Reader) -> dict[str, Decimal]:
    """The level of each month that is known, in order; empty where no index was loaded."""
    known = reader.coverage(REGISTER, None)
    return {f"{row.month:%Y-%m}": Decimal(str(row.level)) for row in reader.rows(_QUERY, known_binds(known))}


def deflated(monitor: Asks, node: Node, month: Period, base: str, levels: Mapping[str, Decimal]) -> Deflated:
    """All of it; without the level of `base` nothing is told in real terms, and `missing` says so."""
    answer = monitor.observe("budget.accrued", by="month", where=node.filters).answers[0]
    rows = [
        {"unit": unit, "year": int(unit[:4]), "nominal": int(value), "real": _real(int(value), unit, base, levels)}
        for unit, value in answer.frame.drop_nulls("value").select("month", "value").iter_rows()
        if int(unit[:4]) in (month.start.year - 1, month.start.year) and int(unit[5:]) <= month.start.month
    ]
    needed = [base, *(row["unit"] for row in rows)]
    return Deflated(
        node=node,
        month=month,
        base=base,
        answer=answer,
        frame=pl.DataFrame(rows, schema=_SCHEMA),
        missing=tuple(dict.fromkeys(unit for unit in needed if unit not in levels)),
    )


_SCHEMA: Mapping[str, Any] = {"unit": pl.String, "year": pl.Int64, "nominal": pl.Int64, "real": pl.Int64}


def _real(amount: int, unit: str, base: str, levels: Mapping[str, Decimal]) -> int | None:
    """To the nearest peso."""
    if unit not in levels or base not in levels:
        return None
    return round(amount * Fraction(levels[base]) / Fraction(levels[unit]))

"""What led from the enacted budget to the current one, decree by decree, and what was told lower than before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access import schema
from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.model.periods import Period
from metrics.model.sql import visible
from metrics.queries.reader import Reader
from metrics.registers.budget import ENTRIES, IN_PESOS
from metrics.studies.budget.breakdown import Node
from metrics.studies.rows import framed, known_binds

_made, _lines, _entries = schema.budget_modifications, schema.budget_lines, schema.budget_entries


@dataclass(frozen=True, kw_only=True)
class Modifications:
    """What changed a node's budget in a year up to `month`, in pesos.

    `steps`, in order: `decree`, `dated` (Date), `label`, `amount` and `after`, the budget once it was made.
    `undeclared` is the part of the difference that no decree of the register explains; null where the budget is unknown.
    """

    node: Node
    month: Period
    enacted: Answer
    current: Answer
    steps: pl.DataFrame

    @property
    def undeclared(self) -> int | None:
        """What the current budget has over the enacted one and its decrees."""
        if self.enacted.value is None or self.current.value is None:
            return None
        decreed: list[int] = self.steps["amount"].to_list()
        return int(self.current.value - self.enacted.value) - sum(decreed)


def modifications(reader: Reader, monitor: Asks, node: Node, month: Period) -> Modifications:
    """All of it."""
    enacted, current = monitor.observe("budget.enacted", "budget.current", period=month, where=node.filters).answers
    query = _STEPS.where(ENTRIES.dimensions[node.level] == sa.bindparam("code")) if node.level else _STEPS
    binds = _binds(reader, month) | ({"code": node.code} if node.level else {})
    steps = framed(reader.rows(query.order_by(_made.c.dated, _made.c.decree), binds), _STEP_COLUMNS)
    after = pl.lit(int(enacted.value or 0)) + pl.col("amount").cum_sum()
    return Modifications(
        node=node, month=month, enacted=enacted, current=current, steps=steps.with_columns(after=after)
    )


def corrections(reader: Reader, month: Period) -> pl.DataFrame:
    """In order: `corrected_on`, `month` (Dates), `code`, `stage`, `before` (null if nothing was told) and `after`, in pesos."""
    return framed(reader.rows(_CORRECTED, _binds(reader, month)), _CORRECTED_COLUMNS)


def _binds(reader: Reader, month: Period) -> dict[str, Any]:
    return known_binds(reader.coverage(ENTRIES.register, None)) | {
        "since": date(month.start.year, 1, 1),
        "until": month.end,
    }


_SINCE, _UNTIL = (sa.bindparam(name, type_=sa.Date) for name in ("since", "until"))
_STEP_COLUMNS: Mapping[str, Any] = {"decree": pl.String, "dated": pl.Date, "label": pl.String, "amount": pl.Int64}
_STEPS = (
    sa.select(_made.c.decree, _made.c.dated, _made.c.label, sa.cast(sa.func.sum(_made.c.amount_clp), sa.BigInteger))
    .join(_lines, _lines.c.code == _made.c.line_code)
    .where(visible(_made), IN_PESOS, _made.c.dated.between(_SINCE, _UNTIL))
    .group_by(_made.c.decree, _made.c.dated, _made.c.label)
)
_told = _entries.alias("told")
_CORRECTED_COLUMNS: Mapping[str, Any] = {
    "corrected_on": pl.Date,
    "month": pl.Date,
    "code": pl.String,
    "stage": pl.String,
    "before": pl.Int64,
    "after": pl.Int64,
}
_CORRECTED = (
    sa.select(
        _entries.c.corrected_on,
        _entries.c.month,
        _entries.c.line_code,
        _entries.c.stage,
        _told.c.amount_clp,
        _entries.c.amount_clp,
    )
    .join(
        _told,
        sa.and_(
            _told.c.superseded_by == _entries.c.batch_id,
            *(_told.c[name] == _entries.c[name] for name in ("line_code", "month", "stage")),
        ),
        isouter=True,
    )
    .where(visible(_entries), _entries.c.corrected_on.is_not(None), _entries.c.month.between(_SINCE, _UNTIL))
    .order_by(_entries.c.corrected_on, _entries.c.month, _entries.c.line_code, _entries.c.stage)
)

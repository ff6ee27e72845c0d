"""What led from the enacted budget to the current one, decree by decree, and what was told lower than before."""

from __future__ import annotations

from collections import defaultdict
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
from metrics.model.sql import HORIZON, visible
from metrics.queries.provenance import LoadBatch
from metrics.queries.reader import Reader
from metrics.registers.budget import ENTRIES, IN_PESOS
from metrics.studies.budget.breakdown import Node
from metrics.studies.rows import framed, known_binds

_made, _lines, _entries = schema.budget_modifications, schema.budget_lines, schema.budget_entries


@dataclass(frozen=True, kw_only=True)
class Modifications:
    """What changed a node's budget in a year up to `month`, in pesos.

    `steps`, in order: `decree`, `dated` (Date), `label`, `amount` and `after`, the budget once it was made. `lines` has what
    each of them changes anywhere: `year`, `decree`, `code` and `amount`, the largest gain first.
    `undeclared` is the part of the difference that no decree of the register explains; null where the budget is unknown.
    """

    node: Node
    month: Period
    enacted: Answer
    current: Answer
    steps: pl.DataFrame
    lines: pl.DataFrame

    @property
    def is_partial(self) -> bool:
        """Some month of the year was never loaded."""
        return self.enacted.partial or self.current.partial

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
        node=node,
        month=month,
        enacted=enacted,
        current=current,
        steps=steps.with_columns(after=after),
        lines=framed(reader.rows(_OF_LINES, _binds(reader, month)), _LINE_COLUMNS),
    )


def corrections(reader: Reader, month: Period) -> pl.DataFrame:
    """Wherever less was spent than was told before, in the order in which it became known.

    `known_on` is the day of the load or withdrawal that told it, `corrected_on` the one that its row gives (null where the
    row was closed or taken back), `month` (Dates), `code` of the line, `stage`, `before` and `after`, in pesos; `after` is
    null where nothing stands any more.
    """
    loads = {one.id: one for one in reader.facts.batches}
    told: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in reader.rows(_SPENT, _binds(reader, month)):
        told[row.line_code, row.month, row.stage].append(row)
    found = [
        (
            loads[row.superseded_by].recorded_on,
            later and later.corrected_on,
            *at,
            row.amount_clp,
            later and later.amount_clp,
        )
        for at, rows in told.items()
        for row in rows
        if row.superseded_by in loads and not _is_of_a_demonstration(loads[row.batch_id], loads[row.superseded_by])
        for later in [next((one for one in rows if one.batch_id == row.superseded_by), None)]
        if later is None or later.amount_clp < row.amount_clp
    ]
    return framed(found, _CORRECTED_COLUMNS).sort("known_on", "month", "code", "stage", maintain_order=True)


def _is_of_a_demonstration(told: LoadBatch, after: LoadBatch) -> bool:
    """Made-up rows give way to real ones, and to those of a later program, and neither corrects anything."""
    return told.data_kind != after.data_kind or (told.data_kind == "demonstration" and after.withdraws is not None)


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
_LINE_COLUMNS: Mapping[str, Any] = {"year": pl.Int64, "decree": pl.String, "code": pl.String, "amount": pl.Int64}
_OF_LINES = (
    sa.select(_made.c.year, _made.c.decree, _made.c.line_code, _made.c.amount_clp)
    .join(_lines, _lines.c.code == _made.c.line_code)
    .where(visible(_made), IN_PESOS, _made.c.dated.between(_SINCE, _UNTIL))
    .order_by(_made.c.year, _made.c.decree, _made.c.amount_clp.desc(), _made.c.line_code)
)
_CORRECTED_COLUMNS: Mapping[str, Any] = {
    "known_on": pl.Date,
    "corrected_on": pl.Date,
    "code": pl.String,
    "month": pl.Date,
    "stage": pl.String,
    "before": pl.Int64,
    "after": pl.Int64,
}
_SPENT = (
    sa.select(_entries)
    .join(_lines, _lines.c.code == _entries.c.line_code)
    .where(
        IN_PESOS,
        _entries.c.stage.in_(("accrued", "paid")),
        _entries.c.month.between(_SINCE, _UNTIL),
        _entries.c.batch_id <= HORIZON,
        sa.or_(_entries.c.superseded_by.is_(None), _entries.c.superseded_by > _entries.c.batch_id),
    )
    .order_by(_entries.c.line_code, _entries.c.month, _entries.c.stage, _entries.c.batch_id)
)

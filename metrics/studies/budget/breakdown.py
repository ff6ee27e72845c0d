"""The classifier from the whole down: each level with its budget, what was spent of it, and how that compares with the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

import polars as pl
import sqlalchemy as sa

from metrics.answering.answer import Result
from metrics.answering.asking import Asks
from metrics.model.errors import UnknownMemberError
from metrics.model.filters import Filters
from metrics.model.periods import Period
from metrics.queries.reader import Reader
from metrics.registers.budget import ENTRIES, LEVELS

AMOUNTS = ("budget.enacted", "budget.current", "budget.accrued_to_date", "budget.paid_to_date", "budget.left")
SHARES = ("budget.execution_share", "budget.execution_of_enacted_share")
AHEAD = 0.10
"""Spending is fast or slow where it is so much of the current budget away from the part of the year that has passed."""
YEAR = 12


class Standing(StrEnum):
    """How what was spent compares with the budget and the part of the year that has passed."""

    OVERSPENT = "overspent"
    FAST = "fast"
    EVEN = "even"
    SLOW = "slow"
    NO_BUDGET = "no_budget"


@dataclass(frozen=True, kw_only=True)
class Node:
    """A place of the classifier: `level` is the dimension that its code is a member of, '' for the whole.

    `above` are the places that it stands in, the widest first; `lines` are the codes of its lines.
    """

    code: str
    level: str
    above: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def filters(self) -> Filters:
        """What keeps its lines."""
        return Filters.of({self.level: self.code}) if self.level else Filters()

    @property
    def level_below(self) -> str:
        """The dimension that it is split by; '' for a line."""
        return dict(pairwise(("", *LEVELS, ""))).get(self.level, "")


def node(reader: Reader, monitor: Asks, code: str) -> Node:
    """The place of a code, '' the whole; UnknownMemberError for one that the classifier has not."""
    known = {level: monitor.members(level).labels for level in LEVELS}
    level = next((level for level in LEVELS if code in known[level]), "")
    if code and not level:
        raise UnknownMemberError(LEVELS[0], code, known[LEVELS[0]])
    columns = [ENTRIES.dimensions[one] for one in LEVELS]
    query = sa.select(*columns).order_by(columns[-1])
    if level:
        query = query.where(ENTRIES.dimensions[level] == sa.bindparam("code"))
    rows = [tuple(row) for row in reader.rows(query, {"code": code} if level else {})]
    above = rows[0][: LEVELS.index(level)] if rows and level else ()
    return Node(
        code=code,
        level=level,
        above=tuple(one for one in above if one != code),
        lines=tuple(row[-1] for row in rows),
    )


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """What stands in a node, up to `month`.

    `whole` and `parts` are answers of AMOUNTS and SHARES, without and by `level`. `frame` has a row for each part that
    has any amount, the largest current budget first: `code`, then by the name behind the dot of each metric its value in
    pesos or as a fraction, `weight` (its part of the current budget; null where that is nothing), `standing`, and
    `lasts_to` (Int64, the number of the month in which the current budget is spent at this pace; null if not this year).
    """

    node: Node
    month: Period
    level: str
    whole: Result
    parts: Result | None
    frame: pl.DataFrame

    @property
    def passed(self) -> float:
        """The part of the year that has passed."""
        return self.month.start.month / YEAR

    @property
    def standing(self) -> Standing:
        """That of the whole node."""
        return standing(self.total("current"), self.total("accrued_to_date"), self.month.start.month)

    def total(self, name: str) -> float | None:
        """A value of the whole node."""
        return self.whole[f"budget.{name}"].value


def breakdown(monitor: Asks, node: Node, month: Period) -> Breakdown:
    """All of it. Whoever has one part, of the same code, is not split any further."""
    asked = (*AMOUNTS, *SHARES)
    whole = monitor.observe(*asked, period=month, where=node.filters)
    level = node.level_below
    parts = monitor.observe(*asked, by=level, period=month, where=node.filters) if level else None
    rows = _rows(parts, level, month.start.month) if parts else []
    if [row["code"] for row in rows] == [node.code]:
        level, parts, rows = "", None, []
    return Breakdown(
        node=node, month=month, level=level, whole=whole, parts=parts, frame=pl.DataFrame(rows, schema=_SCHEMA)
    )


def standing(current: float | None, accrued: float | None, month: int) -> Standing:
    """By the rules that each name tells; of what is not known nothing is said, as of what has no budget."""
    if current is None or accrued is None:
        return Standing.NO_BUDGET
    if accrued > max(current, 0):
        return Standing.OVERSPENT
    if current <= 0:
        return Standing.NO_BUDGET
    away = accrued / current - month / YEAR
    if away > AHEAD:
        return Standing.FAST
    return Standing.SLOW if away < -AHEAD else Standing.EVEN


_AMOUNT_NAMES = tuple(name.partition(".")[2] for name in AMOUNTS)
_SHARE_NAMES = tuple(name.partition(".")[2] for name in SHARES)
_SCHEMA: Mapping[str, Any] = (
    {"code": pl.String}
    | dict.fromkeys((*_AMOUNT_NAMES, *_SHARE_NAMES), pl.Float64)
    | {"weight": pl.Float64, "standing": pl.String, "lasts_to": pl.Int64, "demonstration": pl.Boolean}
)


def _rows(parts: Result, level: str, month: int) -> list[dict[str, Any]]:
    made_up = {
        row[level] for answer in parts.answers for row in answer.frame.iter_rows(named=True) if row["demonstration"]
    }
    named = parts.wide.rename({f"budget.{name}": name for name in (*_AMOUNT_NAMES, *_SHARE_NAMES)} | {level: "code"})
    found = [row for row in named.iter_rows(named=True) if any(row[name] for name in _AMOUNT_NAMES)]
    in_all = sum(row["current"] or 0 for row in found)
    for row in found:
        current, accrued = row["current"], row["accrued_to_date"]
        row["weight"] = current / in_all if in_all and current is not None else None
        row["standing"] = str(standing(current, accrued, month))
        row["lasts_to"] = _lasts_to(current, accrued, month)
        row["demonstration"] = row["code"] in made_up
    return sorted(found, key=lambda row: (-(row["current"] or 0), row["code"]))


def _lasts_to(current: float | None, accrued: float | None, month: int) -> int | None:
    """The month in which a budget is spent at the pace of the months before; the last of the year leaves nothing to tell."""
    if not current or not accrued or accrued <= 0 or accrued > current:
        return None
    last = -int(-current * month // accrued)
    return last if last < YEAR else None

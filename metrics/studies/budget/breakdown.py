"""The classifier from the whole down: each level with its budget, what was spent of it, and how that compares with the year."""

from __future__ import annotations

from collections import defaultdict
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
from metrics.registers.budget import ENTRIES, IN_PESOS, LEVELS

AMOUNTS = (
    "budget.enacted",
    "budget.modified",
    "budget.current",
    "budget.accrued_to_date",
    "budget.paid_to_date",
    "budget.left",
)
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
    NOT_KNOWN = "not_known"


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


def places(reader: Reader) -> tuple[Node, ...]:
    """Every place of the classifier that has a line, in its order: an item before the lines in it."""
    columns = [ENTRIES.dimensions[one] for one in LEVELS]
    paths = sorted(tuple(row) for row in reader.rows(sa.select(*columns).where(IN_PESOS)))
    lines: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        for code in dict.fromkeys(path):
            lines[code].append(path[-1])
    found: dict[str, Node] = {}
    for path in paths:
        for place, (level, code) in enumerate(zip(LEVELS, path, strict=True)):
            if code not in found:
                above = tuple(dict.fromkeys(one for one in path[:place] if one != code))
                found[code] = Node(code=code, level=level, above=above, lines=tuple(lines[code]))
    return tuple(sorted(found.values(), key=lambda one: (*one.above, one.code)))


def node(reader: Reader, code: str) -> Node:
    """The place of a code, '' the whole; UnknownMemberError for one that no line is in."""
    known = {one.code: one for one in places(reader)}
    if not code:
        return Node(code="", level="", lines=tuple(dict.fromkeys(line for one in known.values() for line in one.lines)))
    if code not in known:
        raise UnknownMemberError(LEVELS[0], code, known)
    return known[code]


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
    def is_partial(self) -> bool:
        """Some month of the year was never loaded."""
        return any(answer.partial for answer in self.whole.answers)

    @property
    def standing(self) -> Standing:
        """That of the whole node."""
        current, accrued = self.total("current"), self.total("accrued_to_date")
        return standing(current, accrued, self.month.start.month, is_partial=self.is_partial)

    def total(self, name: str) -> float | None:
        """A value of the whole node."""
        return self.whole[f"budget.{name}"].value


def breakdown(monitor: Asks, node: Node, month: Period) -> Breakdown:
    """All of it. Whoever has one part, of the same code, is not split any further."""
    asked = (*AMOUNTS, *SHARES)
    whole = monitor.observe(*asked, period=month, where=node.filters)
    level = node.level_below
    parts = monitor.observe(*asked, by=level, period=month, where=node.filters) if level else None
    is_partial = any(answer.partial for answer in whole.answers)
    rows = _rows(parts, level, month.start.month, is_partial=is_partial) if parts else []
    if [row["code"] for row in rows] == [node.code]:
        level, parts, rows = "", None, []
    return Breakdown(
        node=node, month=month, level=level, whole=whole, parts=parts, frame=pl.DataFrame(rows, schema=_SCHEMA)
    )


def standing(current: float | None, accrued: float | None, month: int, *, is_partial: bool = False) -> Standing:
    """By the rules that each name tells; of a year that is not known to the month nothing is said."""
    if current is None or accrued is None or is_partial:
        return Standing.NOT_KNOWN
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


def _rows(parts: Result, level: str, month: int, *, is_partial: bool) -> list[dict[str, Any]]:
    made_up = {
        row[level] for answer in parts.answers for row in answer.frame.iter_rows(named=True) if row["demonstration"]
    }
    named = parts.wide.rename({f"budget.{name}": name for name in (*_AMOUNT_NAMES, *_SHARE_NAMES)} | {level: "code"})
    found = [row for row in named.iter_rows(named=True) if any(row[name] for name in _AMOUNT_NAMES)]
    in_all = sum(row["current"] or 0 for row in found)
    for row in found:
        current, accrued = row["current"], row["accrued_to_date"]
        row["weight"] = current / in_all if in_all > 0 and current is not None else None
        row["standing"] = str(standing(current, accrued, month, is_partial=is_partial))
        row["lasts_to"] = None if is_partial else _lasts_to(current, accrued, month)
        row["demonstration"] = row["code"] in made_up
    return sorted(found, key=lambda row: (-(row["current"] or 0), row["code"]))


def _lasts_to(current: float | None, accrued: float | None, month: int) -> int | None:
    """The month in which a budget is spent at the pace of the months before; the last of the year leaves nothing to tell."""
    if not current or not accrued or accrued <= 0 or accrued > current:
        return None
    last = -int(-current * month // accrued)
    return last if last < YEAR else None

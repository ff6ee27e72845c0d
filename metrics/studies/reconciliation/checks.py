"""One comparison of a printed figure with what comes out, and how close the two have to be."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from data_access.claims import Claim
from data_access.published import PublishedFigure
from metrics.model.messages import Message

_DECIMALS = re.compile(r",(\d+)", re.ASCII)
_STORED_DECIMALS = 4
_SLACK = 1e-9  # of floating-point arithmetic


class Outcome(StrEnum):
    """AGREES within the printed precision; UNDECIDABLE: the document does not say enough."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDECIDABLE = "undecidable"


class CheckKind(StrEnum):
    """What a figure, or a claim, is held against."""

    READING = "reading"
    METRICS = "metrics"
    TOTAL = "total"
    PERCENTAGE = "percentage"
    AVERAGE = "average"
    BOUND = "bound"
    RANK = "rank"
    PERIODS = "periods"
    ORDER = "order"
    DURATION = "duration"
    RESTATEMENT = "restatement"
    DATE = "date"
    NUMBER = "number"
    BASE = "base"
    NAME = "name"

    @property
    def group(self) -> Group:
        """What an agreement says."""
        return Group.ARITHMETIC if self in _ARITHMETIC else Group.RESTATEMENT

    @property
    def is_of_a_value(self) -> bool:
        """It involves the number of its figures, and not only their place."""
        return self not in (CheckKind.PERIODS, CheckKind.READING)


class Group(StrEnum):
    """What an agreement says: that the arithmetic holds, that the same is said twice, or nothing at all.

    CARRIED_OVER is a figure against what was made from it, which cannot differ by itself.
    """

    ARITHMETIC = "arithmetic"
    RESTATEMENT = "restatement"
    CARRIED_OVER = "carried_over"

    @property
    def could_fail(self) -> bool:
        """The two sides came about apart."""
        return self is not Group.CARRIED_OVER


_ARITHMETIC = frozenset(
    {
        CheckKind.READING,
        CheckKind.TOTAL,
        CheckKind.PERCENTAGE,
        CheckKind.AVERAGE,
        CheckKind.BOUND,
        CheckKind.RANK,
        CheckKind.PERIODS,
        CheckKind.ORDER,
        CheckKind.DURATION,
    }
)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One comparison. `published` and `computed` are in the unit that the document prints; dates and words are text."""

    kind: CheckKind
    figures: tuple[PublishedFigure, ...]
    name: str
    published: float | str | None
    computed: float | str | None
    difference: float | None
    outcome: Outcome
    note: Message | None = None
    claims: tuple[Claim, ...] = ()
    is_carried_over: bool = False

    @property
    def id(self) -> str:
        """'kind:figure' or 'kind:claim', with what it is compared with where one has several; 'periods:Tabla 12'."""
        if self.kind is CheckKind.PERIODS:
            return f"{self.kind}:{self.name}"
        return f"{self.kind}:{self.passages[0].id}" + (f":{self.name}" if self.name else "")

    @property
    def group(self) -> Group:
        """What an agreement says."""
        return Group.CARRIED_OVER if self.is_carried_over else self.kind.group

    @property
    def passages(self) -> tuple[Claim | PublishedFigure, ...]:
        """What it compares, as it stands in the document: claims first, and the figures that no claim is about."""
        claimed = {claim.figure for claim in self.claims}
        return (*self.claims, *(figure for figure in self.figures if figure.id not in claimed))

    def as_row(self) -> dict[str, Any]:
        """JSON-ready, but for `note`."""
        return {
            "id": self.id,
            "kind": str(self.kind),
            "group": str(self.group),
            "figures": [figure.id for figure in self.figures],
            "published": self.published,
            "computed": self.computed,
            "difference": self.difference,
            "lines": [passage.line for passage in self.passages],
            "where": [passage.place for passage in self.passages],
            "outcome": str(self.outcome),
            "note": self.note,
            "claims": [claim.id for claim in self.claims],
        }


def printed_decimals(raw: str) -> int:
    """Decimals that a number is printed with: 2 for '99,96%', 0 for '25.009'; of more than are stored, those stored."""
    printed = _DECIMALS.search(raw)
    return min(len(printed[1]), _STORED_DECIMALS) if printed else 0


def tolerance(figure: PublishedFigure) -> float:
    """Half of the last printed digit, in printed units; whole amounts are exact."""
    decimals = printed_decimals(figure.raw)
    is_rounded = figure.unit == "%" or decimals > 0
    return 0.5 * 10**-decimals if is_rounded else 0.0


def printed(figure: PublishedFigure, stored: float) -> float:
    """A stored value in the unit that the document prints, at nine significant decimals."""
    factor = float(figure.value / figure.stored) if figure.stored else 1.0
    return round(stored * factor, 9)


def whole(value: float) -> float | int:
    """A whole number as an integer."""
    return int(value) if value == int(value) else value


def check(
    kind: CheckKind,
    figures: Iterable[PublishedFigure],
    computed: float | None,
    *,
    name: str = "",
    note: Message | None = None,
    doubt: Message | None = None,
    is_carried_over: bool = False,
) -> Check:
    """The first of `figures` against `computed` (stored units); where there is a `doubt`, a difference decides nothing.

    A bound agrees where the figure is no larger.
    """
    involved = tuple(figures)
    figure = involved[0]
    published = float(figure.value)
    value = None if computed is None or not math.isfinite(computed) else printed(figure, computed)
    outcome = bound_outcome(published, value) if kind is CheckKind.BOUND else _outcome(figure, value)
    is_open = outcome is Outcome.DIFFERS and doubt is not None
    return Check(
        kind=kind,
        figures=involved,
        name=name,
        published=whole(published),
        computed=None if value is None else whole(value),
        difference=None if value is None else whole(round(published - value, 9)),
        outcome=Outcome.UNDECIDABLE if is_open else outcome,
        note=doubt if is_open else note,
        is_carried_over=is_carried_over,
    )


def bound_outcome(published: float, bound: float | None) -> Outcome:
    """Whether a number is no larger than its bound."""
    if bound is None:
        return Outcome.UNDECIDABLE
    return Outcome.AGREES if published <= bound + _SLACK else Outcome.DIFFERS


def agree(one: float, other: float, allowed: float) -> bool:
    """The two are no further apart than allowed."""
    return abs(one - other) <= allowed + _SLACK


def _outcome(figure: PublishedFigure, value: float | None) -> Outcome:
    """Whether `value` is what the figure says: 'más de 95 mil' holds for anything from there on."""
    if value is None:
        return Outcome.UNDECIDABLE
    published = float(figure.value)
    if figure.qualifier in ("gt", "ge"):
        return Outcome.AGREES if value >= published else Outcome.DIFFERS
    if figure.qualifier == "le":
        return Outcome.AGREES if value <= published else Outcome.DIFFERS
    if agree(published, value, tolerance(figure)):
        return Outcome.AGREES
    return Outcome.UNDECIDABLE if figure.qualifier in ("approx", "rounded") else Outcome.DIFFERS

"""One comparison of a printed figure with what comes out, and how close the two have to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from data_access.published import PublishedFigure
from metrics.model.messages import Message

_SLACK = 1e-9  # of floating-point arithmetic


class Outcome(StrEnum):
    """AGREES within the printed precision; UNDECIDABLE: the document does not say enough."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDECIDABLE = "undecidable"


class CheckKind(StrEnum):
    """What a figure is held against."""

    METRICS = "metrics"
    TOTAL = "total"
    PERCENTAGE = "percentage"
    RESTATEMENT = "restatement"
    DATE = "date"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One comparison. `published` and `computed` are in the unit that the document prints."""

    kind: CheckKind
    figures: tuple[PublishedFigure, ...]
    name: str
    published: float | str | None
    computed: float | str | None
    difference: float | None
    outcome: Outcome
    note: Message | None = None

    @property
    def id(self) -> str:
        """'kind:figure', with what it is compared with where a figure has several of a kind."""
        return f"{self.kind}:{self.figures[0].id}" + (f":{self.name}" if self.name else "")

    def as_row(self) -> dict[str, Any]:
        """JSON-ready, but for `note`."""
        return {
            "id": self.id,
            "kind": str(self.kind),
            "figures": [figure.id for figure in self.figures],
            "published": self.published,
            "computed": self.computed,
            "difference": self.difference,
            "lines": [figure.line for figure in self.figures],
            "where": [figure.table_name or figure.chapter for figure in self.figures],
            "outcome": str(self.outcome),
            "note": self.note,
        }


def printed_decimals(raw: str) -> int:
    """Decimals that a number is printed with: 2 for '99,96%', 0 for '25.009'."""
    _, comma, decimals = raw.strip(" %*$").partition(",")
    return len(decimals) if comma else 0


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
) -> Check:
    """The first of `figures` against `computed` (stored units); where there is a `doubt`, a difference decides nothing."""
    involved = tuple(figures)
    figure = involved[0]
    published = float(figure.value)
    value = None if computed is None else printed(figure, computed)
    outcome = _outcome(figure, value)
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
    )


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

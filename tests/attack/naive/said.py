"""What is said of one metric: its cells, and all that a reader must be told about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from tests.attack.world import Days

Key = tuple[str | None, ...]


@dataclass(frozen=True, kw_only=True)
class Cell:
    value: Fraction | float | None
    demonstration: bool
    missing: tuple[str, ...] = ()
    suppressed: bool = False


@dataclass(frozen=True, kw_only=True)
class Said:
    """`cells` in the order shown, by their members; `is_exact`: the values are whole numbers, compared to the last bit."""

    cells: dict[Key, Cell]
    period: str
    days: Days | None
    known_on: date | None
    kinds: frozenset[str]
    partial: bool
    partial_units: dict[str, date | None]
    provisional_from: date | None
    freshness: tuple[date | None, date | None, date | None]
    notes: frozenset[tuple[str, tuple[tuple[str, Any], ...]]]
    is_exact: bool = field(default=True, compare=False)


class Refused(Exception):  # noqa: N818
    """The question may not be asked: the id of what people are told."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

"""Values as they are written in Chile: one format per unit, for tiles, tables, axes, tooltips and files."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from babel.numbers import format_decimal

from metrics import Unit

LOCALE = "es_CL"
ABSENT, SUPPRESSED = "Sin dato", "Reservado"
ILLEGIBLE = "Ilegible"
"""What is a number in the database and none that can be written."""
LARGEST = 1e15
"""From here on a number is not written digit by digit, nor drawn: beside it nothing else would be seen."""
_SIGNIFICANT = 10


def number(value: float, decimals: int = 0) -> str:
    """1234567.8 with one decimal: '1.234.567,8'."""
    if not math.isfinite(value):
        return ILLEGIBLE
    if abs(value) >= LARGEST:
        return f"{value:.4g}".replace(".", ",")
    return format_decimal(value, _pattern(decimals), locale=LOCALE)


def counted(count: int, one: str, several: str) -> str:
    """'1 medida', '86 medidas'."""
    return f"{number(count)} {one if count == 1 else several}"


@lru_cache
def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _quoted(text: str) -> str:
    """Letters of a number format that stand for themselves."""
    return f'"{text}"' if text else ""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A larger unit for amounts that are too long to read: `divisor` of the smaller ones each."""

    divisor: int
    after: str
    axis_title: str
    headlines_from: float

    def fits(self, value: float) -> bool:
        """A headline of `value` is written in the larger unit."""
        return self.headlines_from <= abs(value) < LARGEST


@dataclass(frozen=True, kw_only=True)
class Notation:
    """What is written around the numbers of a unit. `after_change`: a change of a percentage is one of points."""

    before: str = ""
    after: str = ""
    after_change: str = ""
    scale: Scale | None = None

    def around(self, text: str, after: str | None = None) -> str:
        """'-5' of pesos as '-$5'."""
        sign = "-" if self.before and text.startswith("-") else ""
        return f"{sign}{self.before}{text[len(sign) :]}{self.after if after is None else after}"


_MILLIONS = Scale(divisor=1_000_000, after=" millones", axis_title="Millones de pesos", headlines_from=10_000_000)
_PLAIN, _THOUSANDS = Notation(), Notation(before="M$ ")
NOTATIONS: Mapping[str, Notation] = {
    "count": _PLAIN,
    "points": _PLAIN,
    "per_1000": _PLAIN,
    "per_1000_people": _PLAIN,
    "per_operation": _PLAIN,
    "business_days": _PLAIN,
    "percent": Notation(after=" %", after_change=" puntos"),
    "clp": Notation(before="$", scale=_MILLIONS),
    "utm": Notation(after=" UTM"),
}
"""By the id of the unit: one that is not here cannot be written, and a test says so of every metric."""


@dataclass(frozen=True, kw_only=True)
class ValueFormat:
    """How the values of one unit are written. What is hidden and what is absent are words, and two different ones."""

    label: str
    multiplier: int
    decimals: int
    notation: Notation
    absent: str = ABSENT
    axis_format: str = ",.0f"
    divisor: int = 1

    def text(self, value: float | None, *, is_suppressed: bool = False) -> str:
        """A stored value in full: '32,1 %', '$21.791.324.000', '25.009'."""
        if is_suppressed:
            return SUPPRESSED
        if value is None:
            return self.absent
        return self.notation.around(self._number(value)) if math.isfinite(value) else ILLEGIBLE

    def headline(self, value: float | None, *, is_suppressed: bool = False) -> str:
        """As `text`, with long amounts in the larger unit: '$24.111 millones'."""
        scale = self.notation.scale
        if value is None or is_suppressed or scale is None or not scale.fits(value):
            return self.text(value, is_suppressed=is_suppressed)
        return self.notation.around(number(value / scale.divisor), scale.after)

    def change(self, difference: float) -> str:
        """A difference with its sign: '+1,2 puntos', '-340'."""
        sign = "-" if difference < 0 else "+"
        if self.notation.after_change:
            return f"{sign}{self._number(abs(difference))}{self.notation.after_change}"
        told = self.headline(abs(difference))
        return told if told == self.headline(0.0) else sign + told

    @property
    def is_scaled(self) -> bool:
        """Some headlines are not written as `text` writes them."""
        return self.notation.scale is not None

    @property
    def cell_format(self) -> str:
        """How a spreadsheet writes a stored value; whoever opens it has their own separators."""
        digits, notation = _pattern(self.decimals), self.notation
        if self.multiplier != 1:
            return f"{digits}%"
        return f"{_quoted(notation.before)}{digits}{_quoted(notation.after)}"

    @property
    def axis_title(self) -> str:
        """What an axis of these values says."""
        return self.notation.scale.axis_title if self.notation.scale else self.label.capitalize()

    @property
    def axis_factor(self) -> float:
        """What takes a stored value to its place on an axis: 0.32 is drawn at 32, pesos in millions."""
        return 1 / self.notation.scale.divisor if self.notation.scale else self.multiplier / self.divisor

    def _number(self, value: float) -> str:
        if self.divisor != 1:
            return number(in_units_of(self.divisor, value))
        return number(value * self.multiplier, self.decimals)


@lru_cache
def format_of(unit: Unit) -> ValueFormat:
    """The format of a unit; LookupError for one without a notation."""
    if unit.id not in NOTATIONS:
        msg = f"unit {unit.id!r} has no notation; there are: {', '.join(sorted(NOTATIONS))}"
        raise LookupError(msg)
    return ValueFormat(
        label=unit.label, multiplier=unit.multiplier, decimals=unit.decimals, notation=NOTATIONS[unit.id]
    )


class Amounts(StrEnum):
    """In what amounts of money are written: all in one of them, digit by digit."""

    THOUSANDS = "miles"
    PESOS = "pesos"


@lru_cache
def money(unit: Unit, amounts: Amounts) -> ValueFormat:
    """The format of a unit where amounts are written whole, in pesos or in thousands of them; other units as ever."""
    plain = format_of(unit)
    if unit.id != "clp":
        return plain
    if amounts is Amounts.PESOS:
        return replace(plain, notation=replace(plain.notation, scale=None))
    return replace(plain, label="miles de pesos", notation=_THOUSANDS, divisor=1000)


def in_units_of(divisor: int, value: float) -> int:
    """A whole number in a larger unit, to the nearest one, halves away from zero: integers all the way."""
    whole = int(value)
    found = (abs(whole) + divisor // 2) // divisor
    return -found if whole < 0 else found


def file_value(value: float) -> float | int | str:
    """A number of a file: whole ones without decimals, the others to ten of them; a word for what is none."""
    if not math.isfinite(value):
        return ILLEGIBLE
    return int(value) if value.is_integer() else round(value, _SIGNIFICANT)


_AS_PRINTED = {"%": NOTATIONS["percent"], "CLP": NOTATIONS["clp"], "M$": _THOUSANDS}


def as_printed(value: float, unit: str, decimals: int) -> str:
    """A number in the unit in which the document prints it, with so many decimals."""
    return _AS_PRINTED.get(unit, _PLAIN).around(number(value, decimals))

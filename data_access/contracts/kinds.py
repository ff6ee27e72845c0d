"""What a value of each column type is, the same for a Python value and for a typed column, on either database.

Nothing is read into another type: text that looks like a date is no date. What is no such value becomes null and its
place is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import dataframely as dy
import polars as pl
import sqlalchemy as sa
from sqlalchemy import Column

from data_access.schema.base import bounds
from data_access.schema.reference import FIRST_DAY, LAST_DAY

Check = Callable[[pl.Expr], pl.Expr]
Checks = dict[str, Check]

_BITS_32, _BITS_64 = 2**31, 2**63
_EXACT_FLOAT = 2**53
_EXACT_DIGITS = 15
"""What SQLite's floats hold of a decimal without losing any."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`fits`: a value that is not null is one of these. `allowed`: what is told to who sent another one."""

    dtype: pl.DataType
    fits: Callable[[Any], bool]
    allowed: str
    dy: Callable[..., dy.Column]

    def read(self, values: Sequence[Any] | pl.Series) -> tuple[pl.Series, list[int]]:
        """The values with the type of the kind, null where one is none of them, and the places of those."""
        if isinstance(values, pl.Series) and values.dtype == self.dtype:
            return values, []
        given = list(values)
        misfits = [place for place, value in enumerate(given) if value is not None and not self.fits(value)]
        for place in misfits:
            given[place] = None
        return pl.Series(given, dtype=self.dtype), misfits


def kind_of(column: Column[Any]) -> Kind:
    """The kind of a column's values; KeyError names a type that no load has had yet."""
    return _KINDS[type(column.type)](column)


def _text(column: Column[Any]) -> Kind:
    length = getattr(column.type, "length", None)
    return Kind(
        dtype=pl.String(),
        fits=_is_text,
        allowed=f"un texto de hasta {length} caracteres" if length else "un texto",
        dy=dy.String,
    )


def _is_text(value: Any) -> bool:
    """Text that both databases can store: half a surrogate pair is none."""
    return type(value) is str and (value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value))


def _whole(limit: int) -> Callable[[Column[Any]], Kind]:
    def kind(column: Column[Any]) -> Kind:
        low, high = bounds(column) or (-limit, limit - 1)
        return Kind(
            dtype=pl.Int64(),
            fits=lambda value: type(value) is int and -_BITS_64 <= value < _BITS_64,
            allowed=f"un entero entre {low} y {high}",
            dy=lambda **said: dy.Int64(min=low, max=high, **said),
        )

    return kind


def _day(_column: Column[Any]) -> Kind:
    return Kind(
        dtype=pl.Date(),
        fits=lambda value: type(value) is date,
        allowed=f"una fecha AAAA-MM-DD entre {FIRST_DAY} y {LAST_DAY}",
        dy=lambda **said: dy.Date(min=FIRST_DAY, max=LAST_DAY, **said),
    )


def _decimal(column: Column[Any]) -> Kind:
    scale = getattr(column.type, "scale", None) or 0
    whole = min(getattr(column.type, "precision", None) or _EXACT_DIGITS, _EXACT_DIGITS) - scale
    limit = Decimal(10) ** whole
    return Kind(
        dtype=pl.Decimal(38, scale),
        fits=lambda value: type(value) is Decimal and _has_room(value, scale, limit),
        allowed=f"un decimal de hasta {whole} dígitos enteros y {scale} decimales",
        dy=lambda **said: dy.Decimal(38, scale, min_exclusive=-limit, max_exclusive=limit, **said),
    )


def _has_room(value: Decimal, scale: int, limit: Decimal) -> bool:
    return value.is_finite() and abs(value) < limit and value == round(value, scale)


def _float(_column: Column[Any]) -> Kind:
    return Kind(
        dtype=pl.Float64(),
        fits=lambda value: type(value) is float or (type(value) is int and abs(value) <= _EXACT_FLOAT),
        allowed="un número finito",
        dy=dy.Float64,
    )


_KINDS: dict[type, Callable[[Column[Any]], Kind]] = {
    sa.String: _text,
    sa.Text: _text,
    sa.Integer: _whole(_BITS_32),
    sa.BigInteger: _whole(_BITS_64),
    sa.Date: _day,
    sa.Numeric: _decimal,
    sa.Double: _float,
}

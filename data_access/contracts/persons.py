"""What identifies a person where an identifier of a case is due: a RUN."""

from __future__ import annotations

from functools import reduce
from operator import add

import polars as pl

_WRITTEN = (
    r"^\s*0*\d{1,2}\.?\d{3}\.?\d{3}\s*[-‐‑–—]\s*[\dkK]\s*$|^\s*\d{1,2}\.\d{3}\.\d{3}\s*[\dkK]\s*$|^\s*\d{7,8}[kK]\s*$"
)
"""As people write it, whether its check digit is right or not: a mistyped RUN is a person's all the same."""

_DIGITS = r"^\d{8,9}$"
_BODY = 8
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_MODULUS = 11


def are_runs(texts: pl.Series) -> pl.Series:
    """True where a text is a RUN, null where there is none.

    Eight or nine digits alone are a RUN if their check digit is right, where that is so of more than half of the
    texts of digits alone: of numbers given one after another it is of one in eleven.
    """
    written = texts.str.contains(_WRITTEN)
    digits = texts.str.contains(_DIGITS) & texts.is_not_null()
    if not digits.any():
        return written
    right = digits & _checks(texts.set(~digits, None))
    return written | right if 2 * (right.sum() or 0) > digits.sum() else written


def _checks(numbers: pl.Series) -> pl.Series:
    """The last digit is the check digit of those before it; False where there is no number. One of 10 is written K."""
    body = numbers.str.head(-1).str.zfill(_BODY)
    digits = (body.str.slice(place, 1).cast(pl.Int64) * weight for place, weight in enumerate(_WEIGHTS))
    due = (_MODULUS - reduce(add, digits) % _MODULUS) % _MODULUS
    return (numbers.str.tail(1).cast(pl.Int64) == due).fill_null(value=False)


def is_run(value: object) -> bool:
    """One value that would be told as it came is a RUN."""
    return isinstance(value, str) and value.isprintable() and are_runs(pl.Series([value], dtype=pl.String))[0] is True

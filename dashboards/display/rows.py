"""Rows of a table, written one by one: one that cannot be written says so, and the others are there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")
Row = dict[str, str]
UNWRITTEN = "no se puede escribir esta fila: tiene un dato que el monitor no entiende"
_log = logging.getLogger("pnme")


def written(items: Iterable[_T], write: Callable[[_T], _R], instead: Callable[[_T], _R]) -> list[_R]:
    """What `write` makes of each item, or `instead` where it fails."""
    return [_written(item, write, instead) for item in items]


def _written(item: _T, write: Callable[[_T], _R], instead: Callable[[_T], _R]) -> _R:
    try:
        return write(item)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        # what failed is named, its data are not
        _log.warning("a row could not be written by %s: %s", write.__name__, type(error).__name__)
        return instead(item)

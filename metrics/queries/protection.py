"""Protected counts: every base cell is rounded before anything is added up, so all that is answered is made of rounded cells.

A base cell is a month and a member of each dimension of its dataset. Its count goes to one of the two multiples of
`STEP` around it, by chance and without bias: `(count + offset) // STEP * STEP`. The offset, 0 to STEP - 1, comes from a
keyed hash of the cell's name alone, so that a cell is rounded alike whatever is asked, whenever, and as of whatever day;
and a database with one more in the cell and an offset one less gives the same answers to every question, so no set of
questions tells the two apart. That nothing was counted is told as it is.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from metrics.model.dimensions import REGION
from metrics.model.fetches import Aggregate, RowsFetch, column_of, few_of
from metrics.model.periods import label
from metrics.model.viewer import Viewer

STEP = 5
"""What counts are rounded to: those of 1 to 4 are the ones that could tell of a person."""

Cell = tuple[str | None, ...]
"""A member of each dimension of a dataset, and a month."""

_MONTH = "month"


def protected(
    asked: RowsFetch, viewer: Viewer, key: str, read: Callable[[RowsFetch], Iterable[Sequence[Any]]]
) -> pl.DataFrame:
    """What `asked` reads, made of base cells rounded for `viewer`, with `few_of` each aggregate.

    That marks the sums that are of something and come to nothing. Plain Python: a register has some hundreds of cells a
    year, and each step of a frame costs more than all of them.
    """
    names = (*asked.dataset.dimensions, _MONTH)
    groups: dict[Cell, _Sums] = {} if asked.by else {(): _Sums(asked.aggregates)}
    for row in read(replace(asked, by=names, rounded_for=None)):
        cell: Cell = tuple(row[: len(names)])
        named = dict(zip(names, cell, strict=True))
        group = tuple(_member(name, named) for name in asked.by)
        if group not in groups:
            groups[group] = _Sums(asked.aggregates)
        rounding = None if viewer.sees_exactly(named.get(REGION)) else (key, asked.dataset.register, cell)
        groups[group].add(row[len(names) : -1], row[-1], rounding)
    schema: dict[str, Any] = dict.fromkeys(asked.by, pl.String) | {"demonstration": pl.Int64}
    for number in range(len(asked.aggregates)):
        schema |= {column_of(number): pl.Int64, few_of(number): pl.Boolean}
    rows = [(*group, sums.demonstration, *sums.columns()) for group, sums in groups.items()]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _member(name: str, cell: dict[str, str | None]) -> str | None:
    """The member of a dimension that a cell is of, or the year or quarter of its month."""
    if name in cell:
        return cell[name]
    return label(date.fromisoformat(f"{cell[_MONTH]}-01"), name)


class _Sums:
    """The rounded cells of a group, added."""

    def __init__(self, aggregates: Sequence[Aggregate]) -> None:
        self._aggregates = aggregates
        self._totals, self._some = [0] * len(aggregates), [False] * len(aggregates)
        self.demonstration: int | None = None

    def add(self, counts: Sequence[int | None], demonstration: int, rounding: tuple[str, str, Cell] | None) -> None:
        """Add the counts of a cell, rounded unless they are exact for who asks."""
        for number, (aggregate, counted) in enumerate(zip(self._aggregates, counts, strict=True)):
            count = counted or 0
            if aggregate.is_protected:
                self._some[number] |= count > 0
                count = count if rounding is None else rounded(count, offset_of(aggregate.adds, *rounding))
            self._totals[number] += count
        self.demonstration = max(demonstration, self.demonstration or 0)

    def columns(self) -> Iterable[int | bool]:
        """Of each aggregate its sum, and whether it is of something and comes to nothing."""
        for total, some in zip(self._totals, self._some, strict=True):
            yield from (total, some and not total)


def rounded(count: int, offset: int) -> int:
    """`count` at one of the two multiples of `STEP` around it."""
    return (count + offset) // STEP * STEP


@lru_cache(200_000)
def offset_of(adds: str, key: str, register: str, cell: Cell) -> int:
    """The offset of a cell of a register, for what is added up in it."""
    named = "\x1f".join((register, adds, *(name or "" for name in cell)))
    return int.from_bytes(hmac.digest(key.encode(), named.encode(), "sha256")[:8]) % STEP

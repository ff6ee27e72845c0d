"""Protected counts: every base cell is rounded before anything is added up, so all that is answered is made of rounded cells.

A base cell is a month and a member of each dimension of its dataset. Its count goes to one of the two multiples of
`STEP` around it, by chance and without bias: `(count + offset) // STEP * STEP`. The offset, 0 to STEP - 1, comes from a
keyed hash of the cell's name alone, so that a cell is rounded alike whatever is asked, whenever, and as of whatever day;
and a database with one more in the cell and an offset one less gives the same answers to every question, so no set of
questions tells the two apart. That nothing was counted is told as it is.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

import polars as pl

from metrics.model.dimensions import REGION
from metrics.model.fetches import RowsFetch, column_of, few_of
from metrics.model.viewer import Viewer

STEP = 5
"""What counts are rounded to: those of 1 to 4 are the ones that could tell of a person."""

Cell = tuple[str | None, ...]
_MONTH = "month"
_LONGER_GRAINS = (
    pl.col(_MONTH).str.head(4).alias("year"),
    pl.format("{}-Q{}", pl.col(_MONTH).str.head(4), (pl.col(_MONTH).str.tail(2).cast(pl.Int8) + 2) // 3).alias(
        "quarter"
    ),
)


def protected(asked: RowsFetch, viewer: Viewer, key: str, read: Callable[[RowsFetch], pl.DataFrame]) -> pl.DataFrame:
    """What `asked` reads, made of base cells rounded for `viewer`, with `few_of` each aggregate.

    That marks the sums that are of something and come to nothing.
    """
    cells = read(replace(asked, by=(*asked.dataset.dimensions, _MONTH), rounded_for=None))
    names = list(cells.select(*asked.dataset.dimensions, _MONTH).iter_rows())
    is_exact = pl.Series([viewer.sees_exactly(region) for region in _regions(cells)], dtype=pl.Boolean)
    columns, answered = [], [pl.col("demonstration").max()]
    for number, aggregate in enumerate(asked.aggregates):
        counted, few = pl.col(column_of(number)), few_of(number)
        if aggregate.is_protected:
            offset = pl.Series(offsets(key, (asked.dataset.register, aggregate.adds), names), dtype=pl.Int64)
            columns.append(pl.when(is_exact).then(counted).otherwise((counted + offset) // STEP * STEP))
        columns.append((counted > 0).alias(few) if aggregate.is_protected else pl.lit(value=False).alias(few))
        answered += [counted.sum(), ((counted.sum() == 0) & pl.col(few).any()).alias(few)]
    rounded = cells.with_columns(columns)
    if not asked.by:
        return rounded.select(answered)
    return rounded.with_columns(_LONGER_GRAINS).group_by(asked.by, maintain_order=True).agg(answered)


def _regions(cells: pl.DataFrame) -> Iterable[str | None]:
    return cells[REGION] if REGION in cells.columns else [None] * cells.height


def offsets(key: str, of: tuple[str, str], cells: Iterable[Cell]) -> list[int]:
    """The offset of each cell of what is added up (its name) in a register (its name)."""
    return [_offset(key, of, cell) for cell in cells]


@lru_cache(200_000)
def _offset(key: str, of: tuple[str, str], cell: Cell) -> int:
    named = "\x1f".join((*of, *(name or "" for name in cell)))
    return int.from_bytes(hmac.digest(key.encode(), named.encode(), "sha256")[:8]) % STEP

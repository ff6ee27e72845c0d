"""Disclosure control: no cell that counts few persons leaves the metrics layer.

Counts of 1 to 4 are hidden. A single hidden cell could be found by subtraction from the total of
the others, so the smallest of the others is hidden with it. Zero is shown: it identifies nobody.
"""

from __future__ import annotations

import polars as pl

from metrics.model import Disclosure

SMALLEST_SHOWN = 5


def suppress(cells: pl.DataFrame, disclosure: Disclosure) -> pl.DataFrame:
    """Add `suppressed` to `cells` and make their `value` null where it is true."""
    if disclosure is Disclosure.PUBLIC:
        return cells.with_columns(suppressed=pl.lit(value=False))
    value = pl.col("value")
    is_small = (value > 0) & (value < SMALLEST_SHOWN)
    flagged = cells.with_columns(suppressed=is_small.fill_null(value=False))
    if flagged["suppressed"].sum() == 1 and flagged.height > 1:
        flagged = _with_complement(flagged)
    return flagged.with_columns(value=pl.when("suppressed").then(None).otherwise(value))


def _with_complement(cells: pl.DataFrame) -> pl.DataFrame:
    others = ~pl.col("suppressed") & (pl.col("value") > 0)
    smallest = pl.col("value").filter(others).min()
    is_first = (others & (pl.col("value") == smallest)).fill_null(value=False)
    chosen = is_first & (is_first.cum_sum() == 1)
    return cells.with_columns(suppressed=pl.col("suppressed") | chosen)

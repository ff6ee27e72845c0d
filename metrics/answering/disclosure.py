"""Disclosure control: no cell that counts few persons leaves the metrics layer.

Counts below the smallest that the viewer may see (of 1 to 4, for the public) are hidden. A cell that is the only hidden one of its line (the cells that add up to
a total: the months of a region, the regions of a month, all of them) could be found by subtraction,
so the smallest of the others in the line is hidden with it. Zero is shown: it identifies nobody. A rate
is hidden where the count above its line is.
"""

from __future__ import annotations

import polars as pl

from metrics.answering.viewer import Viewer
from metrics.model.metric import Disclosure


def suppress(cells: pl.DataFrame, disclosure: Disclosure, by: tuple[str, ...] = (), *, viewer: Viewer) -> pl.DataFrame:
    """Add `suppressed` to `cells`, split by `by`, and make their `value` null where it is true.

    What is counted is `counted`, where the cells have it, else `value`.
    """
    if disclosure is Disclosure.PUBLIC:
        others = [name for name in cells.columns if name not in {*by, "value", "counted"}]
        return cells.select(*by, "value", pl.lit(value=False).alias("suppressed"), *others)
    counted = pl.col("counted" if "counted" in cells.columns else "value")
    is_small = (counted > 0) & (counted < viewer.smallest_count)
    flagged = _with_complements(cells.with_columns(suppressed=is_small.fill_null(value=False), counted=counted), by)
    return flagged.with_columns(value=pl.when("suppressed").then(None).otherwise("value")).drop("counted")


def _with_complements(cells: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Until no line has a single hidden cell and another one that could be hidden with it."""
    lines: list[list[str]] = [[], *([other for other in by if other != name] for name in by if len(by) > 1)]
    before = None
    while before is None or not before.equals(cells["suppressed"]):
        before = cells["suppressed"]
        for line in lines:
            cells = _with_complement(cells, line)
    return cells


def _with_complement(cells: pl.DataFrame, line: list[str]) -> pl.DataFrame:
    suppressed = pl.col("suppressed")
    others = pl.when(~suppressed & (pl.col("counted") > 0)).then("counted")
    alone, rank = suppressed.sum() == 1, others.rank("ordinal")
    if line:
        alone, rank = alone.over(line), rank.over(line)
    return cells.with_columns(suppressed=suppressed | (alone & (rank == 1)).fill_null(value=False))

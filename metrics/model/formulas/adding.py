"""What formulas over counts and sums are made with: what is asked for, added up over time, and divided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from metrics.model.dataset import Shape
from metrics.model.errors import NotAdditiveError
from metrics.model.fetches import Aggregate, RowsFetch, column_of
from metrics.model.scope import Scope

FIRST, SECOND = column_of(0), column_of(1)
"""The columns of the first and of the second aggregate."""


def ask_for(scope: Scope, aggregates: tuple[Aggregate, ...]) -> RowsFetch:
    """The fetch whose frame `add_up` takes."""
    dataset = aggregates[0].dataset
    if aggregates[0].is_to_date:
        if scope.grains:
            scope = _since_january(scope)
        elif scope.days[0].year != scope.days[1].year:
            raise NotAdditiveError(scope.metric_id, "year")
    return scope.fetch(dataset, Shape.COUNTS, aggregates=aggregates)


def add_up(
    scope: Scope, aggregates: tuple[Aggregate, ...], frame: pl.DataFrame, names: Sequence[str] = (FIRST, SECOND)
) -> pl.DataFrame:
    """The aggregates of every member asked, under `names`, added up since 1 January if they say so."""
    names = names[: len(aggregates)]
    if not (aggregates[0].is_to_date and scope.grains):
        return scope.with_zeros(frame, *names)
    grain = scope.grains[-1]
    whole = _since_january(scope).with_zeros(frame, *names)
    groups = [pl.col(grain).str.head(4), *(pl.col(name) for name in scope.others)]
    sums = [pl.col(name).cum_sum().over(groups) for name in names]
    asked = [unit.label for unit in scope.units()]
    return whole.sort(grain, maintain_order=True).with_columns(sums).filter(pl.col(grain).is_in(asked))


def _since_january(scope: Scope) -> Scope:
    start, end = scope.days
    return replace(scope, days=(date(start.year, 1, 1), end))


def divide(frame: pl.DataFrame, denominator: str = SECOND, per: int = 1) -> pl.DataFrame:
    """The first aggregate over `denominator`, null where it is zero: the only place where shares are computed."""
    pairs = zip(frame[FIRST].to_list(), frame[denominator].to_list(), strict=True)
    quotients = [
        None if above is None or below is None or below <= 0 else above * per / below for above, below in pairs
    ]
    others = [frame.get_column(name) for name in frame.columns if name not in {FIRST, denominator}]
    return pl.DataFrame([*others, pl.Series("value", quotients, pl.Float64)])

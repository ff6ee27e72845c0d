"""Disclosure control: who is answered with protected counts, and what of them is not shown.

Counts of persons or of their records are rounded cell by cell where they are read (`metrics.queries.protection`); here
it is told for whom, and a value is hidden where some were counted and the rounding leaves none.
"""

from __future__ import annotations

import polars as pl

from metrics.model.dimensions import REGION
from metrics.model.errors import MonthsOnlyError
from metrics.model.fetches import FEW
from metrics.model.metric import Disclosure
from metrics.model.question import Question
from metrics.model.small_frames import beside
from metrics.model.viewer import Viewer


def rounded_for(question: Question, viewer: Viewer) -> Viewer | None:
    """The viewer, where the counts of `question` are protected from them; MonthsOnlyError for days, which are not told apart."""
    is_public = question.metric.disclosure is Disclosure.PUBLIC
    if is_public or viewer.sees_all_exactly(question.filters.members_of(REGION)):
        return None
    if question.period and not question.period.is_of_whole_months:
        raise MonthsOnlyError(question.metric.id, question.period.label)
    return viewer


def conceal(cells: pl.DataFrame) -> pl.DataFrame:
    """`cells` with `suppressed`, and null where it is true: something was counted, and rounds to nothing."""
    if FEW not in cells.columns:
        return beside(cells, pl.Series("suppressed", [False] * cells.height, pl.Boolean))
    hidden = cells[FEW].to_list()
    values = [None if is_hidden else value for value, is_hidden in zip(cells["value"].to_list(), hidden, strict=True)]
    kept = cells.drop(FEW)
    return beside(kept, pl.Series("value", values, pl.Float64), pl.Series("suppressed", hidden, pl.Boolean))

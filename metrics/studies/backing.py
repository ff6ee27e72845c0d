"""What is behind a value: a figure that something published or registered backs, or rows that were made up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data_access.published import PublishedFigure
from data_access.reference.territories import COUNTRY
from metrics.answering.answer import Answer
from metrics.model.dimensions import REGION
from metrics.model.filters import Filters
from metrics.model.metric import Metric
from metrics.model.periods import Period
from metrics.studies.reconciliation.checks import CheckKind, Outcome, check

_NO_CELL = frozenset({"value", "suppressed", "demonstration", "missing"})
_BOUNDS = frozenset({"gt", "ge", "le"})
"""'Más de 95 mil' is no number."""


def is_backed(answer: Answer, figures: Iterable[PublishedFigure]) -> bool:
    """Behind each value there is no demonstration row, or the document prints that value for exactly its cell.

    `figures` are what it prints of this metric and of others. Of a count that is rounded for whoever asks, any figure
    for the cell backs it, for the two differ by the rounding.
    """
    printed = [figure for figure in figures if figure.metric == answer.metric.id]
    made_up = (row for row in answer.frame.iter_rows(named=True) if row["demonstration"] and row["value"] is not None)
    return all(any(_says(figure, answer, row) for figure in printed) for row in made_up)


def made_up(answers: Iterable[Answer]) -> tuple[str, ...]:
    """The metrics that were answered from demonstration rows: those that need figures to back them."""
    return tuple(dict.fromkeys(answer.metric.id for answer in answers if answer.is_demonstration))


def is_kept(figure: PublishedFigure, metric: Metric, filters: Filters) -> bool:
    """The filters keep the members that the figure is of; one of the whole country is of no region."""
    members = _members_of(figure, metric)
    return all(set(members.get(name, (COUNTRY,))) <= set(codes) for name, codes in filters)


def _says(figure: PublishedFigure, answer: Answer, row: Mapping[str, Any]) -> bool:
    return (
        figure.qualifier not in _BOUNDS
        and _is_of_cell(figure, answer.metric, _members(answer, row))
        and _is_of_period(figure, answer.period)
        and (answer.is_protected or check(CheckKind.METRICS, [figure], row["value"]).outcome is Outcome.AGREES)
    )


def _members(answer: Answer, row: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """Which members of each dimension a row of the answer is of."""
    return dict(answer.filters) | {name: (row[name],) for name in answer.frame.columns if name not in _NO_CELL}


def _is_of_cell(figure: PublishedFigure, metric: Metric, members: Mapping[str, Sequence[str]]) -> bool:
    """The figure is of these members, and of all of every other dimension."""
    asked = {name: tuple(codes) for name, codes in members.items() if tuple(codes) != (COUNTRY,)}
    return asked == _members_of(figure, metric)


def _members_of(figure: PublishedFigure, metric: Metric) -> Mapping[str, tuple[str, ...]]:
    place = {REGION: (figure.territory_code,)} if figure.territory_code != COUNTRY else {}
    return place | ({metric.member_dimension: (figure.member,)} if figure.member else {})


def _is_of_period(figure: PublishedFigure, text: str) -> bool:
    """The figure is of just these days; '' is what has no date."""
    period = Period.parse(text) if text else None
    return (figure.period_from, figure.period_to) == ((period.start, period.end) if period else (None, None))

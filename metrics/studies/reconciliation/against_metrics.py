"""Each figure against what its metric answers for the same cell."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_access.published import PublishedFigure
from data_access.reference.territories import COUNTRY
from metrics.answering.asking import Asks
from metrics.catalogue import metric as metric_of
from metrics.model.dimensions import REGION
from metrics.model.errors import MetricError
from metrics.model.filters import Filters
from metrics.model.messages import Message
from metrics.studies.reconciliation.checks import Check, CheckKind, check

_REGISTER = "register"
"""Rows of an institution: made apart from the document, so the two can differ."""
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What a metric says of a figure's cell: a value, or None and a `note` why; a `doubt` if it decides nothing."""

    value: float | None = None
    note: Message | None = None
    doubt: Message | None = None
    kinds: frozenset[str] = frozenset()


def metric_checks(monitor: Asks, figures: Sequence[PublishedFigure]) -> Iterator[Check]:
    """One check a figure."""
    for figure in figures:
        told = _ask(monitor, figure)
        is_carried_over = _REGISTER not in told.kinds
        yield check(
            CheckKind.METRICS, [figure], told.value, note=told.note, doubt=told.doubt, is_carried_over=is_carried_over
        )


def _ask(monitor: Asks, figure: PublishedFigure) -> _Told:
    metric = metric_of(figure.metric)
    try:
        result = monitor.observe(metric.id, by=metric.requires, period=_period(figure), where=_filters(figure))
    except MetricError as error:
        return _Told(note=error.message)
    answer = result.answers[0]
    cells = answer.frame.filter(~answer.frame["suppressed"]) if answer.frame.height > 1 else answer.frame
    if cells.height != 1:
        return _Told(note=Message.of("not_one_value"), kinds=answer.kinds)
    value = cells["value"].item()
    if value is not None and not math.isfinite(value):
        return _Told(note=Message.of("unreadable", column="value", found=str(value)), kinds=answer.kinds)
    doubt = Message.of("protected_value") if answer.is_protected else None
    absent = (doubt or Message.of("no_value_on_that_date")) if value is None else None
    return _Told(value=value, note=absent, doubt=doubt, kinds=answer.kinds)


def _filters(figure: PublishedFigure) -> Filters:
    """The figure's member and territory."""
    metric = metric_of(figure.metric)
    where: dict[str, str] = {}
    if figure.member:
        where[metric.member_dimension] = figure.member
    if figure.territory_code != COUNTRY:
        where[REGION] = figure.territory_code
    return Filters.of(where)


def _period(figure: PublishedFigure) -> str | None:
    """The figure's interval as a question; a figure without an end goes up to what is known."""
    if _YEAR.fullmatch(figure.period):
        return figure.period
    if figure.period_from is None:
        return f"1900..{figure.period_to}" if figure.period_to else None
    return f"{figure.period_from}..{figure.period_to or '2100'}"

"""Every published figure against its parts, its restatements and the metrics layer.

What should hold is read from the declarations (`Metric.expected`) and from the figures themselves
(a national figure and its regions, a span of years and its years, a figure that restates another)
and from what it says of them (claims). Nothing is mended: a check says what is printed, what comes out, and
whether they agree. A figure against what was made from it cannot differ by itself: such checks are told apart.
A figure that cannot be read is a check that decides nothing, and is left out of all others.
"""

from __future__ import annotations

from collections.abc import Iterable

from data_access.claims import claims
from data_access.published import PublishedFigure
from data_access.reference.territories import COUNTRY
from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.queries.reader import Reader
from metrics.studies.reconciliation.against_metrics import metric_checks
from metrics.studies.reconciliation.checks import Check, CheckKind, Group, Outcome, check, printed_decimals
from metrics.studies.reconciliation.document import document_checks, standing_alone
from metrics.studies.reconciliation.findings import Finding, findings, undecided
from metrics.studies.reconciliation.readings import figures_of, readings

__all__ = [
    "Check",
    "CheckKind",
    "Finding",
    "Group",
    "Outcome",
    "concerning",
    "document_checks",
    "figures_of",
    "findings",
    "printed_decimals",
    "published_otherwise",
    "reconcile",
    "standing_alone",
    "undecided",
]


def reconcile(monitor: Asks, reader: Reader) -> list[Check]:
    """All checks of the figures loaded, in the order of the document; it asks every metric that has one, in seconds."""
    read = readings(reader)
    figures = [one.figure for one in read if one.fault is None]
    unreadable = [one.check for one in read if one.fault]
    checks = [*unreadable, *metric_checks(monitor, figures), *document_checks(figures, claims())]
    return sorted(checks, key=lambda one: (one.passages[0].line, one.passages[0].id, one.id))


def concerning(checks: Iterable[Check], metric_id: str) -> tuple[Check, ...]:
    """Those of the checks that involve a figure of a metric, in their order."""
    return tuple(one for one in checks if any(figure.metric == metric_id for figure in one.figures))


def published_otherwise(reader: Reader, answer: Answer) -> PublishedFigure | None:
    """The figure that the document prints for the country in the answer's period, if it is another one."""
    if answer.value is None:
        return None
    for figure in figures_of(reader, answer.metric.id):
        is_of_country = (figure.territory_code, figure.member) == (COUNTRY, "")
        if is_of_country and figure.period == answer.period and not figure.restates:
            outcome = check(CheckKind.METRICS, [figure], answer.value).outcome
            return figure if outcome is Outcome.DIFFERS else None
    return None

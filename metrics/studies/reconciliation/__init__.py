"""Every published figure against its parts, its restatements and the metrics layer.

What should hold is read from the declarations (`Metric.expected`) and from the figures themselves
(a national figure and its regions, a span of years and its years, a figure that restates another)
and from what it says of them (claims). Nothing is mended: a check says what is printed, what comes out, and
whether they agree. A figure against what was made from it cannot differ by itself: such checks are told apart.
"""

from __future__ import annotations

from data_access.claims import claims
from data_access.published import PublishedFigure
from data_access.reference.territories import COUNTRY
from data_access.schema import published_figures
from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.queries.reader import Reader
from metrics.studies.reconciliation.against_metrics import metric_checks
from metrics.studies.reconciliation.checks import Check, CheckKind, Group, Outcome, check, printed_decimals
from metrics.studies.reconciliation.document import document_checks, standing_alone
from metrics.studies.reconciliation.ledger import read_figures

__all__ = [
    "Check",
    "CheckKind",
    "Group",
    "Outcome",
    "document_checks",
    "printed_decimals",
    "published_otherwise",
    "reconcile",
    "standing_alone",
]


def reconcile(monitor: Asks, reader: Reader) -> list[Check]:
    """All checks of the figures loaded, in the order of the document; it asks every metric that has one, in seconds."""
    figures = read_figures(reader)
    checks = [*metric_checks(monitor, figures), *document_checks(figures, claims())]
    return sorted(checks, key=lambda one: (one.passages[0].line, one.passages[0].id, one.id))


def published_otherwise(reader: Reader, answer: Answer) -> PublishedFigure | None:
    """The figure that the document prints for the country in the answer's period, if it is another one."""
    if answer.value is None:
        return None
    cell = {"metric": answer.metric.id, "territory_code": COUNTRY, "period": answer.period}
    found = read_figures(reader, *(published_figures.c[name] == value for name, value in cell.items()))
    for figure in found:
        if not figure.member and not figure.restates:
            outcome = check(CheckKind.METRICS, [figure], answer.value).outcome
            return figure if outcome is Outcome.DIFFERS else None
    return None

"""The document against itself: figures and claims, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data_access.claims import Claim
from data_access.published import PublishedFigure
from metrics.studies.reconciliation.checks import Check, CheckKind, Outcome
from metrics.studies.reconciliation.forms import series, tables
from metrics.studies.reconciliation.ledger import Ledger
from metrics.studies.reconciliation.statements import statement_checks
from metrics.studies.reconciliation.within_document import (
    expected_checks,
    implied_totals,
    restatements,
    same_cell,
)


def document_checks(figures: Iterable[PublishedFigure], claims: Iterable[Claim]) -> list[Check]:
    """Every check of arithmetic and of restatement; claims say nothing of a document without figures."""
    ledger = Ledger(figures)
    return [
        *expected_checks(ledger),
        *implied_totals(ledger),
        *restatements(ledger),
        *same_cell(ledger),
        *tables(ledger),
        *series(ledger),
        *(statement_checks(claims, ledger) if ledger else ()),
    ]


def standing_alone(checks: Sequence[Check]) -> tuple[PublishedFigure, ...]:
    """The figures whose number no check of the document involves: nothing else that is printed backs them.

    `checks` are those of `reconcile`, where every figure is held against its metric. A check that nothing
    decides backs nothing.
    """
    backed = {figure.id for one in checks if _backs(one) for figure in one.figures}
    held = (one.figures[0] for one in checks if one.kind is CheckKind.METRICS)
    return tuple(figure for figure in held if figure.id not in backed)


def _backs(check: Check) -> bool:
    return check.group.could_fail and check.kind.is_of_a_value and check.outcome is not Outcome.UNDECIDABLE

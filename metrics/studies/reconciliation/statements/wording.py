"""Rules over words: one number is of one base, one subject has one name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from metrics.model.messages import Message
from metrics.studies.reconciliation.checks import Check, CheckKind
from metrics.studies.reconciliation.ledger import Ledger
from metrics.studies.reconciliation.statements.said import Group, Said, compared, told_together


def one_base(told: Group, _: Ledger) -> Iterator[Check]:
    """One number is of one base."""
    for claims in told_together(told, "subject", "when"):
        for first, again in pairwise(claims):
            if first.value == again.value:
                yield _words(CheckKind.BASE, again, first, (again.claim.base, first.claim.base), "one_number_two_bases")


def one_name(told: Group, _: Ledger) -> Iterator[Check]:
    """A subject has one name, kind or content."""
    for claims in told_together(told, "subject", "about"):
        for first, again in pairwise(claims):
            yield _words(CheckKind.NAME, again, first, (again.claim.value, first.claim.value), "one_subject_two_names")


def _words(kind: CheckKind, again: Said, first: Said, sides: tuple[str, str], note: str) -> Check:
    is_same = sides[0].casefold() == sides[1].casefold()
    return compared(kind, again, first, sides=sides, agrees=is_same, note=None if is_same else Message.of(note))

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
                bases = (again.claim.base, first.claim.base)
                yield _words(CheckKind.BASE, again, first, bases, Message.of("said_of", told=bases[::-1]))


def one_name(told: Group, _: Ledger) -> Iterator[Check]:
    """A subject has one name, kind or content."""
    for claims in told_together(told, "subject", "about"):
        for first, again in pairwise(claims):
            names = (again.claim.value, first.claim.value)
            yield _words(CheckKind.NAME, again, first, names, Message.of("called", told=names[::-1]))


def _words(kind: CheckKind, again: Said, first: Said, sides: tuple[str, str], note: Message) -> Check:
    return compared(kind, again, first, sides=sides, agrees=sides[0].casefold() == sides[1].casefold(), note=note)

"""Rules over orders of size that the document claims: 'seguido de', 'el más amplio'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from data_access.published import PublishedFigure
from metrics.model.messages import Message
from metrics.studies.reconciliation.checks import Check, CheckKind
from metrics.studies.reconciliation.ledger import Ledger
from metrics.studies.reconciliation.statements.said import Group, Said, compared, told_together


def ranks(places: Group, _: Ledger) -> Iterator[Check]:
    """What comes after in a claimed order of size is no larger than any of what comes just before."""
    for told in told_together(places, "subject"):
        by_position: dict[int, list[Said]] = defaultdict(list)
        for said in told:
            by_position[said.position].append(said)
        for above, below in pairwise(sorted(by_position)):
            least = min(by_position[above], key=lambda one: one.value)
            for said in by_position[below]:
                yield _bounded(said, least, least.value)


def _bounded(said: Said, by: Said, bound: float) -> Check:
    return compared(
        CheckKind.RANK,
        said,
        by,
        sides=(said.value, bound),
        agrees=said.value <= bound,
        note=Message.of("comes_after", subject=said.claim.subject),
    )


def highest(peaks: Group, ledger: Ledger) -> Iterator[Check]:
    """The largest of the members of its period, or of its own periods: no other is larger."""
    for said in peaks:
        figure = said.figure
        others = [one for one in ledger.of_metric(figure.metric) if _competes(one, said)] if figure else []
        if others:
            largest = max(others, key=lambda one: one.value)
            beside = Said(claim=said.claim, figure=said.figure, of=tuple(others))
            yield compared(
                CheckKind.RANK,
                beside,
                sides=(said.value, float(largest.value)),
                agrees=largest.value <= said.value,
                note=Message.of("largest_of_others"),
            )


def _competes(other: PublishedFigure, said: Said) -> bool:
    figure = said.figure
    if figure is None or other.id in (figure.id, figure.restates):
        return False
    same_member = (other.member, other.territory_code) == (figure.member, figure.territory_code)
    same_period = (other.period_from, other.period_to) == (figure.period_from, figure.period_to)
    return same_period if said.claim.about == "members" else same_member and not same_period

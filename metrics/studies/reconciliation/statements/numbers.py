"""Rules over numbers: one for one quantity, averages, complements, rates."""

from __future__ import annotations

from collections.abc import Iterator

from metrics.model.messages import Message
from metrics.studies.reconciliation.checks import Check, CheckKind, agree, printed_decimals, tolerance, whole
from metrics.studies.reconciliation.ledger import Ledger
from metrics.studies.reconciliation.statements.said import Group, Said, compared, told_together

_ALL = 100.0
"""All of something, in percent."""


def one_number(quantities: Group, _: Ledger) -> Iterator[Check]:
    """A quantity of a subject and a period has one number; one of a longer period is that of some part of it."""
    for told in told_together(quantities, "subject", "about"):
        for number, said in enumerate(told):
            others = [
                other for place, other in enumerate(told) if _is_of_the_same(said, other, is_later=number > place)
            ]
            if others:
                fitting = [other for other in others if other.value == said.value]
                beside = fitting[:1] or others
                yield compared(
                    CheckKind.NUMBER,
                    said,
                    *beside,
                    sides=(said.value, beside[0].value),
                    agrees=bool(fitting),
                    note=Message.of("one_quantity", numbers=tuple(dict.fromkeys(whole(one.value) for one in beside))),
                )


def _is_of_the_same(said: Said, other: Said, *, is_later: bool) -> bool:
    """`other` is of a part of the period of `said`; of two of the same period, the later is held against the earlier."""
    if said is other or not (said.span and other.span):
        return False
    if (said.span.start, said.span.end) == (other.span.start, other.span.end):
        return is_later
    return said.span.start <= other.span.start and other.span.end <= said.span.end


def averages(means: Group, _: Ledger) -> Iterator[Check]:
    """An average is its total by its number, to its last printed digit; without them it cannot be worked out."""
    for said in means:
        total, number = said.of or (None, None)
        mean = float(total.value / number.value) if total and number and number.value else None
        half = 0.5 * 10 ** -printed_decimals(said.claim.raw)
        yield compared(
            CheckKind.AVERAGE,
            said,
            sides=(said.value, None if mean is None else round(mean, 9)),
            agrees=None if mean is None else agree(said.value, mean, half),
            note=Message.of("ratio_not_published") if mean is None else None,
        )


def complements(shares: Group, _: Ledger) -> Iterator[Check]:
    """A share and the rest make a hundred, each rounded."""
    for parts in told_together(shares, "subject", "when"):
        total = round(sum(part.value for part in parts), 9)
        allowed = sum(tolerance(part.figure) for part in parts if part.figure)
        yield compared(
            CheckKind.TOTAL,
            *parts,
            sides=(_ALL, total),
            agrees=agree(total, _ALL, allowed),
            note=Message.of("sum_of_members"),
            name="complement",
        )


def rates(parts: Group, _: Ledger) -> Iterator[Check]:
    """What was done of something is no more than all of it, and is the rate that is printed, where its parts are."""
    for said in parts:
        if not said.of:
            yield compared(CheckKind.BOUND, said, sides=(said.value, _ALL), agrees=said.value <= _ALL)
            continue
        done, all_of_it = said.of
        if all_of_it.value:
            rate = round(float(100 * done.value / all_of_it.value), 9)
            allowed = tolerance(said.figure) if said.figure else 0
            is_rate = rate <= _ALL and agree(said.value, rate, allowed)
            note = Message.of("more_than_all") if rate > _ALL else None
            yield compared(CheckKind.PERCENTAGE, said, sides=(said.value, rate), agrees=is_rate, note=note)

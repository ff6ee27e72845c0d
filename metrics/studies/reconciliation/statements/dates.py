"""Rules over dates: the order of events, one date for one event, what is done and still to be done, durations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from metrics.model.messages import Message
from metrics.model.periods import Period
from metrics.studies.reconciliation.checks import Check, CheckKind
from metrics.studies.reconciliation.ledger import Ledger
from metrics.studies.reconciliation.statements.said import Group, Said, compared, told_together

_STEPS = ("signed", "approved", "promulgated", "formalised", "published", "in_force")
"""What happens to an act, in this order; it may skip any."""
_TO_BE = "to_be_"


def order_of_steps(events: Group, _: Ledger) -> Iterator[Check]:
    """An act is signed before it is approved, and so on: no later step is over before an earlier one begins."""
    for acts in told_together(events, "subject"):
        steps = sorted(
            (one for one in acts if one.claim.about in _STEPS), key=lambda one: _STEPS.index(one.claim.about)
        )
        for earlier, later in combinations(steps, 2):
            if earlier.claim.about != later.claim.about and earlier.span and later.span:
                note = Message.of("order_of_events", later=later.claim.about, earlier=earlier.claim.about)
                yield _order_check(later, earlier, note)


def said_to_follow(events: Group, _: Ledger) -> Iterator[Check]:
    """What is said to come after an event does not come before it."""
    by_id = {one.claim.id: one for one in events}
    for later in events:
        for earlier in filter(None, map(by_id.get, later.claim.of)):
            note = Message.of("said_to_follow", subject=earlier.claim.subject, event=earlier.claim.about)
            yield _order_check(later, earlier, note)


def _order_check(later: Said, earlier: Said, note: Message) -> Check:
    is_possible = not (later.span and earlier.span) or later.span.end >= earlier.span.start
    return compared(
        CheckKind.ORDER,
        later,
        earlier,
        sides=(later.claim.when, earlier.claim.when),
        agrees=is_possible,
        note=note,
        name=earlier.claim.id,
    )


def one_date(events: Group, _: Ledger) -> Iterator[Check]:
    """An event of a subject has one date: two that are told apart are held against each other."""
    for told in told_together(events, "subject", "about"):
        for first, again in pairwise(told):
            is_same = bool(first.span and again.span and _overlap(first.span, again.span))
            yield compared(
                CheckKind.DATE,
                again,
                first,
                sides=(again.claim.when, first.claim.when),
                agrees=is_same,
                note=Message.of("one_event_two_dates", event=again.claim.about),
            )


def _overlap(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


def done_and_to_be_done(events: Group, _: Ledger) -> Iterator[Check]:
    """What is still to be done was not done before, nor anything that comes after it."""
    for acts in told_together(events, "subject"):
        for planned in (one for one in acts if one.claim.about.startswith(_TO_BE)):
            step = planned.claim.about.removeprefix(_TO_BE)
            for done in (one for one in acts if _reaches(one.claim.about, step)):
                is_later = bool(done.span and planned.span and done.span.start >= planned.span.start)
                yield compared(
                    CheckKind.ORDER,
                    planned,
                    done,
                    sides=(planned.claim.when, done.claim.when),
                    agrees=is_later,
                    note=Message.of("done_and_to_be_done", done=done.claim.about, planned=step),
                    name=done.claim.id,
                )


def _reaches(event: str, step: str) -> bool:
    """The event is that step of an act, or a later one."""
    return event == step or (event in _STEPS and step in _STEPS and _STEPS.index(event) > _STEPS.index(step))


def durations(lasting: Group, _: Ledger) -> Iterator[Check]:
    """The months that something is said to last are those from its first to its last, both counted."""
    for said in lasting:
        span = said.span
        if span:
            months = 12 * (span.end.year - span.start.year) + span.end.month - span.start.month + 1
            yield compared(
                CheckKind.DURATION,
                said,
                sides=(said.value, float(months)),
                agrees=said.value == months,
                note=Message.of("months_between", period=said.claim.when),
            )

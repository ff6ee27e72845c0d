"""Each figure against the others: what declarations expect, totals that the figures imply, and figures printed twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data_access.published import PublishedFigure
from data_access.reference.territories import COUNTRY
from metrics.catalogue import metric as metric_of
from metrics.model.expectations import Expectation, Expected
from metrics.model.messages import Message
from metrics.studies.reconciliation.checks import (
    Check,
    CheckKind,
    Outcome,
    agree,
    check,
    printed,
    tolerance,
    whole,
)
from metrics.studies.reconciliation.ledger import Entry, Ledger, lies_within, total

Figures = Sequence[PublishedFigure]

# --- what the declarations expect ------------------------------------------------------------------------


def expected_checks(ledger: Ledger) -> Iterator[Check]:
    """What `Metric.expected` says of each figure."""
    for figure in ledger:
        if figure.restates:
            continue
        metric = metric_of(figure.metric)
        for expectation in metric.expected:
            yield from _held_against(Entry(figure, ledger), expectation)
        if metric.members_add_up_to is not None:
            yield from _members_check(figure, metric.members_add_up_to, ledger)


def _held_against(entry: Entry, expectation: Expectation) -> Iterator[Check]:
    """Against each of the alternatives; if one fits, the others are not held against the figure."""
    checks = [_expected_check(entry, expected) for expected in expectation.works_out(entry)]
    fitting = [one for one in checks if one.outcome is Outcome.AGREES]
    yield from fitting or checks


def _expected_check(entry: Entry, expected: Expected) -> Check:
    involved = [figure for ref in expected.of for figure in entry.leaves(ref)]
    kind = _kind(expected)
    return check(
        kind, [entry.figure, *involved], expected.value, name=expected.name, note=expected.note, doubt=expected.doubt
    )


def _kind(expected: Expected) -> CheckKind:
    if expected.is_bound:
        return CheckKind.BOUND
    return CheckKind.TOTAL if expected.is_total else CheckKind.PERCENTAGE


def _members_check(figure: PublishedFigure, expected: float, ledger: Ledger) -> Iterator[Check]:
    """Once per group of members, on its first one; each rounded member may be off by half a digit."""
    group = [
        other
        for other in ledger.of_metric(figure.metric)
        if (other.territory_code, other.period) == (figure.territory_code, figure.period)
    ]
    if group[0] is not figure:
        return
    computed = printed(figure, float(sum(other.stored for other in group)))
    published = printed(figure, expected)
    agrees = agree(computed, published, sum(tolerance(other) for other in group))
    yield Check(
        kind=CheckKind.TOTAL,
        figures=tuple(group),
        name="whole",
        published=whole(published),
        computed=whole(computed),
        difference=whole(round(published - computed, 9)),
        outcome=Outcome.AGREES if agrees else Outcome.DIFFERS,
        note=Message.of("sum_of_members"),
    )


# --- totals that the figures themselves imply ------------------------------------------------------------


def implied_totals(ledger: Ledger) -> Iterator[Check]:
    """A national figure and its regions; a span of time and its parts: same metric, same member.

    Parts that do not fill the span are each no more than it.
    """
    for figure in ledger:
        if figure.restates or not _adds_up(figure):
            continue
        siblings = [
            other for other in ledger.of_metric(figure.metric) if other is not figure and other.member == figure.member
        ]
        regions = [
            other
            for other in siblings
            if (other.period_from, other.period_to) == (figure.period_from, figure.period_to)
            and other.territory_code != COUNTRY
        ]
        if figure.territory_code == COUNTRY and regions:
            yield check(CheckKind.TOTAL, [figure, *regions], total(regions), name="regions")
        spans = [other for other in siblings if _is_within_in_time(other, figure)]
        if spans and _reach_over(spans, figure):
            yield check(CheckKind.TOTAL, [figure, *spans], total(spans), name="periods")
        else:
            for span in spans:
                yield check(CheckKind.BOUND, [span, figure], float(figure.stored), name=figure.id)


def _adds_up(figure: PublishedFigure) -> bool:
    return metric_of(figure.metric).formula.is_flow


def _is_within_in_time(span: PublishedFigure, figure: PublishedFigure) -> bool:
    return (
        span.territory_code == figure.territory_code
        and (span.period_from, span.period_to) != (figure.period_from, figure.period_to)
        and (lies_within(span, figure.period_from, figure.period_to) or _is_before_the_end(span, figure))
    )


def _is_before_the_end(span: PublishedFigure, figure: PublishedFigure) -> bool:
    """The figure counts from the beginning to its end, which the span does not pass."""
    is_open = figure.period_from is None and figure.period_to is not None
    return is_open and span.period_to is not None and span.period_to <= figure.period_to  # type: ignore[operator]


def _reach_over(spans: Figures, figure: PublishedFigure) -> bool:
    """The spans reach from the first day of the figure's to its last."""
    starts = [span.period_from for span in spans if span.period_from]
    ends = [span.period_to for span in spans if span.period_to]
    return (
        min(starts, default=None) == figure.period_from
        and bool(ends)
        and (figure.period_to is None or max(ends) == figure.period_to)
    )


# --- figures printed more than once ----------------------------------------------------------------------


def restatements(ledger: Ledger) -> Iterator[Check]:
    """A figure that restates another: the same number, and of the same period."""
    for figure in ledger:
        original = ledger.find(figure.restates) if figure.restates else None
        if original:
            yield check(CheckKind.RESTATEMENT, [figure, original], float(original.stored))
            if _adds_up(figure) or figure.unit == "%":
                yield _date_check(figure, original)


def _date_check(figure: PublishedFigure, original: PublishedFigure) -> Check:
    """What happened in a period can't have happened in another one: the same amount, two dates."""
    is_dated = all((figure.period_from, figure.period_to, original.period_from, original.period_to))
    is_same = (figure.period_from, figure.period_to) == (original.period_from, original.period_to)
    days = (figure.period_to - original.period_to).days if figure.period_to and original.period_to else None
    differs, note = (Outcome.DIFFERS, "same_amount_two_dates") if is_dated else (Outcome.UNDECIDABLE, "undated")
    return Check(
        kind=CheckKind.DATE,
        figures=(figure, original),
        name="",
        published=figure.period,
        computed=original.period,
        difference=days,
        outcome=Outcome.AGREES if is_same else differs,
        note=None if is_same else Message.of(note),
    )


def same_cell(ledger: Ledger) -> Iterator[Check]:
    """Two figures of one cell, neither of which restates the other, have the same number."""
    first: dict[tuple[object, ...], PublishedFigure] = {}
    for figure in ledger:
        cell = (
            figure.metric,
            figure.member,
            figure.territory_code,
            figure.dimension,
            figure.period_from,
            figure.period_to,
        )
        if figure.restates or figure.period_from is None:
            continue
        if cell in first:
            yield check(CheckKind.RESTATEMENT, [figure, first[cell]], float(first[cell].stored), name="same_cell")
        first.setdefault(cell, figure)

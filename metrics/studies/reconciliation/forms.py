"""The periods of the figures among themselves: one under another year breaks a table or a series, whatever its number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

from data_access.published import KNOWN_ON, PublishedFigure
from metrics.catalogue import metric as metric_of
from metrics.model.messages import Message
from metrics.studies.reconciliation.checks import Check, CheckKind, Outcome
from metrics.studies.reconciliation.ledger import Ledger

Figures = Sequence[PublishedFigure]
_BOTH = 2


def tables(ledger: Ledger) -> Iterator[Check]:
    """Each line of a table is of one period, or all lines are of the same ones; and no year is left out."""
    for name, cells in _grouped((one for one in ledger if one.table_name), "table_name"):
        odd = _out_of_line(cells) or (cells if _leaves_a_year_out(cells) else [])
        yield _check(name, cells, odd, Message.of("columns_of_table"))


def series(ledger: Ledger) -> Iterator[Check]:
    """By chapter: what happened year by year leaves no year out, members are told for the same periods, nothing is to come."""
    firsts = [figure for figure in ledger if not figure.restates]
    odd = {one.id for found in (_gaps(firsts), _unshared(firsts), _to_come(ledger)) for one in found}
    for name, figures in _grouped(ledger, "chapter"):
        yield _check(name, figures, [one for one in figures if one.id in odd], Message.of("periods_of_chapter"))


def _check(name: str, figures: Figures, odd: Figures, note: Message) -> Check:
    """How many figures are in their place; where some are not, the check is of those."""
    return Check(
        kind=CheckKind.PERIODS,
        figures=tuple(odd or figures),
        name=name,
        published=len(figures),
        computed=len(figures) - len(odd),
        difference=len(odd),
        outcome=Outcome.DIFFERS if odd else Outcome.AGREES,
        note=note,
    )


def _grouped(figures: Iterable[PublishedFigure], *names: str) -> Iterator[tuple[Any, list[PublishedFigure]]]:
    """The figures that share these attributes, with what they share."""
    found: dict[Hashable, list[PublishedFigure]] = defaultdict(list)
    for figure in figures:
        shared = tuple(getattr(figure, name) for name in names)
        found[shared if len(names) > 1 else shared[0]].append(figure)
    yield from found.items()


def _period(figure: PublishedFigure) -> tuple[object, object]:
    return figure.period_from, figure.period_to


def _out_of_line(cells: Figures) -> list[PublishedFigure]:
    """The cells of the lines that lack the periods of the others; where most lines have one each, of those with more."""
    lines = dict(_grouped(cells, "line"))
    periods = {line: frozenset(map(_period, found)) for line, found in lines.items()}
    usual, _ = Counter(periods.values()).most_common(1)[0]
    is_by_line = sum(len(found) == 1 for found in periods.values()) * 2 > len(periods)
    odd = [line for line, found in periods.items() if (len(found) > 1 if is_by_line else found != usual)]
    return [cell for line in odd for cell in lines[line]]


def _leaves_a_year_out(figures: Figures) -> bool:
    years = {figure.period_from.year for figure in figures if figure.period_from}
    return bool(years) and max(years) - min(years) + 1 > len(years)


def _gaps(figures: Figures) -> Iterator[PublishedFigure]:
    """The figures of the flows that leave a year out."""
    for _, told in _grouped(figures, "metric", "member", "territory_code", "dimension"):
        if metric_of(told[0].metric).formula.is_flow and _leaves_a_year_out(told):
            yield from told


def _unshared(figures: Figures) -> Iterator[PublishedFigure]:
    """Of the metrics whose members share a period: the figures of periods that only one of them has."""
    for _, told in _grouped(figures, "metric"):
        members: dict[object, set[object]] = defaultdict(set)
        for figure in told:
            members[_period(figure)].add((figure.member, figure.territory_code))
        if any(len(found) >= _BOTH for found in members.values()):
            yield from (figure for figure in told if figure.member and len(members[_period(figure)]) < _BOTH)


def _to_come(figures: Iterable[PublishedFigure]) -> Iterator[PublishedFigure]:
    """The figures of days after the last that the document speaks of."""
    for figure in figures:
        last = figure.period_to or figure.period_from
        if last and last > KNOWN_ON:
            yield figure

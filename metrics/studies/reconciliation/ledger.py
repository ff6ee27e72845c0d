"""The published figures, found by id and by metric, and which of them make up another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from data_access.published import PublishedFigure
from data_access.reference.territories import COUNTRY
from metrics.catalogue import metric as metric_of
from metrics.model.expectations import Ref
from metrics.model.periods import Period


class Ledger:
    """All figures in the order of the document, found by id and by metric."""

    def __init__(self, figures: Iterable[PublishedFigure]) -> None:
        self._figures = tuple(sorted(figures, key=lambda figure: (figure.line, figure.id)))
        self._by_id = {figure.id: figure for figure in self._figures}
        self._first: dict[str, list[PublishedFigure]] = defaultdict(list)
        for figure in self._figures:
            if not figure.restates:
                self._first[figure.metric].append(figure)

    def __iter__(self) -> Iterator[PublishedFigure]:
        """In the order of the document."""
        return iter(self._figures)

    def __len__(self) -> int:
        """How many figures there are."""
        return len(self._figures)

    def find(self, figure_id: str) -> PublishedFigure | None:
        """The figure of that id, if it is there."""
        return self._by_id.get(figure_id)

    def of_metric(self, metric_id: str) -> Sequence[PublishedFigure]:
        """The figures of a metric, without those that restate another."""
        return self._first.get(metric_id, ())


class Entry:
    """A figure among all the others: what is printed around it (`metrics.model.expectations.Printed`)."""

    def __init__(self, figure: PublishedFigure, ledger: Ledger) -> None:
        self.figure = figure
        self._ledger = ledger

    @property
    def value(self) -> float:
        """The figure's own value, in stored units."""
        return float(self.figure.stored)

    def total(self, ref: Ref) -> float | None:
        """The figures that make up `ref`, added."""
        return total(self.leaves(ref))

    def leaves(self, ref: Ref) -> list[PublishedFigure]:
        """The figures that make up `ref` over the interval and territory of this one."""
        start, end = self._interval(ref)
        territory = ref.territory or self.figure.territory_code
        member = ref.member if ref.member is not None else self._shared_member(ref)
        candidates = [
            other
            for other in self._ledger.of_metric(ref.metric)
            if other is not self.figure and (member is None or other.member == member)
        ]
        same = [other for other in candidates if (other.period_from, other.period_to) == (start, end)]
        found = same or [other for other in candidates if lies_within(other, start, end)]
        here = [other for other in found if other.territory_code == territory]
        return here or ([] if ref.territory else [other for other in found if other.territory_code != COUNTRY])

    def _shared_member(self, ref: Ref) -> str | None:
        """The figure's own member, where the other metric is split in the same way."""
        mine, theirs = (metric_of(one).formula.own_dimension for one in (self.figure.metric, ref.metric))
        return self.figure.member if self.figure.member and mine is not None and mine == theirs else None

    def _interval(self, ref: Ref) -> tuple[date | None, date | None]:
        if ref.period is None:
            return self.figure.period_from, self.figure.period_to
        period = Period.parse(ref.period)
        return period.start, period.end


def total(figures: Iterable[PublishedFigure]) -> float | None:
    """Their stored values added; None where there is none."""
    listed = list(figures)
    return float(sum(figure.stored for figure in listed)) if listed else None


def lies_within(figure: PublishedFigure, start: date | None, end: date | None) -> bool:
    """A span that ends in a year not over takes in what is known of that year."""
    if figure.period_from is None or start is None or figure.period_from < start:
        return False
    return end is None or (figure.period_to is not None and figure.period_to <= end)

"""From questions to answers: select, fetch, combine, suppress, and say where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from metrics.answering.answer import WHOLE, Answer, Freshness, ordered
from metrics.answering.disclosure import suppress
from metrics.answering.viewer import Viewer
from metrics.model.coverage import Coverage
from metrics.model.days import Days, labels
from metrics.model.dimensions import REGION
from metrics.model.errors import NotAdditiveError, UnknownMemberError
from metrics.model.fetches import Cells, Fetches, Frames, Missing, no_cells
from metrics.model.messages import Message
from metrics.model.metric import Metric, Periodicity
from metrics.model.periods import Period
from metrics.model.question import Question
from metrics.model.scope import Scope
from metrics.queries.fetching import fetch
from metrics.queries.reader import Reader

_NOTHING_KNOWN = Message.of("nothing_known")
_OBSERVATIONS = "observations"


def answers(reader: Reader, questions: Sequence[Question], viewer: Viewer) -> tuple[Answer, ...]:
    """An answer to each question, in order; what several of them read is read together."""
    for question in questions:
        _check_members(reader, question)
    bound = [_bound(reader, question.of_all_members) for question in questions]
    frames = fetch(reader, [one.fetches() for one in bound])
    return tuple(
        _answer(question, one.coverage, one.cells(found), display_order(reader, question.by), viewer)
        for question, one, found in zip(questions, bound, frames, strict=True)
    )


Order = Mapping[str, tuple[str, ...]]
"""The members of each dimension, as they are displayed."""


def display_order(reader: Reader, by: tuple[str, ...]) -> Order:
    """The order of the dimensions asked by."""
    return {name: tuple(reader.members(name).labels) for name in by}


def _check_members(reader: Reader, question: Question) -> None:
    for name, codes in question.filters:
        is_of_rows = name == REGION and bool(question.metric.formula.datasets)
        known = (reader.places() if is_of_rows else reader.members(name)).labels
        for code in codes:
            if code not in known:
                raise UnknownMemberError(name, code, known)


# --- cells -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Bound:
    """A question and what is covered of it: without a scope, nothing is."""

    question: Question
    coverage: Coverage
    scope: Scope | None

    def fetches(self) -> Fetches:
        return self.question.metric.formula.fetches(self.scope) if self.scope else Fetches()

    def cells(self, frames: Frames) -> Cells:
        """The cells, each with what is missing of it."""
        if self.scope is None:
            period = self.question.period
            missing = Missing(whole=labels([(period.start, period.end)]) if period else ())
            nothing = missing.beside(no_cells(self.question.by), ())
            return Cells(frame=nothing, days=None, notes=(_NOTHING_KNOWN,))
        formula = self.question.metric.formula
        cells = formula.combine(self.scope, frames)
        if "missing" in cells.frame.columns:
            return cells
        return replace(cells, frame=formula.missing(self.scope).beside(cells.frame, self.scope.grains))


def _bound(reader: Reader, question: Question) -> _Bound:
    formula = question.metric.formula
    coverage = reader.coverage(formula.register, question.as_of)
    days = formula.days(coverage, question.period, question.grains)
    scope = days and Scope(
        metric_id=question.metric.id,
        by=question.by,
        period=question.period,
        filters=question.filters,
        including=question.including,
        coverage=coverage,
        days=days,
        observed_horizon=reader.coverage(_OBSERVATIONS, question.as_of).horizon,
        directory=reader,
    )
    return _Bound(question=question, coverage=coverage, scope=scope)


# --- what is told with them ------------------------------------------------------------------------------


def _answer(question: Question, coverage: Coverage, cells: Cells, order: Order, viewer: Viewer) -> Answer:
    metric, asked = question.metric, question.of_all_members
    hidden = suppress(cells.frame, metric.disclosure, asked.by, viewer=viewer)
    frame = ordered(_kept(hidden, question, asked), question.by, order)
    columns = [*question.by, "value", "suppressed", "demonstration", "missing"]
    return Answer(
        metric=metric,
        frame=frame if frame.columns == columns else frame.select(columns),
        period=_period_label(question, cells.days),
        filters=question.filters,
        days=cells.days,
        known_on=coverage.recorded_on,
        kinds=coverage.kinds,
        partial=_is_partial(question, coverage, cells),
        partial_units=cells.partial_units,
        provisional_from=_provisional_from(coverage, cells.days),
        freshness=_freshness(metric, coverage),
        notes=(*cells.notes, *_late(coverage, cells.days)),
    )


def _kept(frame: pl.DataFrame, question: Question, asked: Question) -> pl.DataFrame:
    """The members that the question is about, added where it does not ask by them."""
    if asked is question:
        return frame
    kept = frame.filter(pl.col(name).is_in(codes) for name, codes in question.filters)
    if asked.by == question.by:
        return kept
    for name in asked.by:
        if not question.is_fixed(name) and not question.metric.adds_over(name):
            raise NotAdditiveError(question.metric.id, name)
    flags = [pl.col("suppressed").any(), pl.col("demonstration").any(), pl.col("missing").first()]
    by = list(question.by)
    return kept.group_by(by, maintain_order=True).agg(WHOLE, *flags) if by else kept.select(WHOLE, *flags)


def _period_label(question: Question, days: Days | None) -> str:
    if question.period:
        return question.period.label
    if days is None:
        return ""
    start, end = days
    return f"{end}" if question.metric.formula.is_at_a_date or start == end else f"{start}..{end}"


def _is_partial(question: Question, coverage: Coverage, cells: Cells) -> bool:
    """Something of a row is missing, or days of the period between or beyond the rows."""
    if cells.frame["missing"].list.len().sum():
        return True
    if question.period is None:
        return False
    return cells.days is None or question.metric.formula.leaves_days_out(coverage, cells.days, question.period)


def _provisional_from(coverage: Coverage, days: Days | None) -> date | None:
    since = coverage.provisional_from
    return max(since, days[0]) if since and days and since <= days[1] else None


def _late(coverage: Coverage, days: Days | None) -> list[Message]:
    """Loads of the days that came after what was known later."""
    return [
        Message.of("late_load", known_on=one.known_on, counts_from=one.counts_from)
        for one in coverage.late
        if days and one.days[0] <= days[1] and days[0] <= one.days[1]
    ]


def _freshness(metric: Metric, coverage: Coverage) -> Freshness:
    last = coverage.covers_to
    expected = _EXPECTED[metric.periodicity](last) if last and metric.periodicity in _EXPECTED else None
    return Freshness(last_load=coverage.recorded_on, covers_to=last, expected_next=expected)


def _next_unit(grain: str) -> Callable[[date], date]:
    def end(day: date) -> date:
        following = day + timedelta(days=1)
        return next(Period(following, following, "").units(grain)).end

    return end


_EXPECTED: Mapping[Periodicity, Callable[[date], date]] = {
    Periodicity.DAY: lambda day: day + timedelta(days=1),
    Periodicity.MONTH: _next_unit("month"),
    Periodicity.QUARTER: _next_unit("quarter"),
    Periodicity.YEAR: _next_unit("year"),
}

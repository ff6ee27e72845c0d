"""From questions to answers: select, fetch, combine, suppress, and say where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from metrics.answering.answer import Answer, Freshness, ordered
from metrics.answering.disclosure import conceal, rounded_for
from metrics.model.coverage import Coverage
from metrics.model.days import Days, labels
from metrics.model.dimensions import REGION
from metrics.model.errors import UnknownMemberError
from metrics.model.fetches import Cells, Fetches, Frames, Missing, no_cells
from metrics.model.messages import Message
from metrics.model.metric import Metric, Periodicity
from metrics.model.periods import Period
from metrics.model.question import Question
from metrics.model.scope import Scope
from metrics.model.small_frames import columns_of
from metrics.model.viewer import Viewer
from metrics.queries.fetching import fetch
from metrics.queries.protection import STEP
from metrics.queries.reader import Reader

_NOTHING_KNOWN = Message.of("nothing_known")
_PROTECTED = Message.of("protected_counts", step=STEP)
_OBSERVATIONS = "observations"


def answers(reader: Reader, questions: Sequence[Question], viewer: Viewer) -> tuple[Answer, ...]:
    """An answer to each question, in order; what several of them read is read together."""
    for question in questions:
        check_members(reader, question)
    bound = [_bound(reader, question, rounded_for(question, viewer)) for question in questions]
    frames = fetch(reader, [one.fetches() for one in bound])
    return tuple(
        _answer(one, one.cells(found), display_order(reader, one.question.by))
        for one, found in zip(bound, frames, strict=True)
    )


Order = Mapping[str, tuple[str, ...]]
"""The members of each dimension, as they are displayed."""


def display_order(reader: Reader, by: tuple[str, ...]) -> Order:
    """The order of the dimensions asked by."""
    return {name: tuple(reader.members(name).labels) for name in by}


def check_members(reader: Reader, question: Question) -> None:
    """UnknownMemberError for a member that the dimension does not have."""
    for name, codes in question.filters:
        is_of_rows = name == REGION and bool(question.metric.formula.datasets)
        known = (reader.places() if is_of_rows else reader.members(name)).labels
        for code in codes:
            if code not in known:
                raise UnknownMemberError(name, code, known)


# --- cells -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Bound:
    """A question and what is covered of it: without a scope, nothing is. Counts are rounded for `rounded_for`, if any."""

    question: Question
    coverage: Coverage
    scope: Scope | None
    rounded_for: Viewer | None

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
        missing = formula.missing(self.scope)
        told = missing.beside(cells.frame, self.scope.grains)
        return replace(cells, frame=told, partial_units=missing.partial_units)


def _bound(reader: Reader, question: Question, viewer: Viewer | None) -> _Bound:
    formula = question.metric.formula
    coverage = reader.coverage(formula.register, question.as_of)
    days = formula.days(coverage, question.period, question.grains)
    scope = days and Scope(
        metric_id=question.metric.id,
        by=question.by,
        period=question.period,
        filters=question.filters,
        coverage=coverage,
        days=days,
        observed_horizon=reader.coverage(_OBSERVATIONS, question.as_of).horizon,
        directory=reader,
        rounded_for=viewer,
    )
    return _Bound(question=question, coverage=coverage, scope=scope, rounded_for=viewer)


# --- what is told with them ------------------------------------------------------------------------------


def _answer(bound: _Bound, cells: Cells, order: Order) -> Answer:
    question, coverage, metric = bound.question, bound.coverage, bound.question.metric
    frame = ordered(conceal(cells.frame), question.by, order)
    protected = [] if bound.rounded_for is None or bound.scope is None else [_PROTECTED]
    return Answer(
        metric=metric,
        frame=columns_of(frame, (*question.by, "value", "suppressed", "demonstration", "missing")),
        period=_period_label(question, cells.days),
        filters=question.filters,
        days=cells.days,
        known_on=coverage.known_on,
        kinds=coverage.kinds,
        partial=_is_partial(question, coverage, cells),
        partial_units=cells.partial_units,
        provisional_from=_provisional_from(coverage, cells.days),
        freshness=_freshness(metric, coverage),
        is_protected=bound.rounded_for is not None,
        notes=(*cells.notes, *_late(coverage, _rested_on(metric, coverage, cells)), *protected),
    )


def _period_label(question: Question, days: Days | None) -> str:
    if question.period:
        return question.period.label
    if days is None:
        return ""
    start, end = days
    return f"{end}" if question.metric.formula.is_at_a_date or start == end else f"{start}..{end}"


def _is_partial(question: Question, coverage: Coverage, cells: Cells) -> bool:
    """Something of a row is missing, or days of the period between or beyond the rows."""
    if any(len(one) for one in cells.frame["missing"].to_list()):
        return True
    if question.period is None:
        return False
    if cells.days is None or cells.leaves_days_out:
        return True
    return question.metric.formula.leaves_days_out(coverage, cells.days, question.period)


def _provisional_from(coverage: Coverage, days: Days | None) -> date | None:
    since = coverage.provisional_from
    return max(since, days[0]) if since and days and since <= days[1] else None


def _rested_on(metric: Metric, coverage: Coverage, cells: Cells) -> Days | None:
    return metric.formula.rests_on(coverage, cells.days) if cells.days else None


def _late(coverage: Coverage, days: Days | None) -> list[Message]:
    """Loads of the days that the values rest on which came after what was known later."""
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

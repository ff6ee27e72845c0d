"""What can be wrong with a question: each error says what was asked and what would be allowed.

`str(error)` is English, for the log; `error.message` is what people are told, without its words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

from metrics.model.messages import Message

_NEAR, _SOME = 3, 8


class MetricError(ValueError):
    """A question that the metrics layer refuses; `message` names what was asked and what would be allowed."""

    def __init__(self, message_id: str, english: str, **named: Any) -> None:
        super().__init__(english)
        self.message = Message.of(message_id, **named)


def _suggested(asked: str, allowed: Iterable[str]) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The names nearest to the one asked or, where none is near, a few of those there are."""
    listed = sorted(allowed)
    near = tuple(get_close_matches(asked, listed, n=_NEAR, cutoff=0.4))
    some = () if near else tuple(listed[:_SOME])
    english = f"nearest: {', '.join(near)}" if near else f"there are, among others: {', '.join(some)}"
    return english, {"near": near, "some": some}


class UnknownMetricError(MetricError):
    """No metric has that id."""

    def __init__(self, asked: str, known: Iterable[str]) -> None:
        english, suggested = _suggested(asked, known)
        super().__init__("unknown_metric", f"unknown metric {asked!r}; {english}", asked=asked, **suggested)


class UnknownDimensionError(MetricError):
    """The metric has no such dimension."""

    def __init__(self, metric: str, asked: str, allowed: Iterable[str]) -> None:
        names = tuple(sorted(allowed))
        near = tuple(get_close_matches(asked, names, n=1))
        english = f"{metric}: unknown dimension {asked!r}; allowed: {', '.join(names)}"
        english += f"; nearest: {near[0]}" if near else ""
        super().__init__("unknown_dimension", english, metric=metric, asked=asked, allowed=names, near=near)


class EmptyQuestionError(MetricError):
    """Something that a question needs was left empty: `missing` is 'metrics', 'period' or 'where'."""

    def __init__(self, asked: str, missing: str) -> None:
        needed = {"metrics": "at least one metric", "period": "a period", "where": "at least one member"}[missing]
        english = f"{asked or 'the question'} is incomplete: it needs {needed}"
        super().__init__("incomplete_question", english, asked=asked, missing=missing)


class NotAdditiveError(MetricError):
    """The cells of a metric cannot be added over a dimension."""

    def __init__(self, metric: str, dimension: str) -> None:
        english = f"{metric} cannot be added over {dimension}; ask for it by {dimension}, or for one {dimension}"
        super().__init__("not_additive", english, metric=metric, dimension=dimension)


class MonthsOnlyError(MetricError):
    """Protected counts are told for whole months only."""

    def __init__(self, metric: str, period: str) -> None:
        english = f"{metric} is told for whole months, not for {period}; allowed: months, quarters, years"
        super().__init__("months_only", english, metric=metric, period=period)


class GrainError(MetricError):
    """The metric has no values of days, months or quarters so short."""

    def __init__(self, metric: str, grain: str) -> None:
        english = f"{metric} has no values by {grain}: its source gives longer periods"
        super().__init__("no_such_grain", english, metric=metric, grain=grain)


class UnknownMemberError(MetricError):
    """The dimension has no such member."""

    def __init__(self, dimension: str, asked: str, known: Iterable[str]) -> None:
        english, suggested = _suggested(asked, known)
        english = f"{dimension}: unknown member {asked!r}; {english}"
        super().__init__("unknown_member", english, dimension=dimension, asked=asked, **suggested)


class MemberTypeError(MetricError):
    """A filter on something that is no code."""

    def __init__(self, dimension: str, asked: object) -> None:
        english = f"{dimension}: member {asked!r} is no code; allowed: codes as text, such as '13'"
        super().__init__("member_is_no_code", english, dimension=dimension, asked=repr(asked))


class LevelError(MetricError):
    """Territories of which one holds the other: they are not added."""

    def __init__(self, metric: str, members: Iterable[str]) -> None:
        listed = tuple(members)
        english = (
            f"{metric}: territories {', '.join(listed)} are of different levels and are not added; ask for it by region"
        )
        super().__init__("levels_not_added", english, metric=metric, members=listed)


class PeriodError(MetricError):
    """A period that cannot be read."""

    def __init__(self, asked: str) -> None:
        allowed = "2024, 2024-Q1, 2024-03, 2024-03-31, 2024-01-01..2024-03-31"
        english = f"period {asked!r} cannot be read; allowed: {allowed}"
        super().__init__("unreadable_period", english, asked=asked, allowed=allowed)


class DayError(MetricError):
    """A day that the calendar of business days does not reach."""

    def __init__(self, asked: date, first: date, last: date) -> None:
        english = f"{asked} is outside the calendar of business days; allowed: {first} to {last}"
        super().__init__("day_outside_calendar", english, asked=asked, first=first, last=last)


class NotEntitledError(MetricError):
    """Something that the viewer may not see."""

    def __init__(self, what: str) -> None:
        super().__init__("not_entitled", f"{what} are shown to entitled viewers only", what=what)


class ClockError(MetricError):
    """Something is said to have happened before what it comes after."""

    def __init__(self, event: str, day: date, after: str, first: date) -> None:
        english = f"{event} on {day} comes before {after} on {first}; allowed: {first} or later"
        super().__init__("before_it_can", english, event=event, day=day, after=after, first=first)


class FilterError(MetricError):
    """A filter that is not DIMENSION=VALUE."""

    def __init__(self, asked: str) -> None:
        english = f"filter {asked!r} cannot be read; allowed: DIMENSION=VALUE, such as region=13"
        super().__init__("unreadable_filter", english, asked=asked)

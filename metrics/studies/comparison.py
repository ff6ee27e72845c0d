"""A value beside another one that gives it meaning: an earlier one, a goal, the country's, the peers'."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from data_access.published import PublishedFigure
from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.model.dimensions import REGION
from metrics.model.errors import EmptyQuestionError, NotAdditiveError
from metrics.model.filters import Filters
from metrics.model.messages import Message
from metrics.model.metric import Direction, Metric
from metrics.model.periods import Period
from metrics.studies.backing import is_backed, made_up

_INCOMPLETE = Message.of("incomplete_period")
_NOT_BACKED = Message.of("no_published_base")


class Verdict(StrEnum):
    """What a change means, by the direction that the metric declares."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """`difference` is now - `reference` in stored units, or None with the `reason` why there is none.

    `before` is the answer that the reference comes from, unless it is a goal.
    """

    now: Answer
    before: Answer | None
    reference: float | None
    difference: float | None
    reason: Message | None = None

    @property
    def verdict(self) -> Verdict:
        """Whether the change is an improvement."""
        return judge(self.now.metric, self.difference)


def judge(metric: Metric, difference: float | None) -> Verdict:
    """The meaning of a change of `difference` in `metric`."""
    if difference is None or metric.direction is Direction.NEUTRAL:
        return Verdict.NEITHER
    if difference == 0:
        return Verdict.SAME
    is_up_good = metric.direction is Direction.HIGHER_IS_BETTER
    return Verdict.BETTER if (difference > 0) == is_up_good else Verdict.WORSE


# --- what values are held against ----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of several metrics; a baseline asks the same of something else."""

    period: Period | None
    filters: Filters
    as_of: date | None

    @property
    def whole_period(self) -> Period:
        """The period; EmptyQuestionError where none was asked for."""
        if self.period is None:
            raise EmptyQuestionError("", "period")
        return self.period


class Baseline(ABC):
    """What a value is held against: the same metric, asked otherwise."""

    @abstractmethod
    def question(self, asked: Asked) -> Asked:
        """The question whose answer is the reference."""

    def refusal(self, metric: Metric) -> Message | None:
        """Why a value of `metric` is not held against its reference, if it is not."""
        return None


@dataclass(frozen=True)
class YearBefore(Baseline):
    """The same days, or whole months, of the year before."""

    def question(self, asked: Asked) -> Asked:
        """The period a year earlier."""
        return replace(asked, period=asked.whole_period.year_before())


@dataclass(frozen=True)
class PreviousPeriod(Baseline):
    """The month, quarter or year before; of other spans, as many months or days before."""

    def question(self, asked: Asked) -> Asked:
        """The period before."""
        return replace(asked, period=asked.whole_period.previous())


@dataclass(frozen=True)
class EarlierDay(Baseline):
    """What was known on an earlier day."""

    day: date

    def question(self, asked: Asked) -> Asked:
        """As of the earlier day."""
        return replace(asked, as_of=self.day)


@dataclass(frozen=True)
class Country(Baseline):
    """The whole country, for what is asked of a region: rates and medians, for a part is not compared with its whole."""

    def question(self, asked: Asked) -> Asked:
        """Of every region."""
        return replace(asked, filters=asked.filters.without(REGION))

    def refusal(self, metric: Metric) -> Message | None:
        """What adds up over regions is a part of the country's."""
        return Message.of("part_of_country") if metric.adds_over(REGION) else None


def compare_with(monitor: Asks, metric_ids: Sequence[str], against: Baseline, asked: Asked) -> tuple[Comparison, ...]:
    """Metrics beside their baseline, in order.

    Not compared where either value is absent, hidden, known for a part of its period only, or made up.
    """
    now, before = (
        monitor.observe(*metric_ids, period=one.period, where=one.filters, as_of=one.as_of)
        for one in (asked, against.question(asked))
    )
    printed = _printed(monitor, [*now.answers, *before.answers])
    return tuple(
        compare(one, other, figures=printed, refusal=against.refusal(one.metric))
        for one, other in zip(now.answers, before.answers, strict=True)
    )


Figures = Sequence[PublishedFigure]
"""What the document prints of a metric: it backs values that rest on demonstration rows."""


def _printed(monitor: Asks, answers: Sequence[Answer]) -> Figures:
    """The figures of those metrics that need some to back them."""
    in_need = made_up(answers)
    return monitor.figures_of(*in_need) if in_need else ()


def compare(now: Answer, before: Answer, *, figures: Figures = (), refusal: Message | None = None) -> Comparison:
    """Compare two answers of one metric; NotAdditiveError where either was split by a dimension."""
    for answer in (now, before):
        _refuse_split(answer)
    reason = refusal or _why_not(now, before) or _why_not_backed(figures, before, now)
    if reason or now.value is None or before.value is None:
        return Comparison(now=now, before=before, reference=before.value, difference=None, reason=reason)
    return Comparison(now=now, before=before, reference=before.value, difference=now.value - before.value)


def compare_with_target(answer: Answer, *, figures: Figures = ()) -> Comparison:
    """An answer beside the goal in force on the last of its days; NotAdditiveError where it was split.

    A goal is declared, so only the value has to be backed.
    """
    _refuse_split(answer)
    target = answer.target
    if target is None or answer.value is None:
        why = Message.of("no_target") if target is None else _no_value(answer)
        return Comparison(now=answer, before=None, reference=None, difference=None, reason=why)
    reason = _why_not_backed(figures, answer)
    difference = None if reason else answer.value - target.value
    return Comparison(now=answer, before=None, reference=target.value, difference=difference, reason=reason)


def _why_not_backed(figures: Figures, *answers: Answer) -> Message | None:
    return None if all(is_backed(answer, figures) for answer in answers) else _NOT_BACKED


def _refuse_split(answer: Answer) -> None:
    if answer.frame.columns[0] != "value":
        raise NotAdditiveError(answer.metric.id, answer.frame.columns[0])


def _why_not(now: Answer, before: Answer) -> Message | None:
    for answer in (before, now):
        if answer.value is None:
            return _no_value(answer)
        if not math.isfinite(answer.value):
            return Message.of("illegible")
    return _INCOMPLETE if is_incomplete(now) or is_incomplete(before) else None


def is_incomplete(answer: Answer) -> bool:
    """Something of its period is not known, or a stock is of an earlier day than its last."""
    return answer.partial or _is_of_an_earlier_day(answer)


def _no_value(answer: Answer) -> Message:
    """Why there is none: a hidden value is not an absent one."""
    if answer.suppressed_cells:
        return Message.of("suppressed", period=answer.period)
    return Message.of("absent", period=answer.period) if answer.period else Message.of("nothing_known")


def _is_of_an_earlier_day(answer: Answer) -> bool:
    """A stock whose period goes on after the last day known is not that of the period's end."""
    is_bound = answer.metric.formula.ends_with_its_period
    return is_bound and answer.days is not None and answer.days[1] < Period.parse(answer.period).end

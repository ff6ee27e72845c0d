"""The one way out of the metrics layer: select, fetch, suppress, and say where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import reduce
from typing import Any

import polars as pl
from sqlalchemy import Engine

from metrics import observations, registers
from metrics.additivity import adds_over, dimensions_of
from metrics.catalogue import metric as metric_of
from metrics.disclosure import suppress
from metrics.errors import (
    EmptyQuestionError,
    GrainError,
    NotAdditiveError,
    UnknownDimensionError,
    UnknownMemberError,
    UnknownMetricError,
)
from metrics.fetching import fetch
from metrics.model import Disclosure, Metric, ObservationKind, Observed, Periodicity, Target
from metrics.periods import GRAINS, Period
from metrics.provenance import Coverage, Snapshot
from metrics.question import Cells, Fetch, Question
from metrics.reader import Reader
from metrics.registers import Answering

KIND_LABELS = {
    "published": "cifra publicada",
    "register": "registro institucional",
    "demonstration": "datos de demostración",
}
_IS_KNOWN = (pl.len() > 0) & pl.col("value").is_not_null().all()
_WHOLE = pl.when(_IS_KNOWN).then(pl.col("value").sum()).alias("value")
"""Cells added up: null where one of them is absent or hidden, and where there is none."""


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """When a source was last loaded, up to which day it speaks, and by when the next load is due.

    `expected_next` is None for sources without a rhythm, and where nothing was loaded.
    """

    last_load: date | None
    covers_to: date | None
    expected_next: date | None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one metric answered: its cells and all that a reader must be told about them.

    `frame` has a column (String) per dimension asked, `value` (Float64 in stored units, null where
    absent or suppressed), `suppressed` and `demonstration` (Boolean). `days` are those that the
    values speak of; `partial` says that the period asked has days that are not known, and
    `partial_units` which of the years, quarters or months asked by, with the last day known.
    `provisional_from` is the first of the days whose figures the source still calls provisional.
    """

    metric: Metric
    frame: pl.DataFrame
    period: str
    where: Mapping[str, tuple[str, ...]]
    days: tuple[date, date] | None
    known_on: date | None
    kinds: frozenset[str]
    partial: bool
    partial_units: Mapping[str, date | None]
    provisional_from: date | None
    freshness: Freshness
    notes: tuple[str, ...]

    @property
    def value(self) -> float | None:
        """The only value, in stored units, None where absent or suppressed; ValueError where there are several."""
        value: float | None = self.frame["value"].item()
        return value

    @property
    def is_at_a_date(self) -> bool:
        """The values tell a state on the last of `days`, not what happened in a period."""
        formula = self.metric.formula
        return not isinstance(formula, Observed) and registers.is_at_a_date(formula)

    @property
    def is_demonstration(self) -> bool:
        """Some row behind the values is demonstration data."""
        return bool(self.frame["demonstration"].any())

    @property
    def suppressed_cells(self) -> int:
        """How many values are hidden."""
        return int(self.frame["suppressed"].sum())

    @property
    def target(self) -> Target | None:
        """The goal in force on the last of the days."""
        return self.metric.target_on(self.days[1]) if self.days else None

    def added_over(self, dimension: str) -> pl.DataFrame:
        """The values without `dimension`: the other dimensions, and `value`, null where a part is absent or hidden.

        UnknownDimensionError where the answer was not split by it, NotAdditiveError where the metric's values cannot
        be added over it.
        """
        asked = [name for name in self.frame.columns if name not in {"value", "suppressed", "demonstration"}]
        if dimension not in asked:
            raise UnknownDimensionError(self.metric.id, dimension, asked)
        if not adds_over(self.metric, dimension):
            raise NotAdditiveError(self.metric.id, dimension)
        others = [name for name in asked if name != dimension]
        return self.frame.group_by(others, maintain_order=True).agg(_WHOLE) if others else self.frame.select(_WHOLE)


@dataclass(frozen=True, kw_only=True)
class Result:
    """Answers to one question by one or more metrics, at one version of the data.

    `result[metric_id]` is one metric's answer; UnknownMetricError where it was not asked. `order` holds the members of
    each dimension as they are displayed. `statements` is the
    SQL that was run, if the question asked for it.
    """

    answers: tuple[Answer, ...]
    by: tuple[str, ...]
    as_of: date | None
    data_version: str
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statements: tuple[str, ...] = ()

    def __getitem__(self, metric_id: str) -> Answer:
        found = {answer.metric.id: answer for answer in self.answers}
        if metric_id not in found:
            raise UnknownMetricError(metric_id, found)
        return found[metric_id]

    @property
    def frame(self) -> pl.DataFrame:
        """All answers in one frame: `metric`, `period`, the dimensions, `value` (stored units), `unit`, flags."""
        return pl.concat(
            answer.frame.select(
                pl.lit(answer.metric.id).alias("metric"),
                pl.lit(answer.period).alias("period"),
                *self.by,
                "value",
                pl.lit(answer.metric.unit.id).alias("unit"),
                "suppressed",
                "demonstration",
            )
            for answer in self.answers
        )

    @property
    def wide(self) -> pl.DataFrame:
        """One row per combination of members, one column of values (Float64, stored units) per metric, named by its id."""
        columns = [answer.frame.select(*self.by, pl.col("value").alias(answer.metric.id)) for answer in self.answers]
        if not self.by:
            return pl.concat(columns, how="horizontal")
        on = list(self.by)
        joined = reduce(
            lambda left, right: left.join(
                right, on=on, how="full", coalesce=True, nulls_equal=True, maintain_order="left_right"
            ),
            columns,
        )
        return _ordered(joined, self.by, self.order)

    def rows(self) -> list[dict[str, Any]]:
        """The frame as JSON-ready rows; whole numbers of whole units are integers."""
        return [
            {**row, "value": as_stored(row["value"], self[row["metric"]].metric)}
            for row in self.frame.iter_rows(named=True)
        ]


def as_stored(value: float | None, metric: Metric) -> float | int | None:
    """`value` as an integer where the metric's unit only has whole numbers."""
    is_whole = value is not None and metric.unit.is_integral and value == int(value)
    return int(value) if value is not None and is_whole else value


def observe(
    engine: Engine,
    *metric_ids: str,
    by: str | Sequence[str] = (),
    period: str | None = None,
    where: Mapping[str, str | Sequence[str]] | None = None,
    as_of: date | None = None,
    at: Snapshot | None = None,
    explain: bool = False,
    use_rollups: bool = True,
) -> Result:
    """Ask metrics for their values, at one version of the data: an answer each, in the order asked.

    `by` names a dimension or several; `period` is text such as '2024-Q1', or None for all that is known;
    `where` keeps one member or several of a dimension; `as_of` answers with what was known on that day. `at`
    asks a snapshot instead of the database as it is now; `explain` keeps the SQL; without `use_rollups` the
    same answers come from the rows. Raises MetricError (nothing asked, unknown metric, dimension or member,
    unreadable period, incompatible grain, cells that cannot be added).
    """
    filters = {name: _once(values) for name, values in (where or {}).items()}
    asked = Period.parse(period) if period is not None else None
    dimensions = _once(by)
    questions = [
        Question(metric=metric_of(metric_id), by=dimensions, period=asked, where=filters, as_of=as_of)
        for metric_id in _once(metric_ids)
    ]
    _check(questions)
    with engine.connect() as connection:
        reader = Reader(connection, at, explains=explain, uses_rollups=use_rollups)
        answers = tuple(_answers(reader, questions))
        order = _order(reader, dimensions)
    known = [answer.known_on for answer in answers if answer.known_on]
    return Result(
        answers=answers,
        by=dimensions,
        as_of=as_of or max(known, default=None),
        data_version=reader.at.data_version,
        order=order,
        statements=tuple(reader.statements),
    )


def _once(names: str | Sequence[str]) -> tuple[str, ...]:
    """Each of the names, or the only one, once."""
    return (names,) if isinstance(names, str) else tuple(dict.fromkeys(names))


def _check(questions: Sequence[Question]) -> None:
    if not questions:
        raise EmptyQuestionError("", "metrics")
    for question in questions:
        _check_dimensions(question)
        _check_period(question)


def _check_dimensions(question: Question) -> None:
    allowed = dimensions_of(question.metric)
    for name in question.by:
        if name not in allowed:
            raise UnknownDimensionError(question.metric.id, name, allowed)
    for name, values in question.where.items():
        if name not in allowed or name in GRAINS:
            raise UnknownDimensionError(question.metric.id, name, set(allowed) - set(GRAINS))
        if not values:
            raise EmptyQuestionError(name, "where")
    for name in question.metric.requires:
        if not question.is_fixed(name):
            raise NotAdditiveError(question.metric.id, name)


def _check_period(question: Question) -> None:
    """Rows that stand for a month, under its first day, do not tell its days apart."""
    metric, period = question.metric, question.period
    is_by_month = metric.periodicity is Periodicity.MONTH and not isinstance(metric.formula, Observed)
    if is_by_month and period and not period.is_of_whole_months:
        raise GrainError(metric.id, "day")


def _answers(reader: Reader, questions: Sequence[Question]) -> list[Answer]:
    for question in questions:
        _check_members(reader, question)
    cells = _cells(reader, [_unfiltered(question) for question in questions])
    return [_answer(reader, question, found) for question, found in zip(questions, cells, strict=True)]


def _unfiltered(question: Question) -> Question:
    """Small cells are looked for among all the members of a dimension, whichever of them are asked for."""
    if question.metric.disclosure is Disclosure.PUBLIC or not question.where:
        return question
    by = tuple(dict.fromkeys((*question.by, *question.where)))
    return replace(question, by=by, where={}, including=question.where)


def _cells(reader: Reader, questions: Sequence[Question]) -> list[Cells]:
    """The cells of each question; what several of them read at a time is read together."""
    found: dict[int, Cells] = {}
    steps: dict[int, tuple[Answering, Fetch]] = {}
    for number, question in enumerate(questions):
        if isinstance(question.metric.formula, Observed):
            found[number] = observations.fetch(reader, question, question.metric.formula)
        else:
            _advance(registers.answering(reader, question), None, number, found, steps)
    while steps:
        waiting, steps = steps, {}
        frames = fetch(reader, [asked for _, asked in waiting.values()])
        for (number, (steps_of_one, _)), frame in zip(waiting.items(), frames, strict=True):
            _advance(steps_of_one, frame, number, found, steps)
    return [found[number] for number in range(len(questions))]


def _advance(
    answering: Answering,
    frame: pl.DataFrame | None,
    number: int,
    found: dict[int, Cells],
    steps: dict[int, tuple[Answering, Fetch]],
) -> None:
    """Take one question to its next fetch, or to its cells."""
    try:
        asked = next(answering) if frame is None else answering.send(frame)
    except StopIteration as end:
        found[number] = end.value
    else:
        steps[number] = (answering, asked)


def _answer(reader: Reader, question: Question, cells: Cells) -> Answer:
    metric = question.metric
    asked = _unfiltered(question)
    hidden = suppress(cells.frame, metric.disclosure, asked.by)
    frame = _ordered(_kept(hidden, question, asked), question.by, _order(reader, question.by))
    known = cells.coverage
    return Answer(
        metric=metric,
        frame=frame.select(*question.by, "value", "suppressed", "demonstration"),
        period=_period_label(question, cells),
        where=question.where,
        days=cells.days,
        known_on=known.recorded_on,
        kinds=known.kinds,
        partial=_is_partial(question, cells),
        partial_units=cells.partial_units,
        provisional_from=_provisional_from(known, cells.days),
        freshness=_freshness(metric, known),
        notes=cells.notes,
    )


def _kept(frame: pl.DataFrame, question: Question, asked: Question) -> pl.DataFrame:
    """The members that the question is about, added where it does not ask by them."""
    if asked is question:
        return frame
    kept = frame.filter(pl.col(name).is_in(values) for name, values in question.where.items())
    if asked.by == question.by:
        return kept
    for name in asked.by:
        if not question.is_fixed(name) and not adds_over(question.metric, name):
            raise NotAdditiveError(question.metric.id, name)
    flags = [pl.col("suppressed").any(), pl.col("demonstration").any()]
    by = list(question.by)
    return kept.group_by(by, maintain_order=True).agg(_WHOLE, *flags) if by else kept.select(_WHOLE, *flags)


def _provisional_from(known: Coverage, days: tuple[date, date] | None) -> date | None:
    since = known.provisional_from
    return max(since, days[0]) if since and days and since <= days[1] else None


def _freshness(metric: Metric, known: Coverage) -> Freshness:
    last = known.covers_to
    expected = _EXPECTED[metric.periodicity](last) if last and metric.periodicity in _EXPECTED else None
    return Freshness(last_load=known.recorded_on, covers_to=last, expected_next=expected)


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


def _check_members(reader: Reader, question: Question) -> None:
    for name, values in question.where.items():
        is_of_rows = name == "region" and not isinstance(question.metric.formula, Observed)
        known = (reader.places() if is_of_rows else reader.members(name)).labels
        for value in values:
            if value not in known:
                raise UnknownMemberError(name, value, known)


def _order(reader: Reader, by: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(reader.members(name).labels) for name in by}


def _ordered(frame: pl.DataFrame, by: tuple[str, ...], order: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """Rows in the display order of each dimension; members that no list names come last."""
    keys = []
    for name in by:
        codes = order.get(name, ())
        position = pl.col(name).replace_strict(codes, range(len(codes)), default=len(codes), return_dtype=pl.Int64)
        keys += [position, pl.col(name)] if codes else [pl.col(name)]
    return frame.sort(keys, nulls_last=True) if keys else frame


def _period_label(question: Question, cells: Cells) -> str:
    if question.period:
        return question.period.label
    if cells.days is None:
        return ""
    start, end = cells.days
    formula = question.metric.formula
    is_point = not isinstance(formula, Observed) and registers.is_at_a_date(formula)
    return f"{end}" if is_point or start == end else f"{start}..{end}"


def _is_partial(question: Question, cells: Cells) -> bool:
    """The values leave days of the period out; a stock speaks of its last day only."""
    if question.period is None or cells.days is None:
        return False
    formula = question.metric.formula
    if isinstance(formula, Observed):
        return formula.kind is ObservationKind.FLOW and cells.days[1] < question.period.end
    return not registers.is_at_a_date(formula) and cells.coverage.is_partial(question.period)

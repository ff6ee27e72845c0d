"""The one way out of the metrics layer: select, fetch, suppress, and say where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine

from metrics import observations, provenance, registers
from metrics.catalogue import metric as metric_of
from metrics.dimensions import members
from metrics.disclosure import suppress
from metrics.errors import NotAdditiveError, UnknownDimensionError, UnknownMemberError
from metrics.model import Metric, ObservationKind, Observed
from metrics.periods import GRAINS, Period
from metrics.question import Cells, Question

KIND_LABELS = {
    "published": "cifra publicada",
    "register": "registro institucional",
    "demonstration": "datos de demostración",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one metric answered: its cells and all that a reader must be told about them.

    `frame` has a column (String) per dimension asked, `value` (Float64 in stored units, null where
    absent or suppressed), `suppressed` and `demonstration` (Boolean). `days` are those that the
    values speak of; `partial` says that the period asked has days that are not known, and
    `partial_units` which of the years, quarters or months asked by, with the last day known.
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
    notes: tuple[str, ...]

    @property
    def value(self) -> float | None:
        """The only value of an answer that was not split; None where absent or suppressed."""
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


@dataclass(frozen=True, kw_only=True)
class Result:
    """Answers to one question by one or more metrics, at one version of the data."""

    answers: tuple[Answer, ...]
    by: tuple[str, ...]
    as_of: date | None
    data_version: str

    def __getitem__(self, metric_id: str) -> Answer:
        return next(answer for answer in self.answers if answer.metric.id == metric_id)

    @property
    def frame(self) -> pl.DataFrame:
        """All answers in one frame: `metric`, `period`, the dimensions, `value`, `unit`, flags."""
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
    by: Sequence[str] = (),
    period: str | None = None,
    where: Mapping[str, str | Sequence[str]] | None = None,
    as_of: date | None = None,
) -> Result:
    """Ask metrics for their values, at one version of the data.

    `by` names dimensions; `period` is text such as '2024-Q1', or None for all that is known;
    `where` keeps some members of dimensions; `as_of` answers with what was known on that day.
    Raises MetricError (unknown metric or dimension, unreadable period, cells that cannot be added).
    """
    filters = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in (where or {}).items()}
    asked = Period.parse(period) if period else None
    dimensions = tuple(dict.fromkeys(by))
    questions = [
        Question(metric=metric_of(metric_id), by=dimensions, period=asked, where=filters, as_of=as_of)
        for metric_id in metric_ids
    ]
    for question in questions:
        _check(question)
    with engine.connect() as connection:
        version = provenance.data_version(connection)
        answers = tuple(_answer(connection, question) for question in questions)
    known = [answer.known_on for answer in answers if answer.known_on]
    return Result(answers=answers, by=dimensions, as_of=as_of or max(known, default=None), data_version=version)


def dimensions_of(metric: Metric) -> tuple[str, ...]:
    """The dimensions that `metric` may be asked by."""
    formula = metric.formula
    if isinstance(formula, Observed):
        return (*((formula.by,) if formula.by else ()), "region", *GRAINS)
    dataset = registers.dataset_of(formula)
    return (*dataset.dimensions, *(GRAINS if dataset.time is not None else ()))


def _check(question: Question) -> None:
    allowed = dimensions_of(question.metric)
    for name in question.by:
        if name not in allowed:
            raise UnknownDimensionError(question.metric.id, name, allowed)
    for name in question.where:
        if name not in allowed or name in GRAINS:
            raise UnknownDimensionError(question.metric.id, name, set(allowed) - set(GRAINS))
    for name in question.metric.requires:
        if not question.is_fixed(name):
            raise NotAdditiveError(question.metric.id, name)


def _answer(connection: Connection, question: Question) -> Answer:
    metric = question.metric
    formula = metric.formula
    _check_members(connection, question)
    if isinstance(formula, Observed):
        cells = observations.fetch(connection, question, formula)
    else:
        cells = registers.fetch(connection, question)
    ordered = _ordered(connection, suppress(cells.frame, metric.disclosure, question.by), question.by)
    frame = ordered.select(*question.by, "value", "suppressed", "demonstration")
    return Answer(
        metric=metric,
        frame=frame,
        period=_period_label(question, cells),
        where=question.where,
        days=cells.days,
        known_on=cells.coverage.recorded_on,
        kinds=cells.coverage.kinds,
        partial=_is_partial(question, cells),
        partial_units=cells.partial_units,
        notes=cells.notes,
    )


def _check_members(connection: Connection, question: Question) -> None:
    for name, values in question.where.items():
        known = members(connection, name).labels
        for value in values:
            if value not in known:
                raise UnknownMemberError(name, value, known)


def _ordered(connection: Connection, frame: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Rows in the display order of each dimension; members that no list names come last."""
    keys = []
    for name in by:
        codes = list(members(connection, name).labels)
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

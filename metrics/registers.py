"""Answers from register rows: the aggregation is SQL's, polars finishes (ratios, quantiles, zeros)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection

from metrics import provenance
from metrics.datasets import Dataset
from metrics.dimensions import members, territories
from metrics.errors import FilterError, GrainError, NotAdditiveError
from metrics.model import Count, Formula, Observed, OpenStock, Quantile, Ratio, ShareOfTotal, Sum
from metrics.periods import GRAINS, Period
from metrics.question import Cells, Question
from metrics.sql import TIME_LABELS

_NOTHING_KNOWN = "sin datos conocidos a esa fecha"
Part = Count | Sum


def dataset_of(formula: Formula) -> Dataset:
    """The dataset that a formula over rows reads."""
    match formula:
        case Ratio():
            return formula.numerator.dataset
        case ShareOfTotal():
            return formula.part.dataset
        case Observed():
            msg = "an observed value has no dataset"
            raise TypeError(msg)
        case _:
            return formula.dataset


def fetch(connection: Connection, question: Question) -> Cells:
    """The cells of a metric whose formula is over rows."""
    formula = question.metric.formula
    dataset = dataset_of(formula)
    _refuse_grains(question, dataset)
    known = provenance.coverage(connection, dataset.register, question.as_of)
    days = _days(known, question)
    if days is None:
        return Cells(frame=_absent(question), coverage=known, days=None, notes=(_NOTHING_KNOWN,))
    query = _Query(connection, question, dataset, known, days)
    return Cells(frame=_answer(query, formula), coverage=known, days=days, partial_units=_partial_units(query))


def _refuse_grains(question: Question, dataset: Dataset) -> None:
    formula, grains = question.metric.formula, question.grains
    if not grains:
        return
    if isinstance(formula, OpenStock) or dataset.time is None:
        raise GrainError(question.metric.id, grains[0], "fecha: pida un período por vez")
    if _is_year_to_date(formula) and set(grains) - {"year"}:
        raise GrainError(question.metric.id, "month" if "month" in grains else "quarter", "año acumulado")


def _is_year_to_date(formula: Formula) -> bool:
    match formula:
        case Sum():
            return formula.year_to_date
        case Ratio():
            return _is_year_to_date(formula.numerator)
        case _:
            return False


def _days(known: provenance.Coverage, question: Question) -> tuple[date, date] | None:
    """The covered days to ask for; a stock or a snapshot looks at the last of them."""
    period, formula = question.period, question.metric.formula
    overlap = known.overlap(period)
    if overlap is None:
        return _snapshot_days(known, period) if _is_snapshot(formula) else None
    start, end = overlap
    if _is_year_to_date(formula):
        is_last_year = period is None and "year" not in question.by
        start = date(end.year if is_last_year else start.year, 1, 1)
    return start, end


def is_at_a_date(formula: Formula) -> bool:
    """The formula tells the state of rows on a day, not what happened in a period."""
    return isinstance(formula, OpenStock) or _is_snapshot(formula)


def _is_snapshot(formula: Formula) -> bool:
    return not isinstance(formula, Observed) and dataset_of(formula).time is None


def _snapshot_days(known: provenance.Coverage, period: Period | None) -> tuple[date, date] | None:
    """A snapshot after the last report still stands as that report left it."""
    if period is None or known.covers_to is None or period.start <= known.covers_to:
        return None
    return known.covers_to, known.covers_to


class _Query:
    """A question bound to its dataset: groups, conditions and binds, ready for any aggregate."""

    def __init__(
        self,
        connection: Connection,
        question: Question,
        dataset: Dataset,
        known: provenance.Coverage,
        days: tuple[date, date],
    ) -> None:
        self.connection, self.question, self.dataset, self.known, self.days = (
            connection,
            question,
            dataset,
            known,
            days,
        )
        self.groups = [self._group(name) for name in question.by]

    def split_by(self, name: str) -> _Query:
        """The same question, by one more dimension."""
        question = replace(self.question, by=(*self.question.by, name))
        return _Query(self.connection, question, self.dataset, self.known, self.days)

    def _group(self, name: str) -> ColumnElement[Any]:
        if name in self.dataset.dimensions:
            return self.dataset.dimensions[name].label(name)
        unit: ColumnElement[Any] = TIME_LABELS[name](self.dataset.time)
        return unit.label(name)

    def _conditions(self, *, in_period: bool, unfiltered: str | None) -> list[ColumnElement[bool]]:
        conditions = [self.dataset.visible]
        if in_period and self.dataset.time is not None:
            conditions.append(self.dataset.time.between(*self.days))
        for name, values in self.question.where.items():
            if name != unfiltered:
                conditions.append(_matches(self.dataset.dimensions[name], name, values))
        return conditions

    def today(self, *, at_period_end: bool) -> date:
        """The day that the rows are looked at: the last one known, or the period's last."""
        last = self.known.covers_to
        is_snapshot = self.dataset.time is None
        return self.days[1] if at_period_end or is_snapshot or last is None else last

    def run(
        self,
        aggregates: Sequence[ColumnElement[Any]],
        *,
        in_period: bool = True,
        at_period_end: bool = False,
        unfiltered: str | None = None,
        also_by: Sequence[ColumnElement[Any]] = (),
    ) -> pl.DataFrame:
        """Grouped aggregates as a frame, with `demonstration` telling which groups have such rows."""
        groups = [*self.groups, *also_by]
        statement = (
            sa.select(*groups, *aggregates, self._demonstration())
            .select_from(self.dataset.rows)
            .where(*self._conditions(in_period=in_period, unfiltered=unfiltered))
            .group_by(*groups)
        )
        today = self.today(at_period_end=at_period_end)
        binds = {
            "horizon": self.known.horizon,
            "today": today,
            "today_number": provenance.business_day_number(self.connection, today),
        }
        rows = self.connection.execute(statement, binds).all()
        names = [column.name for column in statement.selected_columns]
        return self._frame(names, [tuple(row) for row in rows])

    def _demonstration(self) -> ColumnElement[int]:
        marked = self.dataset.versions.c.batch_id.in_(self.known.demonstration_batches)
        return sa.func.max(sa.case((marked, 1), else_=0)).label("demonstration")

    def _frame(self, names: list[str], rows: list[tuple[Any, ...]]) -> pl.DataFrame:
        frame = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
        texts = [pl.col(name).cast(pl.String) for name in self.question.by]
        # Without rows there is no mark: a zero is as real as the register that it was counted in.
        flag = (pl.col("demonstration").cast(pl.Int8) == 1).fill_null(bool(self.known.demonstration_batches))
        return frame.with_columns(*texts, demonstration=flag)


def _matches(column: ColumnElement[Any], name: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    if not isinstance(column.type, sa.Integer):
        return column.in_(values)
    if not all(value.isdigit() for value in values):
        raise FilterError(f"{name}={','.join(values)}")
    return column.in_([int(value) for value in values])


def _aggregate(part: Part, name: str) -> ColumnElement[Any]:
    aggregate: sa.Function[Any] = sa.func.count() if isinstance(part, Count) else sa.func.sum(part.column)
    return aggregate.label(name) if part.where is None else aggregate.filter(part.where).label(name)


def _answer(query: _Query, formula: Formula) -> pl.DataFrame:
    match formula:
        case Count() | Sum():
            return _additive(query, formula)
        case Ratio():
            return _ratio(query, formula)
        case ShareOfTotal():
            return _share(query, formula)
        case OpenStock():
            return _open(query, formula)
        case Quantile():
            return _quantile(query, formula)
        case Observed():
            msg = "observed values are answered by metrics.observations"
            raise TypeError(msg)


def _additive(query: _Query, part: Part) -> pl.DataFrame:
    _refuse_years(query, part)
    return _with_zeros(query, query.run([_aggregate(part, "value")]), ["value"])


def _refuse_years(query: _Query, formula: Formula) -> None:
    asked = query.question.period
    if _is_year_to_date(formula) and "year" not in query.question.by and asked and asked.start.year != asked.end.year:
        raise NotAdditiveError(query.question.metric.id, "year")


def _ratio(query: _Query, ratio: Ratio) -> pl.DataFrame:
    _refuse_years(query, ratio)
    parts = [_aggregate(ratio.numerator, "numerator"), _aggregate(ratio.denominator, "denominator")]
    frame = _with_zeros(query, query.run(parts), ["numerator", "denominator"])
    return _divide(frame, pl.col("denominator"))


def _divide(frame: pl.DataFrame, denominator: pl.Expr) -> pl.DataFrame:
    """Numerator over denominator, null where it is zero: the only place where shares are computed."""
    quotient = pl.when(denominator > 0).then(pl.col("numerator") / denominator)
    return frame.with_columns(value=quotient.cast(pl.Float64)).drop("numerator", "denominator", strict=False)


def _share(query: _Query, share: ShareOfTotal) -> pl.DataFrame:
    """The filter on `over` chooses which shares are shown: the whole stays whole."""
    if share.over not in query.question.by:
        return _share(query.split_by(share.over), share).drop(share.over)
    counted = query.run([_aggregate(share.part, "numerator")], unfiltered=share.over)
    frame = counted.filter(pl.col(share.over).is_not_null())
    filled = _with_zeros(query, frame, ["numerator"])
    others = [name for name in query.question.by if name != share.over]
    if not others:
        return _divide(filled, pl.lit(frame["numerator"].sum()))
    totals = frame.group_by(others).agg(denominator=pl.col("numerator").sum())
    return _divide(filled.join(totals, on=others, how="left", nulls_equal=True), pl.col("denominator"))


def _open(query: _Query, stock: OpenStock) -> pl.DataFrame:
    waiting = query.dataset.waiting
    if waiting is None:
        msg = f"{query.dataset.register} does not say how long its rows wait"
        raise TypeError(msg)
    condition = waiting.is_overdue if stock.overdue else waiting.is_open
    counted = sa.func.count().filter(condition).label("value")
    return _with_zeros(query, query.run([counted], in_period=False, at_period_end=True), ["value"])


def _quantile(query: _Query, quantile: Quantile) -> pl.DataFrame:
    waiting = query.dataset.waiting
    if waiting is None:
        msg = f"{query.dataset.register} does not say how long its rows wait"
        raise TypeError(msg)
    answered = sa.func.sum(sa.case((waiting.is_answered, 1), else_=0)).label("answered")
    histogram = query.run([sa.func.count().label("rows"), answered], also_by=[waiting.days.label("days")])
    return _groups(query, histogram, quantile.q)


def _groups(query: _Query, histogram: pl.DataFrame, q: float) -> pl.DataFrame:
    by = list(query.question.by)
    if not by:
        return pl.DataFrame(
            {"value": [survival_quantile(histogram, q)], "demonstration": [histogram["demonstration"].any()]},
            schema={"value": pl.Float64, "demonstration": pl.Boolean},
        )
    rows = [
        {
            **dict(zip(by, key, strict=True)),
            "value": survival_quantile(group, q),
            "demonstration": group["demonstration"].any(),
        }
        for key, group in histogram.group_by(by, maintain_order=True)
    ]
    schema = dict.fromkeys(by, pl.String) | {"value": pl.Float64, "demonstration": pl.Boolean}
    return pl.DataFrame(rows, schema=schema)


def survival_quantile(histogram: pl.DataFrame, q: float) -> float | None:
    """Days by which a share `q` was answered (Kaplan-Meier), or None if it is not reached.

    `histogram`: `days`, `rows` (that waited so long) and `answered` (of these, answered then).
    """
    waiting = int(histogram["rows"].sum() or 0)
    surviving = 1.0
    for days, rows, answered in histogram.sort("days").select("days", "rows", "answered").iter_rows():
        surviving *= 1 - answered / waiting
        if surviving <= 1 - q + 1e-12:
            return float(days)
        waiting -= rows
    return None


def _with_zeros(query: _Query, frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Every member of the dimensions asked, with zero where the covered days have no row."""
    by = list(query.question.by)
    numbers = [pl.col(name).cast(pl.Float64).fill_null(0.0) for name in columns]
    if not by:
        return frame.with_columns(numbers)
    domain = pl.DataFrame(
        list(product(*(_domain(query, name, frame) for name in by))),
        schema=dict.fromkeys(by, pl.String),
        orient="row",
    )
    filled = domain.join(frame, on=by, how="left", nulls_equal=True, maintain_order="left")
    marked = pl.col("demonstration").fill_null(bool(query.known.demonstration_batches))
    return filled.with_columns(*numbers, marked)


def _domain(query: _Query, name: str, frame: pl.DataFrame) -> list[str | None]:
    if name in GRAINS:
        return [unit.label for unit in Period(*query.days, "").units(name)]
    found = frame[name].unique(maintain_order=True).to_list()
    asked = query.question.where.get(name)
    if asked:
        return list(asked)
    known: list[str | None] = list(members(query.connection, name).labels)
    if name == "region":
        regions = territories(query.connection, "region").labels
        known = [code for code in known if code in regions or code in found]
    return known + [code for code in found if code not in known]


def _partial_units(query: _Query) -> dict[str, date | None]:
    """The units of time asked that reach beyond the days known."""
    last = query.known.covers_to
    units = [unit for grain in query.question.grains for unit in Period(*query.days, "").units(grain)]
    return {unit.label: last for unit in units if last and (unit.end > last or query.known.is_partial(unit))}


def _absent(question: Question) -> pl.DataFrame:
    """No cell is known: one row of null where nothing is asked by, none where something is."""
    schema: dict[str, Any] = dict.fromkeys(question.by, pl.String) | {"value": pl.Float64, "demonstration": pl.Boolean}
    rows = [] if question.by else [(None, False)]
    return pl.DataFrame(rows, schema=schema, orient="row")

"""Answers from observations: values that arrive already added up, each for an interval of days."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access.schema import load_batches
from data_access.schema import observations as table
from metrics.errors import GrainError, NotAdditiveError
from metrics.model import ObservationKind, Observed
from metrics.periods import Period, label
from metrics.provenance import Coverage
from metrics.question import Cells, Question
from metrics.reader import Reader
from metrics.sql import visible

_COUNTRY = "CL"
_SCHEMA: dict[str, Any] = {
    "region": pl.String,
    "member": pl.String,
    "period_key": pl.String,
    "period_from": pl.Date,
    "period_to": pl.Date,
    "value": pl.Float64,
    "demonstration": pl.Boolean,
}


def fetch(reader: Reader, question: Question, formula: Observed) -> Cells:
    """The cells of an observation-backed metric."""
    known = reader.coverage("observations", question.as_of)
    selected = _one_level(_select(reader, question, known), question)
    found = _in_grain(selected, question)
    _refuse_overlaps(found, question, formula)
    days = _days(found)
    frame = _combine(found, question, formula)
    return Cells(
        frame=frame,
        coverage=known,
        days=days,
        partial_units=_partial_units(found, question, formula),
        notes=_left_out(selected.height - found.height),
    )


def _left_out(values: int) -> tuple[str, ...]:
    """Values of intervals longer than the units of time asked are in none of them."""
    return (f"{values} valores de períodos más largos no se muestran",) if values else ()


def stock_at(reader: Reader, indicator: str, day: date, as_of: date | None) -> pl.DataFrame:
    """The last value of a stock known at the end of `day`, by `region` (CL for the country), as `people`."""
    known = reader.coverage("observations", as_of)
    statement = (
        sa.select(table.c.territory_code, sa.func.coalesce(table.c.period_to, load_batches.c.covers_to), table.c.value)
        .join(load_batches, load_batches.c.id == table.c.batch_id)
        .where(table.c.indicator == indicator, visible(table))
    )
    rows = [tuple(row) for row in reader.rows(statement, {"horizon": known.horizon})]
    found = pl.DataFrame(rows, schema={"region": pl.String, "day": pl.Date, "people": pl.Float64}, orient="row")
    return found.filter(pl.col("day") <= day).sort("day").group_by("region").last().select("region", "people")


def _partial_units(found: pl.DataFrame, question: Question, formula: Observed) -> dict[str, date | None]:
    """The units of time whose flows end before the unit does, or on a day that the source does not state."""
    if formula.kind is not ObservationKind.FLOW:
        return {}
    partial: dict[str, date | None] = {}
    for grain in question.grains:
        ends = found.group_by(grain).agg(pl.col("period_to").max(), pl.col("period_key").str.ends_with("..").any())
        for unit, end, is_undated in ends.iter_rows():
            if end < Period.parse(unit).end:
                partial[unit] = None if is_undated else end
    return partial


def _select(reader: Reader, question: Question, known: Coverage) -> pl.DataFrame:
    """The visible observations inside the period and the filters, one row each."""
    statement = (
        sa.select(
            table.c.territory_code,
            table.c.member,
            table.c.period_key,
            table.c.period_from,
            table.c.period_to,
            table.c.value,
            (load_batches.c.data_kind == "demonstration").label("demonstration"),
            load_batches.c.covers_to,
        )
        .join(load_batches, load_batches.c.id == table.c.batch_id)
        .where(table.c.indicator == question.metric.id, visible(table))
        .order_by(table.c.period_from, table.c.territory_code, table.c.member)
    )
    for name, values in question.where.items():
        statement = statement.where((table.c.territory_code if name == "region" else table.c.member).in_(values))
    rows = [
        (
            row.territory_code,
            row.member,
            row.period_key,
            row.period_from,
            _last_day(row.period_from, row.period_to, row.covers_to),
            row.value,
            bool(row.demonstration),
        )
        for row in reader.rows(statement, {"horizon": known.horizon})
    ]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    if question.period is None:
        return frame
    inside = (pl.col("period_from") >= question.period.start) & (pl.col("period_to") <= question.period.end)
    return frame.filter(inside.fill_null(value=False))


def _last_day(period_from: date | None, period_to: date | None, covers_to: date) -> date | None:
    """A period without a stated end ends with what its source covers; without a start, it has no date."""
    return period_to if period_to or not period_from else covers_to


def _one_level(found: pl.DataFrame, question: Question) -> pl.DataFrame:
    """The country's own value where the question is not about regions, never both levels added."""
    is_country = pl.col("region") == _COUNTRY
    if question.is_fixed("region") or "region" in question.where:
        others = found.filter(~is_country)
        return found if others.is_empty() or "region" in question.where else others
    country = found.filter(is_country)
    return found if country.is_empty() else country


def _in_grain(found: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Add a column per grain asked, keeping the values whose interval lies within one unit of it."""
    for grain in question.grains:
        units = [
            label(start, grain) if start and end and label(start, grain) == label(end, grain) else None
            for start, end in found.select("period_from", "period_to").iter_rows()
        ]
        kept = found.with_columns(pl.Series(grain, units, dtype=pl.String)).filter(pl.col(grain).is_not_null())
        if kept.is_empty() and not found.is_empty():
            raise GrainError(question.metric.id, grain)
        found = kept
    return found


def _refuse_overlaps(found: pl.DataFrame, question: Question, formula: Observed) -> None:
    own = formula.by
    is_rate = formula.kind is ObservationKind.RATE
    if own and (is_rate or formula.overlapping) and not question.is_fixed(own) and found["member"].n_unique() > 1:
        raise NotAdditiveError(question.metric.id, own)
    if not is_rate:
        return
    if not question.is_fixed("region") and found["region"].n_unique() > 1:
        raise NotAdditiveError(question.metric.id, "region")
    if question.period and not question.grains and found["period_key"].n_unique() > 1:
        raise NotAdditiveError(question.metric.id, "year")


def _combine(found: pl.DataFrame, question: Question, formula: Observed) -> pl.DataFrame:
    """Flows add up; stocks and rates are those of the last interval."""
    named = found.rename({"member": formula.by}) if formula.by else found
    by = list(question.by)
    if formula.kind is not ObservationKind.FLOW:
        cell = [*question.grains, "region", formula.by or "member"]
        named = named.sort("period_to", "period_from", nulls_last=False).group_by(cell, maintain_order=True).last()
    sums = [pl.col("value").sum(), pl.col("demonstration").any()]
    if by:
        return named.group_by(by, maintain_order=True).agg(sums).select(*by, "value", "demonstration")
    if named.is_empty():
        return pl.DataFrame(
            {"value": [None], "demonstration": [False]}, schema={"value": pl.Float64, "demonstration": pl.Boolean}
        )
    return named.select(sums)


def _days(found: pl.DataFrame) -> tuple[date, date] | None:
    start, end = found["period_from"].min(), found["period_to"].max()
    return (start, end) if isinstance(start, date) and isinstance(end, date) else None

"""Answers shared between sessions: the only caches, keyed on the version of the data and never on time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st
from sqlalchemy import Engine

from data_access.engine import connect, require_schema
from data_access.published import PublishedFigure
from data_access.settings import Settings
from geo.layer import read_regions
from metrics import Answer, Result, observe, plan_register, provenance
from metrics.comparison import Comparison, with_cut, with_year_before
from metrics.dimensions import Members, members, territories
from metrics.errors import MetricError
from metrics.reconciliation import Check, printed_otherwise, reconcile

_ENTRIES = 2_000


@lru_cache(1)
def engine() -> Engine:
    """The read-only connection pool of this process."""
    return connect(Settings().url, read_only=True)


def version() -> str:
    """The version of the data now; raises DatabaseUnavailableError if there is none."""
    require_schema(engine())
    with engine().connect() as connection:
        return provenance.snapshot(connection).data_version


def ask(
    *metric_ids: str,
    by: tuple[str, ...] = (),
    period: str | None = None,
    where: Mapping[str, str] | None = None,
    as_of: date | None = None,
) -> Result:
    """`observe`, remembered for as long as the data stay the same."""
    filters = tuple(sorted((where or {}).items()))
    return _ask(version(), metric_ids, by=by, period=period, where=filters, as_of=as_of)


@st.cache_resource(max_entries=_ENTRIES, show_spinner=False)
def _ask(
    data_version: str,
    metric_ids: tuple[str, ...],
    *,
    by: tuple[str, ...],
    period: str | None,
    where: tuple[tuple[str, str], ...],
    as_of: date | None,
) -> Result:
    return observe(engine(), *metric_ids, by=by, period=period, where=dict(where), as_of=as_of)


def is_answerable(metric_id: str, dimension: str) -> bool:
    """The metric has more than one value by that dimension."""
    try:
        frame = ask(metric_id, by=(dimension,)).answers[0].frame
    except MetricError:
        return False
    return frame.drop_nulls("value").height > 1


def by_year(metric_id: str) -> Answer | None:
    """A metric by year, or None if it has no values by year."""
    try:
        answer = ask(metric_id, by=("year",)).answers[0]
    except MetricError:
        return None
    return None if answer.frame.drop_nulls("value").is_empty() else answer


def compared(metric_id: str, *, period: str, where: Mapping[str, str] | None = None) -> Comparison:
    """A metric in a period, beside the year before."""
    return _compared(version(), metric_id, period, tuple(sorted((where or {}).items())))


@st.cache_resource(max_entries=_ENTRIES, show_spinner=False)
def _compared(
    data_version: str,
    metric_id: str,
    period: str,
    where: tuple[tuple[str, str], ...],
) -> Comparison:
    return with_year_before(engine(), metric_id, period=period, where=dict(where))[0]


def compared_with_cut(metric_id: str, *, as_of: date, earlier: date) -> Comparison:
    """A metric as known on a day, beside an earlier one."""
    return _compared_with_cut(version(), metric_id, as_of, earlier)


@st.cache_resource(max_entries=_ENTRIES, show_spinner=False)
def _compared_with_cut(data_version: str, metric_id: str, as_of: date, earlier: date) -> Comparison:
    return with_cut(engine(), metric_id, as_of=as_of, earlier=earlier)[0]


def plan_headlines(metric_ids: tuple[str, ...], cut: date | None) -> list[Comparison | Answer]:
    """Metrics of the plan as of a cut, each beside the cut before it where there is one."""
    earlier = cut_before(cut)
    if cut is None or earlier is None:
        return [ask(name, as_of=cut).answers[0] for name in metric_ids]
    return [compared_with_cut(name, as_of=cut, earlier=earlier) for name in metric_ids]


def plan_cuts() -> tuple[date, ...]:
    """The days on which the plan was reported, latest first."""
    return _plan_cuts(version())


@st.cache_resource(max_entries=4, show_spinner=False)
def _plan_cuts(data_version: str) -> tuple[date, ...]:
    return plan_register.cuts(engine())


def measures(as_of: date | None) -> pl.DataFrame:
    """The measures of the plan as of a cut."""
    return _measures(version(), as_of)


def late_measures(as_of: date | None) -> pl.DataFrame:
    """The measures that are late at a cut, the latest first."""
    return measures(as_of).filter("is_late").sort("days_late", "code", descending=[True, False])


@st.cache_resource(max_entries=16, show_spinner=False)
def _measures(data_version: str, as_of: date | None) -> pl.DataFrame:
    return plan_register.measures(engine(), as_of)


def checks() -> list[Check]:
    """Every check of the reconciliation."""
    return _checks(version())


@st.cache_resource(max_entries=2, show_spinner="Comparando las cifras publicadas…")
def _checks(data_version: str) -> list[Check]:
    return reconcile(engine())


def printed_beside(answer: Answer) -> PublishedFigure | None:
    """The figure that the document prints where the country's value is another one."""
    return _printed(version(), answer.metric.id, answer.period, answer)


@st.cache_resource(max_entries=_ENTRIES, show_spinner=False)
def _printed(
    data_version: str,
    metric_id: str,
    period: str,
    _answer: Answer,
) -> PublishedFigure | None:
    return printed_otherwise(engine(), _answer)


def moved_measures(as_of: date | None) -> pl.DataFrame | None:
    """What moved since the cut before, or None if there was none."""
    earlier = cut_before(as_of)
    return None if as_of is None or earlier is None else _moved(version(), as_of, earlier)


@st.cache_resource(max_entries=16, show_spinner=False)
def _moved(data_version: str, as_of: date, earlier: date) -> pl.DataFrame:
    return plan_register.moved(engine(), as_of, earlier)


def latest_cut() -> date | None:
    """The last day on which the plan was reported."""
    return next(iter(plan_cuts()), None)


def cut_before(cut: date | None) -> date | None:
    """The cut of the plan before another."""
    return max((one for one in plan_cuts() if cut and one < cut), default=None)


def members_of(dimension: str) -> Members:
    """Codes and labels of a dimension."""
    return _members(version(), dimension)


@st.cache_resource(max_entries=64, show_spinner=False)
def _members(data_version: str, dimension: str) -> Members:
    with engine().connect() as connection:
        return members(connection, dimension)


def regions() -> Members:
    """The sixteen regions, north to south."""
    return _regions(version())


@st.cache_resource(max_entries=4, show_spinner=False)
def _regions(data_version: str) -> Members:
    with engine().connect() as connection:
        return territories(connection, "region")


@lru_cache(2)
def boundaries(path: Path | None = None) -> dict[str, Any]:
    """The regions' simplified outlines that `pnme init` derived."""
    return read_regions(path or Settings().regions_path)

"""Answers shared between sessions: the only caches, keyed on the version of the data and never on time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache, partial, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import polars as pl
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboards.memory import Memory
from dashboards.settings import ServingSettings
from data_access.engine import connect, require_schema
from data_access.published import PublishedFigure
from data_access.settings import Settings
from geo.layer import read_regions
from metrics import Answer, Result, observe, plan_register, provenance
from metrics.comparison import Comparison, with_cut, with_year_before
from metrics.dimensions import Members, members, territories
from metrics.errors import MetricError
from metrics.provenance import Snapshot
from metrics.reconciliation import Check, printed_otherwise, reconcile

_P = ParamSpec("_P")
_T = TypeVar("_T")
_memory = Memory(ServingSettings().memory_mb * 1_000_000)
_pin: ContextVar[Snapshot | None] = ContextVar("snapshot of the database", default=None)


@lru_cache(1)
def engine() -> Engine:
    """The read-only connection pool of this process."""
    return connect(Settings().url, read_only=True)


def latest() -> Snapshot:
    """The database as it is now; raises DatabaseUnavailableError if there is none."""
    try:
        with engine().connect() as connection:
            return provenance.snapshot(connection)
    except SQLAlchemyError:
        require_schema(engine())
        raise


@contextmanager
def pinned() -> Iterator[Snapshot]:
    """Answer all that is asked inside at one snapshot of the database, looked up once."""
    held = _pin.get()
    if held:
        yield held
        return
    token = _pin.set(latest())
    try:
        yield _pin.get() or latest()
    finally:
        _pin.reset(token)


def remembered(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Computed once for its arguments and the version of the data, then shared by every session.

    Arguments must be hashable. What is returned must not be changed; no widget may be drawn inside.
    """

    @wraps(function)
    def recall(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        with pinned() as at:
            key = (function, at, args, *sorted(kwargs.items()))
            return _memory.recall(key, partial(function, *args, **kwargs))

    return recall


def ask(
    *metric_ids: str,
    by: tuple[str, ...] = (),
    period: str | None = None,
    where: Mapping[str, str] | None = None,
    as_of: date | None = None,
) -> Result:
    """`observe`, remembered for as long as the data stay the same."""
    return _ask(metric_ids, by, period, _frozen(where), as_of)


def _frozen(where: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((where or {}).items()))


@remembered
def _ask(
    metric_ids: tuple[str, ...],
    by: tuple[str, ...],
    period: str | None,
    where: tuple[tuple[str, str], ...],
    as_of: date | None,
) -> Result:
    return observe(engine(), *metric_ids, by=by, period=period, where=dict(where), as_of=as_of, at=_pin.get())


@remembered
def is_answerable(metric_id: str, dimension: str) -> bool:
    """The metric has more than one value by that dimension."""
    try:
        frame = ask(metric_id, by=(dimension,)).answers[0].frame
    except MetricError:
        return False
    return frame.drop_nulls("value").height > 1


@remembered
def by_year(metric_id: str) -> Answer | None:
    """A metric by year, or None if it has no values by year."""
    try:
        answer = ask(metric_id, by=("year",)).answers[0]
    except MetricError:
        return None
    return None if answer.frame.drop_nulls("value").is_empty() else answer


def compared(
    metric_ids: tuple[str, ...], *, period: str, where: Mapping[str, str] | None = None
) -> tuple[Comparison, ...]:
    """Metrics in a period, each beside the year before."""
    return _compared(metric_ids, period, _frozen(where))


@remembered
def _compared(metric_ids: tuple[str, ...], period: str, where: tuple[tuple[str, str], ...]) -> tuple[Comparison, ...]:
    return with_year_before(engine(), *metric_ids, period=period, where=dict(where), at=_pin.get())


@remembered
def plan_headlines(metric_ids: tuple[str, ...], cut: date | None) -> tuple[Comparison | Answer, ...]:
    """Metrics of the plan as of a cut, each beside the cut before it where there is one."""
    earlier = cut_before(cut)
    if cut is None or earlier is None:
        return ask(*metric_ids, as_of=cut).answers
    return with_cut(engine(), *metric_ids, as_of=cut, earlier=earlier, at=_pin.get())


@remembered
def plan_cuts() -> tuple[date, ...]:
    """The days on which the plan was reported, latest first."""
    return plan_register.cuts(engine(), _pin.get())


@remembered
def measures(as_of: date | None) -> pl.DataFrame:
    """The measures of the plan as of a cut."""
    return plan_register.measures(engine(), as_of, _pin.get())


def late_measures(as_of: date | None) -> pl.DataFrame:
    """The measures that are late at a cut, the latest first."""
    return measures(as_of).filter("is_late").sort("days_late", "code", descending=[True, False])


@remembered
def checks() -> list[Check]:
    """Every check of the reconciliation."""
    return reconcile(engine(), _pin.get())


def printed_beside(answer: Answer) -> PublishedFigure | None:
    """The figure that the document prints where the country's value is another one."""
    with pinned() as at:
        key = (printed_beside, at, answer.metric.id, answer.period, answer.value)
        return _memory.recall(key, partial(printed_otherwise, engine(), answer, at))


def moved_measures(as_of: date | None) -> pl.DataFrame | None:
    """What moved since the cut before, or None if there was none."""
    earlier = cut_before(as_of)
    return None if as_of is None or earlier is None else _moved(as_of, earlier)


@remembered
def _moved(as_of: date, earlier: date) -> pl.DataFrame:
    return plan_register.moved(engine(), as_of, earlier, _pin.get())


def latest_cut() -> date | None:
    """The last day on which the plan was reported."""
    return next(iter(plan_cuts()), None)


def cut_before(cut: date | None) -> date | None:
    """The cut of the plan before another."""
    return max((one for one in plan_cuts() if cut and one < cut), default=None)


@remembered
def members_of(dimension: str) -> Members:
    """Codes and labels of a dimension."""
    with engine().connect() as connection:
        return members(connection, dimension)


@remembered
def regions() -> Members:
    """The sixteen regions, north to south."""
    with engine().connect() as connection:
        return territories(connection, "region")


@lru_cache(2)
def boundaries(path: Path | None = None) -> dict[str, Any]:
    """The regions' simplified outlines that `pnme init` derived."""
    return read_regions(path or Settings().regions_path)

"""What the studies of requests for information read: the same aggregates as the metrics, not yet made into a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from metrics.answering.answers import check_members
from metrics.catalogue import metric
from metrics.model.coverage import Coverage
from metrics.model.dataset import Dataset, Shape
from metrics.model.fetches import Fetches
from metrics.model.filters import Filters
from metrics.model.periods import Period
from metrics.model.question import Question
from metrics.model.scope import Scope
from metrics.queries.fetching import fetch
from metrics.queries.reader import Reader
from metrics.registers import foi

_METRIC = "foi.response_days_median"
"""Its register and its dimensions are those of every study."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Requests received in `period` (all that is known, if None) where `filters` hold, as known on `as_of`, or now."""

    period: Period | None = None
    filters: Filters
    as_of: date | None = None


def checked(reader: Reader, wanted: Wanted) -> Wanted:
    """The same; MetricError for a dimension or a member that requests do not have."""
    question = Question(metric=metric(_METRIC), period=wanted.period, filters=wanted.filters, as_of=wanted.as_of)
    question.check()
    check_members(reader, question)
    return wanted


def known(reader: Reader, as_of: date | None) -> Coverage:
    """What the register of requests told on a day, or tells now."""
    return reader.coverage(foi.REQUESTS.register, as_of)


def waits(reader: Reader, dataset: Dataset, wanted: Wanted) -> list[tuple[int, int, int]]:
    """(days, rows that waited so long, how many of these for what they wait for), by days; nothing where no day is known."""
    frame = _read(reader, dataset, wanted, (), Shape.WAITS)
    return [] if frame is None else list(frame.sort("days").select("days", "rows", "answered").iter_rows())


def dues(reader: Reader, wanted: Wanted, by: tuple[str, ...] = ()) -> pl.DataFrame:
    """Open requests on the last day known: the dimensions `by`, `left` (null while the clock stands), `term`, `rows`."""
    frame = _read(reader, foi.REQUESTS, wanted, by, Shape.DUES)
    if frame is None:
        names: dict[str, type[pl.DataType]] = dict.fromkeys(by, pl.String)
        return pl.DataFrame(schema=names | dict.fromkeys(("left", "term", "rows", "demonstration"), pl.Int64))
    return frame


def _read(reader: Reader, dataset: Dataset, wanted: Wanted, by: tuple[str, ...], shape: Shape) -> pl.DataFrame | None:
    coverage = known(reader, wanted.as_of)
    days = metric(_METRIC).formula.days(coverage, wanted.period, ())
    if days is None:
        return None
    scope = Scope(
        metric_id=_METRIC,
        by=by,
        period=wanted.period,
        filters=wanted.filters,
        coverage=coverage,
        days=days,
        observed_horizon=0,
        directory=reader,
    )
    asked = scope.fetch_stock(dataset, days[1], shape) if shape is Shape.DUES else scope.fetch(dataset, shape)
    return fetch(reader, [Fetches(rows=(asked,))])[0].rows[0]

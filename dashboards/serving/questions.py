"""What pages ask, each question once for a snapshot and a viewer."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from dashboards.serving.session import cached, current, shared
from data_access.settings import Settings
from geo.layer import read_regions
from metrics import (
    Answer,
    Check,
    Comparison,
    EarlierDay,
    Filters,
    MeasureList,
    Members,
    MetricError,
    PublishedFigure,
    Result,
    YearBefore,
    standing_alone,
)

_EVERYWHERE = Filters()


@cached
def observe(
    *metric_ids: str,
    by: tuple[str, ...] = (),
    period: str | None = None,
    where: Filters = _EVERYWHERE,
    as_of: date | None = None,
) -> Result:
    """An answer by each metric."""
    return current().observe(*metric_ids, by=by, period=period, where=where, as_of=as_of)


@cached
def beside_year_before(
    metric_ids: tuple[str, ...], *, period: str, where: Filters = _EVERYWHERE
) -> tuple[Comparison, ...]:
    """Metrics in a period, each beside the year before."""
    return current().compare(*metric_ids, against=YearBefore(), period=period, where=where)


@cached
def beside_report_before(metric_ids: tuple[str, ...], reporting_date: date | None) -> tuple[Comparison | Answer, ...]:
    """Metrics of the plan as reported on a date, each beside the report before it where there is one."""
    earlier = report_before(reporting_date)
    if earlier is None:
        return observe(*metric_ids, as_of=reporting_date).answers
    return current().compare(*metric_ids, against=EarlierDay(earlier), as_of=reporting_date)


@cached
def has_several_values(metric_id: str, dimension: str) -> bool:
    """The metric can be split by that dimension, into more than one value."""
    try:
        frame = observe(metric_id, by=(dimension,)).answers[0].frame
    except MetricError:
        return False
    return frame.drop_nulls("value").height > 1


@cached
def by_year(metric_id: str) -> Answer | None:
    """A metric by year, or None if it has no values by year."""
    try:
        answer = observe(metric_id, by=("year",)).answers[0]
    except MetricError:
        return None
    return None if answer.frame.drop_nulls("value").is_empty() else answer


@cached
def reporting_dates() -> tuple[date, ...]:
    """The days on which the plan was reported, latest first."""
    return current().reporting_dates()


def latest_report() -> date | None:
    """The last day on which the plan was reported."""
    return next(iter(reporting_dates()), None)


def report_before(reporting_date: date | None) -> date | None:
    """The day of the report before another, if there was one."""
    return max((one for one in reporting_dates() if reporting_date and one < reporting_date), default=None)


@cached
def measures(reporting_date: date | None) -> MeasureList:
    """The measures of the plan as reported on a date."""
    return current().measures(reporting_date)


@cached
def measures_moved(reporting_date: date, since: date) -> MeasureList:
    """The measures that changed between two reports."""
    return current().measures_moved(as_of=reporting_date, since=since)


@cached
def figures_alone() -> tuple[PublishedFigure, ...]:
    """The published figures that nothing else in the document backs."""
    return standing_alone(checks())


@cached
def checks() -> list[Check]:
    """Every check of the reconciliation."""
    return current().reconcile()


def published_otherwise(answer: Answer) -> PublishedFigure | None:
    """The figure that the document prints where the country's value is another one."""
    key = (published_otherwise, answer.metric.id, answer.period, answer.value)
    return shared(key, lambda: current().published_otherwise(answer))


@cached
def members(dimension: str) -> Members:
    """Codes and labels of a dimension."""
    return current().members(dimension)


@cached
def regions() -> Members:
    """The sixteen regions, north to south."""
    return current().regions()


@lru_cache(1)
def boundaries() -> dict[str, Any]:
    """The regions' simplified outlines that `pnme init` derived; BoundariesError where it did not."""
    return read_regions(Settings().regions_path)

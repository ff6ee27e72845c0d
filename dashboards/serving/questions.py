"""What pages ask, each question once for a snapshot and a viewer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from dashboards.serving.session import cached, current, shared
from data_access.reference.calendar import BusinessCalendar
from data_access.settings import Settings
from geo.layer import BoundariesError, read_regions
from metrics import (
    DIMENSION_LABELS,
    GRAINS,
    Against,
    Answer,
    Breakdown,
    Calibration,
    Check,
    Comparison,
    Deflated,
    Dossier,
    Dues,
    EarlierDay,
    Filters,
    Finding,
    Forecast,
    Meaning,
    Measure,
    MeasureList,
    Members,
    MetricError,
    Modifications,
    Node,
    Pace,
    Period,
    PublishedFigure,
    Ranking,
    RegionalTable,
    Result,
    Review,
    Session,
    Sheet,
    Told,
    UnitCost,
    YearBefore,
    concerning,
    metric,
    standing_alone,
)
from metrics import Course as FoiCourse
from metrics import findings as findings_of
from metrics import undecided as undecided_of

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
def beside_report(
    metric_ids: tuple[str, ...], reporting_date: date | None, since: date | None
) -> tuple[Comparison | Answer, ...]:
    """Metrics of the plan as reported on a date, each beside what was known on an earlier day, if there is one."""
    if since is None:
        return observe(*metric_ids, as_of=reporting_date).answers
    return current().compare(*metric_ids, against=EarlierDay(since), as_of=reporting_date)


@cached
def has_several_values(metric_id: str, dimension: str) -> bool:
    """The metric can be split by that dimension, into more than one value."""
    try:
        frame = observe(metric_id, by=(dimension,)).answers[0].frame
    except MetricError:
        return False
    return frame.drop_nulls("value").height > 1


@cached
def breakdowns(metric_id: str) -> tuple[str, ...]:
    """The dimensions by which a metric has several values; the one that says most comes first."""
    one = metric(metric_id)
    own = one.formula.own_dimension
    first = [*one.requires, "year", *([own] if own else []), "region"]
    listed = dict.fromkeys([*first, *one.dimensions])
    return tuple(name for name in listed if name in one.dimensions and has_several_values(metric_id, name))


@cached
def series_of(metric_id: str) -> Mapping[str, str]:
    """'dimension:code' and the words for each member of which a metric has values, to set some beside each other."""
    dimensions = [name for name in breakdowns(metric_id) if name not in GRAINS]
    several = len(dimensions) > 1
    found: dict[str, str] = {}
    for dimension in dimensions:
        named = members(dimension)
        codes = observe(metric_id, by=(dimension,)).answers[0].frame.drop_nulls()[dimension]
        of_what = f"{DIMENSION_LABELS[dimension]}: " if several else ""
        found |= {f"{dimension}:{code}": of_what + named.label(code) for code in codes}
    return found


@cached
def by_year(metric_id: str) -> Answer | None:
    """A metric by year, or None if it has no values by year."""
    try:
        answer = observe(metric_id, by=("year",)).answers[0]
    except MetricError:
        return None
    return None if answer.frame.drop_nulls("value").is_empty() else answer


@cached
def latest(metric_id: str, where: Filters = _EVERYWHERE) -> Answer | None:
    """A metric in the last whole year of which it has a value, or of the whole time; None where it has no single value."""
    by_years = by_year(metric_id)
    try:
        if by_years is None:
            return _single(observe(metric_id, where=where).answers[0])
        years = by_years.frame.drop_nulls("value")["year"].to_list()
        whole = [one for one in years if one not in by_years.partial_units]
        return _single(observe(metric_id, period=(whole or years)[-1], where=where).answers[0])
    except MetricError:
        return None


def _single(answer: Answer) -> Answer | None:
    return answer if answer.frame.height == 1 else None


@cached
def foi_course(period: str, where: Filters = _EVERYWHERE) -> FoiCourse:
    """How the answers to the requests of a period came in."""
    return current().foi.course(period=period, where=where)


@cached
def foi_ranking(by: str, period: str, where: Filters = _EVERYWHERE) -> Ranking:
    """Members of a dimension by the share that they answer within the goal."""
    return current().foi.ranking(by, period=period, where=where)


@cached
def foi_appeals(grain: str) -> tuple[pl.DataFrame, tuple[Answer, ...]]:
    """Appeals by year or by month, beside the requests of the same days."""
    return current().foi.appeals(grain)


@cached
def foi_dues(where: Filters = _EVERYWHERE) -> Dues:
    """What is open, by when it is due."""
    return current().foi.dues(where=where)


@cached
def foi_forecast(where: Filters = _EVERYWHERE) -> Forecast | None:
    """How much of what is open is expected to break its term."""
    return current().foi.forecast(where=where)


@cached
def foi_calibration(where: Filters = _EVERYWHERE) -> list[Calibration]:
    """What the forecast said of past months, and what came."""
    return current().foi.calibration(where=where)


Course = tuple[tuple[date, float | None, bool], ...]
"""The first day of each quarter or year of a metric, its value, and whether it is not known whole."""


@cached
def courses(metric_ids: tuple[str, ...], where: Filters = _EVERYWHERE) -> tuple[Course, ...]:
    """How each metric moved, by quarters or, where it has none, by years; nothing of one that has neither, looks ahead, or begins again each year."""
    by_grain: dict[str, list[str]] = {}
    for metric_id in metric_ids:
        by_grain.setdefault(_grain_of(metric_id), []).append(metric_id)
    found: dict[str, Course] = dict.fromkeys(metric_ids, ())
    for grain, asked in by_grain.items():
        if grain:
            answers = observe(*asked, by=(grain,), where=where).answers
            found |= {answer.metric.id: _course(answer, grain) for answer in answers}
    return tuple(found[metric_id] for metric_id in metric_ids)


@cached
def _grain_of(metric_id: str) -> str:
    formula = metric(metric_id).formula
    if formula.looks_ahead or formula.is_to_date:
        return ""
    return next((grain for grain in ("quarter", "year") if has_several_values(metric_id, grain)), "")


def _course(answer: Answer, grain: str) -> Course:
    rows = answer.frame.select(grain, "value").iter_rows()
    return tuple((Period.parse(unit).start, value, unit in answer.partial_units) for unit, value in rows)


@cached
def covered(metric_ids: tuple[str, ...]) -> tuple[tuple[date, date], ...]:
    """The runs of days of which some of these metrics have data."""
    return current().covered(*metric_ids)


@cached
def last_load() -> date | None:
    """The day of the last thing that was loaded."""
    return current().last_load()


@cached
def reporting_dates() -> tuple[date, ...]:
    """The days on which the plan was reported, latest first."""
    return current().plan.reporting_dates()


def latest_report() -> date | None:
    """The last day on which the plan was reported."""
    return next(iter(reporting_dates()), None)


@cached
def latest_day(metric_id: str) -> date | None:
    """The last day that is known of a metric."""
    days = observe(metric_id).answers[0].days
    return days[1] if days else None


def business_calendar(as_of: date) -> BusinessCalendar:
    """Business days, with the holidays that were known on a day; readers may name any, so none is kept."""
    return current().business_calendar(as_of)


@cached
def sessions() -> tuple[Session, ...]:
    """The sessions of the committee, latest first."""
    return current().plan.sessions()


def session_before(day: date | None) -> date | None:
    """The day of the last session before another day, if there was one."""
    return next((one.held_on for one in sessions() if day and one.held_on < day), None)


def told_on(as_of: date) -> date:
    """The day of the last report of the plan that was known on `as_of`: what came later is not told yet."""
    return measures(as_of).known_on or as_of


@cached
def review(as_of: date, since: date | None) -> Review:
    """What changed in the plan between two days."""
    return current().plan.review(as_of=as_of, since=since)


@cached
def agenda(as_of: date, since: date | None) -> pl.DataFrame:
    """The measures that a session should speak of, with the reasons."""
    return current().plan.agenda(as_of=as_of, since=since)


@cached
def agreements(as_of: date | None) -> pl.DataFrame:
    """What the committee agreed and what became of it."""
    return current().plan.agreements(as_of)


@cached
def commitments() -> pl.DataFrame:
    """The norms that the Cuenta Pública names and the promises that it makes, with what was reported of each."""
    return current().plan.commitments()


@cached
def punctuality(as_of: date | None) -> pl.DataFrame:
    """How the bodies reported."""
    return current().plan.punctuality(as_of)


@cached
def promises(as_of: date | None) -> pl.DataFrame:
    """How many measures had to be done before each day."""
    return current().plan.promises(as_of)


@cached
def dossier(code: str, as_of: date | None) -> Dossier | None:
    """Everything about one measure."""
    return current().plan.dossier(code, as_of)


@cached
def measures(reporting_date: date | None) -> MeasureList:
    """The measures of the plan as reported on a date."""
    return current().plan.measures(reporting_date)


@cached
def measures_moved(reporting_date: date, since: date) -> MeasureList:
    """The measures that changed between two reports."""
    return current().plan.moved(as_of=reporting_date, since=since)


@cached
def figures_alone() -> tuple[PublishedFigure, ...]:
    """The published figures that nothing else in the document backs."""
    return standing_alone(checks())


@cached
def checks() -> list[Check]:
    """Every check of the reconciliation."""
    return current().reconcile()


@cached
def checks_of(metric_id: str) -> list[Check]:
    """What the reconciliation says of the figures of a metric."""
    return list(concerning(checks(), metric_id))


@cached
def figures_of(metric_id: str) -> tuple[PublishedFigure, ...]:
    """What the document prints of a metric, in its order."""
    return current().figures_of(metric_id)


@cached
def history(metric_id: str, period: str) -> tuple[Told, ...]:
    """What the value of a metric in a period was said to be, load by load."""
    return current().history(metric_id, period=period or None)


@cached
def statements(metric_id: str) -> tuple[str, ...]:
    """The SQL that answers a metric."""
    asked = current().observe(metric_id, by=metric(metric_id).requires, explain=True, period=_last_year(metric_id))
    return asked.statements


def _last_year(metric_id: str) -> str | None:
    answer = by_year(metric_id)
    return answer.frame.drop_nulls("value")["year"][-1] if answer else None


@cached
def findings() -> tuple[Finding, ...]:
    """What the document gets wrong, each contradiction once."""
    return findings_of(checks())


@cached
def undecided() -> tuple[Finding, ...]:
    """What nothing in the document decides, by reason and place."""
    return undecided_of(checks())


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


@cached
def regional_metrics() -> tuple[str, ...]:
    """The metrics that have a value of some region."""
    return current().territory.metrics()


@cached
def regional_table(metric_id: str, *, period: str | None, measure: Measure, against: Against) -> RegionalTable:
    """One metric in every region."""
    return current().territory.table(metric_id, period=period, measure=measure, against=against)


@cached
def sheet(region: str, period: str) -> Sheet:
    """The sheet of a region."""
    return current().territory.sheet(region, period=period)


@cached
def budget_node(code: str) -> Node:
    """What a code of the classifier names."""
    return current().budget.node(code)


@cached
def budget_places() -> tuple[Node, ...]:
    """Every place of the budget's classifier that has a line."""
    return current().budget.places()


@cached
def measures_paid_from(lines: tuple[str, ...]) -> pl.DataFrame:
    """The measures of the plan that declare one of these budget lines."""
    return current().plan.paid_from(lines)


@cached
def breakdown(code: str, month: str) -> Breakdown:
    """What stands in a node of the classifier, one level further down."""
    return current().budget.breakdown(code, month=month)


@cached
def pace(code: str, month: str) -> Pace:
    """How a year's spending adds up."""
    return current().budget.pace(code, month=month)


@cached
def modifications(code: str, month: str) -> Modifications:
    """What led from the enacted budget to the current one."""
    return current().budget.modifications(code, month=month)


@cached
def corrections(month: str) -> pl.DataFrame:
    """Where less was spent than was told before."""
    return current().budget.corrections(month=month)


@cached
def base_months() -> tuple[str, ...]:
    """The months whose prices amounts can be told in."""
    return current().budget.base_months()


@cached
def deflated(code: str, month: str, base: str) -> Deflated:
    """Spending in the prices of a month."""
    return current().budget.deflated(code, month=month, base=base)


@cached
def unit_costs(month: str) -> tuple[UnitCost, ...]:
    """What one of what was bought cost."""
    return current().budget.unit_costs(month=month)


@cached
def meanings() -> tuple[Meaning, ...]:
    """What the printed increase of the budget could mean."""
    return current().budget.increase()


@cached
def appeals_of(place: str, year: str) -> Answer:
    """The appeals before the courts of a place in a year, by type."""
    where = Filters.of({"region": place})
    return observe("litigation.appeals", by=("appeal_type",), where=where, period=year).answers[0]


@lru_cache(1)
def boundaries() -> dict[str, Any]:
    """The regions' simplified outlines that `pnme init` derived; BoundariesError where it did not."""
    return read_regions(Settings().regions_path)


def has_boundaries() -> bool:
    """There are outlines. Pages that draw them ask for each reader, so that a map that comes late is shown."""
    try:
        boundaries()
    except BoundariesError:
        return False
    return True

"""What is looked at of each region: the amount, its share of the country, or so many per thousand people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.model.dimensions import REGION
from metrics.model.metric import Metric
from metrics.model.periods import Period

PER = 1000


class Measure(StrEnum):
    """How a value of a region is looked at."""

    AMOUNT = "amount"
    SHARE = "share"
    PER_INHABITANT = "per_1000_inhabitants"
    PER_FOREIGN_RESIDENT = "per_1000_foreign_residents"


OF_PEOPLE: Mapping[Measure, str] = {
    Measure.PER_INHABITANT: "population.inhabitants",
    Measure.PER_FOREIGN_RESIDENT: "population.foreign_residents",
}
"""The populations that values are divided by."""


@dataclass(frozen=True, kw_only=True)
class Population:
    """How many people live in each region, and in `country`, in a year; `answer` is what told it."""

    answer: Answer
    year: str
    people: Mapping[str, float]
    country: float


def population(monitor: Asks, measure: Measure, period: Period | None) -> Population | None:
    """The last population told of a year that begins until the period ends; None where none is loaded, or needed.

    A projection is of 30 June and an estimate of 31 December: either stands for its year.
    """
    metric_id = OF_PEOPLE.get(measure)
    if metric_id is None:
        return None
    known = monitor.observe(metric_id, by=["year", REGION]).answers[0].frame.drop_nulls("value")["year"]
    last = str(period.end.year) if period else "9999"
    years = [year for year in known.unique() if year <= last]
    if not years:
        return None
    answer = monitor.observe(metric_id, by=REGION, period=max(years)).answers[0]
    told = dict(answer.frame.drop_nulls().select(REGION, "value").iter_rows())
    people = {code: told[code] for code in monitor.regions().labels if code in told}
    return Population(answer=answer, year=max(years), people=people, country=sum(people.values()))


def measures_of(metric: Metric, loaded: Collection[str]) -> tuple[Measure, ...]:
    """The ways to look at a metric by region: what does not add up over regions is no part of the country.

    `loaded` are the ids of the metrics that have regional values: per so many people, where it is known how many there are.
    """
    if not metric.adds_over(REGION):
        return (Measure.AMOUNT,)
    per = () if metric.id in OF_PEOPLE.values() else tuple(one for one, people in OF_PEOPLE.items() if people in loaded)
    return (Measure.AMOUNT, Measure.SHARE, *per)

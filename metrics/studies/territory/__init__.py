"""The territory: each region beside the others, those that it is like, and what in it asks for attention."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace

import polars as pl

from metrics.answering.answers import answers
from metrics.answering.asking import Asks
from metrics.catalogue import catalogue
from metrics.catalogue import metric as metric_of
from metrics.model.dimensions import REGION
from metrics.model.errors import MetricError, UnknownMemberError
from metrics.model.metric import Disclosure
from metrics.model.periods import Period
from metrics.model.question import Question
from metrics.model.viewer import Viewer
from metrics.queries.observations import regional_indicators
from metrics.queries.reader import Reader
from metrics.studies import known_days
from metrics.studies.territory.measuring import Measure, measures_of
from metrics.studies.territory.sheet import Reason, Rule, Sheet, SheetLine, sheet
from metrics.studies.territory.table import Against, Asked, RegionalTable, regional_table

__all__ = [
    "Against",
    "Measure",
    "Reason",
    "RegionalTable",
    "Rule",
    "Sheet",
    "SheetLine",
    "TerritoryStudies",
    "measures_of",
]


class TerritoryStudies:
    """What a monitor tells of the regions."""

    def __init__(self, monitor: Asks, viewer: Viewer, reading: Callable[[], AbstractContextManager[Reader]]) -> None:
        self._monitor, self._viewer, self._reading = monitor, viewer, reading

    def table(
        self,
        metric_id: str,
        *,
        period: str | Period | None = None,
        measure: Measure = Measure.AMOUNT,
        against: Against = Against.NOTHING,
    ) -> RegionalTable:
        """One metric in every region. Raises MetricError as `observe` does, by region."""
        asked = Asked(metric=metric_of(metric_id), period=Period.of(period), measure=measure, against=against)
        return regional_table(self._monitor, asked, self._cases)

    def metrics(self) -> tuple[str, ...]:
        """The metrics that have a value of some region, in the order of the catalogue."""
        listed = [one for one in catalogue().values() if REGION in one.dimensions and not one.requires]
        with self._reading() as reader:
            observed = regional_indicators(reader)
            told = {one.id for one in listed if one.formula.datasets and known_days.covered(reader, [one])}
        asked = {one.id for one in listed if "observations" in one.formula.registers and one.id in told | observed}
        found = (told - asked) | {one for one in asked if self._has_values(one)}
        return tuple(one.id for one in listed if one.id in found)

    def _has_values(self, metric_id: str) -> bool:
        """Some region has one in some year, or at all."""
        regions = list(self._monitor.regions().labels)
        for by in (["year", REGION], [REGION]):
            try:
                frame = self._monitor.observe(metric_id, by=by).answers[0].frame
            except MetricError:
                continue
            return not frame.filter(pl.col(REGION).is_in(regions)).drop_nulls("value").is_empty()
        return False

    def sheet(self, region: str, *, period: str | Period | None = None) -> Sheet:
        """The sheet of one of the sixteen regions; UnknownMemberError for any other place."""
        regions = self._monitor.regions().labels
        if region not in regions:
            raise UnknownMemberError(REGION, region, regions)
        return sheet(self._monitor, region, Period.of(period), self._cases)

    def _cases(self, asked: Asked) -> Mapping[str, float]:
        """How many cases each region's value is of, where few of them say nothing; nothing of what counts itself."""
        formula = asked.metric.formula.cases
        if formula is None:
            return {}
        disclosure = Disclosure.PROTECTED if formula.counts_persons else Disclosure.PUBLIC
        counted = replace(asked.metric, formula=formula, disclosure=disclosure, targets=(), expected=(), requires=())
        question = Question(metric=counted, by=(REGION,), period=asked.period)
        with self._reading() as reader:
            found = answers(reader, [question], self._viewer)[0]
        return {
            code: value or 0.0 for code, value in found.frame.drop_nulls(REGION).select(REGION, "value").iter_rows()
        }

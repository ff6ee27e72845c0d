"""Requests for information: how long people wait, who answers sooner, and what will be late."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import polars as pl

from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.model.errors import NotEntitledError
from metrics.model.filters import Filters, Given
from metrics.model.periods import Period
from metrics.model.viewer import Viewer
from metrics.queries.reader import Reader
from metrics.studies.foi import appeals, course, dues, ranking
from metrics.studies.foi.course import Course
from metrics.studies.foi.dues import Calibration, Dues, Forecast
from metrics.studies.foi.ranking import Ranking
from metrics.studies.foi.reading import Wanted, checked


class FoiStudies:
    """What a monitor tells of requests for information, each as known on a day, or now."""

    def __init__(self, monitor: Asks, viewer: Viewer, reading: Callable[[], AbstractContextManager[Reader]]) -> None:
        self._monitor, self._viewer, self._reading = monitor, viewer, reading

    def course(
        self, *, period: str | Period | None = None, where: Filters | Given | None = None, as_of: date | None = None
    ) -> Course:
        """How the answers to what was received in a period came in, day by day of the clock."""
        with self._reading() as reader:
            wanted = Wanted(period=Period.of(period), filters=Filters.of(where), as_of=as_of)
            return course.course(reader, checked(reader, wanted))

    def ranking(
        self,
        by: str,
        *,
        period: str | Period | None = None,
        where: Filters | Given | None = None,
        as_of: date | None = None,
    ) -> Ranking:
        """The members of a dimension by the share that they answer within the goal; no rank of those with few answers."""
        return ranking.ranking(self._monitor, by, period=Period.of(period), filters=Filters.of(where), as_of=as_of)

    def appeals(self, grain: str = "year") -> tuple[pl.DataFrame, tuple[Answer, ...]]:
        """Appeals by year or by month, beside the requests received in it."""
        return appeals.by_unit_of_time(self._monitor, grain)

    def dues(self, *, where: Filters | Given | None = None, as_of: date | None = None) -> Dues:
        """What is open, by when it is due."""
        with self._reading() as reader:
            return dues.look_ahead(reader, _filters(reader, where), as_of)

    def forecast(self, *, where: Filters | Given | None = None, as_of: date | None = None) -> Forecast | None:
        """How much of it is expected to break its term within 20 business days; None where nothing is known."""
        with self._reading() as reader:
            return dues.forecast(reader, _filters(reader, where), as_of)

    def calibration(self, *, where: Filters | Given | None = None, as_of: date | None = None) -> list[Calibration]:
        """What the same forecast said of the last twelve months, and what came of it; months without a forecast are left out."""
        with self._reading() as reader:
            return dues.calibration(reader, self._monitor, _filters(reader, where), as_of)

    def folios(self, *, where: Filters | Given | None = None, as_of: date | None = None) -> pl.DataFrame:
        """The open requests one by one, those due first; NotEntitledError for a viewer that may not see them."""
        if not self._viewer.is_entitled_everywhere:
            raise NotEntitledError("folios")
        with self._reading() as reader:
            return dues.folios(reader, _filters(reader, where), as_of)


def _filters(reader: Reader, where: Filters | Given | None) -> Filters:
    return checked(reader, Wanted(filters=Filters.of(where))).filters

"""The plan: its measures one by one, everything about one of them, and what a session of the committee reviews."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date

import polars as pl

from metrics.queries.reader import Reader
from metrics.studies.plan import commitments, dossier, measures, sessions
from metrics.studies.plan.dossier import Dossier
from metrics.studies.plan.measures import MeasureList
from metrics.studies.plan.sessions import Review, Session


class PlanStudies:
    """What a monitor tells of the plan, each as known on a day, or now."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Reader]]) -> None:
        self._reading = reading

    def measures(self, as_of: date | None = None) -> MeasureList:
        """The measures one by one."""
        with self._reading() as reader:
            return measures.measures(reader, as_of)

    def moved(self, *, as_of: date, since: date) -> MeasureList:
        """The measures whose state or progress changed between two days."""
        with self._reading() as reader:
            return measures.moved(reader, as_of=as_of, since=since)

    def reporting_dates(self) -> tuple[date, ...]:
        """The days on which the plan was reported, latest first."""
        with self._reading() as reader:
            return measures.reporting_dates(reader)

    def dossier(self, code: str, as_of: date | None = None) -> Dossier | None:
        """Everything about one measure; None where there is none of that code."""
        with self._reading() as reader:
            return dossier.dossier(reader, code, as_of)

    def paid_from(self, lines: Sequence[str], as_of: date | None = None) -> pl.DataFrame:
        """The measures that declare one of these budget lines."""
        with self._reading() as reader:
            return dossier.paid_from(reader, lines, as_of)

    def sessions(self) -> tuple[Session, ...]:
        """The sessions of the committee, latest first."""
        with self._reading() as reader:
            return sessions.sessions(reader)

    def review(self, *, as_of: date, since: date | None) -> Review:
        """What changed between two days."""
        with self._reading() as reader:
            return sessions.review(reader, as_of=as_of, since=since)

    def agenda(self, *, as_of: date, since: date | None) -> pl.DataFrame:
        """The measures that a session should speak of, with the reasons."""
        with self._reading() as reader:
            return sessions.agenda(reader, sessions.review(reader, as_of=as_of, since=since))

    def agreements(self, as_of: date | None = None) -> pl.DataFrame:
        """What the committee agreed and what became of it."""
        with self._reading() as reader:
            return sessions.agreements(reader, as_of)

    def punctuality(self, as_of: date | None = None) -> pl.DataFrame:
        """How the bodies reported in the rounds that were due."""
        with self._reading() as reader:
            return sessions.punctuality(reader, as_of)

    def commitments(self, as_of: date | None = None) -> pl.DataFrame:
        """The norms that the Cuenta Pública names and the promises that it makes."""
        with self._reading() as reader:
            return commitments.commitments(reader, as_of)

    def promises(self, as_of: date | None = None) -> pl.DataFrame:
        """How many measures had to be done before each day of a load, by the first plan and by the current one."""
        with self._reading() as reader:
            days = [day for day in measures.reporting_dates(reader) if as_of is None or day <= as_of]
            return sessions.promises(measures.measures(reader, as_of), days)

"""The one object that is asked: everything that pages, the command line and programs learn about the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Engine

from data_access.published import PublishedFigure
from data_access.reference.calendar import BusinessCalendar
from metrics.answering.answer import Answer, Result
from metrics.answering.answers import answers, display_order
from metrics.catalogue import metric as metric_of
from metrics.model.days import Spans
from metrics.model.filters import Filters, Given, once
from metrics.model.members import Members
from metrics.model.periods import Period
from metrics.model.question import Question, check_all
from metrics.model.viewer import PUBLIC, Viewer
from metrics.queries.provenance import Snapshot, counting_days, latest_snapshot
from metrics.queries.reader import Reader
from metrics.studies import comparison, known_days, reconciliation
from metrics.studies.backing import is_kept
from metrics.studies.budget import BudgetStudies
from metrics.studies.comparison import Asked, Baseline, Comparison
from metrics.studies.foi import FoiStudies
from metrics.studies.history import Told, history
from metrics.studies.plan import PlanStudies
from metrics.studies.reconciliation import Check
from metrics.studies.territory import TerritoryStudies


class Monitor:
    """Answers at one snapshot of the database, for one viewer.

    Without a snapshot it is the database as it is when the monitor is made. Two monitors with the same `key` give the
    same answers. Its methods raise MetricError for what cannot be asked, and SQLAlchemyError where the database
    does not answer.
    """

    def __init__(self, engine: Engine, snapshot: Snapshot | None = None, viewer: Viewer = PUBLIC) -> None:
        self.engine = engine
        self.snapshot = snapshot or latest_snapshot(engine)
        self.viewer = viewer

    @property
    def key(self) -> tuple[Snapshot, Viewer]:
        """What its answers depend on beside the question."""
        return self.snapshot, self.viewer

    @contextmanager
    def _reading(self, *, explain: bool = False, use_rollups: bool = True) -> Iterator[Reader]:
        with self.engine.connect() as connection:
            yield Reader(connection, self.snapshot, explains=explain, uses_rollups=use_rollups)

    def observe(
        self,
        *metric_ids: str,
        by: str | Sequence[str] = (),
        period: str | Period | None = None,
        where: Filters | Given | None = None,
        as_of: date | None = None,
        explain: bool = False,
        use_rollups: bool = True,
    ) -> Result:
        """An answer by each metric, in the order asked.

        `by` names a dimension or several; `period` is text such as '2024-Q1', or None for all that is known;
        `where` keeps one member or several of a dimension; `as_of` answers with what was known on that day.
        `explain` keeps the SQL; without `use_rollups` the same answers come from the rows. Raises MetricError
        (nothing asked, unknown metric, dimension or member, unreadable period, incompatible grain, cells that
        cannot be added).
        """
        filters, asked, dimensions = Filters.of(where), Period.of(period), once(by)
        questions = [
            Question(metric=metric_of(metric_id), by=dimensions, period=asked, filters=filters, as_of=as_of)
            for metric_id in once(metric_ids)
        ]
        check_all(questions)
        with self._reading(explain=explain, use_rollups=use_rollups) as reader:
            found = answers(reader, questions, self.viewer)
            order = display_order(reader, dimensions)
        return Result(
            answers=found,
            by=dimensions,
            as_of=as_of or max((answer.known_on for answer in found if answer.known_on), default=None),
            data_version=self.snapshot.data_version,
            order=order,
            statements=tuple(reader.statements),
        )

    def compare(
        self,
        *metric_ids: str,
        against: Baseline,
        period: str | Period | None = None,
        where: Filters | Given | None = None,
        as_of: date | None = None,
    ) -> tuple[Comparison, ...]:
        """Metrics, each beside its baseline: the year before, the period before, an earlier day, the country."""
        asked = Asked(period=Period.of(period), filters=Filters.of(where), as_of=as_of)
        return comparison.compare_with(self, once(metric_ids), against, asked)

    def last_load(self) -> date | None:
        """The day on which the last thing loaded was known; None where nothing was."""
        with self._reading() as reader:
            return max((one.recorded_on for one in reader.facts.batches), default=None)

    @property
    def plan(self) -> PlanStudies:
        """The measures of the plan and the sessions of the committee."""
        return PlanStudies(self._reading)

    @property
    def foi(self) -> FoiStudies:
        """Requests for information: how long people wait and what will be late."""
        return FoiStudies(self, self.viewer, self._reading)

    @property
    def budget(self) -> BudgetStudies:
        """The budget, level by level and month by month."""
        return BudgetStudies(self, self._reading)

    @property
    def territory(self) -> TerritoryStudies:
        """The regions, one beside the other."""
        return TerritoryStudies(self, self.viewer, self._reading)

    def business_calendar(self, as_of: date | None = None) -> BusinessCalendar:
        """Business days, with the holidays that were known on `as_of` or are now."""
        with self._reading() as reader:
            return reader.business_calendar(as_of)

    def reconcile(self) -> list[Check]:
        """Every check of every published figure; it takes seconds."""
        with self._reading() as reader:
            return reconciliation.reconcile(self, reader)

    def published_otherwise(self, answer: Answer) -> PublishedFigure | None:
        """The figure that the document prints for the country in the answer's period, if it is another one."""
        with self._reading() as reader:
            return reconciliation.published_otherwise(reader, answer)

    def covered(self, *metric_ids: str) -> Spans:
        """The runs of days that something is known of, by one or another of the metrics: what periods there are."""
        metrics = [metric_of(metric_id) for metric_id in once(metric_ids)]
        with self._reading() as reader:
            return known_days.covered(reader, metrics)

    def history(
        self, metric_id: str, *, period: str | Period | None = None, where: Filters | Given | None = None
    ) -> tuple[Told, ...]:
        """What one cell was said to be, each value with the day from which it was known; it asks once for each load."""
        metric = metric_of(metric_id)
        asked = Asked(period=Period.of(period), filters=Filters.of(where), as_of=None)
        with self._reading() as reader:
            days = counting_days(reader.facts.batches, metric.formula.registers)
        return history(self, metric, asked, days)

    def figures_of(self, *metric_ids: str, where: Filters | Given | None = None) -> tuple[PublishedFigure, ...]:
        """What the document prints of each metric, in its order, for the members that `where` keeps."""
        metrics, filters = [metric_of(metric_id) for metric_id in once(metric_ids)], Filters.of(where)
        with self._reading() as reader:
            return tuple(
                figure
                for metric in metrics
                for figure in reconciliation.figures_of(reader, metric.id)
                if is_kept(figure, metric, filters)
            )

    def members(self, dimension: str) -> Members:
        """The members of a dimension in display order; none for those of time."""
        with self._reading() as reader:
            return reader.members(dimension)

    def regions(self) -> Members:
        """The sixteen regions, north to south."""
        with self._reading() as reader:
            return reader.regions()

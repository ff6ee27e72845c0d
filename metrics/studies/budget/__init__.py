"""The budget: where it stands, on what and at what pace it is spent, what changed it, what it bought, and what does not agree."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import polars as pl

from metrics.answering.asking import Asks
from metrics.model.periods import Period
from metrics.queries.reader import Reader
from metrics.studies.budget import modifications, prices
from metrics.studies.budget.breakdown import Breakdown, Node, Standing, breakdown, node, places
from metrics.studies.budget.increase import Meaning, meanings
from metrics.studies.budget.modifications import Modifications
from metrics.studies.budget.pace import NoProjection, Pace, Projection, pace
from metrics.studies.budget.prices import Deflated, deflated
from metrics.studies.budget.unit_costs import UnitCost, unit_costs

__all__ = [
    "Breakdown",
    "BudgetStudies",
    "Deflated",
    "Meaning",
    "Modifications",
    "NoProjection",
    "Node",
    "Pace",
    "Projection",
    "Standing",
    "UnitCost",
]


class BudgetStudies:
    """What a monitor tells of the budget. A month is the last of those that a year's amounts add up over."""

    def __init__(self, monitor: Asks, reading: Callable[[], AbstractContextManager[Reader]]) -> None:
        self._monitor, self._reading = monitor, reading

    def node(self, code: str) -> Node:
        """What a code of the classifier names, '' the whole; UnknownMemberError for a code that no line is in."""
        with self._reading() as reader:
            return node(reader, code)

    def places(self) -> tuple[Node, ...]:
        """Every place of the classifier that has a line, in its order."""
        with self._reading() as reader:
            return places(reader)

    def breakdown(self, code: str, *, month: str | Period) -> Breakdown:
        """What stands in a node of the classifier, one level further down."""
        return breakdown(self._monitor, self.node(code), _month(month))

    def pace(self, code: str, *, month: str | Period) -> Pace:
        """How a year's spending adds up month by month, and where it is heading."""
        return pace(self._monitor, self.node(code), _month(month))

    def modifications(self, code: str, *, month: str | Period) -> Modifications:
        """What led from the enacted budget to the current one, in order."""
        with self._reading() as reader:
            return modifications.modifications(reader, self._monitor, self.node(code), _month(month))

    def corrections(self, *, month: str | Period) -> pl.DataFrame:
        """Where less was spent in a month of the year than was told before, with the day of the correction."""
        with self._reading() as reader:
            return modifications.corrections(reader, _month(month))

    def base_months(self) -> tuple[str, ...]:
        """The months whose prices amounts can be told in; none where no index was loaded."""
        with self._reading() as reader:
            return tuple(prices.index(reader))

    def deflated(self, code: str, *, month: str | Period, base: str) -> Deflated:
        """Spending of the year and of the one before in the prices of a month."""
        with self._reading() as reader:
            levels = prices.index(reader)
        return deflated(self._monitor, self.node(code), _month(month), base, levels)

    def unit_costs(self, *, month: str | Period) -> tuple[UnitCost, ...]:
        """What one of what was bought cost, where both are known of the same days."""
        return unit_costs(self._monitor, _month(month))

    def increase(self) -> tuple[Meaning, ...]:
        """What the printed increase of the budget could mean."""
        return meanings(self._monitor)


def _month(month: str | Period) -> Period:
    """The last month of a period."""
    period = month if isinstance(month, Period) else Period.parse(month)
    return [*period.units("month")][-1]

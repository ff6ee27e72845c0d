"""What one of what was bought cost: an amount spent over a number of things, of the same days or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from data_access.published import PublishedFigure
from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.model.periods import Period

UNIT_COSTS: tuple[tuple[str, str], ...] = (("budget.expulsions", "expulsions.total"),)
"""What is spent, and the number of what it buys, both of all the country."""


@dataclass(frozen=True, kw_only=True)
class UnitCost:
    """What one cost over `period`, in pesos; `value` is null where the two are not known of the same days.

    `is_known`: both are, and there is nothing to divide by. `otherwise` is what the document prints of the number
    over other days that begin with the same year, if it does.
    """

    period: Period
    spent: Answer
    bought: Answer
    value: float | None
    is_known: bool
    otherwise: PublishedFigure | None


def unit_costs(monitor: Asks, month: Period) -> tuple[UnitCost, ...]:
    """Over the year up to a month."""
    period = Period.parse(f"{month.start.year}-01..{month.label}")
    year = Period.parse(str(month.start.year))
    if period.end == year.end:
        period = year
    return tuple(_unit_cost(monitor, spent, bought, period) for spent, bought in UNIT_COSTS)


def _unit_cost(monitor: Asks, spending: str, number: str, period: Period) -> UnitCost:
    spent = monitor.observe(spending, period=period).answers[0]
    bought = monitor.observe(number, period=period).answers[0]
    is_known = None not in (spent.value, bought.value) and not spent.partial and not bought.partial
    return UnitCost(
        period=period,
        spent=spent,
        bought=bought,
        value=spent.value / bought.value if is_known and spent.value is not None and bought.value else None,
        is_known=is_known,
        otherwise=None if is_known else _known_instead(monitor, number, period),
    )


def _known_instead(monitor: Asks, number: str, period: Period) -> PublishedFigure | None:
    for figure in monitor.figures_of(number):
        start, end = figure.period_from, figure.period_to
        if start == period.start and end is not None and end.year == period.end.year and end != period.end:
            return figure
    return None

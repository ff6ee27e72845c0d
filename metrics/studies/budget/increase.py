"""What the printed increase of the budget could mean: over which budget, and by which rise of prices."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from data_access.published import PublishedFigure
from metrics.answering.asking import Asks
from metrics.catalogue import metric as metric_of
from metrics.model.expectations import GrowthOf, Ref
from metrics.model.metric import Metric
from metrics.studies.reconciliation.checks import printed_decimals

INCREASE = "budget.increase"


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """The increase over one of the budgets that it may be of.

    `increase` is the nominal one, a fraction, and `agrees` says that it is the printed one as far as that is printed.
    `prices` is the rise of prices that would make the printed one that of real amounts: a fraction, negative where prices
    would have had to fall.
    """

    printed: PublishedFigure
    value: PublishedFigure
    base: Metric
    base_figure: PublishedFigure
    increase: Fraction
    agrees: bool
    prices: Fraction


def meanings(monitor: Asks) -> tuple[Meaning, ...]:
    """For each printed increase, each of the bases that its metric declares; none of those whose figures are not printed."""
    found = []
    for printed in monitor.figures_of(INCREASE):
        for expected in metric_of(INCREASE).expected:
            if isinstance(expected, GrowthOf):
                found += [_meaning(monitor, printed, expected.value, base) for base in expected.bases]
    return tuple(one for one in found if one is not None)


def _meaning(monitor: Asks, printed: PublishedFigure, value: Ref, base: Ref) -> Meaning | None:
    now = _figure(monitor, value.metric, printed.period)
    before = _figure(monitor, base.metric, base.period or "")
    if now is None or before is None or not before.stored:
        return None
    increase = Fraction(now.stored) / Fraction(before.stored) - 1
    shown = Fraction(printed.stored)
    half = Fraction(1, 2 * 100 * 10 ** printed_decimals(printed.raw))
    return Meaning(
        printed=printed,
        value=now,
        base=metric_of(base.metric),
        base_figure=before,
        increase=increase,
        agrees=abs(increase - shown) <= half,
        prices=(1 + increase) / (1 + shown) - 1,
    )


def _figure(monitor: Asks, metric_id: str, period: str) -> PublishedFigure | None:
    return next((one for one in monitor.figures_of(metric_id) if one.period == period), None)

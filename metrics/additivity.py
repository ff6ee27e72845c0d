"""Over which dimensions the values of a metric may be added: every formula says so, and the rest is refused."""

from __future__ import annotations

from metrics import registers
from metrics.model import Count, Difference, Metric, ObservationKind, Observed, OpenStock, Sum
from metrics.periods import GRAINS


def dimensions_of(metric: Metric) -> tuple[str, ...]:
    """The dimensions that `metric` may be asked by, those of time last."""
    formula = metric.formula
    if isinstance(formula, Observed):
        return (*((formula.by,) if formula.by else ()), "region", *GRAINS)
    dataset = registers.dataset_of(formula)
    return (*dataset.dimensions, *(GRAINS if dataset.time is not None else ()))


def adds_over(metric: Metric, dimension: str) -> bool:
    """The values of `metric` by `dimension`, added, are its value without it.

    Sums and counts add over everything; what is to date or at a date adds over everything but time;
    quotients, quantiles, growth and overlapping members over nothing.
    """
    formula, is_time = metric.formula, dimension in GRAINS
    match formula:
        case Count() | Sum() | Difference():
            return not (is_time and registers.is_to_date(formula))
        case OpenStock():
            return not is_time
        case Observed(kind=ObservationKind.RATE):
            return False
        case Observed():
            is_overlapping = formula.overlapping and dimension == formula.by
            return not is_overlapping and not (is_time and formula.kind is ObservationKind.STOCK)
        case _:
            return False

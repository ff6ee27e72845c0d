"""How values are made: each formula knows what it reads, what it fetches, how it combines and over what it adds."""

from metrics.model.formulas.base import Formula
from metrics.model.formulas.observed import ObservationKind, Observed
from metrics.model.formulas.rows import Count, Difference, Growth, PerCapita, Ratio, ShareOfTotal, Sum
from metrics.model.formulas.waiting import DueStock, OpenStock, Quantile, Survival

__all__ = [
    "Count",
    "Difference",
    "DueStock",
    "Formula",
    "Growth",
    "ObservationKind",
    "Observed",
    "OpenStock",
    "PerCapita",
    "Quantile",
    "Ratio",
    "ShareOfTotal",
    "Sum",
    "Survival",
]

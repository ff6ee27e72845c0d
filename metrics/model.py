"""The vocabulary of a metric declaration: what a figure is, before anybody computes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from metrics.datasets import Dataset


class Periodicity(StrEnum):
    """How often the source gives a new value."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    IRREGULAR = "irregular"


class Direction(StrEnum):
    """Which way is an improvement. NEUTRAL: a change is neither good nor bad in itself."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"
    NEUTRAL = "neutral"


class Disclosure(StrEnum):
    """PUBLIC: every cell may be shown. SMALL_CELLS: cells that count few persons are hidden."""

    PUBLIC = "public"
    SMALL_CELLS = "small_cells"


class ObservationKind(StrEnum):
    """How an observed value behaves in time: flows add up, stocks and rates do not."""

    FLOW = "flow"
    STOCK = "stock"
    RATE = "rate"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """How a value is written. `multiplier` takes the stored value to the written one (0.32 → 32 %)."""

    id: str
    label: str
    symbol: str = ""
    multiplier: int = 1
    decimals: int = 0

    @property
    def is_integral(self) -> bool:
        """Stored values of this unit are whole numbers."""
        return self.decimals == 0 and self.multiplier == 1


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a value comes from. `id` is the source's id in the provenance tables."""

    id: str
    label: str
    institution: str


@dataclass(frozen=True, kw_only=True)
class Target:
    """A declared goal, in stored units, who declared it, and the days that it holds for (always, if open)."""

    value: float
    label: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """The goal is in force on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True)
class LegalBasis:
    """The norm that makes the figure due."""

    norm: str
    article: str = ""

    def __str__(self) -> str:
        return f"{self.norm}, {self.article}" if self.article else self.norm


# --- formulas over register rows -----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, eq=False)
class Count:
    """Rows of a dataset that meet a condition."""

    dataset: Dataset
    where: ColumnElement[bool] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Sum:
    """Sum of a column. `year_to_date`: the value at a date is the sum since 1 January of its year."""

    dataset: Dataset
    column: ColumnElement[int]
    where: ColumnElement[bool] | None = None
    year_to_date: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class OpenStock:
    """Rows still open at the end of the period; `overdue` keeps those past their deadline."""

    dataset: Dataset
    overdue: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Quantile:
    """Business days within which a share `q` of the rows were answered.

    From the exact histogram of days; rows still open count for what they have waited so far.
    """

    dataset: Dataset
    q: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Survival:
    """Share of the rows still without an answer once `days` business days have passed.

    Rows still open count for what they have waited so far (Kaplan-Meier).
    """

    dataset: Dataset
    days: int


# --- formulas over other formulas ----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, eq=False)
class Ratio:
    """Numerator over denominator; null where the denominator is zero, absent or suppressed."""

    numerator: Count | Sum
    denominator: Count | Sum


@dataclass(frozen=True, kw_only=True, eq=False)
class ShareOfTotal:
    """Part of each member of `over` in the whole of it; `over` must be among the dimensions asked."""

    part: Count | Sum
    over: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Difference:
    """Minuend minus subtrahend, of one dataset."""

    minuend: Count | Sum
    subtrahend: Count | Sum


@dataclass(frozen=True, kw_only=True, eq=False)
class Growth:
    """Change over the same days of the year before, as a fraction of them; null where either is not whole."""

    of: Count | Sum


@dataclass(frozen=True, kw_only=True, eq=False)
class PerCapita:
    """Numerator per so many (`per`) inhabitants: `population` is the id of an observed stock by territory."""

    numerator: Count | Sum
    population: str
    per: int


# --- formulas over observations ------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Observed:
    """A value that arrives already added up: the indicator of the metric's own id.

    `by` is the indicator's own dimension, if any; `overlapping` says that its members overlap
    (one person in several of them), so that they cannot be added.
    """

    kind: ObservationKind
    by: str | None = None
    overlapping: bool = False


Formula = (
    Count | Sum | OpenStock | Quantile | Survival | Ratio | ShareOfTotal | Difference | Growth | PerCapita | Observed
)


# --- arithmetic that a published value should satisfy --------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Ref:
    """Another metric's value in the same period, territory and member, or in the ones named here."""

    metric: str
    member: str | None = None
    territory: str | None = None
    period: str | None = None


@dataclass(frozen=True)
class SumOf:
    """The value should be the sum of these."""

    parts: tuple[Ref, ...]


@dataclass(frozen=True)
class QuotientOf:
    """The value should be numerator / denominator."""

    numerator: Ref
    denominator: Ref


@dataclass(frozen=True)
class GrowthOf:
    """The value should be value / base − 1, for at least one of the bases that it may mean."""

    value: Ref
    bases: tuple[Ref, ...]


@dataclass(frozen=True)
class ConstantSum:
    """The members of the metric's own dimension should add up to this number (100 %)."""

    total: float


@dataclass(frozen=True)
class WholePartOf:
    """The share should be that of a whole number of the units that `total` counts."""

    total: Ref


Expectation = SumOf | QuotientOf | GrowthOf | ConstantSum | WholePartOf

_METRIC_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


@dataclass(frozen=True, kw_only=True, eq=False)
class Metric:
    """One figure, declared once.

    `direction`, `disclosure` and `legal_basis` have no default: leaving one out is an error, and
    `legal_basis=None` states that no norm asks for the figure. `expected` is the arithmetic that
    published values of the metric should satisfy; only reconciliation reads it. `requires` names
    dimensions without which the figure has no meaning (the share of each axis).
    """

    id: str
    label: str
    definition: str
    unit: Unit
    formula: Formula
    source: Source
    periodicity: Periodicity
    direction: Direction
    disclosure: Disclosure
    legal_basis: LegalBasis | None
    targets: tuple[Target, ...] = ()
    expected: tuple[Expectation, ...] = ()
    requires: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _METRIC_ID.fullmatch(self.id):
            msg = f"metric id {self.id!r}: expected lower-case words joined by dots, such as 'foi.requests_received'"
            raise ValueError(msg)
        for name in ("label", "definition"):
            if not getattr(self, name).strip():
                msg = f"metric {self.id}: {name} is empty"
                raise ValueError(msg)

    def target_on(self, day: date) -> Target | None:
        """The goal in force on `day`."""
        return next((target for target in self.targets if target.holds_on(day)), None)

    @property
    def topic(self) -> str:
        """The first word of the id: the topic that the metric belongs to."""
        return self.id.partition(".")[0]

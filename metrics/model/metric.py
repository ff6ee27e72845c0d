"""A metric: one figure, declared once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from metrics.model.expectations import Expectation
from metrics.model.formulas import Formula
from metrics.model.norms import LegalBasis
from metrics.model.sources import CUENTA_PUBLICA_2024, Source
from metrics.model.units import Unit


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
    """PUBLIC: every cell may be shown. PROTECTED: it counts persons or their records, and is rounded cell by cell."""

    PUBLIC = "public"
    PROTECTED = "protected"


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


_METRIC_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


@dataclass(frozen=True, kw_only=True, eq=False)
class Metric:
    """One figure, declared once.

    `direction`, `disclosure` and `legal_basis` have no default: leaving one out is an error, and
    `legal_basis=None` states that no norm asks for the figure. `expected` is the arithmetic that
    published values of the metric should satisfy, and `members_add_up_to` what those of its members
    should add up to; only reconciliation reads them. `requires` names dimensions without which the
    figure has no meaning (the share of each axis).
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
    members_add_up_to: float | None = None
    requires: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _METRIC_ID.fullmatch(self.id):
            msg = f"metric id {self.id!r}: expected lower-case words joined by dots, such as 'foi.requests_received'"
            raise ValueError(msg)
        for name in ("label", "definition"):
            if not getattr(self, name).strip():
                msg = f"metric {self.id}: {name} is empty"
                raise ValueError(msg)
        self._check_disclosure()

    def _check_disclosure(self) -> None:
        needed = Disclosure.PROTECTED if self.formula.counts_persons else Disclosure.PUBLIC
        if self.disclosure is not needed:
            msg = f"metric {self.id}: disclosure is {self.disclosure}, but what it counts makes it {needed}"
            raise ValueError(msg)
        if self.formula.counts_persons and not self.formula.is_protectable:
            msg = f"metric {self.id}: only counts and sums whose conditions are on dimensions can be protected"
            raise ValueError(msg)

    def target_on(self, day: date) -> Target | None:
        """The goal in force on `day`."""
        return next((target for target in self.targets if target.holds_on(day)), None)

    @property
    def topic(self) -> str:
        """The first word of the id: the topic that the metric belongs to."""
        return self.id.partition(".")[0]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What the metric may be asked by, time last."""
        return self.formula.dimensions

    @property
    def member_dimension(self) -> str:
        """The dimension that the member of a printed figure is of, '' where its figures have none."""
        return self.formula.own_dimension or next(iter(self.requires), "")

    def adds_over(self, dimension: str) -> bool:
        """The values by `dimension`, added, are the value without it."""
        return self.formula.adds_over(dimension)


published = partial(Metric, source=CUENTA_PUBLICA_2024, periodicity=Periodicity.YEAR, disclosure=Disclosure.PUBLIC)
"""A figure of the published account: yearly and public, unless its declaration says otherwise."""

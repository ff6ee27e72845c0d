"""What was told, in the order in which it arrived: the loads, withdrawals and holidays that a question is asked over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = dict[str, Any]
Days = tuple[date, date]

TOLD_TOGETHER = {"measure_bodies": ("measure_code",), "milestones": ("measure_code",)}
IDENTITIES = TOLD_TOGETHER | {
    "foi_requests": ("folio",),
    "foi_appeals": ("folio",),
    "attentions": ("folio",),
    "field_operations": ("folio",),
    "budget_entries": ("line_code", "month", "stage"),
    "revenue_entries": ("month", "kind"),
    "measures": ("code",),
    "progress_reports": ("measure_code", "cut_on"),
    "reporting_rounds": ("cut_on",),
    "evidence": ("measure_code", "number"),
    "blockers": ("measure_code", "number"),
    "agreements": ("code",),
    "observations": ("indicator", "territory_code", "member", "period_key"),
}
TABLES = {
    "foi_requests": ("foi_requests",),
    "foi_appeals": ("foi_appeals",),
    "attentions": ("attentions",),
    "field_operations": ("field_operations",),
    "budget": ("budget_entries",),
    "revenue": ("revenue_entries",),
    "plan": (
        "measures",
        "measure_bodies",
        "milestones",
        "reporting_rounds",
        "progress_reports",
        "evidence",
        "blockers",
        "agreements",
    ),
    "observations": ("observations",),
}


def identity_of(table: str, row: Row) -> tuple[Any, ...]:
    """What makes a row of `table` the same one in two loads."""
    return tuple(row[name] for name in IDENTITIES[table])


@dataclass(frozen=True, kw_only=True, eq=False)
class Load:
    """Rows by table, and the identities that it closes."""

    number: int
    register: str
    data_kind: str
    recorded_on: date
    covers: Days
    rows: Mapping[str, list[Row]]
    closes: Mapping[str, list[Row]] = field(default_factory=dict)
    provisional_from: date | None = None

    @property
    def said(self) -> tuple[Any, ...]:
        """Two loads that say the same are equal."""
        told = [
            sorted((table, repr(sorted(row.items()))) for table in part for row in part[table])
            for part in (self.rows, self.closes)
        ]
        return (self.register, self.data_kind, self.recorded_on, self.covers, self.provisional_from, repr(told))


@dataclass(frozen=True, kw_only=True, eq=False)
class Withdrawal:
    """Takes back the load of that number."""

    number: int
    register: str
    of: int
    recorded_on: date


@dataclass(frozen=True, kw_only=True, eq=False)
class Decree:
    """Holidays that are decreed (by name), or are none after all (None)."""

    number: int
    changes: Mapping[date, str | None]
    known_on: date


Told = Load | Withdrawal | Decree


@dataclass(frozen=True, kw_only=True, eq=False)
class World:
    """All that was told, in order of arrival; `number` is where a failure is found again."""

    number: int
    told: tuple[Told, ...]

    def of(self, register: str) -> list[Load | Withdrawal]:
        """What was told of one register."""
        return [one for one in self.told if not isinstance(one, Decree) and one.register == register]

    @property
    def registers(self) -> list[str]:
        """Those that something was told of, in order."""
        return list(dict.fromkeys(one.register for one in self.told if not isinstance(one, Decree)))

    @property
    def decrees(self) -> list[Decree]:
        return [one for one in self.told if isinstance(one, Decree)]

    @property
    def days_known(self) -> list[date]:
        """The days on which something was known, in order."""
        return sorted({one.known_on if isinstance(one, Decree) else one.recorded_on for one in self.told})

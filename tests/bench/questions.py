"""What the pages ask of the metrics layer, as calls of `Monitor.observe` and of the studies."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import psutil

from data_access.engine import connect
from metrics import Monitor, Result

PERIOD, BEFORE = "2024", "2023"
_CUT = date(2025, 3, 31)
_TILES = (
    "foi.requests_received",
    "foi.answered_share",
    "foi.answered_within_15_days_share",
    "foi.response_days_median",
    "foi.requests_open",
    "foi.requests_overdue",
)
_MONTHS = ("foi.requests_received", "foi.answered_within_15_days", "foi.requests_answered", "foi.response_days_median")
_WAITS = (
    "foi.response_days_median",
    "foi.response_days_p75",
    "foi.response_days_p90",
    "foi.waiting_after_15_days_share",
    "foi.waiting_after_20_days_share",
    "foi.answered_in_time_share",
)
_COHORTS = ("foi.answered_within_15_days_of_received_share", "foi.answered_within_20_days_of_received_share")
_GIVEN = ("foi.answers_given_within_15_days_share", "foi.answers_given_within_20_days_share")
_OLDER = ("foi.requests_open", *(f"foi.requests_older_than_{days}_days" for days in (15, 20, 30)))
_DUE = (
    "foi.requests_open",
    "foi.requests_overdue",
    "foi.requests_due_in_0_to_5_days",
    "foi.requests_due_in_6_to_10_days",
)
_TERRITORY = ("attention.records", "attention.referrals", "field_operations.count", "field_operations.people")
_PLAN = ("plan.measures", "plan.measures_implemented", "plan.measures_in_progress", "plan.implemented_share")


@dataclass(frozen=True)
class Study:
    """One call of `Monitor.foi`, by the name of its method."""

    name: str
    asked: Mapping[str, Any] = field(default_factory=dict)

    def ask(self, monitor: Monitor, **_options: Any) -> object:
        """What it tells: of roll-ups, whatever is asked."""
        return getattr(monitor.foi, self.name)(**self.asked)


@dataclass(frozen=True)
class Question:
    """One call of `Monitor.observe`."""

    metrics: tuple[str, ...]
    asked: Mapping[str, Any] = field(default_factory=dict)

    def ask(self, monitor: Monitor, **options: Any) -> Result:
        """Its answer."""
        return monitor.observe(*self.metrics, **self.asked, **options)


def transparency(where: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions of the Transparency page."""
    return (
        Question(_TILES, {"period": PERIOD, "where": where}),
        Question(_TILES, {"period": BEFORE, "where": where}),
        Question(_MONTHS, {"period": PERIOD, "by": ("month",), "where": where}),
        Question(_TILES[:1] + _TILES[2:3], {"period": PERIOD, "by": ("region",)}),
    )


def waits(where: Mapping[str, str]) -> tuple[Question | Study, ...]:
    """The questions of the page of waits."""
    asked = {"period": PERIOD, "where": where}
    months = {"period": f"{BEFORE}-01..{PERIOD}-12", "by": ("month",), "where": where}
    return (
        Question(_WAITS, asked),
        Question(_WAITS, {"period": BEFORE, "where": where}),
        Study("course", asked),
        Question(_COHORTS, months),
        Question(_GIVEN, months),
        Question(("foi.requests_received", "foi.answers_given"), months),
        Question(_OLDER, {"period": f"{BEFORE}-12..{PERIOD}-12", "by": ("month",), "where": where}),
        *(Study("ranking", {"by": by, **asked}) for by in ("responsible_unit", "region", "channel", "topic")),
    )


PAGES: Mapping[str, tuple[Question | Study, ...]] = {
    "Transparencia, el país": transparency({}),
    "Transparencia, una región": transparency({"region": "13"}),
    "Tiempos de respuesta, el país": waits({}),
    "Tiempos de respuesta, una región": waits({"region": "13"}),
    "Vencimientos": (Question(_DUE), Study("dues"), Study("forecast")),
    "Territorio": (
        Question(_TERRITORY, {"period": PERIOD, "where": {"region": "13"}}),
        Question(_TERRITORY, {"period": PERIOD, "by": ("region",)}),
    ),
    "Plan": (
        Question(_PLAN, {"as_of": _CUT}),
        Question(_PLAN, {"as_of": date(2024, 8, 21)}),
        Question((*_PLAN[:3], "plan.axis_share"), {"as_of": _CUT, "by": ("axis",)}),
    ),
}
"""The questions behind each page, by its name."""


def main() -> None:
    """`python -m tests.bench.questions URL ROUNDS`: ask everything so often, and print the memory it took, in MB."""
    url, rounds = sys.argv[1], int(sys.argv[2])
    engine = connect(url, read_only=True)
    for _ in range(rounds):
        for questions in PAGES.values():
            for question in questions:
                question.ask(Monitor(engine))
    print(json.dumps({"rss_mb": psutil.Process().memory_info().rss / 1e6}))


if __name__ == "__main__":
    main()

"""What the pages ask of the metrics layer, as calls of `Monitor.observe`."""

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
_TERRITORY = ("attention.records", "attention.referrals", "field_operations.count", "field_operations.people")
_PLAN = ("plan.measures", "plan.measures_implemented", "plan.measures_in_progress", "plan.implemented_share")


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


PAGES: Mapping[str, tuple[Question, ...]] = {
    "Transparencia, el país": transparency({}),
    "Transparencia, una región": transparency({"region": "13"}),
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

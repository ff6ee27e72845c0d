"""What a bystander notices of each flood: the attacks of `tests/hostile`, again and again while somebody reads."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.hostile.bystander import bystander, p95
from tests.hostile.test_floods import ATTACKS
from tests.sites import Served

_LONGEST = 120.0


@dataclass(frozen=True, kw_only=True)
class Attacked:
    """One attack: seconds of the bystander's answers before it and during it, by their 95th percentile."""

    name: str
    times: int
    answers: int
    quiet: float
    during: float
    errors: int
    megabytes: float

    @property
    def ratio(self) -> float:
        return self.during / self.quiet


def attack_all(served: Served, questions: int) -> list[Attacked]:
    """Each attack, for as long as a bystander asks so many questions."""
    return [_attacked(served, attack, questions) for attack in ATTACKS]


def _attacked(served: Served, attack: Callable[[Served], None], questions: int) -> Attacked:
    before, times, ends = served.megabytes(), 0, time.monotonic() + _LONGEST
    with bystander(served.url, questions) as seen:
        while len(seen.attacked) < questions and not seen.errors and time.monotonic() < ends:
            attack(served)
            times += 1
    return Attacked(
        name=attack.__name__.strip("_").replace("_", " "),
        times=times,
        answers=len(seen.attacked),
        quiet=p95(seen.quiet),
        during=p95(seen.attacked),
        errors=len(seen.errors),
        megabytes=served.megabytes() - before,
    )

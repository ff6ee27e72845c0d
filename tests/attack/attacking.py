"""One world after the other is drawn, told to the databases, asked and compared; what was covered is counted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from sqlalchemy import Engine

from metrics import catalogue
from metrics.queries.rollups import declared
from tests.attack import covered
from tests.attack.asked import Asked
from tests.attack.comparing import Variant, asked_of, differences, variants
from tests.attack.drawing import draw
from tests.attack.naive.reference import KINDS, Reference
from tests.attack.placing import place
from tests.attack.questions import Asking

ROLLED_UP = frozenset(table.dataset.register for table in declared())
"""The registers of which aggregates are kept: what is asked of others is read from the rows in any case."""


NO_QUESTION = -1
"""What differs before anything is asked: what the loader said."""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """An answer that differs, and how to see it again."""

    seed: int
    world: int
    question: int
    asked: Asked | None
    variant: str
    differences: list[str]

    def __str__(self) -> str:
        told = "\n    ".join(self.differences[:6])
        more = f"\n    … and {len(self.differences) - 6} more" if len(self.differences) > 6 else ""
        again = f"python -m tests.attack --seed {self.seed} --world {self.world} --questions {self.question + 1}"
        return f"seed {self.seed}, world {self.world}, question {self.question} ({self.variant}): {self.asked}\n    {told}{more}\n    again: {again}\n"


@dataclass(kw_only=True)
class Attack:
    """What was asked, and what differed."""

    questions: int = 0
    worlds: int = 0
    seconds: float = 0
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def count(self, found: Iterator[tuple[str, str]]) -> None:
        for heading, name in found:
            self.counts.setdefault(heading, Counter())[name] += 1


def attack(
    engines: dict[str, Engine],
    *,
    seed: int,
    questions: int,
    each_world: int,
    first_world: int = 0,
    stop_after: int = 1,
    minutes: float = 24 * 60,
    reference: Callable[..., Reference] = Reference,
) -> Attack:
    """Ask so many questions, `each_world` of them over one world; none more after so many that differ, or so many minutes."""
    found = Attack()
    start = time.monotonic()
    number = first_world
    while found.questions < questions and len(found.failures) < stop_after and _minutes_since(start) < minutes:
        told = reference(draw(seed, number))
        places = _placed(found, told, engines, (seed, number, NO_QUESTION))
        asking = Asking(told.world, Random(f"{seed}/{number}/questions"))
        for question in range(min(each_world, questions - found.questions)):
            if len(found.failures) >= stop_after:
                break
            _compare(found, told, places, asking.question(), (seed, number, question))
        number += 1
        found.worlds += 1
    found.seconds = time.monotonic() - start
    return found


def _placed(found: Attack, told: Reference, engines: dict[str, Engine], where: tuple[int, int, int]) -> list[Variant]:
    """The world in every database, which did with its loads what it should have."""
    found.count(covered.of_world(told.world))
    for name, engine in engines.items():
        if different := list(told.outcome_differences(place(engine, told.world))):
            found.failures.append(_failure(where, None, name, different))
    places = variants(engines)
    versions = sorted({one.monitor.snapshot.data_version for one in places})
    if len(versions) > 1:
        found.failures.append(_failure(where, None, "both databases", [f"of versions {', '.join(versions)}"]))
    return places


def _minutes_since(start: float) -> float:
    return (time.monotonic() - start) / 60


def _compare(found: Attack, told: Reference, places: list[Variant], asked: Asked, where: tuple[int, int, int]) -> None:
    found.questions += 1
    expected = told.answer(asked)
    found.count(covered.of_question(asked, expected))
    for variant in places:
        if not variant.uses_rollups and not any(KINDS[metric].of in ROLLED_UP for metric in asked.metrics):
            continue
        found.count(iter([("variant", variant.name)]))
        different = differences(expected, asked_of(variant, asked))
        if different:
            found.failures.append(_failure(where, asked, variant.name, different))
            return


def _failure(where: tuple[int, int, int], asked: Asked | None, variant: str, different: list[str]) -> Failure:
    seed, world, question = where
    return Failure(seed=seed, world=world, question=question, asked=asked, variant=variant, differences=different)


def _not_asked() -> list[str]:
    """The metrics of registers that the naive reference does not know."""
    return [metric.id for metric in catalogue().values() if metric.formula.datasets and metric.id not in KINDS]


def report(found: Attack) -> str:
    """What was covered, then what differed."""
    lines = [
        f"{found.questions} questions over {found.worlds} worlds in {found.seconds:.0f} s: {len(found.failures)} differ"
    ]
    lines.append(f"not asked: {', '.join(_not_asked()) or 'no metric of a register'}")
    for heading, counter in found.counts.items():
        lines.append(f"{heading}: " + ", ".join(f"{name} {count}" for name, count in sorted(counter.items())))
    return "\n".join([*lines, "", *map(str, found.failures)]) + "\n"

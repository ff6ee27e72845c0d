"""The naive reference of a world: asked like the metrics layer, it walks over what was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tests.attack.asked import Asked
from tests.attack.naive.calendar import calendar_as_of
from tests.attack.naive.knowing import Known, counting_from, news, seen, what_is_known
from tests.attack.naive.metrics import METRICS, Kind
from tests.attack.naive.observed import FIGURES, Figures, OfFigures
from tests.attack.naive.registers import Knowledge, OfRegister
from tests.attack.naive.said import Refused, Said
from tests.attack.placing import Outcome
from tests.attack.world import TABLES, Decree, World

KINDS: Mapping[str, Kind | Figures] = METRICS | FIGURES
"""Every metric that is asked for, and how it is made."""


class Reference:
    """What a world should answer."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.told = {register: news(world.of(register)) for register in TABLES}
        self._known: dict[tuple[str, int], Known] = {}

    def known(self, register: str, as_of: date | None) -> Known:
        """What a register tells as of a day."""
        told = self.told[register]
        length = len(seen(told, as_of))
        if (register, length) not in self._known:
            self._known[register, length] = what_is_known(register, told, as_of)
        return self._known[register, length]

    def answer(self, asked: Asked) -> dict[str, Said] | Refused:
        """By metric, or why the question is refused."""
        try:
            answers = {metric: self._of(metric, asked) for metric in asked.metrics}
            for answer in answers.values():
                answer.check()
            for answer in answers.values():
                answer.check_members()
            return {metric: answer.said() for metric, answer in answers.items()}
        except Refused as refused:
            return refused

    def _of(self, metric: str, asked: Asked) -> OfRegister | OfFigures:
        if metric in FIGURES:
            return OfFigures(metric, asked, self.known("observations", asked.as_of))
        kind = METRICS[metric]
        knowledge = Knowledge(
            of_register=self.known(kind.register.name, asked.as_of),
            calendar=calendar_as_of(self.world.decrees, asked.as_of),
            population=self.known("observations", asked.as_of),
        )
        return OfRegister(kind, asked, knowledge)

    def outcome_differences(self, outcomes: Sequence[Outcome]) -> Iterator[str]:
        """In what the loader did otherwise than it should have."""
        for outcome in outcomes:
            one = next(one for one in self.world.told if one.number == outcome.number)
            assert not isinstance(one, Decree)
            told = self.told[one.register]
            if one not in told:
                if outcome.told is not None:
                    yield f"load {one.number} is no news, and was loaded"
            elif outcome.told is None:
                yield f"load {one.number} was not loaded"
            else:
                counts_from = counting_from(told)[told.index(one)]
                if (outcome.told.counts_from, outcome.told.is_late) != (counts_from, counts_from > one.recorded_on):
                    yield f"load {one.number} counts from {counts_from}, and the loader says {outcome.told}"

"""Random questions over a world: every metric, grain, dimension, filter, period and as-of day that it is worth asking for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from tests.attack.asked import Asked
from tests.attack.naive.members import members_of
from tests.attack.naive.observed import FIGURES
from tests.attack.naive.reference import KINDS
from tests.attack.naive.time import GRAINS, days_of, unit_of
from tests.attack.world import Load, World

_DAY = timedelta(days=1)


class Asking:
    """Draws questions over one world."""

    def __init__(self, world: World, random: Random) -> None:
        self.world, self.random = world, random
        self.loads = [one for one in world.told if isinstance(one, Load)]
        rows = [row for load in self.loads for row in load.rows.get("observations", ())]
        told = {row["indicator"] for row in rows} | {random.choice(sorted(FIGURES))}
        self.metrics = [
            metric
            for metric, kind in KINDS.items()
            if kind.of in world.registers and (metric in told or metric not in FIGURES)
        ]

    def question(self) -> Asked:
        metrics = self._metrics()
        return Asked(
            metrics=metrics,
            by=self._by(metrics),
            period=self._period(KINDS[metrics[0]].of),
            filters=self._filters(metrics),
            as_of=self._as_of(KINDS[metrics[0]].of),
        )

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def _metrics(self) -> tuple[str, ...]:
        first = self.random.choice(self.metrics)
        if self._chance(0.6):
            return (first,)
        near = [metric for metric in self.metrics if KINDS[metric].of == KINDS[first].of]
        among = near if self._chance(0.85) else self.metrics
        return tuple(dict.fromkeys((first, *self.random.sample(among, min(len(among), self.random.randint(1, 3))))))

    def _by(self, metrics: Sequence[str]) -> tuple[str, ...]:
        common = [
            name for name in KINDS[metrics[0]].dimensions if all(name in KINDS[one].dimensions for one in metrics)
        ]
        grains = [grain for grain in common if grain in GRAINS]
        others = [name for name in common if name not in GRAINS]
        chosen = self.random.sample(others, min(len(others), self.random.choice((0, 0, 1, 1, 1, 2))))
        chosen += self.random.sample(grains, min(len(grains), self.random.choice((0, 0, 0, 1, 1, 2, 3))))
        needed = [name for metric in metrics for name in KINDS[metric].requires]
        if self._chance(0.85):
            chosen += [name for name in needed if name in common]
        if self._chance(0.01):
            chosen.append("sex")
        self.random.shuffle(chosen)
        return tuple(dict.fromkeys(chosen))

    def _filters(self, metrics: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        common = [
            name
            for name in KINDS[metrics[0]].dimensions
            if name not in GRAINS and all(name in KINDS[one].dimensions for one in metrics)
        ]
        chosen = self.random.sample(common, min(len(common), self.random.choice((0, 0, 1, 1, 2))))
        is_of_figures = KINDS[metrics[0]].of == "observations"
        return tuple((name, self._members(name, is_of_figures=is_of_figures)) for name in sorted(chosen))

    def _members(self, name: str, *, is_of_figures: bool) -> tuple[str, ...]:
        likely = ("13", "16", "15", "12", "NC", "TI") if name == "region" else members_of(name)[:4]
        if name == "region" and is_of_figures:
            likely = ("CL", "13", "16", "XRM", "NC")
        places = tuple(code for code in members_of(name) if is_of_figures or code not in {"CL", "XRM", "EXT", "DIG"})
        among = likely if self._chance(0.8) else places
        if name == "region" and self._chance(0.02):
            among = ("CL", "XRM")
        return tuple(self.random.sample(among, min(len(among), self.random.choice((1, 1, 2, 3)))))

    def _period(self, register: str) -> str | None:
        """Mostly of days that a load of the register covers, or near them."""
        if self._chance(0.2):
            return None
        start, end = self.random.choice([load for load in self.loads if load.register == register]).covers
        day = start + timedelta(days=self.random.randint(-20, (end - start).days + 20))
        shape = self.random.choice(
            ("year", "year", "quarter", "month", "month", "day", "span", "units", "leap", "covers", "years", "beyond")
        )
        if shape in GRAINS:
            return unit_of(day, shape)
        other = day + timedelta(days=self.random.randint(0, 200))
        shapes = {
            "day": f"{day}",
            "span": f"{day}..{other}",
            "units": f"{unit_of(day, 'month')}..{unit_of(other, self.random.choice(GRAINS))}",
            "leap": self.random.choice(("2024-02-29", "2024-02", "2024-02-29..2024-03-01", "2024-02-01..2024-02-28")),
            "covers": f"{start}..{end}",
            "years": f"{day.year - 1}..{day.year}",
            "beyond": self.random.choice(
                ("2020", "2030", "2021-12-31..2022-01-01", f"{end + _DAY}..{end + 40 * _DAY}")
            ),
        }
        return self._readable(shapes[shape])

    @staticmethod
    def _readable(period: str) -> str:
        first, _, last = period.partition("..")
        return period if not last or days_of(first)[0] <= days_of(last)[1] else first

    def _as_of(self, register: str) -> date | None:
        """Mostly now, or a day on which something of the register was known, or near it."""
        if self._chance(0.4):
            return None
        known = [one.recorded_on for one in self.world.of(register)]
        day = self.random.choice(known if self._chance(0.8) else self.world.days_known)
        return day + timedelta(days=self.random.choice((0, 0, 0, 0, 1, 9, 31, 400, -1, -30)))

"""The units that values are stored in. How a value of each is written is the dashboards' to say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What a stored value counts. `multiplier` takes the stored value to the written one (0.32 → 32 %)."""

    id: str
    label: str
    multiplier: int = 1
    decimals: int = 0

    @property
    def is_integral(self) -> bool:
        """Stored values of this unit are whole numbers."""
        return self.decimals == 0 and self.multiplier == 1


PERCENT = Unit(id="percent", label="porcentaje", multiplier=100, decimals=1)
PERCENT_2 = Unit(id="percent", label="porcentaje", multiplier=100, decimals=2)
CLP = Unit(id="clp", label="pesos")
UTM = Unit(id="utm", label="UTM")
POINTS = Unit(id="points", label="puntos", decimals=2)
BUSINESS_DAYS = Unit(id="business_days", label="días hábiles")
MEAN_BUSINESS_DAYS = Unit(id="business_days", label="días hábiles", decimals=1)


def count(noun: str) -> Unit:
    """A whole number of `noun` (Spanish plural, as a reader sees it)."""
    return Unit(id="count", label=noun)

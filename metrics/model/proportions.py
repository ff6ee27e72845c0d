"""How sure a share of few cases is."""

from __future__ import annotations

import math
from statistics import NormalDist

CONFIDENCE = 0.95
"""Of the intervals that are told: so often does one hold what it is about."""
DEVIATIONS = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
"""Standard deviations to each side of a normal distribution within which that share of it lies."""


def wilson(successes: int, cases: int) -> tuple[float, float] | None:
    """Wilson's interval of a share: never outside 0 and 1, and as wide as few cases make it; None of no cases."""
    if cases == 0:
        return None
    share, spread = successes / cases, DEVIATIONS**2 / cases
    center = share + spread / 2
    reach = DEVIATIONS * math.sqrt((share * (1 - share) + spread / 4) / cases)
    return max(0.0, (center - reach) / (1 + spread)), min(1.0, (center + reach) / (1 + spread))

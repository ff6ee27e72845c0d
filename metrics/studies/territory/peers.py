"""Which regions a region is like: those with about as many inhabitants."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

PEERS = 4
"""How many regions are alike: enough for a median, few enough to be alike."""


def peers(region: str, people: Mapping[str, float], regions: Sequence[str]) -> tuple[str, ...]:
    """The regions whose inhabitants are nearest in proportion, the nearest first; none where nobody knows how many.

    Twice as many is as far as half as many; of two as far, the northern one (`regions` go north to south).
    """
    own = people.get(region)
    if not own:
        return ()
    others = [code for code in regions if code != region and people.get(code)]
    return tuple(sorted(others, key=lambda code: abs(math.log(people[code] / own)))[:PEERS])

"""Which regions a region is like: those with about as many inhabitants."""

from __future__ import annotations

import math
from collections.abc import Sequence

from metrics.studies.territory.measuring import Population

PEERS = 4
"""How many regions are alike: enough for a median, few enough to be alike."""


def peers(region: str, people: Population | None, regions: Sequence[str]) -> tuple[str, ...]:
    """The regions whose inhabitants are nearest in proportion, the nearest first; none where nobody knows how many.

    Twice as many is as far as half as many; of two as far, the northern one (`regions` go north to south).
    """
    if people is None or region not in people.people:
        return ()
    own = people.people[region]
    others = [code for code in regions if code != region and code in people.people]
    return tuple(sorted(others, key=lambda code: abs(math.log(people.people[code] / own)))[:PEERS])

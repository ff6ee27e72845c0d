"""Codes of territories that are no region's CUT code, and which territories hold others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

COUNTRY = "CL"
"""The whole country."""

METROPOLITAN = "13"
REST = "XRM"
"""Every region but the Metropolitan one."""

NUBLE_SINCE = date(2018, 9, 6)
"""Ñuble (16) was split from Biobío (Ley 21.033)."""

REGIONS = ("15", "01", "02", "03", "04", "05", "13", "06", "07", "16", "08", "09", "14", "10", "11", "12")
"""The sixteen, north to south."""

HELD: Mapping[str, frozenset[str]] = {REST: frozenset(REGIONS) - {METROPOLITAN}}
"""What a territory below the country holds; the country holds them all, and bodies without territory as well."""


def holds(one: str, other: str) -> bool:
    """The territory `other` is a part of `one`."""
    return one != other and (one == COUNTRY or other in HELD.get(one, ()))


def of_several_levels(codes: Iterable[str]) -> bool:
    """One of the territories holds another one."""
    listed = tuple(codes)
    return any(holds(one, other) for one in listed for other in listed)


def one_level(codes: Iterable[str]) -> frozenset[str]:
    """Those of the territories below the country that are added: none that another one holds.

    Of a territory and its parts, the parts where all are there, else the territory.
    """
    left = frozenset(codes) - {COUNTRY}
    for whole in HELD.keys() & left:
        left -= {whole} if HELD[whole] <= left else HELD[whole]
    return left


def absent(expected: Iterable[str], codes: Iterable[str]) -> tuple[str, ...]:
    """Those expected that are in none of the territories, in order."""
    given = frozenset(codes)
    held = given.union(*(HELD.get(code, frozenset()) for code in given))
    return tuple(code for code in expected if code not in held)

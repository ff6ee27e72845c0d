"""Runs of loads: how years of daily loads are read as a dozen sums.

Every second load keeps its change together with the one before it, every fourth those of four loads, every eighth of
eight (a Fenwick tree): the aggregate as of load n is the sum of at most log2(n) + 1 runs, and a load still only adds.
"""

from __future__ import annotations

from collections.abc import Sequence


def runs_of(loads: Sequence[int]) -> list[int]:
    """The last loads of the runs that `loads`, a register's first ones, are made of."""
    found, position = [], len(loads)
    while position:
        found.append(loads[position - 1])
        position &= position - 1  # without its lowest bit: the run ends there that the last one begins after
    return found


def runs_within(loads: Sequence[int]) -> list[int]:
    """The runs before the last load that its own run takes in."""
    earlier = loads[:-1]
    return [run for run in runs_of(earlier) if run not in runs_of(loads)]

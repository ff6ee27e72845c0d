"""How long things take: medians, percentiles, and runs in turn so that a ratio compares the same minutes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

Seconds = float


def seconds(task: Callable[[], Any]) -> Seconds:
    """Wall clock of one call."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest of `values` that at least `share` of them do not exceed; None of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


def middle(values: Sequence[float | None]) -> float | None:
    """The median of the values that are there; None if there is none."""
    present = [value for value in values if value is not None]
    return median(present) if present else None


def in_turn(tasks: Mapping[str, Callable[[], Any]], *, runs: int, warm_ups: int = 1) -> dict[str, list[Seconds]]:
    """Seconds of each of `runs` calls of every task: A B C, B C A, C A B, so that a slow minute meets them all."""
    names = list(tasks)
    for name in names * warm_ups:
        tasks[name]()
    measured: dict[str, list[Seconds]] = {name: [] for name in names}
    for run in range(runs):
        for name in turn(names, run):
            measured[name].append(seconds(tasks[name]))
    return measured


def turn(names: Sequence[str], run: int) -> list[str]:
    """The order of a run: each one begins with another name."""
    first = run % len(names)
    return [*names[first:], *names[:first]]

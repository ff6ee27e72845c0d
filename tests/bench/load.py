"""Section 2, loading: how long requests take to enter each database, the first time and when more become known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from multiprocessing import get_context
from typing import Any

import polars as pl

from tests.bench import databases, generator, machine
from tests.bench.databases import KINDS, create_migrated, load_requests
from tests.bench.findings import Findings, Table
from tests.bench.timing import middle, seconds, turn
from tests.conftest import Server

SIZES, QUICK_SIZES = (100_000, 1_000_000), (5_000,)
RUNS, QUICK_RUNS = 5, 1
Raw = dict[str, dict[str, list[dict[str, float]]]]


def measure(*, is_quick: bool) -> Findings:
    """Each size into a new database of each kind, in turn; then one per cent more."""
    sizes, runs = (QUICK_SIZES, QUICK_RUNS) if is_quick else (SIZES, RUNS)
    raw: Raw = {str(size): {kind: [] for kind in KINDS} for size in sizes}
    with databases.server("sqlite") as sqlite, databases.server("postgresql") as postgresql:
        servers = dict(zip(KINDS, (sqlite, postgresql), strict=True))
        for made in servers.values():
            create_migrated(made, "base")
        for size in sizes:
            for run in range(runs):
                for kind in turn(KINDS, run):
                    raw[str(size)][kind].append(_run(servers[kind], f"load_{size}_{run}", size))
    return _findings(raw, runs)


def _run(made: Server, name: str, rows: int) -> dict[str, float]:
    """A load in a process of its own, whose memory is its own too."""
    url = made.copy("base", name)
    with get_context("spawn").Pool(1) as pool:
        found = pool.apply(load_twice, (url, rows))
    made.drop(name)
    return found


def load_twice(url: str, rows: int) -> dict[str, float]:
    """Seconds of the first load and of one per cent more, and the most memory that the process had at once."""
    first = seconds(_loader(url, lambda: generator.frames(rows), generator.LAST_DAY))
    more = seconds(_loader(url, lambda: generator.later_frames(rows), generator.NEXT_DAY))
    return {"first": first, "more": more, "megabytes": machine.peak_megabytes()}


def _loader(url: str, frames: Callable[[], Iterator[pl.DataFrame]], recorded_on: Any) -> Callable[[], None]:
    return lambda: load_requests(url, frames(), recorded_on=recorded_on, covers_from=generator.FIRST_DAY)


def _findings(raw: Raw, runs: int) -> Findings:
    return Findings(
        title="2. Loading",
        method=(
            "FOI requests into a new database, as one batch with its checks, versions and indexes; then one per cent "
            "more, half of them new versions of requests that were open. Each load in a process of its own; making "
            f"the rows is part of it. Medians of {runs} runs."
        ),
        tables=[_table(raw)],
        targets=[],
        raw=raw,
    )


def _table(raw: Raw) -> Table:
    rows = [
        (int(size), kind, *_figures(int(size), found)) for size, kinds in raw.items() for kind, found in kinds.items()
    ]
    columns = ("rows", "database", "first load, s", "rows per second", "one per cent more, s", "most memory, MB")
    return Table(caption="A load", columns=columns, rows=rows)


def _figures(size: int, found: list[dict[str, float]]) -> tuple[float | None, ...]:
    first, more, megabytes = (middle([run[key] for run in found]) for key in ("first", "more", "megabytes"))
    return first, size / first if first else None, more, megabytes

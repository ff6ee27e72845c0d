"""Section 1, growth: how long the page's questions take as the register grows, without any cache of the page's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from data_access.engine import connect
from metrics.observe import observe
from tests.bench import databases, generator
from tests.bench.concurrency import page
from tests.bench.databases import KINDS, create_migrated, load_requests
from tests.bench.findings import Findings, Table
from tests.bench.timing import in_turn, middle
from tests.conftest import Server

SIZES, QUICK_SIZES = (100_000, 1_000_000), (2_000, 10_000)
RUNS, QUICK_RUNS = 5, 2
Questions = dict[str, Callable[[Engine], Any]]
QUESTIONS: Questions = {
    "received in a year": lambda engine: observe(engine, "foi.requests_received", period="2024"),
    "median by month": lambda engine: observe(engine, "foi.response_days_median", by=("month",), period="2024"),
    "share by region": lambda engine: observe(
        engine, "foi.answered_within_15_days_share", by=("region",), period="2024"
    ),
    "open at a date": lambda engine: observe(engine, "foi.requests_open", period="2024"),
    "the whole page": lambda engine: page(engine, None),
}
Raw = dict[str, dict[str, dict[str, list[float]]]]


def measure(*, is_quick: bool) -> Findings:
    """Every size in every database; the databases take turns at each question."""
    sizes, runs = (QUICK_SIZES, QUICK_RUNS) if is_quick else (SIZES, RUNS)
    raw: Raw = {}
    with databases.server("sqlite") as sqlite, databases.server("postgresql") as postgresql:
        servers = dict(zip(KINDS, (sqlite, postgresql), strict=True))
        for size in sizes:
            engines = {kind: connect(_filled(made, size), read_only=True) for kind, made in servers.items()}
            raw[str(size)] = {name: _ask(name, engines, runs) for name in QUESTIONS}
            for kind, engine in engines.items():
                engine.dispose()
                servers[kind].drop(_name(size))
    return _findings(raw, runs)


def _name(size: int) -> str:
    return f"growth_{size}"


def _filled(made: Server, size: int) -> str:
    url = create_migrated(made, _name(size))
    load_requests(url, generator.frames(size), recorded_on=generator.LAST_DAY, covers_from=generator.FIRST_DAY)
    return url


def _ask(name: str, engines: dict[str, Engine], runs: int) -> dict[str, list[float]]:
    tasks = {kind: (lambda engine=engine: QUESTIONS[name](engine)) for kind, engine in engines.items()}
    return in_turn(tasks, runs=runs)


def _findings(raw: Raw, runs: int) -> Findings:
    return Findings(
        title="1. Growth",
        method=(
            "The questions of the Transparency page straight from the metrics layer, over registers of ten years. "
            f"Milliseconds, medians of {runs} runs after a warm-up, databases in turn."
        ),
        tables=[_table(kind, raw) for kind in KINDS],
        targets=[],
        raw=raw,
    )


def _table(kind: str, raw: Raw) -> Table:
    rows = [(name, *(_milliseconds(raw[size][name][kind]) for size in raw)) for name in QUESTIONS]
    columns = ("question", *(f"{int(size):,} rows" for size in raw))
    return Table(caption=f"{kind}, ms", columns=columns, rows=rows)


def _milliseconds(runs: list[float]) -> float | None:
    value = middle(runs)
    return None if value is None else 1000 * value

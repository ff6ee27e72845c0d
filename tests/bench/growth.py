"""Section 1: what a hundred times more rows cost a reader, and what one per cent more costs a refresh."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median

from sqlalchemy import Engine

from data_access.engine import connect
from metrics import Monitor
from metrics.queries.rollups import refresh
from tests.bench import generator
from tests.bench.databases import KINDS, analyse, create_for_pages, load_requests, server
from tests.bench.findings import Findings, Table, Target
from tests.bench.questions import PAGES
from tests.bench.timing import percentile, seconds, turn

_SIZES = {False: (100_000, 1_000_000, 10_000_000), True: (2_000, 20_000)}
_ROUNDS = {False: 40, True: 3}
_FROM_ROWS = 1_000_000
"""Asking the rows takes seconds at larger sizes."""


@dataclass
class _Run:
    """What was measured on one database of one size."""

    rows: int
    url: str
    full_refresh: float = 0.0
    small_refreshes: list[float] = field(default_factory=list)
    load: float = 0.0
    pages: dict[str, list[float]] = field(default_factory=lambda: {page: [] for page in PAGES})
    questions: list[float] = field(default_factory=list)
    from_rows: dict[str, float] = field(default_factory=dict)
    rss_mb: float = 0.0


def measure(*, is_quick: bool) -> Findings:
    """Every page's questions at every size, on both databases."""
    runs = {kind: _measure_kind(kind, _SIZES[is_quick], _ROUNDS[is_quick]) for kind in KINDS}
    return Findings(
        title="1. Growth",
        method=(
            "FOI requests of ten years, generated; attentions, operations and the plan are the demonstration's. Each page's "
            f"questions are asked {_ROUNDS[is_quick]} times through `Monitor.observe`, nothing cached but what a snapshot holds, "
            f"the sizes in turn. Then 1 % more is loaded {len(generator.LATER_DAYS)} times, up to half of it new versions "
            "of open requests, and refreshed after each. The load and the full refresh of a size are measured once; "
            "section 2 repeats them."
        ),
        tables=[_questions_table(runs), _refresh_table(runs)],
        targets=[target for kind, found in runs.items() for target in _targets(kind, found)],
        notes=[
            "Every second load also writes anew the cells of the loads before it, to keep them together (docs/scale.md): "
            "the longest refresh is one of those."
        ],
        raw={kind: [run.__dict__ | {"url": None} for run in found] for kind, found in runs.items()},
    )


def _measure_kind(kind: str, sizes: tuple[int, ...], rounds: int) -> list[_Run]:
    with server(kind) as made_by, ExitStack() as stack:
        runs = []
        for number, rows in enumerate(sizes):
            run = _Run(rows=rows, url=create_for_pages(made_by, f"growth_{number}"))
            _fill(run)
            runs.append(run)
        engines = [stack.enter_context(_reading(run.url)) for run in runs]
        for run, engine in zip(runs, engines, strict=True):
            _ask(run, engine, [])  # warm
            if run.rows <= _FROM_ROWS:
                run.from_rows = {
                    page: sum(seconds(lambda q=q, e=engine: q.ask(Monitor(e), use_rollups=False)) for q in questions)
                    for page, questions in PAGES.items()
                }
        for number in range(rounds):
            for place in turn([str(index) for index in range(len(runs))], number):
                run = runs[int(place)]
                _ask(run, engines[int(place)], run.questions, run.pages)
        for run in runs:
            run.rss_mb = _memory(run.url, rounds)
            _add_one_per_cent(run)
        return runs


@contextmanager
def _reading(url: str) -> Iterator[Engine]:
    engine = connect(url, read_only=True)
    yield engine
    engine.dispose()


def _fill(run: _Run) -> None:
    frames = generator.frames(run.rows)
    run.load = seconds(
        lambda: load_requests(
            run.url, frames, recorded_on=generator.LAST_DAY, covers_from=generator.FIRST_DAY, checksum="first"
        )
    )
    run.full_refresh = seconds(lambda: refresh_all(run.url))
    analyse(run.url)


def refresh_all(url: str) -> None:
    """`pnme refresh`."""
    engine = connect(url)
    with engine.begin() as connection:
        refresh(connection)
    engine.dispose()


def _ask(run: _Run, engine: Engine, questions: list[float], pages: dict[str, list[float]] | None = None) -> None:
    for page, asked in PAGES.items():
        taken = [seconds(lambda question=question: question.ask(Monitor(engine))) for question in asked]
        questions += taken
        if pages is not None:
            pages[page].append(sum(taken))


def _memory(url: str, rounds: int) -> float:
    command = [sys.executable, "-m", "tests.bench.questions", url, str(rounds)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    rss: float = json.loads(said.stdout)["rss_mb"]
    return rss


def _add_one_per_cent(run: _Run) -> None:
    for number, day in enumerate(generator.LATER_DAYS):
        frames = generator.later_frames(run.rows, number)
        load_requests(run.url, frames, recorded_on=day, covers_from=generator.LAST_DAY, checksum=f"later {number}")
        run.small_refreshes.append(seconds(lambda: refresh_all(run.url)))


def _questions_table(runs: dict[str, list[_Run]]) -> Table:
    rows = []
    for kind, found in runs.items():
        for page in PAGES:
            middle = [median(run.pages[page]) * 1e3 for run in found]
            slow = [run.from_rows.get(page) for run in found]
            from_rows = next((value * 1e3 for value in reversed(slow) if value is not None), None)
            rows.append((kind, page, *middle, middle[-1] / middle[0], from_rows))
    sizes = [f"{run.rows:,} rows, ms" for run in next(iter(runs.values()))]
    columns = ("database", "page", *sizes, "growth ×", f"from rows at ≤ {_FROM_ROWS:,}, ms")
    return Table(caption="All questions of a page, from roll-ups: medians", columns=columns, rows=rows)


def _refresh_table(runs: dict[str, list[_Run]]) -> Table:
    rows = [
        (
            kind,
            run.rows,
            run.load,
            run.full_refresh,
            median(run.small_refreshes),
            max(run.small_refreshes),
            100 * median(run.small_refreshes) / run.full_refresh,
            run.rss_mb,
            (percentile(run.questions, 0.95) or 0) * 1e3,
        )
        for kind, found in runs.items()
        for run in found
    ]
    columns = (
        "database",
        "rows",
        "load, s",
        "full refresh, s",
        "refresh after 1 % more, s",
        "the longest, s",
        "median of full, %",
        "reading process, MB",
        "p95 of a question, ms",
    )
    return Table(caption="Load, refresh and memory", columns=columns, rows=rows)


def _targets(kind: str, runs: list[_Run]) -> list[Target]:
    first, last = runs[0], runs[-1]
    total = [sum(median(times) for times in run.pages.values()) for run in (first, last)]
    slowest = max((percentile(run.questions, 0.95) or 0) * 1e3 for run in runs)
    return [
        Target(
            claim=f"{kind}: p95 of a question from roll-ups under 15 ms at every size",
            measured=slowest,
            limit=15,
            unit="ms",
        ),
        Target(
            claim=f"{kind}: growth of all questions, {first.rows:,} to {last.rows:,} rows, at most 1.3×",
            measured=total[1] / total[0],
            limit=1.3,
            unit="×",
        ),
        Target(
            claim=f"{kind}: memory of the reading process grows less than 10 %",
            measured=100 * (last.rss_mb / first.rss_mb - 1),
            limit=10,
            unit="%",
        ),
        Target(
            claim=f"{kind}: refresh after 1 % more rows, the median, at most 2 % of a full one, at {last.rows:,}",
            measured=100 * median(last.small_refreshes) / last.full_refresh,
            limit=2,
            unit="%",
        ),
    ]

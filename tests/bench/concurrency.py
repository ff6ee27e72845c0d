"""Section 5, reading while loading: what readers notice of a large load that another process commits."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context
from threading import Event
from typing import Any

from sqlalchemy import Engine

from data_access.engine import connect
from metrics import Monitor, Result
from tests.bench import databases, generator
from tests.bench.databases import KINDS, create_migrated, load_requests
from tests.bench.findings import Findings, Table, Target
from tests.bench.questions import transparency
from tests.bench.timing import middle, percentile, turn
from tests.servers import Server

_REGIONS = (None, "13", "05", "08", "09")
_RECEIVED = "foi.requests_received"
_AFTERWARDS = 3.0  # seconds of reading after the commit, so that some page meets it
QUIET, DURING = "quiet", "during"


@dataclass(frozen=True)
class Scale:
    """How much is loaded and read."""

    runs: int
    present: int  # rows that are there before
    loaded: int
    readers: int
    quiet: float  # seconds of reading before the load
    think: float


FULL = Scale(runs=5, present=100_000, loaded=1_000_000, readers=10, quiet=12, think=1.0)
QUICK = Scale(runs=1, present=2_000, loaded=20_000, readers=3, quiet=2, think=0.2)


@dataclass
class Reading:
    """Pages that readers asked for: when, how long, whether their answers agree, and what failed."""

    pages: list[tuple[float, float, bool]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def measure(*, is_quick: bool) -> Findings:
    """Both databases in turn, each run in a new copy of the same one."""
    scale = QUICK if is_quick else FULL
    raw: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    with databases.server("sqlite") as sqlite, databases.server("postgresql") as postgresql:
        servers = dict(zip(KINDS, (sqlite, postgresql), strict=True))
        for made in servers.values():
            _prepare(made, scale)
        for run in range(scale.runs):
            for kind in turn(KINDS, run):
                raw[kind].append(_run(servers[kind], f"run_{run}", scale))
    return _findings(raw, scale)


def _prepare(made: Server, scale: Scale) -> None:
    url = create_migrated(made, "base")
    frames = generator.frames(scale.present)
    load_requests(
        url, frames, recorded_on=generator.LAST_DAY, covers_from=generator.FIRST_DAY, checksum="first", refreshes=True
    )


def load_more(url: str, rows: int) -> None:
    """Load other requests of the same ten years: what the process beside the readers does."""
    later = generator.LATER_DAYS[0]
    frames = generator.frames(rows, covers_to=later, prefix="BB")
    load_requests(url, frames, recorded_on=later, covers_from=generator.FIRST_DAY, checksum="second", refreshes=True)


def _run(made: Server, name: str, scale: Scale) -> dict[str, Any]:
    """Readers read quietly, then while another process loads, then a little longer."""
    url = made.copy("base", name)
    engine = connect(url, read_only=True)
    reading, stop, chances = Reading(), Event(), count()
    with ThreadPoolExecutor(scale.readers) as pool:
        readers = [pool.submit(_read, engine, reading, stop, scale, next(chances)) for _ in range(scale.readers)]
        time.sleep(scale.quiet)
        start, end, exit_code = _load_beside(url, scale.loaded)
        time.sleep(_AFTERWARDS)
        stop.set()
    for reader in readers:
        reader.result()
    engine.dispose()
    made.drop(name)
    if exit_code:
        reading.errors.append(f"the load ended with {exit_code}")
    return _summary(reading, start, end)


def _load_beside(url: str, rows: int) -> tuple[float, float, int | None]:
    process = get_context("spawn").Process(target=load_more, args=(url, rows))
    start = time.monotonic()
    process.start()
    process.join()
    return start, time.monotonic(), process.exitcode


def _read(engine: Engine, reading: Reading, stop: Event, scale: Scale, seed: int) -> None:
    """Ask for pages until told to stop, thinking between them."""
    chance = random.Random(seed)
    while not stop.wait(scale.think * (0.5 + chance.random())):
        start = time.monotonic()
        try:
            results = page(engine, chance.choice(_REGIONS))
        except Exception as error:  # noqa: BLE001  whatever a reader would have seen
            reading.errors.append(repr(error)[:300])
        else:
            reading.pages.append((start, time.monotonic(), agree(results)))


def page(engine: Engine, region: str | None) -> list[Result]:
    """The answers of the Transparency page, at the snapshot that it finds when it begins, as the dashboards do."""
    monitor = Monitor(engine)
    return [question.ask(monitor) for question in transparency({"region": region} if region else {})]


def agree(results: Sequence[Result]) -> bool:
    """All answers are of one version of the data, and the months add up to the whole."""
    headline, _, by_month, _ = results
    is_whole = by_month[_RECEIVED].frame["value"].sum() == headline[_RECEIVED].value
    return is_whole and len({result.data_version for result in results}) == 1


def _summary(reading: Reading, start: float, end: float) -> dict[str, Any]:
    """Pages begun before the load are quiet ones unless they reach into it."""
    phases: dict[str, list[float]] = {QUIET: [], DURING: []}
    for begun, ended, _ in reading.pages:
        if ended < start:
            phases[QUIET].append(ended - begun)
        elif begun < end:
            phases[DURING].append(ended - begun)
    return {
        "load_seconds": end - start,
        "pages": len(reading.pages),
        "errors": reading.errors,
        "mixed": sum(not is_one for _, _, is_one in reading.pages),
        **{f"{phase}_p50_ms": _milliseconds(times, 0.5) for phase, times in phases.items()},
        **{f"{phase}_p95_ms": _milliseconds(times, 0.95) for phase, times in phases.items()},
    }


def _milliseconds(times: Sequence[float], share: float) -> float | None:
    value = percentile(times, share)
    return None if value is None else 1000 * value


# --- findings ----------------------------------------------------------------------------------------


def _findings(raw: Mapping[str, list[dict[str, Any]]], scale: Scale) -> Findings:
    return Findings(
        title="5. Reading while loading",
        method=(
            f"{scale.readers} readers ask, each after thinking {scale.think:g} s, the questions of the Transparency "
            "page (six figures beside the year before, four by month, two by region), held to the snapshot that it "
            f"begins with, straight from the metrics layer and without its caches, over {scale.present:,} requests; after "
            f"{scale.quiet:g} s another process loads {scale.loaded:,} more in one batch. A page is mixed if its "
            "answers are of more than one version of the data, or if its months do not add up to its total. Medians "
            f"of {scale.runs} runs, each in a new copy of the database; errors and mixed pages are sums of all runs."
        ),
        tables=[_table(raw)],
        targets=[target for kind in raw for target in _targets(kind, raw[kind])],
        raw=dict(raw),
    )


def _table(raw: Mapping[str, list[dict[str, Any]]]) -> Table:
    keys = ("load_seconds", "quiet_p50_ms", "during_p50_ms", "quiet_p95_ms", "during_p95_ms")
    rows = [
        (kind, *(middle([run[key] for run in runs]) for key in keys), _pages(runs), _mixed(runs), _errors(runs))
        for kind, runs in raw.items()
    ]
    columns = (
        *(
            "database",
            "load, s",
            "quiet p50, ms",
            "p50 during the load, ms",
            "quiet p95, ms",
            "p95 during the load, ms",
        ),
        *("pages", "mixed", "errors"),
    )
    return Table(caption="A page while a load is going on", columns=columns, rows=rows)


def _pages(runs: Sequence[Mapping[str, Any]]) -> int:
    return sum(run["pages"] for run in runs)


def _mixed(runs: Sequence[Mapping[str, Any]]) -> int:
    return sum(run["mixed"] for run in runs)


def _errors(runs: Sequence[Mapping[str, Any]]) -> int:
    return sum(len(run["errors"]) for run in runs)


def _targets(kind: str, runs: Sequence[Mapping[str, Any]]) -> list[Target]:
    ratios = [
        run["during_p95_ms"] / run["quiet_p95_ms"] for run in runs if run["during_p95_ms"] and run["quiet_p95_ms"]
    ]
    return [
        Target(claim=f"{kind}: no reader meets an error", measured=_errors(runs), limit=0, unit="errors"),
        Target(claim=f"{kind}: no page mixes versions", measured=_mixed(runs), limit=0, unit="pages"),
        Target(claim=f"{kind}: p95 at most twice the quiet one", measured=middle(ratios), limit=2, unit="times"),
    ]

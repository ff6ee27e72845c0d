"""Section 4, pages: the Transparency page in the Monitor and as three tools teach it, over the same figures."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from data_access.engine import connect
from metrics.monitor import Monitor
from tests.bench import browser, databases
from tests.bench.apps import page_data
from tests.bench.browser import Visit
from tests.bench.drivers import PERIOD, REGION
from tests.bench.findings import Cell, Findings, Table, Target
from tests.bench.servers import Served
from tests.bench.sessions import OPTIONS, under_load
from tests.bench.timing import middle, turn
from tests.bench.tools import BARE, DASH, DASH_TWO, OURS, PANEL, TOOLS, Stage
from tests.readers import Reader

_SETTLE = 0.5
_IDLE_SECONDS = 10.0
_FEWEST_KNOWN = 38  # steps: processor time is told in ticks of 10 ms
_LAST_PERIOD, _COQUIMBO = 5, 5  # places in the filters that the walk of the processor times does not reach
_PERIODS = ("2024", "2025-Q1", "2024-Q4", "2024-Q3", "2024-Q2", "2024-Q1")
_TILES = (
    "foi.requests_received",
    "foi.answered_share",
    "foi.answered_within_15_days_share",
    "foi.response_days_median",
    "foi.requests_open",
    "foi.requests_overdue",
)
TWO_REPLICAS = f"{OURS}, 2 replicas"
Step = tuple[str, int]
Raw = dict[str, Any]


@dataclass(frozen=True)
class Scale:
    """How much is measured."""

    runs: int
    slice_steps: int  # of the walk through all questions, in each run
    known_steps: int  # of the walk, that are asked before a load
    sessions: tuple[int, ...]
    crowd: int
    questions: int  # of each session
    think: float
    limit: float  # seconds that a load may take


FULL = Scale(
    runs=5, slice_steps=19, known_steps=101, sessions=(1, 10, 25, 50), crowd=100, questions=6, think=1.0, limit=30
)
QUICK = Scale(runs=1, slice_steps=4, known_steps=6, sessions=(1, 3), crowd=5, questions=2, think=0.2, limit=10)


def measure(*, is_quick: bool) -> Findings:
    """Start every tool over one demonstration database and let them take turns."""
    scale = QUICK if is_quick else FULL
    with databases.server("sqlite") as made, tempfile.TemporaryDirectory(prefix="pnme-bench-") as folder:
        stage = Stage(Path(folder), databases.create_demonstration(made, "demonstration"))
        stage.prepare()
        _require_same_figures(stage)
        with ExitStack() as stack:
            served = {name: stack.enter_context(stage.serve(tool)) for name, tool in TOOLS.items()}
            _require_figures_shown(stage, served)
            raw: Raw = {"browser": said("browser", browser.measure(_visits(served), scale.runs))}
            raw["cpu"] = said("processor", _walk_all(served, scale))
            raw["load"] = _loads(stack, stage, served, scale)
        raw["memory"] = said("memory", _memory(stage, scale))
    return _findings(raw, scale)


def said(what: str, found: Any) -> Any:
    """Tell what was found as soon as it is: the whole section takes most of an hour."""
    print(f"  {what}: {found}", flush=True)
    return found


# --- the same figures --------------------------------------------------------------------------------


def _require_same_figures(stage: Stage) -> None:
    """The other tools' pages count what the metrics layer answers, for every period and several regions."""
    engine = connect(stage.database, read_only=True)
    register = page_data.Register(stage.folder)
    for (label, _), period in zip(page_data.PERIODS.items(), _PERIODS, strict=True):
        for place, where in ((page_data.COUNTRY, {}), ("Metropolitana", {"region": "13"}), ("Ñuble", {"region": "16"})):
            shown = [tile.value for tile in register.page(place, label).tiles]
            answered = [answer.value for answer in Monitor(engine).observe(*_TILES, period=period, where=where).answers]
            if shown != answered:
                msg = f"{place}, {period}: the other tools' pages show {shown}, the metrics layer answers {answered}"
                raise RuntimeError(msg)
    engine.dispose()


def _require_figures_shown(stage: Stage, served: Mapping[str, Served]) -> None:
    """What arrives after opening the page, and after each choice, holds the figures of that region and period."""
    register = page_data.Register(stage.folder)
    chosen = ((0, 0), (0, _LAST_PERIOD), (_COQUIMBO, _LAST_PERIOD))
    for name, server in served.items():
        told = asyncio.run(_tell(TOOLS[name].reader(server.url)))
        for (region, period), received in zip(chosen, told, strict=True):
            page = register.page(register.places[region], list(page_data.PERIODS)[period])
            missing = [tile.text for tile in page.tiles[:3] if tile.text not in received]
            if missing:
                msg = f"{name} does not show {missing} of {register.places[region]}, {_PERIODS[period]}"
                raise RuntimeError(msg)


async def _tell(reader: Reader) -> list[str]:
    """What a reader is told by the page as it opens, by another period, and by another region."""
    await reader.open()
    told = [_text(reader)]
    for label, option in ((PERIOD, _LAST_PERIOD), (REGION, _COQUIMBO)):
        await reader.choose(label, option)
        told.append(_text(reader))
    await reader.close()
    return told


def _text(reader: Reader) -> str:
    return reader.received.decode(errors="replace").replace("\u00a0", " ")


# --- processor time of a question --------------------------------------------------------------------


def walk() -> list[Step]:
    """Every region in every period, changing one filter at a time, from the page as it opens."""
    steps: list[Step] = []
    regions = list(range(OPTIONS[REGION]))
    for period in range(OPTIONS[PERIOD]):
        steps += [(PERIOD, period)] if period else []
        steps += [(REGION, region) for region in regions[1:]]
        regions.reverse()
    return steps


class Walk:
    """One reader of each server, walking through `steps`: a slice that is new, then the same slice, known."""

    def __init__(
        self, served: Mapping[str, Served], readers: Mapping[str, type[Reader]], steps: Sequence[Step], scale: Scale
    ) -> None:
        self._served, self._readers, self._steps, self._scale = served, readers, steps, scale
        self._idle: dict[str, float] = {}

    def measure(self, names: Sequence[str]) -> dict[str, dict[str, list[float]]]:
        """Processor milliseconds of one interaction, by tool, 'new' and 'known', a value per run."""
        return asyncio.run(self._measure(names))

    async def _measure(self, names: Sequence[str]) -> dict[str, dict[str, list[float]]]:
        readers = {name: self._readers[name](self._served[name].url) for name in names}
        for reader in readers.values():
            await reader.open()
        self._idle = {name: await self._idle_share(name) for name in names}
        found: dict[str, dict[str, list[float]]] = {name: {"new": [], "known": []} for name in names}
        steps, size = self._steps, self._scale.slice_steps
        again = max(1, _FEWEST_KNOWN // (2 * size))
        for run in range(self._scale.runs):
            part = steps[run * size : (run + 1) * size]
            for name in turn(list(names), run):
                found[name]["new"].append(await self._cpu(name, readers[name], part))
                back = _back(steps, run * size, (run + 1) * size)
                found[name]["known"].append(await self._cpu(name, readers[name], [*back, *part] * again))
        for reader in readers.values():
            await reader.close()
        return found

    async def _cpu(self, name: str, reader: Reader, steps: Sequence[Step]) -> float:
        """Without what the server would have used unasked in the same time."""
        await asyncio.sleep(_SETTLE)
        before, began = self._served[name].usage().cpu_seconds, perf_counter()
        for label, option in steps:
            await reader.choose(label, option)
        await asyncio.sleep(_SETTLE)
        used, seconds = self._served[name].usage().cpu_seconds - before, perf_counter() - began
        return max(0.0, 1000 * (used - self._idle[name] * seconds) / len(steps))

    async def _idle_share(self, name: str) -> float:
        """Processor seconds of each second in which nobody asks."""
        await asyncio.sleep(_SETTLE)
        before = self._served[name].usage().cpu_seconds
        await asyncio.sleep(_IDLE_SECONDS)
        return (self._served[name].usage().cpu_seconds - before) / _IDLE_SECONDS


def _walk_all(served: Mapping[str, Served], scale: Scale) -> dict[str, dict[str, list[float]]]:
    readers = {name: TOOLS[name].reader for name in served}
    return Walk(served, readers, walk(), scale).measure((OURS, BARE, DASH, PANEL))


def _back(steps: Sequence[Step], first: int, last: int) -> list[Step]:
    """The way back over steps `first` to `last`: at each, the filter as it stood before."""
    chosen = {REGION: 0, PERIOD: 0} | dict(steps[:first])
    back: list[Step] = []
    for label, option in steps[first:last]:
        back.append((label, chosen[label]))
        chosen[label] = option
    return back[::-1]


# --- sessions ----------------------------------------------------------------------------------------


def _memory(stage: Stage, scale: Scale) -> dict[str, list[float]]:
    """Megabytes of each further session, in processes of their own that have answered many questions before."""
    found: dict[str, list[float]] = {OURS: [], BARE: [], PANEL: []}
    for run in range(scale.runs):
        for name in turn(list(found), run):
            with stage.serve(TOOLS[name]) as server:
                _ask_before(name, server, scale.slice_steps)
                few, many = (_megabytes(name, server, sessions) for sessions in (1, scale.sessions[-1]))
                found[name].append((many - few) / (scale.sessions[-1] - 1))
    return found


def _megabytes(name: str, server: Served, sessions: int) -> float:
    reader = TOOLS[name].reader
    return under_load(reader, [server], sessions=sessions, questions=2, think=1.0, limit=60).megabytes


def _ask_before(name: str, server: Served, steps: int) -> None:
    asyncio.run(_ask_all(TOOLS[name].reader(server.url), walk()[:steps]))


async def _ask_all(reader: Reader, steps: Sequence[Step]) -> None:
    await reader.open()
    for label, option in steps:
        await reader.choose(label, option)
    await reader.close()


def _loads(stack: ExitStack, stage: Stage, served: Mapping[str, Served], scale: Scale) -> list[Raw]:
    """A summary of each load: who, how many sessions, which run; everything asked has been asked before."""
    second = stack.enter_context(stage.serve(TOOLS[OURS]))
    for name, server in [*served.items(), (OURS, second), (DASH_TWO, served[DASH_TWO])]:  # a walk for each process
        _ask_before(name, server, scale.known_steps)
    replicas = {name: [server] for name, server in served.items()} | {TWO_REPLICAS: [served[OURS], second]}
    found = []
    for sessions in (*scale.sessions, scale.crowd):
        for run in range(scale.runs):
            for name in turn(_who_meets(sessions, scale), run):
                reader = TOOLS[name if name in TOOLS else OURS].reader
                load = under_load(
                    reader,
                    replicas[name],
                    sessions=sessions,
                    questions=scale.questions,
                    think=scale.think,
                    limit=scale.limit,
                )
                found.append(said(f"{sessions} sessions", {"who": name, "run": run, **load.summary()}))
    return found


def _who_meets(sessions: int, scale: Scale) -> list[str]:
    """Two processes meet the largest number only; the crowd is for the Monitor alone."""
    if sessions == scale.crowd:
        return [OURS, TWO_REPLICAS]
    more = [TWO_REPLICAS, DASH_TWO] if sessions == scale.sessions[-1] else []
    return [OURS, BARE, DASH, PANEL, *more]


# --- browser -----------------------------------------------------------------------------------------

_CHART = "[data-testid=stVegaLiteChart] svg.marks .mark-rect path"
_HOME = f"{OURS}, start page"


def _visits(served: Mapping[str, Served]) -> dict[str, Visit]:
    """The same page in both, with as many tiles and bars; and the Monitor's start page, which draws no chart."""
    ours = served[OURS].url
    return {
        OURS: Visit(ours, {".pnme-tile": 8, _CHART: 36}),
        BARE: Visit(served[BARE].url, {"[data-testid=stMetricValue]": 8, _CHART: 36}),
        _HOME: Visit(ours.removesuffix(TOOLS[OURS].path), {".pnme-tile": 4}),
    }


# --- findings ----------------------------------------------------------------------------------------


def _findings(raw: Raw, scale: Scale) -> Findings:
    return Findings(
        title="4. Pages: one page in four tools",
        method=(
            "The Transparency page (region and period, eight figures with their change from the year before, a chart "
            "by month, its table, a table by region) in the Monitor and written as the documentation of Streamlit, "
            "Dash and Panel teaches, over the same demonstration requests. Before anything is timed, the figures of "
            "all four are compared with the metrics layer. Processor time is that of the server's processes. A "
            "question is new the first time that its region and period are asked for in a process, known afterwards; "
            f"load asks known ones. {scale.runs} runs, tools in turn; readers think {scale.think:g} s between "
            "questions, and share the machine's cores with the servers that they load. Two replicas are two "
            "processes to which the readers are dealt out in turn."
        ),
        tables=[_cpu_table(raw), _load_table(raw), _memory_table(raw), _browser_table(raw)],
        targets=_targets(raw, scale),
        raw=raw,
    )


def _cpu_table(raw: Raw) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            middle(found["known"]),
            middle(found["new"]),
            ratio(found["known"], raw["cpu"][OURS]["known"]),
            ratio(found["new"], raw["cpu"][OURS]["new"]),
        )
        for name, found in raw["cpu"].items()
    ]
    columns = ("tool", "known, ms", "new, ms", "known: times the Monitor", "new: times the Monitor")
    return Table(caption="Processor time of one interaction", columns=columns, rows=rows)


def ratio(theirs: Sequence[float], ours: Sequence[float]) -> float | None:
    """The median of the ratios of the runs."""
    return middle([their / our for their, our in zip(theirs, ours, strict=True) if our])


def _load_table(raw: Raw) -> Table:
    keys = ("p50_ms", "p95_ms", "cpu_ms", "per_second", "errors")
    pairs = list(dict.fromkeys((load["sessions"], load["who"]) for load in raw["load"]))
    rows = [(sessions, who, *(_of(raw, who, sessions, key) for key in keys)) for sessions, who in pairs]
    columns = ("sessions", "tool", "p50, ms", "p95, ms", "processor, ms", "answers per second", "errors, all runs")
    return Table(caption="Sessions at once", columns=columns, rows=rows)


def _of(raw: Raw, who: str, sessions: int, key: str) -> float | None:
    """The median of the runs; of errors, the sum."""
    values = [load[key] for load in raw["load"] if load["who"] == who and load["sessions"] == sessions]
    return float(sum(values)) if key == "errors" and values else middle(values)


def _memory_table(raw: Raw) -> Table:
    rows: list[tuple[Cell, ...]] = [(name, middle(values)) for name, values in raw["memory"].items()]
    return Table(caption="Memory of one more session", columns=("tool", "MB"), rows=rows)


def _browser_table(raw: Raw) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (name, middle(found["cold"]), middle(found["warm"])) for name, found in raw["browser"].items()
    ]
    columns = ("page", "cold, ms", "warm, ms")
    return Table(caption="In a browser, until figures and chart are drawn", columns=columns, rows=rows)


def _targets(raw: Raw, scale: Scale) -> list[Target]:
    cpu, crowd, most = raw["cpu"], scale.crowd, scale.sessions[-1]
    ours, drawn = cpu[OURS], raw["browser"]
    cold = ratio(drawn[OURS]["cold"], drawn[BARE]["cold"])
    one, two = (_of(raw, who, most, "p95_ms") for who in (OURS, TWO_REPLICAS))
    return [
        Target(
            claim="processor time of a known question at most 20 ms",
            measured=middle(ours["known"]),
            limit=20,
            unit="ms",
        ),
        Target(
            claim="processor time of a new question at most 35 ms", measured=middle(ours["new"]), limit=35, unit="ms"
        ),
        _less("Streamlit, bare", cpu[BARE]["known"], ours["known"], 8),
        _less("Dash", cpu[DASH]["known"], ours["known"], 3),
        Target(claim=f"p95 of {most} sessions in one process below 1 s", measured=one, limit=1000, unit="ms"),
        Target(claim=f"p95 of {most} sessions in two replicas below 0.3 s", measured=two, limit=300, unit="ms"),
        Target(claim=f"no error at {crowd} sessions", measured=_of(raw, OURS, crowd, "errors"), limit=0, unit="errors"),
        Target(claim="one more session below 1 MB", measured=middle(raw["memory"][OURS]), limit=1, unit="MB"),
        Target(
            claim="cold load of the page no slower than bare Streamlit", measured=cold, limit=1, unit="times its time"
        ),
        Target(claim="warm load of the page below 1 s", measured=middle(drawn[OURS]["warm"]), limit=1000, unit="ms"),
    ]


def _less(name: str, theirs: Sequence[float], ours: Sequence[float], times: float) -> Target:
    claim = f"a known question takes at least {times:g} times less processor time than in {name}"
    return Target(claim=claim, measured=ratio(theirs, ours), limit=times, unit="times", at_least=True)

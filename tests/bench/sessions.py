"""Closed-loop load: N readers of a page, each of whom waits for the answer, thinks, and asks again."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from tests.bench.drivers import PERIOD, REGION
from tests.bench.servers import Served, Usage
from tests.bench.timing import percentile
from tests.readers import Reader

OPTIONS = {REGION: 17, PERIOD: 6}
"""How many options each filter has: the country and its regions; the periods."""
_PATIENCE = 60.0
_RAMP = 0.05  # seconds between two arrivals
_SETTLE = 0.5  # what a server still does after its last answer belongs to that answer

MakeReader = Callable[[str], Reader]


@dataclass
class Load:
    """What happened under a load. Seconds of each answer; errors are told apart from slow answers."""

    sessions: int
    opened: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cpu_seconds: float = 0.0
    seconds: float = 0.0
    megabytes: float = 0.0  # with every session still open

    def summary(self) -> dict[str, Any]:
        """The figures of one run, in milliseconds and megabytes."""
        return {
            "sessions": self.sessions,
            "interactions": len(self.answered),
            "errors": len(self.errors),
            "error_samples": self.errors[:3],
            "p50_ms": _milliseconds(self.answered, 0.5),
            "p95_ms": _milliseconds(self.answered, 0.95),
            "open_p95_ms": _milliseconds(self.opened, 0.95),
            "cpu_ms": 1000 * self.cpu_seconds / len(self.answered) if self.answered else None,
            "per_second": len(self.answered) / self.seconds if self.seconds else None,
            "megabytes": self.megabytes,
        }


def _milliseconds(values: Sequence[float], share: float) -> float | None:
    value = percentile(values, share)
    return None if value is None else 1000 * value


def usage_of(servers: Sequence[Served]) -> Usage:
    """What all replicas have used."""
    used = [server.usage() for server in servers]
    return Usage(sum(one.cpu_seconds for one in used), sum(one.megabytes for one in used))


def under_load(
    make: MakeReader, servers: Sequence[Served], *, sessions: int, questions: int, think: float, limit: float
) -> Load:
    """`sessions` readers, dealt out over the replicas in turn, of `questions` each; at most `limit` seconds."""
    return asyncio.run(_Crowd(make, servers, think=think, limit=limit).run(sessions, questions))


class _Crowd:
    """Readers who all have the page open before the first one asks anything."""

    def __init__(self, make: MakeReader, servers: Sequence[Served], *, think: float, limit: float) -> None:
        self._make, self._servers, self._think, self._limit = make, servers, think, limit
        self._begin = asyncio.Event()
        self._present = 0

    async def run(self, sessions: int, questions: int) -> Load:
        load = Load(sessions)
        addresses = cycle(server.url for server in self._servers)
        visits = [
            asyncio.create_task(self._visit(load, address, number, questions))
            for number, address in zip(range(sessions), addresses, strict=False)
        ]
        while self._present < sessions:
            await asyncio.sleep(0.05)
        await asyncio.sleep(_SETTLE)
        opened, start = usage_of(self._servers), time.monotonic()
        self._deadline = start + self._limit
        self._begin.set()
        readers = await asyncio.gather(*visits)
        load.seconds = time.monotonic() - start
        await asyncio.sleep(_SETTLE)
        ended = usage_of(self._servers)
        load.cpu_seconds, load.megabytes = ended.cpu_seconds - opened.cpu_seconds, ended.megabytes
        for reader in filter(None, readers):
            await _attempt(load, reader, "close", reader.close(), [])
        return load

    async def _visit(self, load: Load, address: str, number: int, questions: int) -> Reader | None:
        await asyncio.sleep(number * _RAMP)
        reader = self._make(address)
        is_open = await _attempt(load, reader, "open", reader.open(), load.opened)
        self._present += 1
        await self._begin.wait()
        if is_open:
            await self._ask(load, reader, random.Random(number), questions)
        return reader if is_open else None

    async def _ask(self, load: Load, reader: Reader, chance: random.Random, questions: int) -> None:
        """Change one filter at a time, always to another option; a reader who met an error leaves."""
        chosen = dict.fromkeys(OPTIONS, 0)
        await asyncio.sleep(chance.random() * self._think)
        for _ in range(questions):
            label = chance.choice([REGION, REGION, PERIOD])
            chosen[label] = (chosen[label] + chance.randrange(1, OPTIONS[label])) % OPTIONS[label]
            is_late = time.monotonic() > self._deadline
            if is_late or not await _attempt(load, reader, "ask", reader.choose(label, chosen[label]), load.answered):
                return
            await asyncio.sleep(self._think * (0.5 + chance.random()))


async def _attempt(load: Load, reader: Reader, name: str, doing: Coroutine[Any, Any, None], times: list[float]) -> bool:
    """Whether it went well, with its seconds noted; what goes wrong is an error of the load, not of this program."""
    start = time.perf_counter()
    try:
        async with asyncio.timeout(_PATIENCE):
            await doing
    except Exception as error:  # noqa: BLE001
        load.errors.append(f"{name}: {error!r}"[:300])
        return False
    times.append((reader.answered_at or time.perf_counter()) - start)
    return True

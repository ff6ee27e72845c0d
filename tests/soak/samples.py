"""What a server holds, every few seconds: memory and descriptors of its processes, and what it says of itself."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median
from urllib.request import urlopen

import psutil

_EVERY = 5.0
_SAID = re.compile(r"^(pnme_sessions|pnme_cache_bytes) (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Sample:
    """At `second` of the sampling; megabytes are of 10^6 bytes, those of the process that draws images by themselves.

    `cpu_seconds` are what the server has used of processors so far, `machine_seconds` what everybody has.
    """

    second: float
    megabytes: float
    drawing_megabytes: float
    descriptors: int
    sessions: int
    cache_megabytes: float
    cpu_seconds: float
    machine_seconds: float


@dataclass
class Samples:
    """Samples of the server whose process is `pid` and whose operator is told at `operator`."""

    pid: int
    operator: str
    taken: list[Sample] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)

    def take(self) -> Sample:
        """One more."""
        root = psutil.Process(self.pid)
        children = root.children(recursive=True)
        said = self._said()
        used = root.cpu_times()
        sample = Sample(
            second=time.monotonic() - self._began,
            megabytes=root.memory_info().rss / 1e6,
            drawing_megabytes=sum(one.memory_info().rss for one in children) / 1e6,
            descriptors=sum(one.num_fds() for one in (root, *children)),
            sessions=int(said["pnme_sessions"]),
            cache_megabytes=said["pnme_cache_bytes"] / 1e6,
            cpu_seconds=used.user + used.system,
            machine_seconds=_busy(),
        )
        self.taken.append(sample)
        return sample

    def _said(self) -> dict[str, float]:
        with urlopen(f"http://{self.operator}/metrics", timeout=10) as answer:
            return {name: float(value) for name, value in _SAID.findall(answer.read().decode())}

    @asynccontextmanager
    async def while_inside(self) -> Iterator[None]:
        """Take one every few seconds until the block ends."""
        taking = asyncio.create_task(self._keep_taking())
        try:
            yield
        finally:
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)

    async def _keep_taking(self) -> None:
        while True:
            await asyncio.to_thread(self.take)
            await asyncio.sleep(_EVERY)


def _busy() -> float:
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)


def cores(samples: Sequence[Sample], what: str) -> float:
    """How many cores were used, on average, of `cpu_seconds` or `machine_seconds`."""
    first, last = samples[0], samples[-1]
    return (getattr(last, what) - getattr(first, what)) / (last.second - first.second)


def middle(samples: list[Sample], what: str) -> float:
    """The median of one of the figures."""
    return float(median(getattr(one, what) for one in samples))

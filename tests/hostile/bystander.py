"""Somebody who reads while the site is attacked: how long each answer takes, before and during."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from tests.loops import run
from tests.readers import StreamlitReader

QUESTIONS = 25
_THINK = 0.4
_SMALLEST = 1.5
"""Seconds. The tests share two cores with others, so here it is only held that nobody is kept from reading; how much later
answers come is measured by `make soak`, on a machine that does nothing else."""


@dataclass
class Bystander:
    """Seconds of the answers while all was quiet, and since then; what went wrong."""

    quiet: list[float] = field(default_factory=list)
    attacked: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def assert_undisturbed(self) -> None:
        assert self.errors == []
        assert len(self.attacked) >= QUESTIONS
        quiet, attacked = p95(self.quiet), p95(self.attacked)
        assert attacked <= max(2 * quiet, _SMALLEST), f"p95 {attacked:.3f} s while attacked, {quiet:.3f} s before"


def p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


@contextmanager
def bystander(url: str, questions: int = QUESTIONS) -> Iterator[Bystander]:
    """Reads from before the block until it ends, each time at least so many questions."""
    seen, is_attacked, is_over = Bystander(), Event(), Event()
    thread = Thread(target=lambda: run(_read(url, seen, questions, is_attacked, is_over)))
    thread.start()
    is_attacked.wait(60 + 2 * _THINK * questions)
    try:
        yield seen
    finally:
        is_over.set()
        thread.join(90)


async def _read(url: str, seen: Bystander, questions: int, is_attacked: Event, is_over: Event) -> None:
    reader = StreamlitReader(f"{url}/transparencia", client="127.0.0.2")
    try:
        await reader.open()
        for number in range(17):  # every region once, so that none is new later
            await reader.choose("Región", number)
        await _ask(reader, seen.quiet, questions)
        is_attacked.set()
        while not is_over.is_set() or len(seen.attacked) < questions:
            await _ask(reader, seen.attacked, 1)
        await reader.close()
    except Exception as error:  # noqa: BLE001  whatever a reader would have seen
        seen.errors.append(repr(error))
    finally:
        is_attacked.set()


async def _ask(reader: StreamlitReader, times: list[float], questions: int) -> None:
    for _ in range(questions):
        await asyncio.sleep(_THINK)
        start = time.perf_counter()
        await reader.choose("Región", len(times) % 16 + 1 if len(times) % 2 else 0)
        times.append(time.perf_counter() - start)

"""Draws charts in a process of its own: what takes half a second must not hold up those who read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Lock
from typing import Any

from data_access.workers import end_with_parent

_SECONDS = 30.0
"""An image that takes longer is given up, and the process with it."""
_IMAGES = 200
"""Drawn by one process before it is replaced, for what draws keeps memory."""


class Drawer:
    """One process, started by the first image. Safe to use from many threads: they wait for one another."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    def png(self, spec: Mapping[str, Any], *, scale: float) -> bytes:
        """A Vega-Lite chart as an image. TimeoutError or BrokenProcessPool where it can't be drawn."""
        written = json.dumps(spec)
        try:
            return self._drawn(written, scale)
        except BrokenProcessPool:  # ended from outside: once more, by another
            return self._drawn(written, scale)

    def _drawn(self, written: str, scale: float) -> bytes:
        with self._lock:
            pool = self._pool = self._pool or _pool()
        try:
            return pool.submit(_draw, written, scale).result(_SECONDS)
        except (TimeoutError, BrokenProcessPool):
            self._end(pool)
            raise

    def _end(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        for process in list((pool._processes or {}).values()):  # noqa: SLF001  public from Python 3.14 on
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin, max_tasks_per_child=_IMAGES)


def _begin() -> None:
    end_with_parent()
    os.nice(10)


def _draw(written: str, scale: float) -> bytes:
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(written, scale=scale))


drawer = Drawer()

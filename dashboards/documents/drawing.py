"""Draws charts and sets papers in a process of its own: what takes half a second must not hold up those who read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import Any, cast

from data_access.workers import end_with_parent

_SECONDS = 30.0
"""What takes longer is given up, and the process with it."""
_TEMPLATE = Path(__file__).with_name("paper.typ")
_IMAGES = 200
"""Drawn by one process before it is replaced, for what draws keeps memory."""


class Drawer:
    """One process, started by the first image. Safe to use from many threads: they wait for one another."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    def png(self, spec: Mapping[str, Any], *, scale: float) -> bytes:
        """A Vega-Lite chart as an image. TimeoutError or BrokenProcessPool where it can't be drawn."""
        return self._made(_draw, json.dumps(spec), scale)

    def png_of_svg(self, svg: str, *, scale: float) -> bytes:
        """An SVG as an image. TimeoutError or BrokenProcessPool where it can't be drawn."""
        return self._made(_paint, svg, scale)

    def pdf(self, paper: Mapping[str, Any]) -> bytes:
        """A paper as `paper.typ` reads it, its charts as Vega-Lite. TimeoutError or BrokenProcessPool where it can't be set."""
        return self._made(_set, json.dumps(paper))

    def _made(self, make: Callable[..., bytes], *given: Any) -> bytes:
        try:
            return self._made_once(make, *given)
        except BrokenProcessPool:  # ended from outside: once more, by another
            return self._made_once(make, *given)

    def _made_once(self, make: Callable[..., bytes], *given: Any) -> bytes:
        with self._lock:
            pool = self._pool = self._pool or _pool()
        try:
            return pool.submit(make, *given).result(_SECONDS)
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


def _paint(svg: str, scale: float) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def _set(written: str) -> bytes:
    import typst
    import vl_convert

    paper = json.loads(written)
    for section in paper["sections"]:
        for part in section["parts"]:
            if spec := part.pop("spec", None):
                part["svg"] = vl_convert.vegalite_to_svg(spec)
    compiler = typst.Compiler(_TEMPLATE.read_bytes(), ignore_system_fonts=True, sys_inputs={"paper": json.dumps(paper)})
    made_on = datetime(**paper["day"], tzinfo=UTC)
    return cast(bytes, compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made_on))


drawer = Drawer()

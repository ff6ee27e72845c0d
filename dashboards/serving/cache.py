"""Values that all sessions share: bounded in bytes, computed once even when several ask at once."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from typing import Any, TypeVar, cast

import polars as pl

from metrics import Metric

_T = TypeVar("_T")


@dataclass(frozen=True)
class _Kept:
    value: Any
    size: int


class Cache:
    """Values by key. The least recently used leave when the sum of the sizes passes `bound` bytes.

    Sizes are estimates (`size_of`); a value larger than the bound is returned and not kept. Values are
    given out as they are, never copied: they must not be changed. Safe to use from many threads.
    """

    def __init__(self, bound: int) -> None:
        self.bound = bound
        self.size = 0
        self.hits = self.misses = 0
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._flights: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get_or_compute(self, key: Hashable, compute: Callable[[], _T]) -> _T:
        """The value kept under `key`, else what `compute` returns.

        Who asks while another thread computes the same waits for its value. A failure reaches only the
        thread that computed and is not kept; whoever waited computes in turn.
        """
        while True:
            with self._lock:
                if key in self._kept:
                    self.hits += 1
                    self._kept.move_to_end(key)
                    return cast("_T", self._kept[key].value)
                flight = self._flights.get(key)
                if flight is None:
                    self.misses += 1
                    own = self._flights[key] = Future()
                    break
            if flight.exception() is None:
                return cast("_T", flight.result())
        try:
            value = compute()
            size = size_of(value)
        except BaseException as error:
            self._land(key)
            own.set_exception(error)
            raise
        self._land(key, _Kept(value, size))
        own.set_result(value)
        return value

    def _land(self, key: Hashable, found: _Kept | None = None) -> None:
        with self._lock:
            del self._flights[key]
            if found is None or found.size > self.bound:
                return
            self._kept[key] = found
            self.size += found.size
            while self.size > self.bound:
                _, dropped = self._kept.popitem(last=False)
                self.size -= dropped.size


def size_of(value: Any) -> int:
    """About how many bytes `value` holds; what it refers to twice counts once, and what is there all along, not at all."""
    total, seen, waiting = 0.0, set[int](), [value]
    while waiting:
        one = waiting.pop()
        kind = type(one)
        if id(one) in seen or kind in _ALWAYS_THERE:
            continue
        seen.add(id(one))
        total += one.estimated_size() if issubclass(kind, _FRAMES) else sys.getsizeof(one)
        if kind not in _PLAIN:
            waiting.extend(_held_by(one, kind))
    return int(total)


_FRAMES = (pl.DataFrame, pl.Series)
_ALWAYS_THERE = {Metric}
"""The catalogue's."""
_PLAIN = {str, bytes, int, float, bool, type(None)}


def _held_by(value: Any, kind: type) -> Iterable[Any]:
    """What `value` is made of, of the kinds that answers and pages are made of."""
    if issubclass(kind, Mapping):
        return chain(value.keys(), value.values())
    if issubclass(kind, tuple | list | set | frozenset):
        return cast("Iterable[Any]", value)
    return [getattr(value, name) for name in getattr(kind, "__dataclass_fields__", ())]

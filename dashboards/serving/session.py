"""What the running page asks, and what is shared between sessions: one monitor for a run, and cached functions.

A value is kept under the function that made it, the snapshot and the viewer that it was made for, and its arguments:
it is never older than the database, and what was computed for one viewer is never given to another.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial, wraps
from typing import ParamSpec, TypeVar

from dashboards.serving.cache import Cache
from dashboards.serving.observing.figures import CacheUse
from dashboards.serving.settings import ServingSettings
from dashboards.serving.source import Source
from data_access.engine import DatabaseUnavailableError, DatabaseUrlError, as_unavailable
from data_access.settings import Settings
from metrics import PUBLIC, Monitor, Viewer

_P = ParamSpec("_P")
_T = TypeVar("_T")
_cache = Cache(ServingSettings().memory_mb * 1_000_000)
_running: ContextVar[Monitor | None] = ContextVar("what the running page asks", default=None)
_drawing: set[object] = set()


@lru_cache(1)
def source() -> Source:
    """The database of this process; DatabaseUnavailableError if there is no file of that name."""
    return Source(Settings().url)


def open_monitor(viewer: Viewer = PUBLIC) -> Monitor:
    """The database as it is now for `viewer`, or as it was last known; DatabaseUnavailableError if it never was."""
    return source().open(viewer)


def told(error: Exception) -> DatabaseUnavailableError:
    """What `error` of the database means for people."""
    try:
        return source().told(error)
    except (DatabaseUnavailableError, DatabaseUrlError):
        return as_unavailable(error)


def cache_use() -> CacheUse:
    """What is shared between sessions, and how often it was asked."""
    return CacheUse(_cache.size, len(_cache), _cache.hits, _cache.misses)


def current() -> Monitor:
    """The monitor that the running page asks; LookupError outside `at_one_snapshot`."""
    monitor = _running.get()
    if monitor is None:
        msg = "no page is running: ask inside at_one_snapshot()"
        raise LookupError(msg)
    return monitor


@contextmanager
def at_one_snapshot(viewer: Viewer | None = None) -> Iterator[Monitor]:
    """Answer all that is asked inside at one snapshot of the database, looked up once.

    Inside another one it is the same snapshot, for the same viewer unless another is named.
    """
    outer = _running.get()
    if outer and viewer in (None, outer.viewer):
        yield outer
        return
    asked_by = viewer or PUBLIC
    monitor = Monitor(outer.engine, outer.snapshot, asked_by) if outer else open_monitor(asked_by)
    token, mark = _running.set(monitor), object()
    _drawing.add(mark)
    try:
        yield monitor
    finally:
        _drawing.discard(mark)
        _running.reset(token)


def later(compute: Callable[[], _T]) -> Callable[[], _T]:
    """`compute` for when no page runs any more: it asks what the running page asks."""
    monitor = current()

    def run() -> _T:
        token = _running.set(monitor)
        try:
            return compute()
        finally:
            _running.reset(token)

    return run


def is_drawing() -> bool:
    """Some page is being drawn, in whichever thread."""
    return bool(_drawing)


def shared(key: Hashable, compute: Callable[[], _T]) -> _T:
    """What `compute` returned for `key` at the running snapshot and for its viewer; it must not be changed."""
    with at_one_snapshot() as monitor:
        return _cache.get_or_compute((monitor.snapshot, monitor.viewer, key), compute)


def remembered(identity: Hashable, compute: Callable[[], _T]) -> _T:
    """What `compute` returned for something that is of one snapshot and one viewer already; it must not be changed."""
    return _cache.get_or_compute(identity, compute)


def cached(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Computed once for its arguments, the snapshot and the viewer, then shared by every session.

    Arguments must be hashable. What is returned must not be changed; no widget may be drawn inside.
    """

    @wraps(function)
    def get(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        return shared((function, args, *sorted(kwargs.items())), partial(function, *args, **kwargs))

    return get

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

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboards.serving.cache import Cache
from dashboards.serving.settings import ServingSettings
from data_access.engine import connect, require_schema
from data_access.settings import Settings
from metrics import PUBLIC, Monitor, Viewer

_P = ParamSpec("_P")
_T = TypeVar("_T")
_cache = Cache(ServingSettings().memory_mb * 1_000_000)
_running: ContextVar[Monitor | None] = ContextVar("what the running page asks", default=None)


@lru_cache(1)
def _engine() -> Engine:
    """The read-only connection pool of this process."""
    return connect(Settings().url, read_only=True)


def open_monitor(viewer: Viewer = PUBLIC) -> Monitor:
    """The database as it is now, for `viewer`; DatabaseUnavailableError if there is none."""
    try:
        return Monitor(_engine(), viewer=viewer)
    except SQLAlchemyError:
        require_schema(_engine())
        raise


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
    token = _running.set(monitor)
    try:
        yield monitor
    finally:
        _running.reset(token)


def shared(key: Hashable, compute: Callable[[], _T]) -> _T:
    """What `compute` returned for `key` at the running snapshot and for its viewer; it must not be changed."""
    with at_one_snapshot() as monitor:
        return _cache.get_or_compute((monitor.snapshot, monitor.viewer, key), compute)


def cached(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Computed once for its arguments, the snapshot and the viewer, then shared by every session.

    Arguments must be hashable. What is returned must not be changed; no widget may be drawn inside.
    """

    @wraps(function)
    def get(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        return shared((function, args, *sorted(kwargs.items())), partial(function, *args, **kwargs))

    return get

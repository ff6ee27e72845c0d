"""Work that may never end, of which whoever asked for it waits only so long, and the end of the process not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_T = TypeVar("_T")


class BusyError(TimeoutError):
    """As many works as are allowed are still running."""


class Threads:
    """Runs each work in a daemon thread of its own, at most `limit` at a time."""

    def __init__(self, limit: int) -> None:
        self._places = threading.Semaphore(limit)

    def begin(self, work: Callable[[], _T]) -> Future[_T]:
        """What `work` will return or raise; BusyError where there is no place."""
        if not self._places.acquire(blocking=False):
            raise BusyError
        promised: Future[_T] = Future()
        promised.set_running_or_notify_cancel()
        threading.Thread(target=self._run, args=(work, promised), name="pnme-bounded", daemon=True).start()
        return promised

    def _run(self, work: Callable[[], _T], promised: Future[_T]) -> None:
        try:
            found = work()
        except BaseException as error:  # noqa: BLE001 - whoever waits is told
            self._places.release()
            promised.set_exception(error)
        else:
            self._places.release()
            promised.set_result(found)

"""What Streamlit keeps for readers who may come back, or are on their way to it: for how long, and how much."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from streamlit import runtime
from streamlit.runtime.session_manager import SessionInfo, SessionStorage

if TYPE_CHECKING:
    from asyncio import TimerHandle

SESSION_SECONDS = 30.0
"""A browser that lost its connection asks again after some seconds. Later the page is drawn anew, by its address."""
FILE_SECONDS = 30.0
"""From a file's making until it may be gone: its reader's browser must have begun to ask for it."""


class LostSessions(SessionStorage):
    """Sessions without a connection: each for `seconds`, the newest `bound` of them. Of one event loop.

    Streamlit's own forgets one only when another one is lost, and leaves its end to the garbage collector: its files and
    its three descriptors stay until then.
    """

    def __init__(self, bound: int, seconds: float = SESSION_SECONDS) -> None:
        self._bound, self._seconds = bound, seconds
        self._lost: dict[str, tuple[SessionInfo, TimerHandle]] = {}

    def get(self, session_id: str) -> SessionInfo | None:
        """A session that is still kept."""
        found = self._lost.get(session_id)
        return found and found[0]

    def save(self, session_info: SessionInfo) -> None:
        """Keep a session for a while, and the oldest one no longer if there are too many."""
        name = session_info.session.id
        self.delete(name)
        self._lost[name] = session_info, asyncio.get_running_loop().call_later(self._seconds, self._end, name)
        if len(self._lost) > self._bound:
            self._end(next(iter(self._lost)))

    def delete(self, session_id: str) -> None:
        """Keep it no longer: it is connected again, or ended by Streamlit."""
        _, due = self._lost.pop(session_id, (None, None))
        if due:
            due.cancel()

    def list(self) -> list[SessionInfo]:
        """All that are kept."""
        return [info for info, _ in self._lost.values()]

    def _end(self, session_id: str) -> None:
        info, _ = self._lost[session_id]
        self.delete(session_id)
        info.session.shutdown()


class Seldom:
    """Does something at most once in so many seconds, however often it is asked to. Asked twice at once, it may do it twice."""

    def __init__(self, do: Callable[[], None], seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._do, self._seconds, self._clock = do, seconds, clock
        self._due = clock()

    def __call__(self) -> None:
        """Do it, if it has not been done lately."""
        now = self._clock()
        if now >= self._due:
            self._due = now + self._seconds
            self._do()


def keep(lost_sessions: int) -> None:
    """Have the running Streamlit keep so many lost sessions, and files until they are read.

    Streamlit looks after every run of any session for files that no page shows, and at its second look deletes them. A
    file that was made for a download is such a one, and with many readers the second look comes before its own reader.
    Neither is a setting: `tests/hostile/test_keeping.py` tells when a new Streamlit does otherwise.
    """
    streamlit = runtime.get_instance()
    sessions, files = streamlit._session_mgr, streamlit.media_file_mgr  # noqa: SLF001
    setattr(sessions, "_session_storage", LostSessions(lost_sessions))  # noqa: B010
    setattr(files, "remove_orphaned_files", Seldom(files.remove_orphaned_files, FILE_SECONDS))  # noqa: B010

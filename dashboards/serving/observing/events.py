"""What is worth a line of log: every event by its code, how bad it is, and what may be said of it."""

from __future__ import annotations

import logging
from enum import StrEnum
from typing import TypedDict


class Event(StrEnum):
    """The code that stands in a line; what alerts and searches are written for."""

    PAGE_FAILED = "page_failed"
    WARM_UP_FAILED = "warm_up_failed"
    QUESTION_REFUSED = "question_refused"
    DATABASE_SILENT = "database_silent"
    DATABASE_BACK = "database_back"
    NOT_READY = "not_ready"
    READY = "ready"
    WARNED = "warned"
    """A check failed without which pages can be shown all the same."""
    SESSION_REFUSED = "session_refused"
    REQUEST_FAILED = "request_failed"
    REQUEST = "request"
    SERVING = "serving"
    DRAINING = "draining"
    ENDED = "ended"
    THREAD_FAILED = "thread_failed"
    PROCESS_FAILED = "process_failed"
    SUPPRESSED = "suppressed"
    """Lines that were held back, so that the log cannot flood."""
    OTHER = "other"
    """Said by a library."""

    @property
    def level(self) -> int:
        """One of `logging`'s."""
        return _LEVELS.get(self, logging.ERROR)


_LEVELS = {
    Event.QUESTION_REFUSED: logging.WARNING,
    Event.DATABASE_BACK: logging.WARNING,
    Event.NOT_READY: logging.WARNING,
    Event.READY: logging.WARNING,
    Event.WARNED: logging.WARNING,
    Event.SESSION_REFUSED: logging.WARNING,
    Event.REQUEST: logging.INFO,
    Event.SERVING: logging.WARNING,
    Event.DRAINING: logging.WARNING,
    Event.ENDED: logging.WARNING,
    Event.SUPPRESSED: logging.WARNING,
}


class Said(TypedDict, total=False):
    """What an event may say of itself. None of it is a row, a parameter of SQL or an address with a password."""

    page: str
    """Its address, of those that are declared."""
    fault: str
    reason: str
    route: str
    method: str
    status: int
    seconds: float
    check: str
    why: str
    count: int
    version: str

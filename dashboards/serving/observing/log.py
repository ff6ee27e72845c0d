"""The log: one line of JSON for an event, on the standard error, whoever says it; never more than can be read."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TextIO, Unpack

from dashboards.serving.observing.events import Event, Said
from dashboards.serving.observing.flood import Flood
from dashboards.serving.observing.lines import EVENT, SAID, Lines, kind_of

_log = logging.getLogger("pnme")
_TOLD_BY_US = "streamlit.error_util: Uncaught app execution"
"""Streamlit says so, and then hands the error to the application, which says with `tell` which page it was."""
_WORST = 5
_EVERY = 1.0


def tell(event: Event, *, error: BaseException | None = None, **said: Unpack[Said]) -> None:
    """Write a line about `event`; of `error` only its type and the place where it passed our code."""
    _log.log(event.level, event, exc_info=error, extra={EVENT: event, SAID: said})


class Writer(logging.StreamHandler[TextIO]):
    """Writes what `flood` admits, and once in a window how many lines it did not; `count` is told how many too."""

    def __init__(self, stream: TextIO, flood: Flood, count: Callable[[int], None] = lambda _: None) -> None:
        super().__init__(stream)
        self._flood = flood
        self._count = count

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, or count it."""
        is_admitted = self._flood.admits(kind_of(record))
        self.tell_held_back()
        if is_admitted:
            super().emit(record)

    def tell_held_back(self) -> None:
        """Say how many lines the windows that are over held back, if any."""
        self._tell(self._flood.held_back())

    def close(self) -> None:
        """Say how many lines were held back until now."""
        self._tell(self._flood.rest())
        super().close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Nobody reads the standard error any more, or the disk behind it is full: who is served is still served."""

    def _tell(self, held: dict[str, int]) -> None:
        if not held:
            return
        self._count(sum(held.values()))
        worst = dict(sorted(held.items(), key=lambda pair: -pair[1])[:_WORST])
        level = Event.SUPPRESSED.level
        record = logging.LogRecord(_log.name, level, __file__, 0, Event.SUPPRESSED, None, None)
        vars(record).update({EVENT: Event.SUPPRESSED, SAID: {"suppressed": sum(held.values()), "kinds": worst}})
        super().emit(record)


class Log:
    """The log of this process from `configure` to `close`."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        root = logging.getLogger()
        self._before = tuple(root.handlers), root.level
        self._ended = threading.Event()
        self._hooks = sys.excepthook, threading.excepthook
        self._thread = threading.Thread(target=self._watch, name="pnme-log", daemon=True)

    def start(self) -> None:
        """Take over; held back lines are told without waiting for the next one, and no thread dies in silence."""
        root = logging.getLogger()
        root.handlers[:] = [self.writer]
        # Below a warning only we speak: SQLAlchemy would tell every statement.
        root.setLevel(max(self.writer.level, logging.WARNING))
        _log.setLevel(self.writer.level)
        logging.captureWarnings(capture=True)
        sys.excepthook, threading.excepthook = _process_failed, _thread_failed
        self._thread.start()

    def close(self) -> None:
        """Give the root logger and the hooks back."""
        self._ended.set()
        self._thread.join()
        sys.excepthook, threading.excepthook = self._hooks
        logging.captureWarnings(capture=False)
        root = logging.getLogger()
        root.handlers[:], level = self._before
        root.setLevel(level)
        _log.setLevel(logging.NOTSET)
        self.writer.close()

    def _watch(self) -> None:
        while not self._ended.wait(_EVERY):
            with self.writer.lock or threading.RLock():
                self.writer.tell_held_back()


def configure(
    level: int = logging.WARNING,
    *,
    stream: TextIO | None = None,
    flood: Flood | None = None,
    count: Callable[[int], None] = lambda _: None,
) -> Log:
    """Take over what this process writes to the standard error, from `level` on, and its libraries from a warning on.

    `count` is told how many lines were held back.
    """
    writer = Writer(stream or sys.stderr, flood or Flood(), count)
    writer.setLevel(level)
    writer.addFilter(lambda record: kind_of(record) != _TOLD_BY_US)
    writer.setFormatter(Lines(traces=level <= logging.DEBUG))
    _take_over_streamlit()
    _take_over_others()
    log = Log(writer)
    log.start()
    return log


def _take_over_streamlit() -> None:
    """Streamlit gives each of its loggers, also those it makes later, a handler of its own and lets none propagate."""
    from streamlit import logger

    vars(logger)["setup_formatter"] = _propagate
    logger.update_formatter()


def _take_over_others() -> None:
    for name in tuple(logging.root.manager.loggerDict):
        _propagate(logging.getLogger(name))


def _propagate(logger: logging.Logger) -> None:
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = True


def _process_failed(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if not isinstance(error, KeyboardInterrupt):
        tell(Event.PROCESS_FAILED, error=error)


def _thread_failed(arguments: threading.ExceptHookArgs) -> None:
    tell(Event.THREAD_FAILED, error=arguments.exc_value)

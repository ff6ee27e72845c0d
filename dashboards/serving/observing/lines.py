"""A record of log as one line of JSON: what happened, to which request and where in the code, and no data."""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from dashboards.serving.observing.events import Event
from dashboards.serving.observing.tracing import current_request

EVENT, SAID = "pnme_event", "pnme_said"
"""Where a record carries what `log.tell` was told."""

_ROOT = Path(__file__).parents[3]
_OURS = ("dashboards", "metrics", "data_access", "geo")
_LONGEST = 200
_CAUSES = 4
_PASSWORD = re.compile(r"(?<=://)[^/@\s]*@")
_WARNING = re.compile(r"^(.*?:\d+: \w+): ")
_Frame = tuple[str, int]


class Lines(logging.Formatter):
    """A JSON object in a line, in ASCII, so that no character of a message can end the line or steer a terminal.

    With `traces` an exception's frames stand in the same line; never its message, which may hold rows.
    """

    def __init__(self, *, traces: bool = False) -> None:
        super().__init__()
        self._traces = traces

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        error = record.exc_info[1] if record.exc_info else None
        line = {
            "at": _moment(record.created),
            "level": record.levelname,
            "event": event_of(record),
            "request": current_request(),
            **_said(record),
            **(self._failure(error) if error else {}),
        }
        return json.dumps(line)

    def _failure(self, error: BaseException) -> dict[str, Any]:
        found = {"error": " < ".join(type(one).__name__ for one in _causes(error)), "where": _where(error)}
        return {**found, "trace": _trace(error)} if self._traces else found


def event_of(record: logging.LogRecord) -> Event:
    """What a record is about: a library's is `Event.OTHER`."""
    event: Event = getattr(record, EVENT, Event.OTHER)
    return event


def kind_of(record: logging.LogRecord) -> str:
    """Records of one kind are repetitions of each other."""
    event = event_of(record)
    return event if event is not Event.OTHER else f"{record.name}: {_template(record)}"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _said(record: logging.LogRecord) -> Mapping[str, Any]:
    if event_of(record) is Event.OTHER:
        return {"logger": record.name, "message": _message(record)}
    said: Mapping[str, Any] = getattr(record, SAID, {})
    return {name: _short(value) for name, value in said.items()}


def _short(value: Any) -> Any:
    return value if isinstance(value, int | float | dict) else _cut(str(value))


def _cut(text: str) -> str:
    return _PASSWORD.sub("", text)[:_LONGEST]


def _template(record: logging.LogRecord) -> str:
    """What a library wrote in its code: the first line, for the next ones are what SQL was and what it was given."""
    text = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    warned = _WARNING.match(text) if record.name == "py.warnings" else None
    return _cut(warned[1] if warned else text.partition("\n")[0])


def _message(record: logging.LogRecord) -> str:
    """The template with its numbers; any other argument may be a row."""
    given = record.args if isinstance(record.args, tuple) else ()
    try:
        return _template(record) % tuple(one if isinstance(one, int | float) else "…" for one in given)
    except (TypeError, ValueError):
        return _template(record)


def _causes(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    for _ in range(_CAUSES):
        if one is None:
            return
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _where(error: BaseException) -> str | None:
    """The innermost line of ours that the exception, or what caused it, passed; of a library where none is."""
    frames = list(_frames(error.__traceback__))
    ours = [frame for frame in frames if _is_ours(frame[0])]
    return next((_place(frame) for frame in reversed(ours or frames)), None)


def _frames(trace: TracebackType | None) -> Iterator[_Frame]:
    return ((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(trace))


def _is_ours(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in _OURS


def _place(frame: _Frame) -> str:
    file, line = frame
    shown = Path(file).relative_to(_ROOT).as_posix() if _is_ours(file) else file.rpartition("site-packages/")[2]
    return f"{shown}:{line}"


def _trace(error: BaseException) -> list[str]:
    return [f"{type(one).__name__} {_place(frame)}" for one in _causes(error) for frame in _frames(one.__traceback__)]

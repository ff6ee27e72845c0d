"""What is asked of the public port: by a few fixed names, never by what a stranger wrote as a path."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from dashboards.serving.observing.events import Event
from dashboards.serving.observing.log import tell

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEFT = 499
"""The client went before it was answered; nginx's number."""


class Route(StrEnum):
    """Every route by which requests are counted."""

    PAGE = "page"
    HEALTH = "health"
    MAP = "map"
    STREAM = "stream"
    """The WebSocket of a session."""
    FILE = "file"
    """What a page offers for download, and images."""
    STREAMLIT = "streamlit"
    ASSET = "asset"
    OTHER = "other"


_BEGINS = (
    ("_stcore/stream", Route.STREAM),
    ("_stcore/", Route.STREAMLIT),
    ("media/", Route.FILE),
    ("static/", Route.ASSET),
    ("favicon", Route.ASSET),
)


class Routes:
    """The route of a path, by the addresses of pages, of the health check and of the map."""

    def __init__(self, pages: frozenset[str], *, health: str = "salud", outlines: str = "") -> None:
        self._exact = {health: Route.HEALTH, outlines: Route.MAP, **dict.fromkeys({"", *pages}, Route.PAGE)}

    def of(self, path: str) -> Route:
        """One of them, whatever the path is."""
        inner = path.strip("/")
        begins = (route for begin, route in _BEGINS if inner.startswith(begin))
        return self._exact.get(inner) or next(begins, Route.OTHER)


class Answered(Protocol):
    """Is told of each answer; of a WebSocket, when it is accepted or refused, without a duration."""

    def __call__(self, *, route: str, status: int, seconds: float | None) -> None: ...


class Measured:
    """Tell of every answer which route gave it, its status and how long it took; log it where that is asked for."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        routes: Routes,
        answered: Answered,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.app = app
        self._routes, self._answered, self._clock = routes, answered, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        measure = self._connection if scope["type"] == "websocket" else self._request
        await measure(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        route, began, status = self._routes.of(scope["path"]), self._clock(), _LEFT

        async def answer(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except Exception as error:
            status = 500
            tell(Event.REQUEST_FAILED, route=route, error=error)
            raise
        finally:
            seconds = self._clock() - began
            self._answered(route=route, status=status, seconds=seconds)
            if route is not Route.ASSET:
                method = _method(scope)
                tell(Event.REQUEST, route=route, method=method, status=status, seconds=round(seconds, 4))

    async def _connection(self, scope: Scope, receive: Receive, send: Send) -> None:
        route, is_open = self._routes.of(scope["path"]), False

        async def answer(message: Message) -> None:
            nonlocal is_open
            status = None if is_open else _STATUSES.get(message["type"])
            if status:
                is_open = True
                self._answered(route=route, status=message.get("status", status), seconds=None)
            await send(message)

        await self.app(scope, receive, answer)


_STATUSES = {"websocket.accept": 101, "websocket.close": 403, "websocket.http.response.start": 403}
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in _METHODS else "OTHER"

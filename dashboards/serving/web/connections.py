"""Connections that say nothing, or too little, or do not read: how many there may be, and for how long."""

from __future__ import annotations

import asyncio
import resource
from collections import Counter
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

_HEAD_SECONDS = 10.0
"""From the connection, or the answer before, until a request is whole."""
_ANSWER_SECONDS = 120.0
"""From the request until its answer is read, over a slow line too."""
_DESCRIPTORS_PER_SESSION = 6
"""Its connection, and the loop that Streamlit gives to its script: an epoll and two ends of a pair of sockets. Half as many
sessions as there are places may have lost their connection and keep their loop for a while."""
_OTHER_DESCRIPTORS = 200
"""The database's, the log's, files on their way."""


class Bounds:
    """How many connections may wait for an answer, in all and from one address; proxies are of many clients."""

    def __init__(self, total: int, per_client: int, proxies: tuple[str, ...]) -> None:
        self._total, self._per_client, self._proxies = total, per_client, proxies
        self._open: Counter[str] = Counter()

    def take(self, client: str) -> bool:
        """There is room for one more of a client."""
        is_free = self._open.total() < self._total
        is_own = client in self._proxies or self._open[client] < self._per_client
        self._open[client] += 1
        return is_free and is_own

    def give_back(self, client: str) -> None:
        """One of them is over, or has become a session, which has bounds of its own."""
        self._open[client] -= 1
        if not self._open[client]:
            del self._open[client]


class _Bounded(H11Protocol):
    """Uvicorn's protocol, within bounds and within time."""

    bounds: Bounds
    _patience: asyncio.TimerHandle | None = None
    _counted_as: str | None = None
    _watched: object = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._counted_as = self.client[0] if self.client else ""
        if self.bounds.take(self._counted_as):
            self._wait(_HEAD_SECONDS)
        else:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        self._stop_waiting()  # uvicorn closes what stays idle from here on
        super().on_response_complete()
        if self._is_answering():
            self._watch()

    def _watch(self) -> None:
        """Each request has its time to arrive and its answer to be read, however slowly the bytes come."""
        if self._is_answering():
            if self._watched is not self.cycle:
                self._wait(_ANSWER_SECONDS)
            self._watched = self.cycle
        elif self._patience is None and self._counted_as is not None:
            self._wait(_HEAD_SECONDS)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def handle_websocket_upgrade(self, event: Any) -> None:
        self._stop_counting()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_counting()
        super().connection_lost(exc)

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._patience = self.loop.call_later(seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._patience:
            self._patience.cancel()
        self._patience = None

    def _stop_counting(self) -> None:
        self._stop_waiting()
        if self._counted_as is not None:
            self.bounds.give_back(self._counted_as)
        self._counted_as = None


def bounded(bounds: Bounds) -> type[H11Protocol]:
    """The protocol of a server whose connections share `bounds`."""
    return type("Bounded", (_Bounded,), {"bounds": bounds})


def room_for_sessions(wanted: int, connections: int) -> int:
    """How many sessions the process has descriptors for, after asking for as many as it may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted * _DESCRIPTORS_PER_SESSION * 11 // 10 + connections + _OTHER_DESCRIPTORS
    granted = max(soft, needed if hard == resource.RLIM_INFINITY else min(needed, hard))
    resource.setrlimit(resource.RLIMIT_NOFILE, (granted, hard))
    room = (granted - connections - _OTHER_DESCRIPTORS) * 10 // (11 * _DESCRIPTORS_PER_SESSION)
    return max(1, min(wanted, room))

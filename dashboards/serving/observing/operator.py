"""The operator's own address: whether the process lives and is ready, and its figures, whatever happens to the public one.

It has a thread and an event loop of its own, and gives every answer within a second: what does not come in time is said
not to have come.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from dashboards.serving.listening import AddressError, reason
from dashboards.serving.observing.figures import CONTENT_TYPE
from dashboards.serving.observing.heartbeat import LONGEST
from dashboards.serving.observing.threads import Threads
from dashboards.serving.observing.watch import Seen

_JSON = "application/json; charset=utf-8"
_LONGEST_HEADER = 8192
_HIGHEST_PORT = 65535


@dataclass(frozen=True, kw_only=True)
class State:
    """What is told. `is_alive` and `last_seen` answer at once; the others are waited for a moment.

    `last_seen` is what the watch found; `figures` the text for Prometheus; `details` whatever else is known, as JSON
    can hold it.
    """

    is_alive: Callable[[], bool]
    last_seen: Callable[[], Seen | None]
    figures: Callable[[], bytes]
    details: Callable[[], Mapping[str, Any]] = dict


@dataclass(frozen=True, kw_only=True)
class _Answer:
    status: HTTPStatus
    body: bytes
    media_type: str = _JSON

    def message(self, *, has_body: bool) -> bytes:
        """As HTTP/1.1 has it; without its body for HEAD."""
        head = (
            f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\ncontent-type: {self.media_type}\r\n"
            f"content-length: {len(self.body)}\r\ncache-control: no-store\r\n"
            "x-content-type-options: nosniff\r\nconnection: close\r\n"
        )
        allowed = "allow: GET, HEAD\r\n" if self.status is HTTPStatus.METHOD_NOT_ALLOWED else ""
        return f"{head}{allowed}\r\n".encode() + (self.body if has_body else b"")


def _said(status: HTTPStatus, content: Mapping[str, Any]) -> _Answer:
    return _Answer(status=status, body=json.dumps(content, ensure_ascii=False, default=str).encode() + b"\n")


def _no(status: HTTPStatus, why: str) -> _Answer:
    return _said(status, {"status": "no", "why": why})


def parse_address(address: str) -> tuple[str, int]:
    """The address and the port of '127.0.0.1:9501' or '[::1]:9501'; names are refused, for they may be many."""
    host, _, port = address.rpartition(":")
    try:
        found = ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        number = int(port)
    except ValueError:
        raise _unusable(address, "it is not ADDRESS:PORT", "se espera DIRECCIÓN:PUERTO, como 127.0.0.1:9501") from None
    if not 1 <= number <= _HIGHEST_PORT:
        raise _unusable(address, "no such port", f"el puerto va de 1 a {_HIGHEST_PORT}")
    return str(found), number


def _unusable(address: str, why: str, spanish: str) -> AddressError:
    shown = address[:100]
    return AddressError(
        f"operator address {shown!r} cannot be used: {why}",
        f"no se puede abrir la dirección del operador {shown} (PNME_OPERATOR_ADDRESS): {spanish}",
    )


class OperatorServer:
    """Answers at `address` from `start` to `stop`. At most `connections` at a time, of `patience` seconds each."""

    def __init__(
        self,
        address: str,
        state: State,
        *,
        connections: int = 32,
        patience: float = 5.0,
        within: float = 0.8,
    ) -> None:
        self._address = address
        self._where = parse_address(address)
        self._state = state
        self._connections, self._patience, self._within = connections, patience, within
        self._open = 0
        self._threads = Threads(connections)
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pnme-operator", daemon=True)

    def start(self) -> None:
        """Listen; AddressError where that cannot be."""
        try:
            family = socket.AF_INET6 if ":" in self._where[0] else socket.AF_INET
            self._socket = socket.create_server(self._where, family=family)
        except OSError as error:
            raise _unusable(self._address, str(error), reason(error)) from error
        self._thread.start()
        self._listening.wait(self._patience)

    def stop(self) -> None:
        """Listen no more; who is being answered is cut off."""
        if self._listening.is_set():
            self._loop.call_soon_threadsafe(self._ended.set)
            self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._listen())

    async def _listen(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, sock=self._socket, limit=_LONGEST_HEADER)
        self._listening.set()
        await self._ended.wait()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._open >= self._connections:
            writer.transport.abort()
            return
        self._open += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._converse(reader, writer)
        except (TimeoutError, OSError, EOFError):
            writer.transport.abort()
        finally:
            self._open -= 1
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.set_write_buffer_limits(high=0)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            head = b""
        method, path = _asked(head)
        answer = await self._answer(method, path)
        writer.write(answer.message(has_body=method != "HEAD"))
        await writer.drain()

    async def _answer(self, method: str, path: str) -> _Answer:
        if not method:
            return _no(HTTPStatus.BAD_REQUEST, "no se entiende la petición")
        if method not in {"GET", "HEAD"}:
            return _no(HTTPStatus.METHOD_NOT_ALLOWED, "sólo GET y HEAD")
        at_once = {"/vivo": self._alive, "/listo": self._ready}.get(path)
        if at_once:
            return at_once()
        slower = {"/detalle": self._details, "/metrics": self._figures}.get(path)
        return await self._in_time(slower) if slower else _no(HTTPStatus.NOT_FOUND, "no existe")

    async def _in_time(self, work: Callable[[], _Answer]) -> _Answer:
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self._threads.begin(work)), self._within)
        except TimeoutError:
            return _no(HTTPStatus.SERVICE_UNAVAILABLE, f"no respondió en {self._within:g} s")
        except Exception as error:  # noqa: BLE001 - the operator is told which one
            return _no(HTTPStatus.INTERNAL_SERVER_ERROR, f"no se pudo saber ({type(error).__name__})")

    def _alive(self) -> _Answer:
        if self._state.is_alive():
            return _said(HTTPStatus.OK, {"status": "ok"})
        return _no(HTTPStatus.SERVICE_UNAVAILABLE, "el ciclo que atiende al público no avanza; reinicie el proceso")

    def _ready(self) -> _Answer:
        ready = _readiness(self._state.last_seen())
        return _said(HTTPStatus.OK if ready["status"] == "ok" else HTTPStatus.SERVICE_UNAVAILABLE, ready)

    def _details(self) -> _Answer:
        is_alive = self._state.is_alive()
        known = {"alive": is_alive, "ready": _readiness(self._state.last_seen()), **self._state.details()}
        return _said(HTTPStatus.OK, known)

    def _figures(self) -> _Answer:
        return _Answer(status=HTTPStatus.OK, body=self._state.figures(), media_type=CONTENT_TYPE)


def _asked(head: bytes) -> tuple[str, str]:
    """The method and the path without its question; twice nothing where it is no HTTP/1."""
    with suppress(ValueError):
        method, target, protocol = head.partition(b"\r\n")[0].decode("ascii").split(" ")
        if protocol.startswith("HTTP/1.") and target.startswith("/"):
            return method, target.partition("?")[0]
    return "", ""


def _readiness(seen: Seen | None) -> dict[str, Any]:
    """What the watch found; "no" where it has not looked for long."""
    if seen is None:
        return {"status": "no", "checks": {}, "why": "aún no se ha comprobado"}
    found = seen.report.as_json()
    if seen.age < LONGEST:
        return found
    return {**found, "status": "no", "why": f"no se comprueba desde hace {seen.age:.0f} s"}

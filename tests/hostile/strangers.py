"""What a stranger may send to a port: requests to the letter, handshakes, and connections that say little."""

from __future__ import annotations

import os
import socket
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

PATIENCE = 20.0


@dataclass(frozen=True)
class Said:
    """What came back; status 0 for a connection that was closed without a word."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@contextmanager
def connection(port: int, client: str = "127.0.0.1") -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), PATIENCE, source_address=(client, 0)) as opened:
        yield opened


def send(port: int, raw: bytes, client: str = "127.0.0.1") -> Said:
    """Send bytes, and read what comes until the answer is whole or the other side closes."""
    with connection(port, client) as opened:
        with suppress(BrokenPipeError, ConnectionResetError):
            opened.sendall(raw)
        return receive(opened)


def receive(opened: socket.socket) -> Said:
    received = b""
    while not _is_whole(received):
        try:
            more = opened.recv(65536)
        except ConnectionResetError:
            break
        if not more:
            break
        received += more
    return parsed(received)


def _is_whole(received: bytes) -> bool:
    _, separator, body = received.partition(b"\r\n\r\n")
    if not separator:
        return False
    said = parsed(received)
    if said.status == 101:
        return True
    length = said.headers.get("content-length")
    return length is not None and len(body) >= int(length)


def parsed(received: bytes) -> Said:
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    parts = first.split(" ", 2)
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return Said(int(parts[1]) if len(parts) > 1 else 0, {name.lower(): value.strip() for name, value in pairs}, body)


def request(path: str = "/", method: str = "GET", body: bytes = b"", **headers: str | None) -> bytes:
    """A request as a browser would send it; a header that is None is left out, `_` stands for `-`."""
    given = {"host": "127.0.0.1:{port}", "connection": "close", "accept": "text/html"} | headers
    if body:
        given["content-length"] = str(len(body))
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in given.items() if value is not None]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode("utf-8") + body


def ask(port: int, path: str = "/", method: str = "GET", body: bytes = b"", **headers: str | None) -> Said:
    """A request, and its answer."""
    return send(port, request(path, method, body, **headers).replace(b"{port}", str(port).encode()))


def handshake(port: int, path: str = "/_stcore/stream", **headers: str | None) -> Said:
    """A websocket's handshake, which says 101 where it is let in."""
    return ask(port, path, **_upgrade(port) | headers)


@contextmanager
def session(port: int, client: str = "127.0.0.1") -> Iterator[socket.socket]:
    """A session that has been let in and has said nothing yet."""
    with connection(port, client) as opened:
        opened.sendall(request("/_stcore/stream", **_upgrade(port)).replace(b"{port}", str(port).encode()))
        assert receive(opened).status == 101
        yield opened


def _upgrade(port: int) -> dict[str, str | None]:
    return {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec_websocket_version": "13",
        "sec_websocket_key": b64encode(os.urandom(16)).decode(),
        "sec_websocket_protocol": "streamlit",
        "origin": f"http://127.0.0.1:{port}",
    }


def frame(
    payload: bytes, opcode: int = 2, *, is_masked: bool = True, is_final: bool = True, length: int | None = None
) -> bytes:
    """A websocket's frame, which may lie about its length."""
    said = len(payload) if length is None else length
    first = (0x80 if is_final else 0) | opcode
    mask_bit = 0x80 if is_masked else 0
    if said < 126:
        head = bytes([first, mask_bit | said])
    elif said < 65536:
        head = bytes([first, mask_bit | 126]) + said.to_bytes(2, "big")
    else:
        head = bytes([first, mask_bit | 127]) + said.to_bytes(8, "big")
    return head + (b"\0\0\0\0" if is_masked else b"") + payload

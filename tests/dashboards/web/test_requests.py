"""Requests of one client: a burst, then later, then no more; of others, at once."""

from __future__ import annotations

from typing import Any

import pytest

from dashboards.serving.web import requests as module
from dashboards.serving.web.pacing import Paces
from dashboards.serving.web.requests import Requests
from tests.loops import run


async def _ask(requests: Requests, client: str, path: str = "/plan", kind: str = "http") -> int:
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    scope = {"type": kind, "path": path, "client": (client, 1), "headers": [], "method": "GET"}
    scope["extensions"] = {"websocket.http.response": {}}
    await requests(scope, receive, send)
    return told[0]["status"]


async def _inside(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


@pytest.mark.parametrize(("kind", "path"), [("http", "/plan"), ("websocket", "/_stcore/stream")])
def test_who_asks_too_much_is_told_so_and_nobody_else_waits(monkeypatch, kind, path):
    slept: list[float] = []

    async def note(seconds: float) -> None:
        slept.append(seconds)

    async def play() -> tuple[list[int], int]:
        requests = Requests(_inside)
        requests._requests = Paces(per_second=1, burst=2, clock=lambda: 0.0)
        return [await _ask(requests, "192.0.2.1", path, kind) for _ in range(8)], await _ask(requests, "192.0.2.2")

    monkeypatch.setattr(module.asyncio, "sleep", note)
    assert run(play()) == ([200] * 7 + [429], 200)
    assert slept == [1, 2, 3, 4, 5, 5]  # who is told no waits too, or would ask again at once


def test_an_asset_is_waited_for(monkeypatch):
    slept: list[float] = []

    async def note(seconds: float) -> None:
        slept.append(seconds)

    async def play() -> list[int]:
        requests = Requests(_inside)
        requests._assets = Paces(per_second=1, burst=1, clock=lambda: 0.0)
        return [await _ask(requests, "192.0.2.1", "/static/js/a.js") for _ in range(9)]

    monkeypatch.setattr(module.asyncio, "sleep", note)
    assert run(play()) == [200] * 9
    assert slept == [1, 2, 3, 4, 5, 6, 7, 8]

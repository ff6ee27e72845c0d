"""How fast one client may send requests, those that will be refused too: who sends more is answered later."""

from __future__ import annotations

import asyncio
from math import inf
from typing import TYPE_CHECKING

from dashboards.serving.web import answers
from dashboards.serving.web.admission import client_in
from dashboards.serving.web.pacing import Paces

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_ASSETS = "/static/"
_LONGEST_SECONDS = 5.0
"""Who would have to wait longer waits so long and is told no; an asset is waited for, since without it no page comes alive."""


class Requests:
    """A page that comes for the first time asks for ninety assets and four other things; a ministry has many readers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._requests = Paces(per_second=30, burst=300)
        self._assets = Paces(per_second=300, burst=3000)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, when it is its client's turn."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        is_asset = scope["path"].startswith(_ASSETS)
        paces, longest = (self._assets, inf) if is_asset else (self._requests, _LONGEST_SECONDS)
        wait = paces.wait(client_in(scope), longest)
        if wait:
            await asyncio.sleep(min(wait, longest))
        await (self.app if wait <= longest else answers.TOO_MANY)(scope, receive, send)

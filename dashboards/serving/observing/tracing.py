"""Which request is being answered: a short id from the first byte to the line of log, across Streamlit's threads."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOBODY = ""
"""What is done for no request: warming up, watching."""

_HEADER = b"x-request-id"
_ALLOWED = re.compile(r"[A-Za-z0-9._-]{1,64}")
_BYTES = 6
_STARTS = {"http.response.start", "websocket.accept", "websocket.http.response.start"}
_current: ContextVar[str] = ContextVar("the request that is being answered", default=NOBODY)


def current_request() -> str:
    """The id of the request, or of the WebSocket whose session the running script is drawn for."""
    return _current.get() or _of_the_session()


def _of_the_session() -> str:
    """Scripts run in threads of their own, which know their session and through it the headers of its WebSocket."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    with suppress(RuntimeError):  # the server is ending: there are no sessions any more
        if get_script_run_ctx(suppress_warning=True):
            return str(st.context.headers.get(_HEADER.decode(), NOBODY))
    return NOBODY


class Traced:
    """Give every request and WebSocket an id, tell it to those inside by its header, and send it back.

    What a client says is believed only where `is_trusted` says so of the address that the connection comes from.
    """

    def __init__(self, app: ASGIApp, *, is_trusted: Callable[[str], bool] = lambda _: False) -> None:
        self.app = app
        self._is_trusted = is_trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        request = self._id(scope)
        token = _current.set(request)
        try:
            await self.app(_named(scope, request), receive, _answering(send, request))
        finally:
            _current.reset(token)

    def _id(self, scope: Scope) -> str:
        given: str = dict(scope["headers"]).get(_HEADER, b"").decode("latin-1")
        address = (scope.get("client") or ("",))[0]
        if _ALLOWED.fullmatch(given) and self._is_trusted(address):
            return given
        return secrets.token_hex(_BYTES)


def _named(scope: Scope, request: str) -> Scope:
    others = [pair for pair in scope["headers"] if pair[0].lower() != _HEADER]
    return {**scope, "headers": [*others, (_HEADER, request.encode())]}


def _answering(send: Send, request: str) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] in _STARTS:
            message = {**message, "headers": [*message.get("headers", ()), (_HEADER, request.encode())]}
        await send(message)

    return answer

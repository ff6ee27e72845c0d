"""The web application: Streamlit's, with a health check, safer headers and Chile's language tag."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse
from starlette.routing import Route

from dashboards.serving import session
from data_access.engine import DatabaseUnavailableError
from data_access.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("pnme")
_HEALTH = "salud"
_STATIC = Path(__file__).parent / "static"
_CLOSED = "/_stcore/metrics"
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
)
_IN_HTML = (
    (b'<html lang="en">', b'<html lang="es-CL">'),
    (b"<title>Streamlit</title>", b"<title>Monitor PNME</title>"),
    # The page says where its server is; otherwise the client probes every folder of the address, and fails aloud.
    (b"<head>", b"<head><script>window.__streamlit={BACKEND_BASE_URL:location.origin}</script>"),
)
_FAILURE = "**Algo falló al armar esta página.** El error quedó registrado; vuelva a intentarlo."


class ChileanFrame:
    """Mark HTML as Spanish of Chile, add headers, and close what should not be public.

    `addresses` are those of the pages: any other page is told to be none, for Streamlit would answer with the first
    one, in English.
    """

    def __init__(self, app: ASGIApp, addresses: frozenset[str]) -> None:
        self.app = app
        self._known = {"", _HEALTH, *addresses}
        self._not_found = (_STATIC / "not_found.html").read_text(encoding="utf-8")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"].endswith(_CLOSED):
            await PlainTextResponse("No existe.", status_code=404)(scope, receive, send)
        elif self._is_no_page(scope):
            await HTMLResponse(self._not_found, status_code=404)(scope, receive, send)
        else:
            await self.app(_uncompressed(scope), receive, _Rewriter(send).send)

    def _is_no_page(self, scope: Scope) -> bool:
        path = scope["path"].strip("/")
        return _accepts_html(scope) and "/" not in path and "." not in path and path not in self._known


def _accepts_html(scope: Scope) -> bool:
    return b"text/html" in dict(scope["headers"]).get(b"accept", b"")


def _uncompressed(scope: Scope) -> Scope:
    """Ask for plain HTML, which can be changed; files keep their compression."""
    if not _accepts_html(scope):
        return scope
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


class _Rewriter:
    """Passes a response on; an HTML one is held back until whole, to change its language tag."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *_HEADERS]
            if _is_html(message):
                self._start = message
                return
        elif self._start is not None:
            await self._hold(message)
            return
        await self._send(message)

    async def _hold(self, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self._body
        for found, wanted in _IN_HTML:
            body = body.replace(found, wanted, 1)
        start = self._start or {}
        headers = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
        await self._send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await self._send({**message, "body": body, "more_body": False})


def _is_html(message: Message) -> bool:
    headers = {name.lower(): value for name, value in message["headers"]}
    return b"text/html" in headers.get(b"content-type", b"") and b"content-encoding" not in headers


def health(request: Request) -> Response:
    """200 with the data version when pages can answer, 503 when the database does not."""
    try:
        return JSONResponse({"status": "ok", "data_version": session.open_monitor().snapshot.data_version})
    except DatabaseUnavailableError:
        return JSONResponse({"status": "unavailable"}, status_code=503)


def outlines(request: Request) -> Response:
    """The regions' outlines, which every map asks for."""
    path = Settings().regions_path
    if not path.is_file():
        return PlainTextResponse("No existe.", status_code=404)
    return FileResponse(path, media_type="application/geo+json", headers={"cache-control": "max-age=3600"})


def _on_error(error: Exception) -> bool:
    _log.error("page failed", exc_info=error)
    st.error(_FAILURE)
    return True


def web_application(
    script: Path, *, addresses: frozenset[str], outlines_path: str, warm_up: Callable[[], None]
) -> st.App:
    """Streamlit running `script`, at the addresses of its pages; `warm_up` runs in a thread from the start."""

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
        """The port answers at once; meanwhile a thread warms the process up."""
        warming = asyncio.create_task(asyncio.to_thread(warm_up))
        yield {}
        await warming

    return st.App(
        script,
        lifespan=lifespan,
        routes=[Route(f"/{_HEALTH}", health), Route(f"/{outlines_path}", outlines)],
        middleware=[Middleware(ChileanFrame, addresses=addresses)],
        on_script_error=_on_error,
    )

"""The web application: Streamlit's, behind what keeps it standing."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import streamlit as st
import uvicorn
from starlette.responses import JSONResponse
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from dashboards.serving import session
from dashboards.serving.listening import listen
from dashboards.serving.observing.events import Event
from dashboards.serving.observing.log import configure, tell
from dashboards.serving.observing.tracing import Traced
from dashboards.serving.observing.traffic import Measured, Routes
from dashboards.serving.process import VERSION, figures, heartbeat, watched
from dashboards.serving.settings import ServingSettings
from dashboards.serving.web import site
from dashboards.serving.web.admission import Admission, Refusal
from dashboards.serving.web.connections import Bounds, bounded, room_for_sessions
from dashboards.serving.web.gate import Gate
from dashboards.serving.web.headers import Headed
from dashboards.serving.web.keeping import keep
from dashboards.serving.web.origins import origins
from dashboards.serving.web.requests import Requests
from dashboards.serving.web.visits import Visits

if TYPE_CHECKING:
    import socket

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

_FAILURE = "**Algo falló al armar esta página.** El error quedó registrado; vuelva a intentarlo."
_CONNECTIONS, _CONNECTIONS_PER_CLIENT = 1000, 250
"""That wait for an answer. A browser opens six; a ministry behind one address has many browsers."""
_ACCEPTED_AT_ONCE = 128
"""Connections that the loop takes in one go: with two thousand, those who are inside wait until a flood has come in."""
_LARGEST_MESSAGE = 128 * 1024
"""Bytes of what a session says: the filters of a page are some thousand."""
_DRAIN_SECONDS, _CLOSE_SECONDS, _END_SECONDS = 3, 3, 9


@dataclass(frozen=True, kw_only=True)
class Site:
    """What is served: `script` draws at the addresses of `pages`.

    `warm_up` runs in a thread at the start and whenever the data are others.
    """

    script: Path
    pages: frozenset[str]
    outlines_path: str
    outlines: Callable[[Mapping[str, Any]], str]
    warm_up: Callable[[], None]


def serve(what: Site, host: str, port: int, began: Callable[[], None]) -> None:
    """Serve until the process is told to end; `began` is called when all is ready for the first reader.

    Raises AddressError where the port or what the settings name cannot be used.
    """
    settings = ServingSettings()
    admission = Admission(room_for_sessions(settings.sessions, _CONNECTIONS), settings.sessions_per_client)
    server = _Server(_config(what, admission, settings, host=host, port=port), admission)
    listener = listen(host, port)
    log = configure(getattr(logging, settings.log_level.upper()), count=figures.lines_suppressed)
    figures.count_pages(what.pages)
    figures.sessions_open(lambda: admission.inside)
    with watched(settings.operator_address, what.warm_up, lambda: {"sessions": admission.inside}):
        began()
        tell(Event.SERVING, version=VERSION)
        if admission.bound < settings.sessions:
            why = f"sólo hay descriptores para {admission.bound} de {settings.sessions} sesiones; suba el límite (ulimit -n)"
            tell(Event.WARNED, check="descriptors", why=why)
        server.run([listener])
    tell(Event.ENDED)
    log.close()


def _config(what: Site, admission: Admission, settings: ServingSettings, *, host: str, port: int) -> uvicorn.Config:
    bounds = Bounds(_CONNECTIONS, _CONNECTIONS_PER_CLIENT, settings.trusted_proxies)
    return uvicorn.Config(
        web_application(what, admission, host=host, port=port, settings=settings),
        host=host,
        port=port,
        http=bounded(bounds),
        backlog=_ACCEPTED_AT_ONCE,
        ws_max_size=_LARGEST_MESSAGE,
        proxy_headers=False,  # ours come in `web_application`, inside what must know the proxy itself
        server_header=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_CLOSE_SECONDS,
    )


class _Server(uvicorn.Server):
    """Ends in order: nobody new, then those under way, then everybody; and whatever hangs, within a bound."""

    def __init__(self, config: uvicorn.Config, admission: Admission) -> None:
        super().__init__(config)
        self._admission = admission

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Uvicorn would raise the signal once more in the end, and nobody could close anything after it."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._admission.is_ending = True
        tell(Event.DRAINING)
        last = threading.Timer(_END_SECONDS, os._exit, [1])
        last.daemon = True
        last.start()
        await self._drain()
        await super().shutdown(sockets)

    async def _drain(self) -> None:
        """Pages that are being drawn are drawn to their end, if that is soon."""
        for _ in range(_DRAIN_SECONDS * 10):
            if not session.is_drawing():
                return
            await asyncio.sleep(0.1)


def web_application(what: Site, admission: Admission, *, host: str, port: int, settings: ServingSettings) -> ASGIApp:
    """Streamlit running the script of a site, reached only through what traces, counts, refuses, admits and paces."""
    served = site.addresses(what.pages, what.outlines_path)
    app: ASGIApp = st.App(
        what.script,
        lifespan=partial(_living, lost_sessions=admission.bound // 2),
        routes=site.routes(what.pages, what.outlines_path, what.outlines, health),
        on_script_error=_on_error,
    )
    app = Visits(app, admission, served.pages, _note_refusal)
    app = Gate(app, origins(settings.origins, host, port), served)
    app = Headed(Requests(app), site.script_hashes())
    app = Measured(app, routes=Routes(what.pages, outlines=what.outlines_path), answered=figures.answered)
    if settings.trusted_proxies:
        app = cast("ASGIApp", ProxyHeadersMiddleware(cast("Any", app), list(settings.trusted_proxies)))
    return Traced(app, is_trusted=frozenset(settings.trusted_proxies).__contains__)


@asynccontextmanager
async def _living(_: st.App, lost_sessions: int) -> AsyncIterator[dict[str, Any]]:
    """Whether this loop turns is seen from outside it; what it keeps for others is bounded."""
    keep(lost_sessions)
    beating = asyncio.create_task(heartbeat.keep())
    try:
        yield {}
    finally:
        beating.cancel()


def health(_: Request) -> Response:
    """200 with the data version while the database answers, else 503; nothing is asked, so it never waits."""
    source = session.source()
    if source.is_watched and source.outage is None and source.snapshot:
        return JSONResponse({"status": "ok", "data_version": source.snapshot.data_version})
    fault = source.outage.fault if source.outage else "not_watched"
    return JSONResponse({"status": "unavailable", "fault": fault}, status_code=503)


def _note_refusal(refusal: Refusal) -> None:
    figures.session_refused(refusal)
    tell(Event.SESSION_REFUSED, reason=refusal)


def _on_error(error: Exception) -> bool:
    tell(Event.PAGE_FAILED, error=error)
    st.error(_FAILURE)
    return True

"""Answers that need no page: each in plain Spanish, with a status of its own, to a request or to a session's handshake."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp

_STATIC = Path(__file__).parents[1] / "static"
RETRY_SECONDS = 120


def _text(said: str, status: int, headers: Mapping[str, str] | None = None) -> ASGIApp:
    return PlainTextResponse(said, status, {"cache-control": "no-store", **(headers or {})})


def _page(name: str, status: int, headers: Mapping[str, str] | None = None) -> ASGIApp:
    body = (_STATIC / name).read_text(encoding="utf-8")
    return HTMLResponse(body, status, {"cache-control": "no-store", **(headers or {})})


def moved(path: str) -> ASGIApp:
    """What is at `path` was asked for by another address."""
    return RedirectResponse(path, 308)


WRONG_HOST = _text("Este servidor no atiende ese nombre.", 421)
FOREIGN = _text("No se admite desde otro sitio.", 403)
WRONG_METHOD = _text("Sólo se puede leer.", 405, {"allow": "GET, HEAD"})
TOO_MANY = _text("Demasiadas peticiones desde esta dirección: espere un momento.", 429, {"retry-after": "10"})
NOT_FOUND = _page("not_found.html", 404)
BUSY = _page("busy.html", 503, {"retry-after": str(RETRY_SECONDS)})
NO_OTHER_SITE = JSONResponse(
    {
        "allowedOrigins": [],
        "useExternalAuthToken": False,
        "enableCustomParentMessages": False,
        "enforceDownloadInNewTab": False,
        "blockErrorDialogs": False,
    }
)
"""What Streamlit's pages ask of the site that holds them in a frame: none does."""

"""What is served besides Streamlit's own answers: the page in which it draws, and the small files of a site."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit import file_util

from dashboards.serving.settings import ServingSettings
from dashboards.serving.web.gate import HOST_SETTINGS, Addresses
from data_access.settings import Settings
from geo.layer import BoundariesError, read_regions

if TYPE_CHECKING:
    from starlette.requests import Request

HEALTH = "/salud"
_STATIC = Path(__file__).parents[1] / "static"
_POLLED = "/_stcore/health"
"""Asked by every open page before it connects."""
_SECURITY = "/.well-known/security.txt"
_SECURITY_DAYS = 180
_WITHOUT_SCRIPTS = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_SCRIPT, _STYLE = "pnme.js", "pnme.css"
_STYLES = (_STYLE, "charts.css")


@cache
def style() -> str:
    """How pages of ours look, one step more particular than Streamlit's own rules, which come later."""
    return ":root {\n" + "\n".join((_STATIC / name).read_text("utf-8") for name in _STYLES) + "}\n"


def _digest(text: str) -> str:
    """What changes with a file, for its address: browsers keep what they have of one."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


_IN_PAGE = (
    ('<html lang="en">', '<html lang="es-CL">'),
    ("<title>Streamlit</title>", "<title>Monitor PNME</title>"),
    ('<link rel="shortcut icon" href="./favicon.png" />', '<link rel="icon" href="/favicon.svg" />'),
    ('<link rel="service-desc" href="./_stcore/agent/openapi.json" />', ""),
    # The page says where its server is; otherwise the client probes every folder of the address, and fails aloud.
    (
        "<head>",
        "<head><script>window.__streamlit={BACKEND_BASE_URL:location.origin}</script>"
        f'<script src="/{_SCRIPT}?{_digest((_STATIC / _SCRIPT).read_text("utf-8"))}"></script>'
        f'<link rel="stylesheet" href="/{_STYLE}?{_digest(style())}">'
        '<link rel="stylesheet" href="/regiones.css">',
    ),
)


@cache
def page() -> str:
    """The HTML in which Streamlit draws, in Spanish and of this site. LookupError if Streamlit's is not as expected."""
    html = (_client_folder() / "index.html").read_text(encoding="utf-8")
    for found, wanted in _IN_PAGE:
        if found not in html:
            msg = f"Streamlit's page has no {found}"
            raise LookupError(msg)
        html = html.replace(found, wanted, 1)
    return _WITHOUT_SCRIPTS.sub(
        "<noscript>El Monitor PNME necesita JavaScript para mostrar sus páginas.</noscript>", html
    )


def script_hashes() -> list[str]:
    """The SHA-256 of every script that is written into the page, as a content policy names it."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(page()))
    return [base64.b64encode(one).decode() for one in digests]


def addresses(pages: Iterable[str], outlines_path: str) -> Addresses:
    """All that is served."""
    client = _client_folder()
    assets = {f"/{one.relative_to(client).as_posix()}" for one in (client / "static").rglob("*") if one.is_file()}
    files = {HEALTH, f"/{outlines_path}", f"/{_STYLE}", HOST_SETTINGS, _POLLED, _SECURITY, *_small_files()}
    return Addresses(frozenset(f"/{one}" for one in pages), frozenset(assets | files))


Outlines = Callable[[Mapping[str, Any]], str]
"""What makes the map's style sheet of its outlines."""


def routes(
    pages: Iterable[str], outlines_path: str, outlines: Outlines, health: Callable[[Request], Response]
) -> list[Route]:
    """The answers that are not Streamlit's."""
    drawn_in = [Route(f"/{one}", _page) for one in pages]
    files = [Route(path, _small_file(name)) for path, name in _small_files().items()]
    return [
        Route(HEALTH, health),
        Route(f"/{outlines_path}", _outlined(outlines)),
        Route(_SECURITY, _security),
        Route(f"/{_STYLE}", _styled),
        *drawn_in,
        *files,
    ]


def _client_folder() -> Path:
    return Path(file_util.get_static_dir())


def _small_files() -> dict[str, str]:
    own = {f"/{name}": name for name in ("favicon.svg", "robots.txt", _SCRIPT)}
    return {**own, "/favicon.ico": "favicon.svg"}


def _small_file(name: str) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        return FileResponse(_STATIC / name, headers={"cache-control": "max-age=86400"})

    return answer


async def _styled(_: Request) -> Response:
    return Response(style(), media_type="text/css", headers={"cache-control": "max-age=86400"})


async def _page(_: Request) -> Response:
    return HTMLResponse(page(), headers={"cache-control": "no-cache"})


def _security(_: Request) -> Response:
    """RFC 9116: whom to tell of a weakness."""
    expires = datetime.now(UTC) + timedelta(days=_SECURITY_DAYS)
    contact = ServingSettings().security_contact
    return PlainTextResponse(
        f"Contact: {contact}\nExpires: {expires:%Y-%m-%dT00:00:00Z}\nPreferred-Languages: es, en\n"
    )


def _outlined(write: Outlines) -> Callable[[Request], Response]:
    """The shapes of the regions, which every map is cut to, made once of a file."""

    @lru_cache(1)
    def written(path: Path, _: int) -> str:
        return write(read_regions(path))

    def answer(request: Request) -> Response:
        path = Settings().regions_path
        try:
            style = written(path, path.stat().st_mtime_ns)
        except (OSError, BoundariesError):
            return PlainTextResponse("No existe.", status_code=404)
        headers = {"cache-control": "no-cache", "etag": f'"{_digest(style)}"'}
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return Response(style, media_type="text/css", headers=headers)

    return answer

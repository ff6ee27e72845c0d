"""What is not meant for this site, or not for anybody, is refused here: Streamlit never sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.serving.web import answers
from dashboards.serving.web.origins import Origins

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

STREAM = "/_stcore/stream"
"""Where a page opens its session."""
HOST_SETTINGS = "/_stcore/host-config"
"""Asked by every page: which other sites may steer it, and Streamlit would name some."""
_METHODS = ("GET", "HEAD")
_FILE = re.compile(r"/media/[0-9a-f]{20,128}\.[a-z0-9]{1,5}")
_CHECK = "/salud"
"""Asked by balancers, which name an address and not the site."""


@dataclass(frozen=True)
class Addresses:
    """All that is served: the pages, and the other files and answers, each by its path."""

    pages: frozenset[str]
    others: frozenset[str]

    def serve(self, path: str) -> bool:
        """Something is at `path`."""
        return path in self.pages or path in self.others or bool(_FILE.fullmatch(path))


class Gate:
    """Lets in what asks this site for something that it serves; says no to the rest, in few bytes."""

    def __init__(self, app: ASGIApp, origins: Origins, addresses: Addresses) -> None:
        self.app, self._origins, self._addresses = app, origins, addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        refuse = {"http": self._http, "websocket": self._websocket}.get(scope["type"])
        answer = refuse(scope) if refuse else None
        await (answer or self.app)(scope, receive, send)

    def _http(self, scope: Scope) -> ASGIApp | None:
        host, origin = _only(scope, b"host"), _only(scope, b"origin")
        if scope["path"] != _CHECK and not self._origins.knows_host(host or ""):
            return answers.WRONG_HOST
        if origin is not None and not self._origins.is_own(origin, host or ""):
            return answers.FOREIGN
        if scope["method"] not in _METHODS:
            return answers.WRONG_METHOD
        if scope["path"] == HOST_SETTINGS:
            return answers.NO_OTHER_SITE
        return None if self._addresses.serve(scope["path"]) else self._nowhere(scope)

    def _nowhere(self, scope: Scope) -> ASGIApp:
        """A page's address with a slash at its end is that page; nothing else is anything."""
        path = scope["path"].rstrip("/")
        return answers.moved(path) if path in self._addresses.pages else answers.NOT_FOUND

    def _websocket(self, scope: Scope) -> ASGIApp | None:
        host, origin = _only(scope, b"host") or "", _only(scope, b"origin") or ""
        if scope["path"] != STREAM:
            return answers.NOT_FOUND
        if not self._origins.knows_host(host):
            return answers.WRONG_HOST
        return None if self._origins.is_own(origin, host) else answers.FOREIGN


def _only(scope: Scope, name: bytes) -> str | None:
    """The value of a header; two of them are as good as a wrong one."""
    values: Iterable[bytes] = [value for key, value in scope["headers"] if key == name]
    return ",".join(value.decode("latin-1") for value in values) if values else None

"""What every answer carries, those that refuse too: what a browser may do with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_Headers = list[tuple[bytes, bytes]]
_STARTS = ("http.response.start", "websocket.http.response.start")
_FIXED: _Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        b"microphone=(), midi=(), payment=(), usb=(), browsing-topics=()",
    ),
]
_STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


def content_policy(scripts: Iterable[str]) -> bytes:
    """Everything from this site alone; `scripts` are the hashes of what a page has written into it.

    Styles may be written into a page, for Streamlit makes them as it draws. Images may be data, as charts' are.
    """
    hashes = " ".join(f"'sha256-{one}'" for one in scripts)
    policy = {
        "default-src": "'self'",
        "script-src": f"'self' {hashes}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "frame-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in policy.items()).encode()


class Headed:
    """Adds the headers; behind TLS also those that keep it, and Secure to every cookie."""

    def __init__(self, app: ASGIApp, scripts: Iterable[str]) -> None:
        self.app = app
        self._added: _Headers = [*_FIXED, (b"content-security-policy", content_policy(scripts))]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        is_secure = scope.get("scheme") in ("https", "wss")

        async def send_headed(message: Message) -> None:
            if message["type"] in _STARTS:
                message["headers"] = self._headers(message.get("headers", []), is_secure=is_secure)
            await send(message)

        await self.app(scope, receive, send_headed)

    def _headers(self, given: Iterable[tuple[bytes, bytes]], *, is_secure: bool) -> _Headers:
        kept = [(name, value) for name, value in given if name.lower() != b"server"]
        if not is_secure:
            return [*kept, *self._added]
        return [*map(_secured, kept), *self._added, _STRICT_TRANSPORT]


def _secured(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    name, value = header
    is_open = name.lower() == b"set-cookie" and b"secure" not in [part.strip().lower() for part in value.split(b";")]
    return (name, value + b"; Secure") if is_open else header

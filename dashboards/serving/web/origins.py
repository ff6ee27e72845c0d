"""Where readers find the site: the origins and hosts that requests may name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from dashboards.serving.listening import AddressError

_PORTS = {"http": 80, "https": 443}
_HERE = ("127.0.0.1", "localhost", "[::1]")
_ANYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104  what a server may be told to listen on, not what it listens on


@dataclass(frozen=True)
class Origins:
    """The origins of the site, each as scheme, host and port."""

    allowed: frozenset[tuple[str, str, int]]

    def knows_host(self, host: str) -> bool:
        """`host`, of a Host header, is that of one of the origins."""
        return any(_parts(f"{scheme}://{host}") == (scheme, name, port) for scheme, name, port in self.allowed)

    def is_own(self, origin: str, host: str) -> bool:
        """`origin` is one of the origins, and the one that a request to `host` would come from."""
        found = _parts(origin)
        return found in self.allowed and _parts(f"{found[0]}://{host}") == found if found else False


def origins(declared: Iterable[str], host: str, port: int) -> Origins:
    """Those declared, else those of a server that listens on `host` and `port`; AddressError for one that is none."""
    named = tuple(declared)
    names = (*_HERE, *(() if host in _ANYWHERE | set(_HERE) else (_bracketed(host),)))
    return Origins(frozenset(_required(one) for one in named or [f"http://{name}:{port}" for name in names]))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _required(origin: str) -> tuple[str, str, int]:
    parts = _parts(origin)
    if parts is None:
        msg = f"PNME_ORIGINS: «{origin}» no es un origen; se admite, separado por comas: https://monitor.example.cl"
        raise AddressError(f"{origin!r} is no origin", msg)
    return parts


def _parts(origin: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what is more or less than an origin."""
    try:
        found = urlsplit(origin)
        port = found.port or _PORTS[found.scheme]
    except (ValueError, KeyError):
        return None
    is_bare = found.hostname and "@" not in found.netloc and not (found.path or found.query or found.fragment)
    return (found.scheme, str(found.hostname).rstrip("."), port) if is_bare else None

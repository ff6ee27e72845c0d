"""How many may be inside at once, in all and of one client: those who are inside are never asked to leave for others."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from time import monotonic
from typing import Any

KEPT_SECONDS = 20.0
"""How long a place is kept for who was given a page and whose browser has not opened its session yet."""


class Refusal(StrEnum):
    """Why somebody has to wait outside."""

    FULL = "full"
    CLIENT_FULL = "client_full"
    ENDING = "ending"


@dataclass
class Admission:
    """Places: `bound` of them, at most `per_client` for one client. Of one event loop: it takes no lock.

    Who asks for a page has a place kept (`knock`), and takes it with the session that the page opens (`enter`). A tenth
    more sessions than places may enter, for those who lost their connection and come back.
    """

    bound: int
    per_client: int
    clock: Callable[[], float] = monotonic
    is_ending: bool = False
    _inside: Counter[str] = field(default_factory=Counter)
    _kept: deque[tuple[float, str]] = field(default_factory=deque)

    @property
    def inside(self) -> int:
        """How many sessions are open."""
        return self._inside.total()

    def knock(self, client: str) -> Refusal | None:
        """Keep a place for who asks for a page, or say why there is none."""
        self._forget()
        refusal = self._refusal(client, self.bound, self.per_client)
        if refusal is None:
            self._kept.append((self.clock() + KEPT_SECONDS, client))
        return refusal

    def enter(self, client: str) -> Refusal | None:
        """Open a session, or say why it can't be; `leave` ends it."""
        self._forget()
        self._take(client)
        refusal = self._refusal(client, _with_a_tenth(self.bound), _with_a_tenth(self.per_client))
        if refusal is None:
            self._inside[client] += 1
        return refusal

    def leave(self, client: str) -> None:
        """A session has ended."""
        self._inside[client] -= 1
        if not self._inside[client]:
            del self._inside[client]

    def _refusal(self, client: str, bound: int, per_client: int) -> Refusal | None:
        if self.is_ending:
            return Refusal.ENDING
        if self.inside + len(self._kept) >= bound:
            return Refusal.FULL
        own = sum(who == client for _, who in self._kept)
        return Refusal.CLIENT_FULL if self._inside[client] + own >= per_client else None

    def _take(self, client: str) -> None:
        """The oldest place that is kept for a client is no longer only kept."""
        kept = next((one for one in self._kept if one[1] == client), None)
        if kept:
            self._kept.remove(kept)

    def _forget(self) -> None:
        now = self.clock()
        while self._kept and self._kept[0][0] <= now:
            self._kept.popleft()


def _with_a_tenth(bound: int) -> int:
    return bound + max(1, bound // 10)


def client_of(host: str | None) -> str:
    """Who counts as one client: an IPv4 address, or the 64 bits of an IPv6 one that a household or an office is given."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return host or "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped) if mapped else f"{IPv6Address(int(address) >> 64 << 64)}/64"


def client_in(scope: Mapping[str, Any]) -> str:
    """The client that a request or a session comes from."""
    client = scope.get("client")
    return client_of(client[0] if client else None)

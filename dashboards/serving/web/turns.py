"""Whose page is drawn next: who has asked least lately, and of those who ask a lot only one at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from time import monotonic

_HALF_LIFE_SECONDS = 10.0
_LONGEST_SECONDS = 1.0
"""A page that takes longer waits for the database: others need not wait with it."""
_MANY_OF_ONE, _MANY_OF_CLIENT = 50.0, 150.0
"""As of a session that asks more than three times a second for a while, and of an address that asks ten times."""
_REMEMBERED = 10_000
"""Clients, those who opened a session last: who comes back with new sessions is no new client."""


@dataclass
class Asked:
    """How often somebody has asked lately: each ten seconds the half of it is forgotten."""

    clock: Callable[[], float] = monotonic
    _count: float = 0.0
    _at: float = 0.0

    def lately(self) -> float:
        """So often, about."""
        return float(self._count * 0.5 ** ((self.clock() - self._at) / _HALF_LIFE_SECONDS))

    def note(self) -> None:
        """They ask."""
        self._count, self._at = self.lately() + 1, self.clock()


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(eq=False)
class Asking:
    """One session of a client, whose page may be being drawn."""

    client: Asked = field(default_factory=Asked)
    session: Asked = field(default_factory=Asked)
    ends: asyncio.TimerHandle | None = None
    """When its turn is over at the latest, while it has one."""
    over: asyncio.Event = field(default_factory=_set)
    """It has no turn."""

    @property
    def asks_a_lot(self) -> bool:
        """It, or its client through all of its sessions."""
        return self.session.lately() > _MANY_OF_ONE or self.client.lately() > _MANY_OF_CLIENT

    def lately(self) -> float:
        """How often it has asked, and its client."""
        return self.session.lately() + self.client.lately()

    def note(self) -> None:
        """It asks."""
        self.session.note()
        self.client.note()


class Turns:
    """`places` pages are drawn at once: more would share one interpreter, and each take longer. Of one event loop.

    Those who ask a lot have one of the places: so whoever asks now and then finds one free, and shares the interpreter with
    one of them at most. Of those who wait, who has asked least lately comes first.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._drawing: dict[Asking, bool] = {}  # whether it asked a lot when its turn came
        self._waiting: dict[Asking, tuple[int, asyncio.Future[None]]] = {}
        self._numbers = count()
        self._clients: OrderedDict[str, Asked] = OrderedDict()

    def asking(self, client: str) -> Asking:
        """A new session of a client."""
        asked = self._clients.setdefault(client, Asked())
        self._clients.move_to_end(client)
        if len(self._clients) > _REMEMBERED:
            self._clients.popitem(last=False)
        return Asking(asked)

    async def take(self, asking: Asking) -> None:
        """Wait for a turn: the next one of a session comes when its last one is over."""
        await asking.over.wait()
        asking.note()
        turn = asyncio.get_running_loop().create_future()
        self._waiting[asking] = next(self._numbers), turn
        self._grant()
        try:
            await turn
        except asyncio.CancelledError:
            self._waiting.pop(asking, None)
            self.give_back(asking)
            raise

    def give_back(self, asking: Asking) -> None:
        """Its page is drawn, or takes long, or nobody waits for it any more."""
        if asking.ends is not None:
            asking.ends.cancel()
            asking.ends = None
            asking.over.set()
            del self._drawing[asking]
            self._grant()

    def _grant(self) -> None:
        """Turns to those who wait, as long as there are places for them."""
        while len(self._drawing) < self._places and (following := self._next()):
            _, turn = self._waiting.pop(following)
            self._drawing[following] = following.asks_a_lot
            following.over.clear()
            following.ends = asyncio.get_running_loop().call_later(_LONGEST_SECONDS, self.give_back, following)
            turn.set_result(None)

    def _next(self) -> Asking | None:
        """Whoever has gone meanwhile, and is not yet forgotten, is passed over."""
        is_taken = any(self._drawing.values())
        there = [one for one, (_, turn) in self._waiting.items() if not turn.done()]
        may = (one for one in there if not (is_taken and one.asks_a_lot))
        return min(may, key=lambda one: (one.asks_a_lot, one.lately(), self._waiting[one][0]), default=None)

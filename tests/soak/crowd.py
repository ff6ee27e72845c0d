"""A crowd that comes and goes: every seat is a reader who is followed by another one when they leave."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from tests.hostile.strangers import Said
from tests.soak.visitor import Visitor, get

_T = TypeVar("_T")
_PATIENCE = 60.0
_FEWEST, _MOST = 3, 15
"""Things that a reader does before leaving."""
_DO = {"choose": 85, "download": 9, "unfold": 6}
_END = {"close": 45, "vanish": 30, "reload": 25}


class LeftError(Exception):
    """A visit is over: the page said to come back in some minutes, or what was asked for failed."""


@dataclass
class Seen:
    """Seconds of what those inside waited for, by what it was; how often the rest happened; what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    happened: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def waited(self, *kinds: str) -> list[float]:
        return [second for kind in kinds for second in self.seconds.get(kind, [])]


@dataclass
class Crowd:
    """`seats` are taken one after the other, one every `pause` seconds; `seen` may be changed for a new one at any time.

    Readers are drawn with seeds of their own, so that two runs do the same as far as time lets them.
    """

    port: int
    paths: Sequence[str]
    think: tuple[float, float]
    pause: float
    seen: Seen = field(default_factory=Seen)
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _seats: list[asyncio.Task[None]] = field(default_factory=list)

    async def grow(self, seats: int) -> None:
        """Let more come until so many seats are taken or waited for."""
        for number in range(len(self._seats), seats):
            self._seats.append(asyncio.create_task(self._sit(Random(number))))
            await asyncio.sleep(self.pause)

    async def leave(self) -> None:
        """Everybody goes."""
        self._over.set()
        await asyncio.gather(*self._seats)

    async def _sit(self, chance: Random) -> None:
        while not self._over.is_set():
            client = f"127.{chance.randrange(1, 200)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"
            path, end = chance.choice(self.paths), "reload"
            with suppress(LeftError):
                while end == "reload" and not self._over.is_set():
                    end = await self._visit(Visitor(self.port, path, client), chance)
            await self._think(chance)

    async def _visit(self, visitor: Visitor, chance: Random) -> str:
        """From the address to the end, whose kind is returned; whoever is given the page must be let in."""
        await self._page(visitor)
        try:
            await self._attempt("open", visitor.open())
            for _ in range(chance.randint(_FEWEST, _MOST)):
                await self._think(chance)
                if not self._over.is_set():
                    await self._do(visitor, chance)
        except LeftError:
            visitor.vanish()
            raise
        return await self._end(visitor, chance)

    async def _page(self, visitor: Visitor) -> None:
        said = await self._attempt("page", get(visitor.port, visitor.path, visitor.client))
        if said.status == 503 and int(said.headers["retry-after"]) > 0:
            self.seen.happened["shown out"] += 1
            raise LeftError
        self._check("page", said)

    async def _do(self, visitor: Visitor, chance: Random) -> None:
        kind = _drawn(_DO, chance)
        if kind == "download" and visitor.files:
            self._check("file", await self._attempt("download", visitor.download(chance)))
        elif kind == "unfold" and visitor.has_folds:
            await self._attempt("unfold", visitor.unfold(chance))
        elif visitor.filters:
            label = chance.choice(sorted(visitor.filters))
            await self._attempt("choose", visitor.choose(label, chance.randrange(visitor.filters[label])))
        else:
            await self._attempt("again", visitor.again())

    async def _end(self, visitor: Visitor, chance: Random) -> str:
        end = _drawn(_END, chance)
        self.seen.happened[end] += 1
        if end == "vanish":
            visitor.vanish()
        else:
            await self._attempt("close", visitor.close())
        return end

    async def _attempt(self, kind: str, doing: Awaitable[_T]) -> _T:
        start = time.perf_counter()
        try:
            async with asyncio.timeout(_PATIENCE):
                done = await doing
        except Exception as error:
            self._fail(kind, repr(error))
            raise LeftError from error
        self.seen.seconds.setdefault(kind, []).append(time.perf_counter() - start)
        return done

    def _check(self, kind: str, said: Said) -> None:
        if said.status != 200 or not said.body:
            self._fail(kind, f"status {said.status}")
            raise LeftError

    def _fail(self, kind: str, how: str) -> None:
        self.seen.errors.append(f"{kind}: {how}"[:300])

    async def _think(self, chance: Random) -> None:
        """A while, or until everybody goes."""
        with suppress(TimeoutError):
            async with asyncio.timeout(chance.uniform(*self.think)):
                await self._over.wait()


def _drawn(weights: dict[str, int], chance: Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]

"""A day in minutes: the cache fills, readers come and go, too many come, and all leave."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from dashboards.pages import PUBLIC_PAGES, addresses
from tests.bench.timing import percentile
from tests.sites import Served
from tests.soak.crowd import Crowd, Seen
from tests.soak.samples import Sample, Samples, middle
from tests.soak.visitor import Visitor

PATHS = tuple(sorted(f"/{address}" for address in addresses(PUBLIC_PAGES)))
_AFTERWARDS = 120.0
"""Seconds within which what readers took must be given back, longer than anything is kept for who may come back."""
MORE_AFTERWARDS = 30
"""Descriptors: connections to the database that stay open, as many as were needed at once."""
Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`sessions` readers for `seconds`, then `crowd` of them for `crowd_seconds`."""

    sessions: int
    crowd: int
    seconds: float
    crowd_seconds: float
    think: tuple[float, float] = (5.0, 15.0)
    pause: float = 0.15
    is_warmed_up: bool = True
    places: int = 300
    """That the server has, as PNME_SESSIONS says."""

    @property
    def window(self) -> float:
        """Seconds of the beginning that are left out, and of the two spans that are compared: a minute, or a quarter."""
        return min(60.0, self.seconds / 4)


@dataclass(frozen=True, kw_only=True)
class Soaked:
    """What was seen by readers and of the server: while the planned number was there, and while too many were."""

    plan: Plan
    before: Sample
    steady: Sequence[Sample]
    crowded: Sequence[Sample]
    after: Sample
    seen: Seen
    crowd_seen: Seen

    @property
    def errors(self) -> list[str]:
        return self.seen.errors + self.crowd_seen.errors

    @property
    def crowd_p95(self) -> float:
        """Seconds that those inside waited for what they asked while others stood outside."""
        return percentile(self.crowd_seen.waited("choose", "again", "unfold"), 0.95) or 0.0

    def ends(self) -> tuple[list[Sample], list[Sample]]:
        """The span after the first one, and the last one: a minute each, where there are minutes."""
        window, began = self.plan.window, self.steady[0].second
        ended = self.steady[-1].second
        first = [one for one in self.steady if window <= one.second - began < 2 * window]
        return first, [one for one in self.steady if one.second > ended - window]

    def drift(self, what: str) -> float:
        """By what share of it a figure grew from the one span to the other; negative where it shrank."""
        first, last = self.ends()
        return middle(last, what) / middle(first, what) - 1


async def soak(served: Served, operator: str, plan: Plan, tell: Tell) -> Soaked:
    """Carry out a plan."""
    samples = Samples(served.process.pid, operator)
    tell("every page" + " with every filter …" * plan.is_warmed_up)
    await _fill_the_cache(served.port, is_with_filters=plan.is_warmed_up)
    before = await _all_gone(samples)
    tell(f"before: {before}")
    crowd = Crowd(served.port, PATHS, plan.think, plan.pause)
    steady, seen = await _stay(crowd, samples, plan.sessions, plan.seconds, tell)
    crowd.seen = Seen()
    crowded, crowd_seen = await _stay(crowd, samples, plan.crowd, plan.crowd_seconds, tell)
    await crowd.leave()
    after = await _all_gone(samples, before.descriptors + MORE_AFTERWARDS)
    tell(f"after: {after}")
    return Soaked(
        plan=plan,
        before=before,
        steady=steady,
        crowded=crowded,
        after=after,
        seen=seen,
        crowd_seen=crowd_seen,
    )


async def _stay(crowd: Crowd, samples: Samples, seats: int, seconds: float, tell: Tell) -> tuple[list[Sample], Seen]:
    """The crowd grows, and stays for so long; its growing is no part of the samples."""
    await crowd.grow(seats)
    already = len(samples.taken)
    async with samples.while_inside():
        for _ in range(max(1, round(seconds / 60))):
            await asyncio.sleep(seconds / max(1, round(seconds / 60)))
            tell(f"{samples.taken[-1]}, {len(crowd.seen.errors)} errors, {dict(crowd.seen.happened)}")
    return samples.taken[already:], crowd.seen


async def _all_gone(samples: Samples, descriptors: float = math.inf) -> Sample:
    """The last sample: when no session is open and no more descriptors than so many, or time is over."""
    for _ in range(round(_AFTERWARDS / 5)):
        sample = await asyncio.to_thread(samples.take)
        if sample.sessions == 0 and sample.descriptors <= descriptors:
            break
        await asyncio.sleep(5)
    return sample


async def _fill_the_cache(port: int, *, is_with_filters: bool) -> None:
    """Ask for every page with every combination of its filters, so that what grows later is not the cache."""
    clients = (f"127.250.0.{number}" for number in count(1))
    visitors = [Visitor(port, path, client) for path, client in zip(PATHS, clients, strict=False)]
    await asyncio.gather(*(_ask_all(one, is_with_filters=is_with_filters) for one in visitors))


async def _ask_all(visitor: Visitor, *, is_with_filters: bool) -> None:
    await visitor.open()
    await _through(visitor, sorted(visitor.filters, key=visitor.filters.__getitem__) if is_with_filters else [])
    await visitor.close()


async def _through(visitor: Visitor, labels: list[str]) -> None:
    """Every option of the first filter with every one of the others; the files of each are made too."""
    if not labels:
        await visitor.download_all()
        return
    for option in range(visitor.filters[labels[0]]):
        await visitor.choose(labels[0], option)
        await _through(visitor, labels[1:])

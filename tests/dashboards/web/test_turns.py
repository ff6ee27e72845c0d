"""Whose turn it is: who has asked least lately comes first, and a turn that takes long holds nobody up."""

from __future__ import annotations

import asyncio

import pytest

from dashboards.serving.web import turns as module
from dashboards.serving.web.turns import Asked, Asking, Turns
from tests.loops import run


async def _until_waiting(turns: Turns, count: int) -> None:
    while len(turns._waiting) < count:
        await asyncio.sleep(0)


def _after(questions: int) -> Asking:
    asking = Asking()
    for _ in range(questions):
        asking.session.note()
    return asking


async def _order(places: int, holders: list[Asking], **waiting: Asking) -> list[str]:
    """In which order those who wait are drawn, once the holders give back one after another."""
    turns, order = Turns(places), []
    for holder in holders:
        await turns.take(holder)

    async def ask(name: str, asking: Asking) -> None:
        await turns.take(asking)
        order.append(name)
        turns.give_back(asking)

    asked = []
    for name, asking in waiting.items():
        asked.append(asyncio.create_task(ask(name, asking)))
        await asyncio.sleep(0)
    for holder in holders:
        turns.give_back(holder)
    await asyncio.gather(*asked)
    return order


def test_who_has_asked_least_comes_first():
    assert run(_order(1, [Asking()], often=_after(9), rarely=Asking())) == ["rarely", "often"]


def test_who_came_first_comes_first_among_equals():
    assert run(_order(1, [Asking()], first=Asking(), second=Asking())) == ["first", "second"]


def test_those_who_ask_a_lot_have_one_place_and_others_the_rest():
    async def play() -> tuple[list[bool], bool]:
        turns = Turns(3)
        heavy = [_after(60) for _ in range(3)]
        waiting = [asyncio.create_task(turns.take(one)) for one in heavy]
        await asyncio.sleep(0)
        drawn = [not one.over.is_set() for one in heavy]
        light = Asking()
        await asyncio.wait_for(turns.take(light), 1)
        for one in (*heavy, light):
            turns.give_back(one)
            await asyncio.sleep(0)
            turns.give_back(one)
        for task in waiting:
            task.cancel()
        return drawn, light.asks_a_lot

    assert run(play()) == ([True, False, False], False)


def test_new_sessions_are_no_new_client(monkeypatch):
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    turns = Turns(1)
    turns.asking("a").note()
    assert turns.asking("a").lately() == pytest.approx(1, abs=0.01)
    assert turns.asking("b").lately() == 0
    turns.asking("c")  # and of those who came first nothing is known any more
    assert turns.asking("a").lately() == 0


def test_a_client_asks_a_lot_through_many_sessions():
    client = Asked()
    for _ in range(700):
        client.note()
    assert Asking(client).asks_a_lot
    assert not Asking().asks_a_lot


def test_no_more_than_the_places_are_taken_and_none_is_lost():
    async def play() -> tuple[int, int]:
        turns, most, taken = Turns(3), 0, 0

        async def ask() -> None:
            nonlocal most, taken
            asking = Asking()
            await turns.take(asking)
            taken += 1
            most = max(most, taken)
            await asyncio.sleep(0)
            taken -= 1
            turns.give_back(asking)
            turns.give_back(asking)  # twice is once

        await asyncio.gather(*(ask() for _ in range(50)))
        return most, len(turns._drawing)

    assert run(play()) == (3, 0)


def test_a_session_is_drawn_once_at_a_time():
    async def play() -> list[bool]:
        turns, asking = Turns(3), Asking()
        await turns.take(asking)
        again = asyncio.create_task(turns.take(asking))
        await asyncio.sleep(0)
        before = again.done()
        turns.give_back(asking)
        await again
        return [before, again.done()]

    assert run(asyncio.wait_for(play(), 10)) == [False, True]


def test_who_leaves_at_the_moment_of_their_turn_is_passed_over():
    async def play() -> None:
        turns, holder, following = Turns(1), Asking(), Asking()
        await turns.take(holder)
        gone = asyncio.create_task(turns.take(Asking()))
        await _until_waiting(turns, 1)
        waiting = asyncio.create_task(turns.take(following))
        await _until_waiting(turns, 2)
        gone.cancel()  # noticed by the one who waits only when the loop comes to it
        turns.give_back(holder)
        await waiting

    run(asyncio.wait_for(play(), 10))


def test_who_leaves_while_waiting_loses_no_turn_of_others():
    async def play() -> None:
        turns, holder = Turns(1), Asking()
        await turns.take(holder)
        gone = asyncio.create_task(turns.take(Asking()))
        await _until_waiting(turns, 1)
        turns.give_back(holder)  # it is passed on to who leaves at the same moment
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        await turns.take(Asking())

    run(asyncio.wait_for(play(), 10))


def test_a_page_that_takes_long_holds_nobody_up(monkeypatch):
    monkeypatch.setattr(module, "_LONGEST_SECONDS", 0.01)

    async def play() -> None:
        turns = Turns(1)
        await turns.take(Asking())
        await turns.take(Asking())  # though the first one never gives it back

    run(asyncio.wait_for(play(), 10))


def test_what_was_asked_is_forgotten_by_and_by():
    now = [0.0]
    asked = Asked(clock=lambda: now[0])
    assert asked.lately() == 0
    asked.note()
    asked.note()
    assert asked.lately() == 2
    now[0] = 10.0
    assert asked.lately() == 1

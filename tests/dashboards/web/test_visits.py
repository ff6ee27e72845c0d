"""Sessions between the gate and Streamlit: what they may say, how fast, and who has to go."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboards.serving.web import visits as module
from dashboards.serving.web.admission import Admission, Refusal
from dashboards.serving.web.visits import Visits
from tests.loops import run

Message = dict[str, Any]


def _rerun(fragment: str = "") -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    message.rerun_script.fragment_id = fragment
    return message.SerializeToString()


def _other() -> bytes:
    message = BackMsg()
    message.clear_cache = True
    return message.SerializeToString()


def _finished() -> bytes:
    message = ForwardMsg()
    message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    return message.SerializeToString()


class Streamlit:
    """Stands in for it: takes each message, and says that the page is drawn."""

    def __init__(self) -> None:
        self.heard: list[Message] = []

    async def __call__(self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Any) -> None:
        while True:
            message = await receive()
            self.heard.append(message)
            if message["type"] == "websocket.disconnect":
                return
            if message["type"] == "websocket.receive":
                await send({"type": "websocket.send", "bytes": _finished()})


class Client:
    """One connection: what it says, and what it is told."""

    def __init__(self, host: str = "192.0.2.1") -> None:
        self.scope = {"type": "websocket", "path": "/_stcore/stream", "client": (host, 1), "headers": []}
        self.says: asyncio.Queue[Message] = asyncio.Queue()
        self.told: list[Message] = []

    def say(self, *messages: bytes) -> None:
        for message in messages:
            self.says.put_nowait({"type": "websocket.receive", "bytes": message})

    def leave(self) -> None:
        self.says.put_nowait({"type": "websocket.disconnect", "code": 1001})

    async def send(self, message: Message) -> None:
        self.told.append(message)

    async def visit(self, visits: Visits) -> None:
        await visits(self.scope, self.says.get, self.send)


def _visits(streamlit: Streamlit, places: int = 2, refused: list[Refusal] | None = None) -> Visits:
    return Visits(streamlit, Admission(places, places), frozenset({"/plan"}), (refused or []).append)


def _kinds(streamlit: Streamlit) -> list[str]:
    return [one["type"].removeprefix("websocket.") for one in streamlit.heard]


def test_what_no_page_says_is_not_passed_on():
    async def play() -> Streamlit:
        streamlit, client = Streamlit(), Client()
        client.say(_other(), _rerun(), _other(), b"\xff\xff not a message")
        client.leave()
        await client.visit(_visits(streamlit))
        return streamlit

    streamlit = run(play())
    assert [one.get("bytes") for one in streamlit.heard] == [_rerun(), b"\xff\xff not a message", None]


def test_the_first_that_a_connection_asks_is_a_whole_page():
    async def play() -> Streamlit:
        streamlit, client = Streamlit(), Client()
        client.say(_rerun("a part"), _rerun("a part"))
        client.leave()
        await client.visit(_visits(streamlit))
        return streamlit

    heard = run(play()).heard
    assert [one.get("bytes") for one in heard] == [_rerun(), _rerun("a part"), None]


def test_who_asks_too_fast_is_read_later(monkeypatch):
    slept: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        slept.append(round(seconds, 1))
        await sleep(0)

    async def play() -> None:
        streamlit, client = Streamlit(), Client()
        client.say(*[_rerun()] * 70)
        client.leave()
        await client.visit(_visits(streamlit))
        assert len(streamlit.heard) == 71

    monkeypatch.setattr(module.asyncio, "sleep", note)
    run(play())
    questions = slept[1:]
    assert questions[:60] == [0] * 60
    assert questions[60] > 0
    assert questions[-1] > questions[60]


def test_who_does_not_read_may_not_ask():
    async def play() -> tuple[int, int]:
        streamlit, client = Streamlit(), Client()
        reads = asyncio.Event()

        async def stuck(message: Message) -> None:
            await reads.wait()

        client.send = stuck
        answering = Visits(_Apart(streamlit), Admission(2, 2), frozenset(), lambda _: None)
        client.say(_rerun(), _rerun())
        visiting = asyncio.create_task(client.visit(answering))
        for _ in range(50):
            await asyncio.sleep(0)
        before = len(streamlit.heard)
        reads.set()
        while len(streamlit.heard) < 2:
            await asyncio.sleep(0)
        client.leave()
        await visiting
        return before, len(streamlit.heard)

    assert run(asyncio.wait_for(play(), 10)) == (1, 3)


class _Apart:
    """As Streamlit does, answers in a task of its own, so that it hears while it speaks."""

    def __init__(self, streamlit: Streamlit) -> None:
        self._streamlit = streamlit

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        answers: list[asyncio.Task[None]] = []

        async def answer(message: Message) -> None:
            answers.append(asyncio.create_task(send(message)))
            await asyncio.sleep(0)

        await self._streamlit(scope, receive, answer)
        await asyncio.gather(*answers)


def test_who_says_nothing_is_over(monkeypatch):
    monkeypatch.setattr(module, "_FIRST_MESSAGE_SECONDS", 0.01)

    async def play() -> Streamlit:
        streamlit = Streamlit()
        await asyncio.wait_for(Client().visit(_visits(streamlit)), 10)
        return streamlit

    assert _kinds(run(play())) == ["disconnect"]


@pytest.mark.parametrize(("idle_seconds", "ends"), [(-1.0, True), (3600.0, False)])
def test_who_has_been_idle_for_long_makes_room_for_who_comes(monkeypatch, idle_seconds, ends):
    monkeypatch.setattr(module, "_IDLE_SECONDS", idle_seconds)

    async def play() -> tuple[bool, list[Refusal], int]:
        refused: list[Refusal] = []
        streamlit, client = Streamlit(), Client()
        visits = Visits(streamlit, Admission(1, 1), frozenset({"/plan"}), refused.append)
        client.say(_rerun())
        visiting = asyncio.create_task(client.visit(visits))
        while not streamlit.heard:
            await asyncio.sleep(0)
        newcomer = {"type": "http", "path": "/plan", "client": ("192.0.2.2", 1), "headers": [], "method": "GET"}
        told: list[Message] = []

        async def tell(message: Message) -> None:
            told.append(message)

        async def page(scope: Message, receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})

        visits.app = page
        await visits(newcomer, Client().says.get, tell)
        has_ended = (await asyncio.wait({visiting}, timeout=1 if ends else 0))[0] != set()
        client.leave()
        await visiting
        return has_ended, refused, told[0]["status"]

    assert run(play()) == ((True, [], 200) if ends else (False, [Refusal.FULL], 503))


def test_a_session_above_the_places_is_refused_with_a_status():
    async def play() -> tuple[list[Refusal], Message]:
        refused: list[Refusal] = []
        visits = Visits(Streamlit(), Admission(1, 1, is_ending=True), frozenset(), refused.append)
        client = Client()
        client.scope["extensions"] = {"websocket.http.response": {}}
        await client.visit(visits)
        return refused, client.told[0]

    refused, told = run(play())
    assert refused == [Refusal.ENDING]
    assert (told["type"], told["status"]) == ("websocket.http.response.start", 503)

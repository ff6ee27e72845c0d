"""Who is let in, and how fast each may ask, once it is this site that they ask for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboards.serving.web import answers
from dashboards.serving.web.admission import Admission, Refusal, client_in
from dashboards.serving.web.pacing import Pace, Paces
from dashboards.serving.web.turns import Asking, Turns

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FIRST_MESSAGE_SECONDS = 30.0
"""A session that does not say within this what it wants is none."""
_LONGEST_WAIT_SECONDS = 10.0
"""Who would have to wait longer to open a session is told to come back."""
_IDLE_SECONDS = 1200.0
"""A session that has not asked anything for so long gives its place to who comes when there is no other."""
_QUESTIONS_PER_SECOND, _QUESTIONS_AT_ONCE = 4.0, 60
"""Of one session: nobody reads so fast."""
_DRAWN_AT_ONCE = 3
_UNREADABLE = "unreadable"
_ASKING = ("rerun_script", "backend_operation_request")
"""What makes Streamlit draw a page or a file."""
_LET_THROUGH = (*_ASKING, "stop_script", "app_heartbeat", _UNREADABLE)
"""What pages send; the rest is of developers and of uploads."""
_LONGEST_ENDING = 256
"""Bytes: whatever says that a page is drawn is shorter."""


class Visits:
    """Pages and sessions, as many as `admission` has places for; `refused` is told of those who are sent away.

    A client may open some sessions a second. Of the questions of all sessions those come first that were asked by who has
    asked least, and who asks faster than anybody reads is read later: the connection holds it back.
    """

    def __init__(
        self, app: ASGIApp, admission: Admission, pages: frozenset[str], refused: Callable[[Refusal], None]
    ) -> None:
        self.app, self._admission, self._pages, self._refused = app, admission, pages, refused
        self._openings = Paces(per_second=10, burst=60)
        self._turns = Turns(_DRAWN_AT_ONCE)
        self._visits: set[_Visit] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket":
            await self._session(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in self._pages:
            await self._page(client_in(scope))(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _page(self, client: str) -> ASGIApp:
        refusal = self._admission.knock(client)
        if refusal is Refusal.FULL and self._let_one_go():
            refusal = self._admission.knock(client)
        return self._busy(refusal) if refusal else self.app

    def _busy(self, refusal: Refusal) -> ASGIApp:
        self._refused(refusal)
        return answers.BUSY

    def _let_one_go(self) -> bool:
        """End the session that has been idle for longest, if one has for long enough."""
        now = asyncio.get_running_loop().time()
        idle = [one for one in self._visits if one.heard_at < now - _IDLE_SECONDS]
        if idle:
            self._end(min(idle, key=lambda one: one.heard_at))
        return bool(idle)

    def _end(self, visit: _Visit) -> None:
        if visit in self._visits:
            self._visits.remove(visit)
            self._admission.leave(visit.client)
            visit.end()

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = client_in(scope)
        refusal = await self._enter(client)
        if refusal:
            await self._busy(refusal)(scope, receive, send)
            return
        visit = _Visit(client, receive, send, self._turns, self._turns.asking(client))
        self._visits.add(visit)
        try:
            await self.app(scope, visit.receive, visit.send)
        finally:
            self._end(visit)

    async def _enter(self, client: str) -> Refusal | None:
        wait = self._openings.wait(client, _LONGEST_WAIT_SECONDS)
        if wait > _LONGEST_WAIT_SECONDS:
            return Refusal.CLIENT_FULL
        await asyncio.sleep(wait)
        return self._admission.enter(client)


class _Visit:
    """What a session says, read no faster than it may ask and reads itself, and told no more once it has to go."""

    def __init__(self, client: str, receive: Receive, send: Send, turns: Turns, asking: Asking) -> None:
        self.client, self.heard_at = client, asyncio.get_running_loop().time()
        self._receive, self._send, self._turns, self._asking = receive, send, turns, asking
        self._pace = Pace(_QUESTIONS_PER_SECOND, _QUESTIONS_AT_ONCE)
        self._is_read = asyncio.Event()
        self._is_read.set()
        self._patience: asyncio.Timeout | None = None
        self._is_new = True
        self._seconds: float | None = _FIRST_MESSAGE_SECONDS

    async def receive(self) -> Message:
        """The next message that a page of ours sends, or the end of a session that has said nothing, or was let go."""
        while True:
            message = await self._next()
            if message["type"] != "websocket.receive":
                return message
            self.heard_at, self._seconds = asyncio.get_running_loop().time(), self._seconds and None
            await asyncio.sleep(self._pace.wait(self.heard_at))
            kind = _kind(message.get("bytes") or b"")
            if kind in _ASKING:
                await self._is_read.wait()  # who does not read what was asked for need not ask for more
                await self._turns.take(self._asking)
            if kind == "rerun_script" and self._is_new:
                message["bytes"], self._is_new = _whole(message["bytes"]), False
            if kind in _LET_THROUGH:
                return message

    async def _next(self) -> Message:
        try:
            async with asyncio.timeout(self._seconds) as self._patience:
                return await self._receive()
        except TimeoutError:
            return {"type": "websocket.disconnect", "code": 1008}
        finally:
            self._patience = None

    async def send(self, message: Message) -> None:
        """Pass on what the session is told; the turn is over when its page is drawn."""
        self._is_read.clear()
        try:
            await self._send(message)
        finally:
            self._is_read.set()
        told = message.get("bytes") or b""
        if not self._asking.over.is_set() and len(told) <= _LONGEST_ENDING and _is_ending(told):
            self._turns.give_back(self._asking)

    def end(self) -> None:
        """Whoever waits for its next message is told that there is none."""
        self._turns.give_back(self._asking)
        self._seconds = 0
        if self._patience:
            self._patience.reschedule(0)


def _kind(said: bytes) -> str:
    """What a session says; what cannot be read is let through, for Streamlit ends its session."""
    try:
        return str(BackMsg.FromString(said).WhichOneof("type"))
    except DecodeError:
        return _UNREADABLE


def _whole(said: bytes) -> bytes:
    """The same, asked of the whole page.

    A browser that comes back when its session is no longer kept asks for the part of the page that its reader touched.
    Streamlit knows no parts of a new session, and would say nothing at all.
    """
    asked = BackMsg.FromString(said)
    asked.rerun_script.fragment_id = ""
    return bytes(asked.SerializeToString())


def _is_ending(told: bytes) -> bool:
    """The message that says that a page or a file is made."""
    told_kind = ForwardMsg.FromString(told).WhichOneof("type")
    return told_kind in ("script_finished", "backend_operation_response")

"""What is kept of those who are gone, and for those who are on their way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from streamlit.runtime.session_manager import SessionInfo

from dashboards.serving.web.keeping import LostSessions, Seldom
from tests.loops import run
from tests.readers import StreamlitReader
from tests.soak.visitor import Visitor, get


@dataclass
class Session:
    id: str
    ended: list[str] = field(default_factory=list)

    def shutdown(self) -> None:
        self.ended.append(self.id)


def _lost(session):
    return SessionInfo(client=None, session=session)


def test_a_lost_session_is_kept_for_a_while_and_then_ended():
    async def lose() -> None:
        kept, session = LostSessions(5, seconds=0), Session("a")
        kept.save(_lost(session))
        assert kept.get("a").session is session
        while kept.list():
            await asyncio.sleep(0)
        assert kept.get("a") is None
        assert session.ended == ["a"]

    run(asyncio.wait_for(lose(), 20))


def test_of_too_many_the_oldest_is_ended():
    async def lose() -> None:
        kept, ended = LostSessions(2), []
        for name in "abc":
            kept.save(_lost(Session(name, ended)))
        assert ended == ["a"]
        assert [one.session.id for one in kept.list()] == ["b", "c"]
        kept.delete("b")  # it is connected again, and goes on
        kept.delete("b")
        assert ended == ["a"]

    run(lose())


def test_seldom_is_at_most_once_in_so_many_seconds():
    did, now = [], [100.0]
    seldom = Seldom(lambda: did.append(now[0]), 30, clock=lambda: now[0])
    for second in (100, 101, 129, 130, 131, 500):
        now[0] = second
        seldom()
    assert did == [100, 130, 500]


def test_a_file_waits_for_its_reader_while_others_read(attacked):
    """Streamlit deletes what no page shows at the second page that is drawn, whosever it is."""

    async def read() -> None:
        reader, other = (Visitor(attacked.port, "/plan", f"127.0.2.{number}") for number in (1, 2))
        await reader.open()
        await other.open()
        made = await reader.make(next(iter(reader.files)))
        for _ in range(4):
            await other.again()
        assert (await get(attacked.port, made, reader.client)).status == 200
        await reader.close()
        await other.close()

    run(asyncio.wait_for(read(), 60))


def test_a_page_whose_session_is_gone_answers_a_filter_with_the_whole_page(attacked):
    """As after a night, or on another replica: the browser asks for a part of a page that a new session never drew."""

    async def come_back() -> None:
        reader = StreamlitReader(f"{attacked.url}/transparencia", client="127.0.2.3")
        await reader.open()
        await reader.close()
        await reader.connect()
        await reader.choose("Región", 3)
        assert "Recibidas" in reader.received.decode("utf-8", "ignore")
        await reader.choose("Región", 4)
        await reader.close()

    run(asyncio.wait_for(come_back(), 60))

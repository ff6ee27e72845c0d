"""What one client may do a thousand times: everybody else is answered all the while, and the site is as before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from time import monotonic

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.hostile.bystander import bystander
from tests.hostile.strangers import ask, connection, frame, handshake, receive, request, send, session
from tests.loops import run
from tests.readers import StreamlitReader
from tests.sites import Served
from tests.soak.visitor import Visitor

ATTACKER = "127.0.0.66"


def _request(served: Served, path: str = "/plan") -> bytes:
    return request(path).replace(b"{port}", str(served.port).encode())


def _half_open(served: Served) -> None:
    """Connections that say nothing, and some that say a little: as many as one client gets, and more."""
    with ExitStack() as stack:
        for number in range(400):
            opened = stack.enter_context(connection(served.port, ATTACKER))
            if number % 2:
                opened.send(b"GET / HTTP/1.1\r\nhost: 127")
        assert ask(served.port, "/plan").status == 200


def _requests(served: Served) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: send(served.port, _request(served), ATTACKER), range(400)))


def _hammering(served: Served) -> None:
    """Fifty connections that stay open and ask again as soon as they are answered, for a while."""
    ends = monotonic() + 8

    def hammer(number: int) -> set[int]:
        found = set()
        with connection(served.port, ATTACKER) as opened:
            asked = request(("/plan", "/salud", "/.env", "/favicon.svg")[number % 4], connection="keep-alive")
            while monotonic() < ends:
                opened.sendall(asked.replace(b"{port}", str(served.port).encode()))
                found.add(receive(opened).status)
        return found

    with ThreadPoolExecutor(50) as pool:
        assert set().union(*pool.map(hammer, range(50))) <= {200, 404, 429, 503}


def _foreign_sessions(served: Served) -> None:
    with ThreadPoolExecutor(8) as pool:
        said = pool.map(lambda _: handshake(served.port, origin="http://example.invalid"), range(400))
    assert {one.status for one in said} == {403}


def _uploads(served: Served) -> None:
    """Each says that it brings 190 MB, and sends what it can until it is told no."""
    for _ in range(20):
        head = request("/_stcore/upload_file/a/b", "PUT", content_length=str(190 * 10**6))
        said = send(served.port, head.replace(b"{port}", str(served.port).encode()) + b"x" * 10**6, ATTACKER)
        assert said.status in (0, 405)  # the connection may be gone before the answer is read


def _large_and_odd_frames(served: Served) -> None:
    for wrong in (
        frame(b"x" * 200_000),
        frame(b"", length=2**62),
        frame(b"not a message of Streamlit" * 100),
        frame(b"text", opcode=1),
        frame(b"unmasked", is_masked=False),
        frame(b"", opcode=11),
        b"\xff" * 5000,
        frame(b"\xff" * 20, opcode=8),
        frame(b"x" * 70_000, is_final=False) + frame(b"x" * 70_000, opcode=0),
        b"".join(frame(b"p" * 100, opcode=9) for _ in range(500)),
    ):
        with session(served.port, ATTACKER) as opened:
            opened.sendall(wrong)


def _reruns(served: Served) -> None:
    """Eight sessions that ask for the page again and again, and do not wait for it."""

    async def ask_and_ask() -> None:
        readers = [StreamlitReader(f"{served.url}/plan", client=ATTACKER) for _ in range(8)]
        for reader in readers:
            await reader.open()
        again = BackMsg()
        again.rerun_script.page_name = "plan"
        for _ in range(80):  # more than each may ask at once
            for reader in readers:
                await reader.send(again.SerializeToString())
            await asyncio.sleep(0.05)
        for reader in readers:
            reader.vanish()

    run(ask_and_ask())


def _sessions(served: Served) -> None:
    """As many sessions as one client gets, and fifty more."""

    async def open_many() -> None:
        readers = [StreamlitReader(f"{served.url}/plan", client=ATTACKER) for _ in range(200)]
        opened = await asyncio.gather(*(reader.connect() for reader in readers), return_exceptions=True)
        refused = [one for one in opened if one is not None]
        assert len(refused) >= 30
        for reader, error in zip(readers, opened, strict=True):
            if error is None:
                await reader.close()

    run(open_many())


def _files(served: Served) -> None:
    """Four sessions that have every file of a page made, of one region after another: images, tables, workbooks."""

    async def download(visitor: Visitor) -> None:
        await visitor.open()
        for region in range(1, 13):
            await visitor.choose("Región", region)
            await visitor.download_all()
        visitor.vanish()

    async def download_together() -> None:
        await asyncio.gather(*(download(Visitor(served.port, "/territorio", ATTACKER)) for _ in range(4)))

    run(download_together())


ATTACKS: list[Callable[[Served], None]] = [
    _half_open,
    _requests,
    _hammering,
    _foreign_sessions,
    _uploads,
    _large_and_odd_frames,
    _reruns,
    _files,
    _sessions,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__.strip("_"))
def test_others_are_answered_meanwhile(attacked, attack):
    before = attacked.megabytes()
    with bystander(attacked.url) as seen:
        attack(attacked)
    seen.assert_undisturbed()
    assert ask(attacked.port, "/salud").status == 200
    assert attacked.megabytes() < before + 120


def test_who_says_nothing_is_cut_off(attacked):
    for said in (b"", b"GET / HT"):
        with connection(attacked.port, ATTACKER) as opened:
            opened.sendall(said)
            opened.settimeout(30)  # three times what they are given
            assert opened.recv(1) == b""


def test_who_never_stops_saying_little_is_cut_off_too(attacked):
    with connection(attacked.port, ATTACKER) as opened:
        opened.sendall(b"GET / HTTP/1.1\r\n")
        opened.settimeout(0.5)
        for _ in range(60):  # half a minute, three times what a request is given
            try:
                opened.sendall(b"x: y\r\n")
                if opened.recv(1) == b"":
                    return
            except TimeoutError:
                continue
            except OSError:
                return
    pytest.fail("a request that never ends was listened to for half a minute")


def test_a_session_without_a_word_is_over(site_with):
    """Its place is another's: with two places, two that say nothing keep nobody out for longer than a moment."""
    with site_with(sessions="2") as served, ExitStack() as stack:
        silent = [stack.enter_context(session(served.port)) for _ in range(2)]
        assert ask(served.port, "/plan").status == 503
        for opened in silent:
            opened.settimeout(60)  # twice what they are given
            while opened.recv(4096):
                pass
        assert ask(served.port, "/plan").status == 200


def test_above_so_many_sessions_others_are_asked_to_come_back(site_with):
    async def fill(served: Served) -> None:
        readers = [StreamlitReader(f"{served.url}/transparencia", client=f"127.0.1.{number}") for number in range(1, 6)]
        for reader in readers:
            await reader.open()
        said = await asyncio.to_thread(ask, served.port, "/plan")
        assert (said.status, said.headers["retry-after"]) == (503, "120")
        assert "Vuelva en unos minutos" in said.body.decode()
        assert "content-security-policy" in said.headers
        assert (await asyncio.to_thread(ask, served.port, "/salud")).status == 200
        for reader in readers:  # those inside do not notice
            await reader.choose("Región", 3)
        for reader in readers:
            await reader.close()
        while (await asyncio.to_thread(ask, served.port, "/plan")).status != 200:  # as soon as the server notices
            await asyncio.sleep(0.05)

    with site_with(sessions="5") as served:
        run(asyncio.wait_for(fill(served), 90))


def test_nothing_of_it_floods_the_log(attacked):
    """The last test of this file: all the attacks above, and the log holds no more than a screen or two of each."""
    lines = attacked.log.read_text().splitlines()
    assert len(lines) < 1500
    assert [line for line in lines[1:] if not line.startswith('{"at": ')] == []
    assert "Traceback" not in attacked.log.read_text()

"""Requests have an id, which scripts of their session know too; who says one is believed only if trusted."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from dashboards.serving.observing.tracing import NOBODY, Traced, current_request
from tests import loops

ROOT = Path(__file__).parents[3]
_OWN = re.compile(r"[0-9a-f]{12}")


def through(app, scope, **options):
    """The messages that come out of `Traced` around `app` for one scope."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    loops.run(Traced(app, **options)(scope, receive, send))
    return sent


def a_request(*headers, kind="http"):
    return {"type": kind, "path": "/", "headers": list(headers), "client": ("10.0.0.7", 4000)}


async def answering(scope, _receive, send):
    """Says in its body what is known inside."""
    inside = [value for name, value in scope["headers"] if name == b"x-request-id"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")]})
    await send({"type": "http.response.body", "body": b" ".join([current_request().encode(), *inside])})


def id_of(sent):
    return dict(sent[0]["headers"])[b"x-request-id"].decode()


def test_an_id_is_given_known_inside_and_sent_back():
    sent = through(answering, a_request())
    found = id_of(sent)
    assert _OWN.fullmatch(found)
    assert sent[1]["body"].decode() == f"{found} {found}"
    assert dict(sent[0]["headers"])[b"a"] == b"b"
    assert current_request() == NOBODY


def test_each_request_has_another():
    assert id_of(through(answering, a_request())) != id_of(through(answering, a_request()))


def test_what_a_stranger_says_is_replaced():
    sent = through(answering, a_request((b"x-request-id", b"mine"), (b"X-Request-ID", b"mine")))
    assert sent[1]["body"].decode() == f"{id_of(sent)} {id_of(sent)}"
    assert id_of(sent) != "mine"


def test_what_a_trusted_proxy_says_is_kept_if_it_is_an_id():
    def said(value):
        return id_of(
            through(answering, a_request((b"x-request-id", value)), is_trusted=lambda address: address == "10.0.0.7")
        )

    assert said(b"abc-1.2_3") == "abc-1.2_3"
    for bad in (b"", b"a b", b"a\n", b"\xff", b'a"', b"x" * 65):
        assert _OWN.fullmatch(said(bad))


def test_a_websocket_has_one_too():
    async def accepting(_scope, _receive, send):
        await send({"type": "websocket.accept", "subprotocol": "streamlit"})

    sent = through(accepting, a_request(kind="websocket"))
    assert _OWN.fullmatch(id_of(sent))
    assert sent[0]["subprotocol"] == "streamlit"


def test_what_is_neither_passes():
    seen = []

    async def lifespan(scope, _receive, _send):
        seen.append(scope)

    through(lifespan, {"type": "lifespan"})
    assert seen == [{"type": "lifespan"}]


def test_an_id_ends_with_its_request_even_if_it_fails():
    async def failing(*_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        through(failing, a_request())
    assert current_request() == NOBODY


# --- in Streamlit's threads ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        free = int(listener.getsockname()[1])
    program = [sys.executable, "-m", "tests.dashboards.observing.traced_app", str(free)]
    environment = os.environ | {"STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
    process = subprocess.Popen(program, cwd=ROOT, env=environment)  # noqa: S603
    try:
        wait_for(free, process)
        yield free
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port, process):
    for _ in range(300):
        assert process.poll() is None
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except (URLError, ConnectionError, TimeoutError):
            try:  # the process tells when it ends; until then, ask again
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    pytest.fail("the server did not answer")


def run(client, fragment=""):
    """Ask for a run of the script, or of a fragment; the texts that it shows and the last fragment's id."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    asked.rerun_script.fragment_id = fragment
    client.send(asked.SerializeToString())
    texts, fragments = [], [fragment]
    for _ in range(200):
        message = ForwardMsg()
        message.ParseFromString(client.recv(timeout=20))
        if message.WhichOneof("type") == "script_finished":
            return texts, fragments[-1]
        if message.delta.new_element.HasField("text"):
            texts.append(message.delta.new_element.text.body)
            fragments += [message.delta.fragment_id] if message.delta.fragment_id else []
    pytest.fail("the script did not end")


def session(port, **headers):
    return connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=["streamlit"],
        additional_headers=headers,
        proxy=None,
        max_size=None,
    )


def test_a_script_and_its_fragments_know_the_request_of_their_session(port):
    with session(port) as client:
        given = client.response.headers["x-request-id"]
        texts, fragment = run(client)
        assert texts == [f"script {given}", f"fragment {given}"]
        assert fragment
        assert run(client, fragment)[0] == [f"fragment {given}"]


def test_two_sessions_are_told_apart(port):
    with session(port) as one, session(port, **{"X-Request-ID": "from-the-proxy"}) as other:
        assert run(other)[0] == ["script from-the-proxy", "fragment from-the-proxy"]
        assert run(one)[0][0] != "script from-the-proxy"

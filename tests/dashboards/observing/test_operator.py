"""The operator's address: it answers within a second whatever happens to the public loop, and is hard to hold."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import time
from http.client import HTTPConnection

import pytest

from dashboards.serving.listening import AddressError
from dashboards.serving.observing.heartbeat import Heartbeat
from dashboards.serving.observing.operator import OperatorServer, State, parse_address
from dashboards.serving.observing.readiness import Finding, Report
from dashboards.serving.observing.watch import Seen

GOOD = Report(findings={"database": Finding(why=None)}, version="0.1.0")
BAD = Report(findings={"database": Finding(why="no responde"), "disk": Finding(why="quedan 3 MB", required=False)})


def free_address():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def told():
    """What the state tells; a test changes it."""
    return {"alive": True, "seen": Seen(report=GOOD, age=1.0), "figures": lambda: b"pnme_sessions 3.0\n"}


@pytest.fixture
def serving(told):
    """Starts a server of that state; the address."""
    started = []

    def start(**limits):
        state = State(
            is_alive=lambda: told["alive"],
            last_seen=lambda: told["seen"],
            figures=lambda: told["figures"](),
            details=lambda: {"sessions": 3},
        )
        address = free_address()
        server = OperatorServer(address, state, **limits)
        server.start()
        started.append(server)
        return address

    yield start
    for server in started:
        server.stop()


def ask(address, path, method="GET"):
    connection = HTTPConnection(address, timeout=10)
    connection.request(method, path)
    response = connection.getresponse()
    found = response.status, dict(response.getheaders()), response.read()
    connection.close()
    return found


def say(address, message):
    """Everything that comes back for these bytes."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall(message)
        found = b""
        while part := client.recv(65_536):
            found += part
    return found


def test_alive_and_not_alive(serving, told):
    address = serving()
    assert ask(address, "/vivo")[0] == 200
    told["alive"] = False
    status, _, body = ask(address, "/vivo")
    assert (status, json.loads(body)["status"]) == (503, "no")


def test_ready_is_what_the_watch_found(serving, told):
    address = serving()
    status, _, body = ask(address, "/listo")
    assert (status, json.loads(body)) == (
        200,
        {"status": "ok", "checks": {"database": {"ok": True}}, "version": "0.1.0"},
    )
    told["seen"] = Seen(report=BAD, age=1.0)
    status, _, body = ask(address, "/listo")
    assert (status, json.loads(body)["checks"]) == (
        503,
        {
            "database": {"ok": False, "why": "no responde"},
            "disk": {"ok": False, "why": "quedan 3 MB", "warning": True},
        },
    )


@pytest.mark.parametrize(
    ("seen", "why"),
    [(None, "aún no se ha comprobado"), (Seen(report=GOOD, age=12.4), "no se comprueba desde hace 12 s")],
)
def test_a_watch_that_does_not_look_is_not_ready(serving, told, seen, why):
    told["seen"] = seen
    status, _, body = ask(serving(), "/listo")
    assert (status, json.loads(body)["status"], json.loads(body)["why"]) == (503, "no", why)


def test_details_and_figures(serving):
    address = serving()
    details = json.loads(ask(address, "/detalle")[2])
    assert (details["alive"], details["ready"]["status"], details["sessions"]) == (True, "ok", 3)
    status, headers, body = ask(address, "/metrics")
    assert (status, body) == (200, b"pnme_sessions 3.0\n")
    assert headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"


def test_a_frozen_public_loop_is_told_and_delays_nobody(serving, told):
    now = [100.0]
    heartbeat = Heartbeat(clock=lambda: now[0])
    frozen, thaw = threading.Event(), threading.Event()

    async def public():
        beating = asyncio.create_task(heartbeat.keep())
        await asyncio.sleep(0)
        frozen.set()
        thaw.wait(30)
        beating.cancel()

    loop = threading.Thread(target=asyncio.run, args=(public(),))
    loop.start()
    assert frozen.wait(10)
    address = serving()
    told["alive"] = heartbeat.is_alive()
    assert ask(address, "/vivo")[0] == 200
    now[0] += 10.0
    told["alive"] = heartbeat.is_alive()
    began = time.monotonic()
    statuses = [ask(address, path)[0] for path in ("/vivo", "/listo", "/detalle", "/metrics")]
    thaw.set()
    loop.join()
    assert statuses == [503, 200, 200, 200]
    assert time.monotonic() - began < 4


def test_before_the_first_beat_nothing_lives():
    assert not Heartbeat().is_alive()


def test_what_does_not_come_is_said_not_to_have_come_within_a_second(serving, told):
    never = threading.Event()
    told["figures"] = lambda: never.wait(60)
    address = serving()
    began = time.monotonic()
    status, _, body = ask(address, "/metrics")
    assert (status, json.loads(body)["why"]) == (503, "no respondió en 0.8 s")
    assert time.monotonic() - began < 5
    assert ask(address, "/vivo")[0] == 200
    never.set()


def test_as_many_stuck_answers_as_there_are_places_leave_no_more_threads(serving, told):
    never = threading.Event()
    told["figures"] = lambda: never.wait(60)
    address = serving(connections=2, within=0.05)
    before = threading.active_count()
    assert [ask(address, "/metrics")[0] for _ in range(5)] == [503] * 5
    assert threading.active_count() <= before + 2
    never.set()


def test_a_failure_names_its_kind_and_no_more(serving, told):
    def fail():
        raise ValueError("12.345.678-5")

    told["figures"] = fail
    status, _, body = ask(serving(), "/metrics")
    assert (status, json.loads(body)["why"]) == (500, "no se pudo saber (ValueError)")


@pytest.mark.parametrize("path", ["/", "/vivo/", "/VIVO", "/../listo", "/metrics.txt", "/%76ivo"])
def test_anything_else_is_not_there(serving, path):
    assert ask(serving(), path)[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "NONSENSE"])
def test_only_get_and_head(serving, method):
    status, headers, _ = ask(serving(), "/vivo", method)
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_head_has_no_body_and_no_server_line_is_there(serving):
    status, headers, body = ask(serving(), "/vivo", "HEAD")
    assert (status, body, int(headers["content-length"])) == (200, b"", len(b'{"status": "ok"}\n'))
    assert {name.lower() for name in headers}.isdisjoint({"server", "date"})


def test_a_question_in_the_address_changes_nothing(serving):
    assert ask(serving(), "/listo?x=1")[0] == 200


@pytest.mark.parametrize(
    "message",
    [
        b"\r\n\r\n",
        b"GET /vivo\r\n\r\n",
        b"GET http://otro/ HTTP/1.1\r\n\r\n",
        b"GET /vivo HTTP/2.0\r\n\r\n",
        b"G\xff /vivo HTTP/1.1\r\n\r\n",
        b"GET /vivo HTTP/1.1\r\nX: " + b"x" * 8200,
    ],
)
def test_what_is_no_request_is_refused(serving, message):
    assert say(serving(), message).startswith(b"HTTP/1.1 400 Bad Request\r\n")


def test_a_header_that_never_ends_is_cut_off_and_holds_nobody(serving):
    address = serving(patience=0.2)
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=10) as slow:
        slow.sendall(b"GET /vivo HTTP/1.1\r\n")
        assert ask(address, "/vivo")[0] == 200
        assert is_cut_off(slow)


def is_cut_off(client):
    try:
        return client.recv(100) == b""
    except ConnectionResetError:
        return True


def test_no_more_connections_than_allowed_and_their_places_come_back(serving):
    address = serving(connections=2, patience=1.0)
    host, _, port = address.rpartition(":")
    held = [socket.create_connection((host, int(port)), timeout=10) for _ in range(2)]
    with socket.create_connection((host, int(port)), timeout=10) as third:
        assert is_cut_off(third)
    assert all(is_cut_off(one) for one in held)
    for one in held:
        one.close()
    assert ask(address, "/vivo")[0] == 200


def test_it_listens_at_its_address_and_no_other(serving):
    port = int(serving().rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", port), timeout=10):
        pass


def test_an_address_that_is_taken_is_told_in_spanish(serving, told):
    address = serving()
    state = State(is_alive=bool, last_seen=lambda: None, figures=bytes)
    with pytest.raises(AddressError) as raised:
        OperatorServer(address, state).start()
    assert raised.value.spanish == (
        f"no se puede abrir la dirección del operador {address} (PNME_OPERATOR_ADDRESS): otro proceso ya lo ocupa"
    )


def test_an_address_of_another_machine_is_told_and_nothing_is_left_to_stop():
    server = OperatorServer("192.0.2.1:9501", State(is_alive=bool, last_seen=lambda: None, figures=bytes))
    with pytest.raises(AddressError) as raised:
        server.start()
    server.stop()
    assert raised.value.spanish.endswith("esta máquina no tiene esa dirección")


@pytest.mark.parametrize("address", ["", "9501", ":9501", "localhost:9501", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:0"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(AddressError) as raised:
        parse_address(address)
    assert re.search("se espera DIRECCIÓN:PUERTO|el puerto va de 1", raised.value.spanish)


def test_addresses_of_both_kinds():
    assert parse_address("127.0.0.1:9501") == ("127.0.0.1", 9501)
    assert parse_address("[::1]:9501") == ("::1", 9501)

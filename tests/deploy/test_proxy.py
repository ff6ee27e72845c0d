"""What the shipped proxy passes on, to whom, and what it says itself: before two mirrors in place of replicas."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.deploy.proxy import NAME, free_port, proxied, trusting


class _Mirror(BaseHTTPRequestHandler):
    """Answers with what it was asked, or with the status that its server has."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        body = json.dumps({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}}).encode()
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.send_header("Content-Length", str(len(body)))
        if self.path.startswith("/static/"):
            self.send_header("Content-Type", "application/javascript")
            self.send_header("Cache-Control", "public, immutable, max-age=31536000")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the proxy's log is looked at."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    status = 200

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Mirror)
        self.asked: list[str] = []


@contextmanager
def _mirror(port: int) -> Iterator[_Server]:
    server = _Server(port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def ports():
    return free_port(), free_port()


@pytest.fixture(scope="module")
def proxy(ports):
    with proxied(ports) as running:
        yield running


@pytest.fixture
def mirrors(ports):
    with _mirror(ports[0]) as first, _mirror(ports[1]) as second:
        yield first, second


def test_the_replica_is_told_who_asks_and_nothing_that_they_say_of_themselves(proxy, mirrors):
    said = {
        "X_Forwarded_For": "203.0.113.9",
        "X_Forwarded_Proto": "http",
        "X_Forwarded_Host": "evil.example",
        "X_Real_IP": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
        "X_Request_ID": "chosen",
    }
    told = json.loads(proxy.get("/plan", **said).body)
    assert (told["x-forwarded-for"], told["x-forwarded-proto"]) == ("127.0.0.1", "https")
    assert told["host"] == f"{NAME}:{proxy.port}"
    assert len(told["x-request-id"]) == 32
    assert not {"x-forwarded-host", "x-real-ip", "forwarded", "upgrade"} & set(told)


def test_a_reader_stays_where_they_were_answered(proxy, mirrors, ports):
    cookie = proxy.get().cookie
    assert cookie in ("pnme_replica=1", "pnme_replica=2")
    for number, port in enumerate(ports, 1):
        answers = [proxy.get("/plan", Cookie=f"pnme_replica={number}") for _ in range(5)]
        assert {one.cookie for one in answers} == {""}
        assert {_replica(proxy, one) for one in answers} == {f"127.0.0.1:{port}"}


def _replica(proxy, answer):
    return proxy.logged(json.loads(answer.body)["x-request-id"])["replica"]


def test_the_cookie_names_no_reader_and_scripts_cannot_read_it(proxy, mirrors):
    said = proxy.get().headers["set-cookie"]
    assert said.partition("; ")[2] == "Path=/; HttpOnly; Secure; SameSite=Lax"
    assert proxy.get(Cookie="pnme_replica=9; other=1").cookie in ("pnme_replica=1", "pnme_replica=2")


def test_new_readers_are_shared_out(proxy, mirrors):
    assert {proxy.get().cookie for _ in range(10)} == {"pnme_replica=1", "pnme_replica=2"}


def test_a_reader_of_a_dead_replica_is_moved_and_stays_there_when_it_is_back(proxy, ports):
    with _mirror(ports[1]):
        moved = proxy.get("/plan", Cookie="pnme_replica=1")
        assert (moved.status, moved.cookie) == (200, "pnme_replica=2")
        with _mirror(ports[0]):
            after = proxy.get("/plan", Cookie=moved.cookie)
            assert (after.cookie, _replica(proxy, after)) == ("", f"127.0.0.1:{ports[1]}")


def test_who_finds_a_replica_full_is_let_in_by_the_other_and_those_inside_stay(proxy, mirrors):
    """A full replica says 503 to a page; right after that its own readers still reach it."""
    mirrors[0].status = 503
    assert proxy.get("/", Cookie="pnme_replica=1").cookie == "pnme_replica=2"
    mirrors[0].status = 200
    assert proxy.get("/media/chart.png", Cookie="pnme_replica=1").cookie == ""


def test_where_all_are_full_the_reader_sees_what_the_last_one_says(proxy, mirrors):
    for one in mirrors:
        one.status = 503
    answer = proxy.get("/plan", Cookie="pnme_replica=1")
    assert (answer.status, json.loads(answer.body)["path"]) == (503, "/plan")


def test_a_replica_that_hangs_is_passed_over(proxy, ports):
    """It takes connections and never answers."""
    with socket.create_server(("127.0.0.1", ports[0])), _mirror(ports[1]):
        assert proxy.get("/", Cookie="pnme_replica=1").cookie == "pnme_replica=2"


def test_where_nobody_answers_the_reader_is_told_to_come_back(proxy):
    for path in ("/", "/plan", "/static/x.js", "/_stcore/stream"):
        answer = proxy.get(path)
        assert (answer.status, answer.headers["retry-after"]) == (503, "30")
        assert "<h1>Vuelva en unos minutos</h1>" in answer.body
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers
        assert "nginx/" not in answer.headers["server"]


@pytest.mark.parametrize("path", ["/vivo", "/listo", "/detalle", "/metrics", "/metrics/", "/_stcore/metrics"])
def test_what_is_the_operators_is_passed_on_to_nobody(proxy, mirrors, path):
    answer = proxy.get(path)
    assert answer.status == 404
    assert '"path"' not in answer.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_reading_is_passed_on(proxy, mirrors, method):
    assert proxy.get("/_stcore/upload_file/a/b", method=method).status == 403


def test_what_is_too_long_is_refused_plainly(proxy, mirrors):
    answer = proxy.get("/" + "a" * 20_000)
    assert answer.status == 414
    assert "<h1>Demasiadas solicitudes</h1>" in answer.body
    assert proxy.get("/", X_Long="a" * 20_000).status in (400, 494)


def test_a_flood_is_told_to_wait_and_a_ministry_is_not(ports):
    """What a ministry of readers asks at once passes; what a program that never stops asks does not."""
    with proxied(ports) as alone:
        *found, told = alone.get_until_another(3000)
        assert len(found) >= 1000
        assert {one.status for one in found} == {503}  # nobody is behind it
        assert told.status == 429
        assert "<h1>Demasiadas solicitudes</h1>" in told.body
        assert told.headers["retry-after"] == "60"


def test_a_ministry_that_comes_at_once_gets_its_files_from_the_proxy(ports):
    """Forty first visits from one address: nobody is told to wait, and a replica gives a file once."""
    with _mirror(ports[0]) as first, _mirror(ports[1]) as second, proxied(ports) as alone:
        found = alone.get_until_another(3600, "/static/js/index.1a2b3c.js")
        assert {one.status for one in found} == {200}
        assert len(first.asked) + len(second.asked) == 1
        assert alone.get("/plan").status == 200
        assert "set-cookie" not in found[-1].headers


def test_files_are_compressed_and_pages_are_not(proxy, mirrors):
    """What a page says can hold what a reader asks for, and its length would tell it."""
    assert proxy.get("/static/js/other.4d5e6f.js", Accept_Encoding="gzip").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in proxy.get("/plan", Accept_Encoding="gzip").headers


def test_the_log_holds_no_filters_and_the_id_that_the_replica_was_given(proxy, mirrors):
    told = json.loads(proxy.get("/plan?region=16&periodo=2024").body)
    assert told["path"] == "/plan?region=16&periodo=2024"
    line = proxy.logged(told["x-request-id"])
    assert (line["path"], line["status"]) == ("/plan", 200)
    assert "periodo" not in proxy.log()


def test_plain_requests_are_sent_to_tls(proxy):
    answer = proxy.get_plain("/plan?region=16")
    assert (answer.status, answer.headers["location"]) == (301, f"https://{NAME}/plan?region=16")


def test_other_names_are_not_answered(proxy):
    with pytest.raises(ConnectionResetError):
        proxy.get_plain(host="evil.example")
    with socket.create_connection(("127.0.0.1", proxy.port), 5) as connection, pytest.raises(ssl.SSLError):
        trusting().wrap_socket(connection, server_hostname="evil.example")


@pytest.mark.parametrize(("version", "taken"), [("TLSv1_1", False), ("TLSv1_2", True), ("TLSv1_3", True)])
def test_only_current_versions_of_tls(proxy, version, taken):
    context = trusting()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1") if version == "TLSv1_1" else nullcontext():
        context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    with socket.create_connection(("127.0.0.1", proxy.port), 5) as connection:
        if taken:
            context.wrap_socket(connection, server_hostname=NAME).close()
        else:
            with pytest.raises(ssl.SSLError):
                context.wrap_socket(connection, server_hostname=NAME)

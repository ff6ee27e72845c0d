"""Only what asks this site for something that it serves is let in; whatever else is asked is refused in few bytes."""

from __future__ import annotations

import pytest
from starlette.routing import Mount, Route, WebSocketRoute

from tests.hostile.strangers import ask, frame, handshake, send
from tests.sites import Served

HEADERS = (
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
)
FOREIGN = [
    "http://example.invalid",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:1",
    "http://127.0.0.1",
    "http://localhost:1",
    "http://localhost:{port}",  # its own, under another name than the request's
    "http://127.0.0.1:{port}.example.invalid",
    "http://127.0.0.1:{port}@example.invalid",
    "http://user@127.0.0.1:{port}",
    "http://127.0.0.1:{port}/",
    "null",
    "file://",
    "",
    "http://[::1",
    "http://127.0.0.1:99999",
    "http://127.0.0.1:{port}, http://example.invalid",
    "chrome-extension://abcdef",
    "http://127.0.0.1:{port}#x",
    "\u0130",
]
HOSTS = [
    "example.invalid",
    "example.invalid:{port}",
    "127.0.0.1",
    "127.0.0.1:1",
    "",
    "127.0.0.1:{port}.",
    "a b",
    "[::1",
    "127.0.0.1:{port}@x",
]
NOWHERE = [
    "/.env",
    "/a/b/c",
    "/index.html",
    "/static",
    "/static/",
    "/static/js/none.js",
    "/static/../../etc/passwd",
    "/static/%2e%2e/%2e%2e/index.html",
    "//example.invalid/plan",
    "/plan/../plan/x",
    "/PLAN",
    "/inicio",
    "/media/../salud",
    "/media/x",
    "/media/0123456789abcdef0123456789abcdef.csv/x",
    "/component/a/b.html",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/upload_file/a/b",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/bidi-components/a",
    "/_stcore/message",
    "/app/static/x",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/manifest.json",
    "/docs",
    "/openapi.json",
    "/vivo",
    "/metrics",
    "/%00",
    "/plan\udcff",
]


def _filled(text: str | None, served: Served) -> str | None:
    return text if text is None else text.replace("{port}", str(served.port))


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_session_from_another_site_is_refused(attacked, origin):
    assert handshake(attacked.port, origin=_filled(origin, attacked)).status in (400, 403)
    assert ask(attacked.port, "/plan", origin=_filled(origin, attacked)).status in (400, 403)


def test_a_session_from_nowhere_is_refused(attacked):
    assert handshake(attacked.port, origin=None).status == 403


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_refused(attacked, host):
    named = _filled(host, attacked)
    assert ask(attacked.port, "/plan", host=named).status in (400, 421)
    assert handshake(attacked.port, host=named, origin=f"http://{named}").status in (400, 403, 421)


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_the_site_is_known_by_its_names(attacked, host):
    named = _filled(host, attacked)
    assert handshake(attacked.port, host=named, origin=f"http://{named}").status == 101


def test_the_site_is_known_by_the_names_that_are_configured_and_by_no_other(site_with):
    with site_with(origins="https://monitor.example.cl") as served:
        proxied = {"host": "monitor.example.cl", "origin": "https://monitor.example.cl"}
        assert handshake(served.port, **proxied).status == 101
        assert handshake(served.port).status == 421
        assert ask(served.port, "/plan").status == 421
        assert ask(served.port, "/salud").status == 200


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_served_is_not_found(attacked, path):
    raw = f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{attacked.port}\r\nconnection: close\r\n\r\n"
    said = send(attacked.port, raw.encode("utf-8", "surrogateescape"))
    assert said.status in (400, 404)
    assert handshake(attacked.port, "/_stcore/other").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"])
@pytest.mark.parametrize("path", ["/", "/salud", "/_stcore/upload_file/a/b", "/_stcore/health", "/media/x"])
def test_nothing_can_be_written(attacked, path, method):
    assert ask(attacked.port, path, method).status == 405


def test_every_route_of_streamlit_that_no_page_uses_is_closed(attacked):
    """What Streamlit would answer is read from its own application, so that a new version cannot open one unnoticed."""
    import streamlit as st

    from dashboards.cli import web_site
    from dashboards.serving.web import site

    open_to_all = site.addresses(web_site().pages, web_site().outlines_path)
    routes = st.App(web_site().script)._build_starlette_app().routes
    paths = {route.path for route in routes if isinstance(route, Route | WebSocketRoute)}
    mounted = {route.path for route in routes if isinstance(route, Mount)}
    assert {path for path in paths if open_to_all.serve(path)} == {"/_stcore/health", "/_stcore/host-config"}
    assert mounted == {""}
    assert len(paths) > 10
    for path in paths - {"/_stcore/health", "/_stcore/host-config"}:
        assert ask(attacked.port, path.replace("{", "").replace("}", "")).status == 404, path


def test_no_other_site_may_steer_a_page(attacked):
    assert b'"allowedOrigins":[]' in ask(attacked.port, "/_stcore/host-config").body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/plan", 200),
        ("/salud", 200),
        ("/plan/", 308),
        ("/robots.txt", 200),
        ("/favicon.ico", 200),
        ("/favicon.svg", 200),
        ("/.well-known/security.txt", 200),
        ("/regiones.css", 200),
        ("/.env", 404),
        ("/_stcore/health", 200),
    ],
)
def test_every_answer_says_what_a_browser_may_do_with_it(attacked, path, status):
    said = ask(attacked.port, path)
    assert said.status == status
    assert [name for name in HEADERS if name not in said.headers] == []
    assert "server" not in said.headers
    assert "strict-transport-security" not in said.headers
    assert "unsafe-eval" not in said.headers["content-security-policy"]


@pytest.mark.parametrize(("method", "headers"), [("PUT", {}), ("GET", {"origin": "null"}), ("GET", {"host": "x"})])
def test_refusals_say_it_too(attacked, method, headers):
    said = ask(attacked.port, "/plan", method, **headers)
    assert [name for name in HEADERS if name not in said.headers] == []
    assert "server" not in said.headers


def test_behind_tls_the_browser_is_told_to_stay_there(site_with):
    forwarded = {"x_forwarded_proto": "https", "host": "monitor.example.cl"}
    with site_with(origins="https://monitor.example.cl", trusted_proxies="127.0.0.1") as served:
        assert "max-age" in ask(served.port, "/plan", **forwarded).headers["strict-transport-security"]
    with site_with(origins="https://monitor.example.cl") as served:  # nobody is believed who was not named
        assert "strict-transport-security" not in ask(served.port, "/plan", **forwarded).headers


def test_a_page_is_in_spanish_and_links_to_nothing_that_is_closed(attacked):
    page = ask(attacked.port, "/plan").body.decode()
    assert '<html lang="es-CL">' in page
    assert "<title>Monitor PNME</title>" in page
    assert "_stcore" not in page


def test_who_found_a_weakness_is_told_whom_to_tell(attacked):
    text = ask(attacked.port, "/.well-known/security.txt").body.decode()
    assert "Contact: https://" in text
    assert "Expires: 20" in text


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00" * 100,
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nx: " + b"a" * 100_000,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        frame(b"hello"),
    ],
)
def test_what_is_no_request_is_refused(attacked, raw):
    assert send(attacked.port, raw).status in (0, 400, 403, 404, 421)
    assert ask(attacked.port, "/salud").status == 200

"""Two replicas behind the proxy: pages open, readers stay, and no reader loses more than a reload when one goes."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy.exc import DBAPIError

from data_access.engine import connect, may_write
from tests.browser.conftest import option
from tests.deploy.proxy import NAME, free_port, proxied
from tests.deploy.replicas import Visitor, replicas
from tests.loops import run

_PAGES = ("/", "/transparencia", "/territorio", "/indicadores")
pytestmark = pytest.mark.browser


def _is_whole(tab):
    app = tab.locator("[data-testid=stApp]")
    app.and_(tab.locator("[data-test-script-state=notRunning][data-test-connection-state=CONNECTED]")).wait_for(
        timeout=60_000
    )


def _replica_of(tab):
    return next(one["value"] for one in tab.context.cookies() if one["name"] == "pnme_replica")


def test_pages_open_over_tls_and_stay_on_one_replica(site, tab):
    hosts, failures = set(), []
    tab.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    tab.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).hostname))
    tab.on("response", lambda answer: failures.append(answer.url) if answer.status >= 400 else None)
    used = set()
    for path in _PAGES:
        tab.goto(f"{site.proxy.origin}{path}")
        expect(tab.locator("h1").first).to_be_visible(timeout=60_000)
        _is_whole(tab)
        used.add(_replica_of(tab))
    assert hosts <= {"monitor.example.cl", ""}
    assert failures == []
    assert len(used) == 1


def test_headers_of_safety_come_through(site):
    """Each once: the application says them, and the proxy adds none of its own to what it passes on."""
    headers = site.proxy.get("/", Accept="text/html").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert headers["content-security-policy"].count("default-src 'self'") == 1
    assert headers["referrer-policy"] == "same-origin"
    assert headers["set-cookie"].count("HttpOnly; Secure; SameSite=Lax") == 1
    assert headers["server"] == "nginx"


def test_other_sites_cannot_open_a_session(site):
    asked = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "a" * 22 + "==",
    }
    for origin in ("https://evil.example", f"http://{NAME}", "null"):
        assert site.proxy.get("/_stcore/stream", Origin=origin, **asked).status == 403


def test_health_is_public_and_nothing_of_the_operators_is(site):
    assert site.proxy.get("/salud").status == 200
    assert site.proxy.get("/metrics").status == 404


def test_the_role_of_the_web_can_only_read(readers_url):
    """By what the shipped script grants, and not only because the engine holds it back."""
    engine = connect(readers_url)
    with engine.connect() as connection:
        assert not may_write(connection)
        with pytest.raises(DBAPIError, match="read-only"):
            connection.exec_driver_sql("CREATE TABLE mine (id integer)")
        connection.rollback()
        connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")
        connection.commit()
        for statement in (
            "CREATE TABLE mine (id integer)",
            "CREATE TEMPORARY TABLE mine (id integer)",
            "DELETE FROM sources",
        ):
            with pytest.raises(DBAPIError, match="permission denied"):
                connection.exec_driver_sql(statement)
            connection.rollback()
    engine.dispose()


def test_fifty_readers_and_a_replica_that_dies(site):
    run(_one_dies(site))


async def _one_dies(site):
    visitors = [Visitor(site.proxy, _PAGES[number % len(_PAGES)]) for number in range(50)]
    await _all(one.come() for one in visitors)
    dies = [one for one in visitors if one.cookie == "pnme_replica=1"]
    stays = [one for one in visitors if one.cookie == "pnme_replica=2"]
    assert len(dies) + len(stays) == 50
    assert len(dies) > 10
    site.replicas[0].kill()
    try:
        await _all(one.reader.closed() for one in dies)
        await _all(one.come() for one in dies)
        await _all(one.reader.again() for one in visitors)
        assert {one.cookie for one in visitors} == {"pnme_replica=2"}
        assert {tuple(one.statuses) for one in stays} == {(200,)}
        assert {tuple(one.statuses) for one in dies} == {(200, 200)}
        await _all(one.leave() for one in visitors)
    finally:
        await asyncio.to_thread(site.replicas[0].start)


def test_twenty_readers_and_a_rolling_restart(site):
    run(_restart(site))


async def _restart(site):
    visitors = [Visitor(site.proxy, _PAGES[number % len(_PAGES)]) for number in range(20)]
    await _all(one.come() for one in visitors)
    over = asyncio.Event()
    staying = [asyncio.create_task(one.stay(over)) for one in visitors]
    for replica in site.replicas:
        await asyncio.to_thread(replica.stop)
        await asyncio.to_thread(replica.start)
    over.set()
    await asyncio.gather(*staying)
    await _all(one.reader.again() for one in visitors)
    assert {status for one in visitors for status in one.statuses} == {200}
    assert max(len(one.statuses) for one in visitors) <= 1 + len(site.replicas)
    await _all(one.leave() for one in visitors)


async def _all(acts):
    async with asyncio.timeout(120):
        await asyncio.gather(*acts)


def test_a_tab_comes_back_by_itself_with_its_filters(site, tab):
    tab.goto(f"{site.proxy.origin}/transparencia")
    expect(tab.locator("h1").first).to_be_visible(timeout=60_000)
    _is_whole(tab)
    tab.get_by_role("combobox", name=re.compile("Región")).click()
    option(tab, "Ñuble").click()
    expect(tab.locator(".pnme-headline .place", has_text="Ñuble")).to_be_visible(timeout=30_000)
    _is_whole(tab)
    figures = tab.locator("[data-testid=stMain]").inner_text()
    address, replica = tab.url, _replica_of(tab)
    dying = site.replicas[int(replica) - 1]
    dying.kill()
    try:
        app = tab.locator("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])")
        app.wait_for(timeout=30_000)
        _is_whole(tab)
        assert _replica_of(tab) != replica
        assert tab.url == address
        expect(tab.locator(".pnme-headline .place", has_text="Ñuble")).to_be_visible()
        assert tab.locator("[data-testid=stMain]").inner_text() == figures
    finally:
        dying.start()


def test_where_both_are_down_readers_are_told_and_then_come_in_again(site):
    for one in site.replicas:
        one.kill()
    try:
        answer = site.proxy.get("/plan", Accept="text/html", Cookie="pnme_replica=1")
        assert (answer.status, answer.headers["retry-after"]) == (503, "30")
        assert "Vuelva en unos minutos" in answer.body
    finally:
        for one in site.replicas:
            one.start()
    assert site.proxy.get("/plan", Accept="text/html", Cookie="pnme_replica=1").status == 200


def test_where_one_is_full_readers_go_to_the_other_and_where_both_are_they_are_told(readers_url, served_home):
    """The first reader fills a replica, the second is let into the other, the third is asked to come back."""
    ports = free_port(), free_port()
    with proxied(ports) as proxy, replicas(proxy, ports, readers_url, served_home, PNME_SESSIONS="1") as pair:
        run(_fill(proxy))
        assert all(one.process.poll() is None for one in pair)


async def _fill(proxy):
    inside = [Visitor(proxy, "/indicadores", cookie="pnme_replica=1") for _ in range(2)]
    for one in inside:
        await one.come()
    assert {one.cookie for one in inside} == {"pnme_replica=1", "pnme_replica=2"}
    for cookie in ("", "pnme_replica=1", "pnme_replica=2"):
        answer = await asyncio.to_thread(proxy.get, "/plan", Accept="text/html", Cookie=cookie)
        assert answer.status == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "uelva en unos minutos" in answer.body
    await _all(one.reader.again() for one in inside)
    await _all(one.leave() for one in inside)

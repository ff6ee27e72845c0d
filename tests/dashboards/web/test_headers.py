"""What answers carry, and cookies behind TLS."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from starlette.responses import PlainTextResponse

from dashboards.serving.web import site
from dashboards.serving.web.headers import Headed, content_policy
from tests.loops import run


def _answer(scheme: str) -> list[tuple[str, str]]:
    response = PlainTextResponse("x", headers={"server": "x"})
    response.set_cookie("a", "b", samesite="lax")
    response.set_cookie("c", "d", secure=True, samesite="lax")
    told: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request"}

    async def send(message: dict) -> None:
        told.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "scheme": scheme, "headers": []}
    run(Headed(response, ["abc="])(scope, receive, send))
    return [(name.decode(), value.decode()) for name, value in told[0]["headers"]]


def test_cookies_are_secure_behind_tls():
    def secure(scheme: str) -> list[bool]:
        return ["Secure" in value for name, value in _answer(scheme) if name == "set-cookie"]

    assert (secure("https"), secure("http")) == ([True, True], [False, True])


def test_the_browser_stays_with_tls_only_where_there_is_one():
    assert "strict-transport-security" in dict(_answer("https"))
    assert "strict-transport-security" not in dict(_answer("http"))
    assert "server" not in dict(_answer("http"))


def test_scripts_are_the_sites_own_or_named_by_their_hash():
    policy = content_policy(["abc="]).decode()
    assert "script-src 'self' 'sha256-abc='" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"script-src[^;]*unsafe|https?:|\*", policy)


def test_every_script_written_into_the_page_is_named():
    scripts = re.findall(r"<script>(.*?)</script>", site.page(), re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts]
    assert site.script_hashes() == digests
    assert len(digests) == 2


def test_a_page_that_is_not_as_expected_is_told(monkeypatch, tmp_path):
    (tmp_path / "index.html").write_text("<html></html>")
    monkeypatch.setattr(site, "_client_folder", lambda: tmp_path)
    site.page.cache_clear()
    try:
        with pytest.raises(LookupError, match="has no <html lang"):
            site.page()
    finally:
        site.page.cache_clear()

"""What a person sees in a browser while PostgreSQL is frozen, and while the server itself is away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import choose
from tests.faults.conftest import PASSWORD, filled_server, own_server, site

pytestmark = pytest.mark.browser
__all__ = ["filled_server", "own_server"]
SILENT = "La base de datos no responde desde el"
UNAVAILABLE = "La base de datos no está disponible."


def test_a_frozen_database_is_said_on_the_page_and_forgotten_when_it_is_back(filled_server, home, watched):
    database = filled_server.address(username="pnme_sitio", password=PASSWORD)
    with site(database, home) as served:
        served.until_warm()
        page = watched.open(f"{served.served.url}/transparencia")
        choose(watched, "Región", "Ñuble")
        with filled_server.frozen():
            served.until_silent()
            choose(watched, "Región", "Todo el país")
            expect(page.get_by_text(SILENT)).to_be_visible()
            expect(page.locator(".pnme-tile").first).to_be_visible()
            choose(watched, "Región", "Maule")
            expect(page.get_by_text(UNAVAILABLE)).to_be_visible()
            assert not re.search(r"Traceback|SELECT |psycopg|sqlalchemy", page.content())
            page.get_by_role("link", name="Territorio").first.click()
            watched.settle()
            expect(page.get_by_role("heading", name="Territorio", exact=True)).to_be_visible()
            expect(page.get_by_text(SILENT)).to_be_visible()
        served.until_healthy()
        watched.open(f"{served.served.url}/transparencia")
        choose(watched, "Región", "Maule")
        expect(page.get_by_text(SILENT)).to_have_count(0)
        expect(page.get_by_text(UNAVAILABLE)).to_have_count(0)
        expect(page.locator(".pnme-tile").first).to_be_visible()
        page.goto("about:blank")  # else it complains that the server ends

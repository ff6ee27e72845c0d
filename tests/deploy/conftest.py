"""The monitor as it is run: PostgreSQL with a role that only reads, two replicas, nginx with TLS in front."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, sync_playwright

from geo.boundaries import write_regions
from tests.browser.conftest import CHROMIUM_FLAGS
from tests.deploy.proxy import NAME, Proxy, free_port, proxied
from tests.deploy.replicas import Replica, replicas
from tests.filled import fill
from tests.servers import postgresql_programs

_READER = "pnme_lectura"
_SHIPPED = Path(__file__).parents[2] / "deploy" / "postgresql" / "reader.sh"


@dataclass(frozen=True)
class Site:
    """What runs."""

    proxy: Proxy
    replicas: tuple[Replica, Replica]


@pytest.fixture(scope="session")
def readers_url(postgresql_server) -> str:
    """The filled database, by the role that the web has."""
    url = sa.make_url(postgresql_server.create("pnme_deployed"))
    told = {"PGHOST": url.query["host"], "PGUSER": url.username, "PGDATABASE": url.database}
    path = f"{postgresql_programs()}:{os.environ['PATH']}"
    subprocess.run(["sh", _SHIPPED], env={**told, "PATH": path, "READER": _READER}, check=True)  # noqa: S603, S607
    fill(url.render_as_string(hide_password=False))
    return url.set(username=_READER).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def served_home(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("served")
    write_regions(path / "regions.geojson")
    return path


@pytest.fixture(scope="module")
def site(readers_url, served_home) -> Iterator[Site]:
    ports = free_port(), free_port()
    with proxied(ports) as proxy, replicas(proxy, ports, readers_url, served_home) as pair:
        yield Site(proxy, pair)


@pytest.fixture
def tab(site) -> Iterator[Page]:
    """A browser's tab, which finds the served name on this machine."""
    chromium = shutil.which("chromium")
    assert chromium, "no chromium: make test installs Debian's"
    flags = [*CHROMIUM_FLAGS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        context = browser.new_context(ignore_https_errors=True, locale="es-CL", viewport={"width": 1280, "height": 900})
        yield context.new_page()
        context.close()
        browser.close()

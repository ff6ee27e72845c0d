"""The real server on a free port and Debian's Chromium; every page is watched for errors and for strangers."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from geo.boundaries import write_regions

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# A chart has no height until it is drawn, a map has no regions until they come, and a fold opens little by little.
_IS_STILL = """!document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner]')
    && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(
        chart => chart.querySelector('svg.marks :is(.mark-rect, .mark-shape) path'))
    && document.getAnimations().every(moving => moving.effect.getComputedTiming().endTime === Infinity)"""
WIDTHS = {"desktop": 1440, "phone": 390}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Served:
    """A running `pnme serve`."""

    url: str
    process: subprocess.Popen[bytes]


def serve(database: str, home: Path) -> Served:
    """Start the dashboards on `database` and return when the port answers."""
    port = _free_port()
    program = str(Path(sys.executable).with_name("pnme"))
    environment = os.environ | {"PNME_DATABASE_URL": database, "PNME_HOME": str(home)}
    log = (home / f"serve-{port}.log").open("wb")
    process = subprocess.Popen(  # noqa: S603
        [program, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
    )
    log.close()
    served = Served(f"http://127.0.0.1:{port}", process)
    _wait_until_it_answers(served, home / f"serve-{port}.log")
    return served


def _wait_until_it_answers(served: Served, log: Path) -> None:
    for _ in range(600):
        assert served.process.poll() is None, log.read_text()
        try:
            with urlopen(f"{served.url}/_stcore/health", timeout=1):  # noqa: S310
                return
        except (URLError, ConnectionError, TimeoutError):
            try:  # the process tells when it ends; until then, ask again
                served.process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    pytest.fail("the dashboards did not answer")


def stop(served: Served) -> None:
    served.process.terminate()
    served.process.wait(20)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("home")
    write_regions(path / "regions.geojson")
    return path


@pytest.fixture(scope="session")
def site(sqlite_server, demonstration_on, home) -> Iterator[str]:
    """The dashboards on the demonstration database."""
    served = serve(demonstration_on(sqlite_server), home)
    yield served.url
    stop(served)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "no chromium: make test installs Debian's"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


@dataclass
class Watched:
    """A page, with what it complained about and whom it talked to."""

    page: Page
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        self.page.goto(url)
        self.page.locator("h1").first.wait_for(timeout=30_000)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Until the script has run, what it drew is there and nothing moves: a click on what moves is lost."""
        app = self.page.locator("[data-testid=stApp]")
        app.and_(self.page.locator("[data-test-script-state=notRunning]")).wait_for(timeout=30_000)
        self.page.wait_for_function(_IS_STILL)

    def note_request(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).hostname != "127.0.0.1":
            self.strangers.append(url)


@pytest.fixture(params=WIDTHS)
def width(request) -> int:
    return WIDTHS[request.param]


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A desktop page; the test fails on any console error or request that leaves this machine."""
    yield from _watch(browser, WIDTHS["desktop"])


@pytest.fixture
def watched_at(browser: Browser, width: int) -> Iterator[Watched]:
    """The same at both widths."""
    yield from _watch(browser, width)


def _watch(browser: Browser, width: int) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="es-CL", accept_downloads=True)
    watched = Watched(context.new_page())
    watched.page.on("console", lambda message: watched.errors.append(message.text) if message.type == "error" else None)
    watched.page.on("pageerror", lambda error: watched.errors.append(str(error)))
    watched.page.on("request", lambda request: watched.note_request(request.url))
    yield watched
    context.close()
    assert watched.errors == []
    assert watched.strangers == []

"""The real server on a free port and Debian's Chromium; every page is watched for errors and for strangers."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from data_access.engine import connect
from data_access.initialise import initialise
from tests.sites import serve, stop

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# A chart has no height until it is drawn, a map has no regions until they come, and a fold opens little by little.
# Evaluated as a promise, for what waits for a function would have it evaluated inside the page, which its content policy refuses.
_UNTIL_STILL = """new Promise((done, fail) => {
    const is_still = () => !document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner]')
        && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(
            chart => chart.querySelector('svg.marks .role-mark :is(path, text)'))
        && document.getAnimations().every(moving => moving.effect.getComputedTiming().endTime === Infinity);
    const given_up = performance.now() + 30_000;
    const look = () => is_still() ? done() : performance.now() > given_up ? fail(Error('not still')) : requestAnimationFrame(look);
    look();
})"""
WIDTHS = {"desktop": 1440, "phone": 390}


@pytest.fixture(scope="session")
def site(sqlite_server, demonstration_on, home) -> Iterator[str]:
    """The dashboards on the demonstration database."""
    served = serve(demonstration_on(sqlite_server), home)
    yield served.url
    stop(served)


@pytest.fixture(scope="session")
def empty_site(sqlite_server, home) -> Iterator[str]:
    """The dashboards on a register without demonstration rows."""
    url = sqlite_server.create("pnme_no_demo")
    engine = connect(url)
    for _ in initialise(engine, demonstration=False):
        pass
    engine.dispose()
    served = serve(url, home)
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
        self.page.evaluate(_UNTIL_STILL)

    def note_request(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).hostname != "127.0.0.1":
            self.strangers.append(url)


def option(page: Page, words: str) -> Locator:
    """An option of the open list: its letters and marks are apart, so that who types no accents finds it."""
    return page.get_by_role("option", name=unicodedata.normalize("NFD", words), exact=True)


def choose(watched: Watched, label: str, words: str) -> None:
    """Type an option of a list, for of a long one only some are there, and take it."""
    watched.page.get_by_role("combobox", name=label).click()
    watched.page.keyboard.type(words)
    option(watched.page, words).click()
    watched.settle()


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

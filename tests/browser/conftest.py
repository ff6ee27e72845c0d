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
# Notes on the window whether the page asked its server for a run of the script that has not begun: between a click and
# the run that it asks for, the page looks as it does when all is done. A message is a field's tag, its length and the field:
# a run is asked for in field 11 of what is sent, and begins with field 4 of what comes, after the fields 1 and 2 of each.
_NOTE_RUNS = """
    const [HASH, METADATA, NEW_SESSION, RERUN_SCRIPT] = [1, 2, 4, 11].map(field => field << 3 | 2);
    const begins_a_run = bytes => {
        let at = 0;
        while (bytes[at] === HASH || bytes[at] === METADATA) {
            let [length, shift, part] = [0, 0, 0];
            do { part = bytes[++at]; length |= (part & 127) << shift; shift += 7; } while (part & 128);
            at += 1 + length;
        }
        return bytes[at] === NEW_SESSION;
    };
    window.WebSocket = class extends window.WebSocket {
        constructor(...given) {
            super(...given);
            this.addEventListener('message', ({ data }) => { if (begins_a_run(new Uint8Array(data))) window.pnmeAwaitsRun = false; });
            this.addEventListener('close', () => { window.pnmeAwaitsRun = false; });
        }
        send(data) {
            if (data[0] === RERUN_SCRIPT) window.pnmeAwaitsRun = true;
            super.send(data);
        }
    };
"""
# A chart has no height until it is drawn, a map has no regions until they come, and a fold opens little by little; what a
# click calls for is asked some frames later.
# Evaluated as a promise, for what waits for a function would have it evaluated inside the page, which its content policy refuses.
_UNTIL_STILL = """new Promise((done, fail) => {
    const is_still = () => !window.pnmeAwaitsRun
        && document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner]')
        && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(
            chart => chart.querySelector('svg.marks .role-mark :is(path, text)'))
        && document.getAnimations().every(moving => moving.effect.getComputedTiming().endTime === Infinity);
    const given_up = performance.now() + 30_000;
    let frames = 0;
    const look = () => {
        frames = is_still() ? frames + 1 : 0;
        if (frames > 5) done();
        else if (performance.now() > given_up) fail(Error('not still'));
        else requestAnimationFrame(look);
    };
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

    def __post_init__(self) -> None:
        self.page.add_init_script(f"(() => {{{_NOTE_RUNS}}})()")

    def open(self, url: str) -> Page:
        self.page.goto(url)
        self.page.locator("h1").first.wait_for(timeout=30_000)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Until the script has run, what it drew is there and nothing moves: a click on what moves is lost."""
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

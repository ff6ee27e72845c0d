"""What a browser sees: from the click to figures and charts that are drawn, told by the page's own clock."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.timing import turn

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
_PATIENCE = 60_000
# Sampled as often as a screen is drawn; the first moment at which all there is to see is there.
_WATCH = """(wanted => {
  const isDrawn = () => wanted.every(([selector, count]) => document.querySelectorAll(selector).length >= count);
  const look = () => { if (isDrawn()) window.benchDrawn = performance.now(); else setTimeout(look, 16); };
  look();
})(%s)"""


@dataclass(frozen=True)
class Visit:
    """An address, and how many elements of each selector are there once it is drawn."""

    url: str
    drawn: Mapping[str, int]


def measure(visits: Mapping[str, Visit], runs: int) -> dict[str, dict[str, list[float]]]:
    """Milliseconds until drawn, by name: 'cold' with an empty cache, 'warm' when loaded again; visits take turns."""
    found: dict[str, dict[str, list[float]]] = {name: {"cold": [], "warm": []} for name in visits}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        for run in range(runs):
            for name in turn(list(visits), run):
                for kind, value in _load_twice(browser, visits[name]).items():
                    found[name][kind].append(value)
        browser.close()
    return found


def _load_twice(browser: Browser, visit: Visit) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="es-CL")
    context.add_init_script(_WATCH % json.dumps(list(visit.drawn.items())))
    page = context.new_page()
    page.goto(visit.url, wait_until="commit")
    cold = _drawn(page)
    page.reload(wait_until="commit")
    warm = _drawn(page)
    context.close()
    return {"cold": cold, "warm": warm}


def _drawn(page: Page) -> float:
    """Milliseconds from the request of the document; each document starts its own clock."""
    page.wait_for_function("window.benchDrawn", timeout=_PATIENCE)
    return float(page.evaluate("window.benchDrawn"))

"""Whatever a text holds, what a reader sees is the text: on every kind of block, in Streamlit itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from metrics import legible
from tests.browser import hostile
from tests.sites import Served, free_port, stop, wait_until_it_answers

pytestmark = pytest.mark.browser

_APP = Path(__file__).parent / "apps" / "surfaces.py"
_READ = """name => [...document.querySelectorAll(`[class*="st-key-${name}-"]`)].map(one =>
    [one.className.match(/st-key-\\w+-(\\d+)/)[1],
    [...one.querySelectorAll(':is([data-testid=stMarkdownContainer], [data-testid=stCaptionContainer])')].map(inside => inside.textContent).join('')])"""
_MADE_OF_TEXT = """[...document.querySelectorAll('[data-testid=stMain] :is(a, img, iframe, script, table, code, pre, li, hr, '
    + 'blockquote, h2, .katex, [role=img]):not(svg)')].map(one => one.outerHTML)"""


@pytest.fixture(scope="module")
def surfaces(tmp_path_factory) -> Iterator[str]:
    """The page of all surfaces, in a Streamlit of its own."""
    port = free_port()
    log = tmp_path_factory.mktemp("surfaces") / "serve.log"
    settings = {
        "BROWSER_GATHER_USAGE_STATS": "false",
        "SERVER_HEADLESS": "true",
        "SERVER_ADDRESS": "127.0.0.1",
        "SERVER_PORT": str(port),
        "SERVER_FILE_WATCHER_TYPE": "none",
    }
    root = Path(__file__).parents[2]
    environment = os.environ | {f"STREAMLIT_{name}": value for name, value in settings.items()}
    environment["PYTHONPATH"] = str(root)
    with log.open("wb") as told:
        command = [sys.executable, "-m", "streamlit", "run", str(_APP)]
        process = subprocess.Popen(command, env=environment, stdout=told, stderr=told, cwd=root)  # noqa: S603
    served = Served(f"http://127.0.0.1:{port}", process, log)
    wait_until_it_answers(served, "/_stcore/health")
    yield served.url
    stop(served)


def test_every_text_is_read_to_the_letter_on_every_surface(surfaces, watched):
    page = watched.open(surfaces)

    def read(name: str) -> dict[int, str]:
        return {int(number): hostile.as_read(text) for number, text in page.evaluate(_READ, name)}

    expected = {number: hostile.as_read(text) for number, text in enumerate(hostile.TEXTS)}
    for name in ("text", "caption", "notice", "advice", "folded"):
        assert read(name) == expected, name
    texts = [text.strip(" ") for text in (*hostile.TEXTS, *hostile.drawn(250))]
    values = [f"Cifras de la región {text}, {text}: {text}." for text in texts]
    assert read("value") == {number: hostile.as_read(text) for number, text in enumerate(values)}
    chosen = [hostile.as_read(f"Elija{legible(text).strip(' ')}") for text in hostile.TEXTS]
    assert read("choice") == dict(enumerate(chosen))
    assert page.evaluate(_MADE_OF_TEXT) == []

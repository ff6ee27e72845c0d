"""Whatever is drawn can be read and told apart: contrasts of what the browser draws, on a light and on a dark ground.

The least contrasts are those of WCAG 2.2 (1.4.3 for text, 1.4.11 for marks); neighbours in grey, what an eye tells apart.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.sites import Served, free_port, stop, wait_until_it_answers

pytestmark = pytest.mark.browser

_ROOT = Path(__file__).parents[2]
_APP = Path(__file__).parent / "apps" / "drawings.py"
_KINDS = ("comparison", "composition", "subsets", "trend", "states", "development", "years")
# Colours as they are drawn, where they are, and on what.
_READ = """name => {
    const chart = document.querySelector(`.st-key-drawn-${name} svg.marks`);
    const seen = (color, opacity) => color === 'none' || Number(opacity) === 0 ? [] : [color];
    const read = one => {
        const style = getComputedStyle(one), box = one.getBoundingClientRect();
        return {
            fill: seen(style.fill, style.fillOpacity), stroke: seen(style.stroke, style.strokeOpacity),
            width: parseFloat(style.strokeWidth), text: one.textContent,
            left: box.left, right: box.right, top: box.top, bottom: box.bottom,
        };
    };
    const ground = one => {
        const color = getComputedStyle(one).backgroundColor;
        return /rgba.*, 0\\)/.test(color) ? ground(one.parentElement) : color;
    };
    const all = (selector) => [...chart.querySelectorAll(selector)].map(read).filter(one => one.right > one.left || one.bottom > one.top);
    return {
        ground: ground(chart),
        box: read(chart),
        texts: all('text').filter(one => one.text.trim()),
        bars: all('.mark-rect.role-mark path'),
        marks: all('.role-mark path, .role-legend-symbol path'),
        classes: all('.role-legend-symbol path'),
        stripes: all('.mark-rule.role-mark line'),
    };
}"""


@pytest.fixture(scope="module")
def drawings(tmp_path_factory) -> Iterator[str]:
    """The page of all drawings, in a Streamlit of its own that has the site's theme."""
    port = free_port()
    log = tmp_path_factory.mktemp("drawings") / "serve.log"
    environment = os.environ | {
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        "STREAMLIT_SERVER_PORT": str(port),
        "PYTHONPATH": str(_ROOT),
    }
    with log.open("wb") as told:
        command = [sys.executable, "-m", "streamlit", "run", str(_APP)]
        process = subprocess.Popen(  # noqa: S603
            command, env=environment, stdout=told, stderr=told, cwd=_ROOT / "dashboards"
        )
    served = Served(f"http://127.0.0.1:{port}", process, log)
    wait_until_it_answers(served, "/_stcore/health")
    yield served.url
    stop(served)


def _rgb(color: str) -> list[float]:
    return [float(one) for one in re.findall(r"[\d.]+", color)[:3]]


def _luminance(color: str) -> float:
    """WCAG's relative luminance, which is the grey that a colour becomes."""
    linear = [one / 255 / 12.92 if one <= 10 else ((one / 255 + 0.055) / 1.055) ** 2.4 for one in _rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lower, higher = sorted([_luminance(one), _luminance(other)])
    return (higher + 0.05) / (lower + 0.05)


def test_contrast_is_that_of_the_norm():
    assert round(contrast("rgb(255, 255, 255)", "rgb(0, 0, 0)"), 2) == 21
    assert round(contrast("rgb(128, 132, 149)", "rgb(255, 255, 255)"), 2) == 3.72


def _under(text: dict, found: dict) -> str:
    """What a text is written on: the topmost bar that its middle lies on, or the ground."""
    x, y = (text["left"] + text["right"]) / 2, (text["top"] + text["bottom"]) / 2
    holds = [bar for bar in found["bars"] if bar["left"] <= x <= bar["right"] and bar["top"] <= y <= bar["bottom"]]
    return holds[-1]["fill"][0] if holds else found["ground"]


def _visible(mark: dict, ground: str) -> float:
    return max(contrast(color, ground) for color in mark["fill"] + mark["stroke"])


def _is_halo(mark: dict, ground: str) -> bool:
    return not mark["fill"] and mark["stroke"] == [ground]


def illegible(found: dict) -> list[tuple[str, float]]:
    """The texts under 4.5, and how far."""
    ratios = [(text["text"], round(contrast(text["fill"][0], _under(text, found)), 2)) for text in found["texts"]]
    return [(text, ratio) for text, ratio in ratios if ratio < 4.5]


def invisible(found: dict) -> list[float]:
    """The marks under 3 to their ground."""
    marks = [one for one in found["marks"] if not _is_halo(one, found["ground"])]
    return [ratio for ratio in (round(_visible(one, found["ground"]), 2) for one in marks) if ratio < 3]


def _stack(bars: list[dict], along: str, across: str) -> Iterator[tuple[dict, dict]]:
    """Bars that touch or lie one over the other, in their order."""
    rows: dict[int, list[dict]] = {}
    for bar in bars:
        rows.setdefault(round(bar[across]), []).append(bar)
    for row in rows.values():
        yield from pairwise(sorted(row, key=lambda bar: bar[along]))


def _open(watched, url: str, scheme: str, width: int = 1440) -> Page:
    watched.page.emulate_media(color_scheme=scheme)
    watched.page.set_viewport_size({"width": width, "height": 900})
    return watched.open(url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 320])
def test_every_text_is_legible_every_mark_visible_and_nothing_clipped(drawings, watched, scheme, width):
    page = _open(watched, drawings, scheme, width)
    for kind in _KINDS:
        found = page.evaluate(_READ, kind)
        assert found["texts"], kind
        assert illegible(found) == [], (kind, found["ground"])
        assert found["marks"], kind
        assert invisible(found) == [], (kind, found["ground"])
        box = found["box"]
        cut = [
            one["text"] for one in found["texts"] if one["left"] < box["left"] - 1 or one["right"] > box["right"] + 1
        ]
        assert cut == [], kind
        assert [one["text"] for one in found["texts"] if "…" in one["text"]] == [], kind


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_line_in_a_tile_has_the_colour_of_its_text(drawings, watched, scheme):
    page = _open(watched, drawings, scheme)
    drawn = page.locator(".pnme-sparkline").evaluate_all(
        """all => all.map(one => [getComputedStyle(one).backgroundColor, getComputedStyle(one.parentElement).color,
        getComputedStyle(one).maskImage.slice(0, 24), one.getBoundingClientRect().width, one.ariaHidden])"""
    )
    color = {"light": "rgb(22, 33, 46)", "dark": "rgb(232, 238, 245)"}[scheme]
    assert drawn == [[color, color, 'url("data:image/svg+xml,', 96, "true"]] * 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_neighbours_are_told_apart_in_grey(drawings, watched, scheme):
    page = _open(watched, drawings, scheme)
    for kind, along, across in (("composition", "left", "top"), ("subsets", "top", "left")):
        found = page.evaluate(_READ, kind)
        bars = found["bars"]
        pairs = list(_stack(bars, along, across))
        assert len(pairs) >= 4, kind
        assert [pair for pair in pairs if contrast(pair[0]["fill"][0], pair[1]["fill"][0]) < 1.35] == [], kind
        assert {tuple(bar["stroke"]) for bar in bars} == {(found["ground"],)}, kind


_TONES = """() => [...document.querySelectorAll(".st-key-drawn-map .pnme-legend li:not(.title)")].map(one => {
  const swatch = getComputedStyle(one.querySelector(".swatch"));
  return {text: one.textContent, fill: swatch.backgroundColor, drawn: swatch.backgroundImage, edge: swatch.borderTopColor};
})"""


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_is_farther_from_the_ground_on_the_map(drawings, watched, scheme, forced):
    """Tones grow apart from the ground; what has none is striped, and two ways of having none are two drawings."""
    page = _open(watched, drawings, scheme)
    page.emulate_media(forced_colors=forced, color_scheme=scheme)
    *classes, absent, reserved = page.evaluate(_TONES)
    ground = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 23, 31)"}[scheme]
    far = [contrast(one["fill"], ground) for one in classes]
    assert [one["text"] for one in (*classes, absent, reserved)] == [
        *"12345",
        "Sin dato (rayado)",
        "Reservado (cuadriculado)",
    ]
    assert all(one < other and other / one >= 1.2 for one, other in pairwise([1.0, *far]))
    assert absent["drawn"].count("repeating-linear-gradient") == 1
    assert reserved["drawn"].count("repeating-linear-gradient") == 2
    assert min(contrast(one["edge"], ground) for one in (*classes, absent, reserved)) >= 3


@pytest.mark.parametrize("kind", ["trend", "subsets"])
def test_what_is_not_whole_is_striped(drawings, watched, kind):
    found = _open(watched, drawings, "light").evaluate(_READ, kind)
    last = max(found["bars"], key=lambda bar: (bar["left"], -bar["top"]))
    inside = [
        line for line in found["stripes"] if last["left"] - 1 <= line["left"] and line["right"] <= last["right"] + 1
    ]
    assert len(inside) == len(found["stripes"]) > 4
    assert {line["stroke"][0] for line in inside} == {found["ground"]}


def test_on_paper_a_dark_page_is_drawn_on_white(drawings, watched):
    page = _open(watched, drawings, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    for kind in _KINDS:
        on_paper = page.evaluate(_READ, kind) | {"ground": "rgb(255, 255, 255)"}
        assert on_paper["texts"], kind
        assert illegible(on_paper) == [], kind
        assert invisible(on_paper) == [], kind


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_drawings_legible(drawings, watched, scheme):
    page = _open(watched, drawings, scheme)
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    for kind in _KINDS:
        found = page.evaluate(_READ, kind)
        assert found["texts"], kind
        assert illegible(found) == [], kind
        assert invisible(found) == [], kind


def test_a_screen_reader_hears_the_name_of_a_drawing_and_no_field(drawings, watched):
    page = _open(watched, drawings, "light")
    heard = page.locator("[data-testid=stVegaLiteChart]").evaluate_all(
        "charts => charts.map(one => [one.getAttribute('aria-label'), ...[...one.querySelectorAll('svg [aria-label]')].map(of => of.outerHTML)])"
    )
    assert heard == [[kind] for kind in _KINDS]

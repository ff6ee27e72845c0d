"""Everyone can use every page in every state: axe finds nothing, nothing is clipped, nothing is in English.

The browser speaks English, for what Streamlit says in the reader's language must not be left to chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched
from tests.browser.states import STATES, State, open_menu, unfold
from tests.browser.test_pages import PATHS

pytestmark = pytest.mark.browser

_WIDTHS = (1440, 390, 320)
_SCHEMES = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 23, 31)"}
_PARTS = 4
"""Which workers share."""
# Nothing is left out. The size of what is pressed is of WCAG 2.2, and axe looks at it only where it is told to.
_AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

# --- what is read of a page: each finds what is wrong, in a few words

_STRUCTURE = """() => {
    const wrong = [], say = (what, one) => wrong.push(`${what}: ${one.outerHTML.slice(0, 120)}`);
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(one => one.checkVisibility());
    if (levels.filter(one => one.tagName === 'H1').length !== 1) wrong.push('not one h1');
    levels.forEach((one, at) => {
        if (+one.tagName[1] > (at ? +levels[at - 1].tagName[1] : 0) + 1) say('a gap before', one);
    });
    if (document.documentElement.lang !== 'es-CL') wrong.push('lang');
    if (!document.title.endsWith(' · Monitor PNME')) wrong.push(`title ${document.title}`);
    for (const table of document.querySelectorAll('table')) {
        if (!table.caption?.textContent.trim()) say('no caption', table);
        if ([...table.tHead.rows].some(row => [...row.cells].some(cell => cell.scope !== 'col'))) say('no head', table);
        if ([...table.tBodies[0].rows].some(row => row.cells[0].scope !== 'row')) say('no row header', table);
    }
    for (const chart of document.querySelectorAll('[data-testid=stVegaLiteChart]'))
        if (!/^[A-ZÁÉÍÓÚÑ¿].* .*/.test(chart.ariaLabel ?? '')) say('no name', chart);
    const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
    for (const id of new Set(ids)) if (ids.filter(one => one === id).length > 1) wrong.push(`twice #${id}`);
    return wrong;
}"""
# What is cut off at an edge, or scrolls sideways; tables and code may scroll inside their own frame.
_CLIPPED = """() => {
    const wrong = [], say = (what, one) => wrong.push(`${what}: ${one.outerHTML.slice(0, 160)}`);
    for (const one of [document.documentElement, document.querySelector('[data-testid=stMain]')])
        if (one && one.scrollWidth > one.clientWidth) say(`scrolls ${one.scrollWidth - one.clientWidth}`, one);
    const has_own_text = one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const scrolls = one => one.closest('.pnme-scroll, svg, .pnme-unseen, [role=listbox]');
    for (const one of document.querySelectorAll('main *, [role=listbox] *')) {
        if (!has_own_text(one) || !one.checkVisibility({visibilityProperty: true}) || scrolls(one)) continue;
        const box = one.getBoundingClientRect();
        if (box.right > innerWidth + 1 || box.left < -1) say('outside', one);
        if (getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1) say('cut', one);
    }
    return wrong;
}"""
_ENGLISH = (
    "the and of to with for you your can only select option options choose open close clear remove search results "
    "result available loading running download main menu settings print theme light dark system skip content "
    "sidebar expand collapse link copy source none null undefined press enter apply pages page more show hide "
    "fullscreen view value values entry suggestions listbox"
)
_IN_ENGLISH = """(words) => {
    const english = new RegExp(`(?<![\\\\p{L}.])(${words.split(' ').join('|')})(?![\\\\p{L}.])`, 'iu'), wrong = [];
    const note = (text, one) => { if (english.test(text ?? '')) wrong.push(`${text.trim().slice(0, 80)}: ${one.outerHTML.slice(0, 100)}`); };
    const is_code = one => one.closest('code, pre, [translate=no], template, script, style');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const one = walker.currentNode.parentElement;
        if (!is_code(one) && one.checkVisibility({visibilityProperty: true})) note(walker.currentNode.data, one);
    }
    for (const one of document.querySelectorAll('*')) if (!is_code(one))
        for (const name of ['aria-label', 'aria-roledescription', 'aria-description', 'title', 'placeholder', 'alt']) if (one.checkVisibility()) note(one.getAttribute(name), one);
    return wrong;
}"""


def _violations(page: Page) -> Iterator[str]:
    for violation in Axe().run(page, options=_AXE).response["violations"]:
        for node in violation["nodes"]:
            yield f"axe {violation['id']}: {node['html'][:300]} {node['failureSummary']}"


def _watched(browser: Browser, width: int, **settings: Any) -> Watched:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-US", **settings)
    return Watched(context.new_page())


# Streamlit follows the system's mode some frames later.
_UNTIL_GROUND = """color => new Promise((done, fail) => {
    const given_up = performance.now() + 10_000;
    const look = () => getComputedStyle(document.body).backgroundColor === color ? done()
        : performance.now() > given_up ? fail(Error(`not ${color}`)) : requestAnimationFrame(look);
    look();
})"""


def _set_scheme(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.evaluate(_UNTIL_GROUND, _SCHEMES[scheme])


def _wrong(state: State, watched: Watched, site: str, empty_site: str) -> Iterator[str]:
    """What is wrong with a state at any width, on either ground: it is shown once, and the window changes around it."""
    watched.page.set_viewport_size({"width": _WIDTHS[0], "height": 900})
    page = state.show(watched, site, empty_site)
    yield from page.evaluate(_STRUCTURE)
    yield from page.evaluate(_IN_ENGLISH, _ENGLISH)
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if state.is_fleeting:
            state.show(watched, site, empty_site)
        state.settle(watched)
        yield from (f"{width}: {one}" for one in page.evaluate(_CLIPPED))
        for scheme in _SCHEMES:
            _set_scheme(page, scheme)
            state.settle(watched)
            yield from (f"{width} {scheme}: {one}" for one in _violations(page))


@pytest.mark.parametrize("part", range(_PARTS))
def test_nothing_is_wrong_in_any_state(site, empty_site, browser, part):
    watched = _watched(browser, 1440)
    found = {str(state): [*_wrong(state, watched, site, empty_site)] for state in STATES[part::_PARTS]}
    watched.page.context.close()
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_each_page_has_a_title_of_its_own(site, watched):
    titles = [watched.open(f"{site}/{path}").title() for path in PATHS]
    assert titles[:3] == ["Inicio · Monitor PNME", "Plan (86 medidas) · Monitor PNME", "Medida · Monitor PNME"]
    assert len(set(titles)) == len(PATHS)


def test_twice_as_large_nothing_is_clipped(site, empty_site, browser):
    """Zoom of 200 % on a screen of 1440 pixels is 720 of two each."""
    watched = _watched(browser, 720, device_scale_factor=2)
    watched.page.set_viewport_size({"width": 720, "height": 450})
    opened = [state for state in STATES if state.act is unfold]
    found = {str(state): state.show(watched, site, empty_site).evaluate(_CLIPPED) for state in opened}
    watched.page.context.close()
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_the_menu_of_a_phone_closes_when_a_page_is_chosen(site, browser):
    watched = _watched(browser, 320)
    page = watched.open(f"{site}/territorio")
    open_menu(watched)
    link = page.get_by_role("link", name="Presupuesto", exact=True)
    expect(link).to_be_in_viewport()
    watched.settle()
    for scheme in _SCHEMES:
        _set_scheme(page, scheme)
        watched.settle()
        assert [*_violations(page)] == []
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Presupuesto")
    expect(link).not_to_be_in_viewport()
    page.context.close()


def test_the_menu_is_lists_that_have_names(site, watched):
    menu = watched.open(f"{site}/territorio").get_by_role("navigation", name="Páginas")
    for name, pages in (("Temas", 12), ("Datos", 4)):
        expect(menu.get_by_role("list", name=name, exact=True).get_by_role("listitem")).to_have_count(pages)
    expect(menu.get_by_role("link")).to_have_count(len(PATHS))


# What is focused, and whether a line around it or around what holds it says so.
_FOCUSED = """() => {
    const one = document.activeElement;
    const outlined = of => of && getComputedStyle(of).outlineStyle !== 'none' && parseFloat(getComputedStyle(of).outlineWidth) >= 1;
    return [one.outerHTML.slice(0, 150), outlined(one) || outlined(one.closest('[role=group]'))];
}"""


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_forced_colours_keep_notices_chips_what_is_chosen_and_where_the_focus_is(site, browser, scheme):
    watched = _watched(browser, 1440, forced_colors="active", color_scheme=scheme)
    page = watched.open(f"{site}/indicadores?indicador=foi.requests_received")
    border = (
        "all => all.map(one => [getComputedStyle(one).borderStyle, parseFloat(getComputedStyle(one).borderWidth) >= 1])"
    )
    framed = (
        "[data-testid=stAlertContainer]",
        ".pnme-kind",
        ".pnme-tile",
        "[data-testid=stSidebarNavLink][aria-current]",
    )
    for selector in framed:
        found = page.locator(f"{selector}:visible").evaluate_all(border)
        assert found, selector
        assert found == [["solid", True]] * len(found), selector
    grounds = page.get_by_role("radio").evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")
    assert grounds.count(grounds[0]) == 1
    page.get_by_role("link", name="Inicio", exact=True).focus()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(_FOCUSED))
    page.context.close()
    assert [one for one, is_outlined in seen if not is_outlined and not one.startswith("<body")] == []
    assert len({one for one, _ in seen}) > 15


def test_a_list_says_how_many_options_it_has_in_spanish(site, browser):
    watched = _watched(browser, 1440)
    page = watched.open(f"{site}/territorio")
    page.get_by_role("combobox", name="Región").click()
    page.keyboard.type("nuble")
    expect(page.locator("[data-live-announcer]")).to_contain_text("1 opción.")
    page.context.close()

"""What a reader may have on the screen: every page as it is opened, unfolded, searched, asked for nonsense, without data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from dashboards.pages import PUBLIC_PAGES
from dashboards.serving.page import Section
from tests.browser.conftest import Watched

_STATIC = Path(__file__).parents[2] / "dashboards" / "serving" / "static"
_FULL = "indicadores?indicador=attention.records&desglose=month&miembros=" + ",".join(
    f"region:{code}" for code in ("15", "12", "16", "08", "13")
)
# What has scrolled is told before the next frame but one.
_FOCUS = "one => new Promise(done => { one.focus(); requestAnimationFrame(() => requestAnimationFrame(done)); })"
_METRIC, _PUBLISHED = "foi.requests_received", "permits.requested"


def _leave(_: Watched) -> None:
    """As it is opened."""


@dataclass(frozen=True)
class State:
    """An address, and what is done there; without data where it `is_empty`. What `is_fleeting` ends when a window changes."""

    address: str
    act: Callable[[Watched], None] = _leave
    is_empty: bool = False
    is_fleeting: bool = False
    is_drawn_by_streamlit: bool = True

    def __str__(self) -> str:
        return f"{self.address or 'inicio'} {self.act.__name__}{' (empty)' if self.is_empty else ''}"

    def show(self, watched: Watched, site: str, empty_site: str) -> Page:
        if not self.is_drawn_by_streamlit:
            watched.page.goto(self.address if ":" in self.address else f"{site}/{self.address}")
            return watched.page
        page = watched.open(f"{empty_site if self.is_empty else site}/{self.address}")
        self.act(watched)
        watched.settle()
        return page

    def settle(self, watched: Watched) -> None:
        if self.is_drawn_by_streamlit:
            watched.settle()


def unfold(watched: Watched) -> None:
    """Open everything that can be opened."""
    for fold in watched.page.locator("[data-testid=stExpander] details:not([open]) > summary").all()[::-1]:
        fold.click()
        watched.settle()
    watched.page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")


def open_menu(watched: Watched) -> None:
    """The menu, which on a phone is closed at first."""
    button = watched.page.get_by_role("button", name="Abrir el menú")
    if button.is_visible():
        button.click()


def open_list(watched: Watched) -> None:
    watched.page.get_by_role("combobox").first.click()
    watched.page.get_by_role("option").first.wait_for()


def find_nothing_in_a_list(watched: Watched) -> None:
    watched.page.get_by_role("combobox").first.click()
    watched.page.keyboard.type("xyz")


def open_a_full_list(watched: Watched) -> None:
    """The list of members, of which no more can be chosen; an open list closes when the page scrolls, as to a field out of sight."""
    field = watched.page.get_by_role("combobox", name="Comparar hasta cinco")
    field.evaluate(_FOCUS)
    field.press("ArrowDown")
    watched.page.get_by_text("Se pueden elegir hasta 5").wait_for()


def _pages() -> Iterator[State]:
    for page in PUBLIC_PAGES:
        address = "" if page.section is Section.FRONT else page.address
        yield State(address)
        yield State(address, unfold)
        if page.section is not Section.DATA:  # those are the same, for published figures are always there
            yield State(address, is_empty=True)


def _explored(metric: str, *views: str) -> Iterator[State]:
    yield from (State(f"indicadores?indicador={metric}&vista={view}") for view in views)


STATES = (
    *_pages(),
    State("indicadores?buscar=residencia"),
    State("indicadores?buscar=qwrtzp"),
    *_explored(_METRIC, "grafico", "anios", "tabla", "mapa", "fuente"),
    *_explored(_PUBLISHED, "grafico", "tabla", "fuente"),
    State(f"indicadores?indicador={_METRIC}&vista=fuente", unfold),
    State(f"indicadores?indicador={_METRIC}&junto=foi.response_days_median", unfold),
    State(_FULL),
    State(_FULL, open_a_full_list, is_fleeting=True),
    State("indicadores?indicador=no.existe"),
    State(f"metodos?indicador={_METRIC}"),
    State("metodos?buscar=residencia"),
    State("metodos?buscar=qwrtzp"),
    State("territorio?region=XYZ"),
    State("territorio", open_list, is_fleeting=True),
    State("territorio", find_nothing_in_a_list, is_fleeting=True),
    State("presupuesto?periodo=2024-03..2024-08"),
    State("nada", is_drawn_by_streamlit=False),
    State((_STATIC / "busy.html").as_uri(), is_drawn_by_streamlit=False),
)

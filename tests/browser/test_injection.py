"""A database full of hostile text: every page stands, shows it to the letter, and asks nobody else for anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import fastexcel
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy import Column, ColumnElement, Connection

from dashboards.pages import PUBLIC_PAGES
from dashboards.serving.page import Section
from data_access import schema
from data_access.contracts import NoContractError, contract_of
from data_access.engine import connect
from data_access.schema.base import listed_values, metadata
from metrics import neutral
from tests.browser import hostile
from tests.browser.conftest import option, serve, stop

pytestmark = pytest.mark.browser

LEFT_OUT = {
    "agreements.session_code": "the code of a session",
    "agreements.measure_code": "the code of a measure",
    "budget_lines.subtitle": "the code of a subtitle",
    "budget_lines.item": "the code of an item",
    "indicators.dimension": "the name of a dimension that the catalogue declares",
    "load_batches.register": "the name of a register",
    "protection_keys.key": "the secret of the rounding, which is never shown",
    "published_figures.member": "the code of a member",
    "published_figures.metric": "the name of a metric; an unknown one is a figure that cannot be read",
    "published_figures.restates": "the id of another figure",
}
"""Besides keys, what refers to keys, and what a CHECK or a contract holds to a list."""
PATHS = ["" if page.section is Section.FRONT else page.address for page in PUBLIC_PAGES]
INDICATORS = (
    "attention.records",
    "plan.measures_in_progress",
    "foi.requests_received",
    "budget.accrued_by_subtitle",
    "inclusion.talks",
    "permits.requested",
)
_MADE_BY_OTHERS = """[...document.querySelectorAll(':is([data-testid=stMain], #vg-tooltip-element) :is(script, iframe, img, '
    + 'b, object, embed, .katex, [onerror], [onload], [onmouseover], a[href*="robado"], a[href*="127.0.0.2"], '
    + 'a[href^="javascript"], a[href^="mailto"])')].map(one => one.outerHTML)"""
_LOOKS_OUTSIDE = """[...document.querySelectorAll('*')].flatMap(one => ['src', 'href', 'xlink:href', 'style', 'srcset', 'action']
    .map(name => one.getAttribute(name) || '')).filter(value => /robado|127[.]0[.]0[.]2/.test(value))"""


def _is_free(column: Column) -> bool:
    """Text that nothing holds to a list: no key, no code."""
    if not isinstance(column.type, sa.String) or column.primary_key or column.foreign_keys or listed_values(column):
        return False
    try:
        members = contract_of(column.table).members
    except NoContractError:
        members = {}
    return column.name not in members and str(column) not in LEFT_OUT


FREE = [column for table in metadata.sorted_tables for column in table.columns if _is_free(column)]


def _fitting(column: Column) -> list[str]:
    """The texts that the column has room for."""
    room = column.type.length or 10_000
    return [text for text in hostile.TEXTS if len(text) <= room]


def _poison(connection: Connection, column: Column, shift: int) -> None:
    """Another text in every row, so that names stay apart as far as there are texts."""
    keys = list(column.table.primary_key)
    texts = _fitting(column)
    rows = connection.execute(sa.select(*keys).where(column.is_not(None)).order_by(*keys)).all()
    statement = sa.update(column.table).where(*(key == sa.bindparam(f"key_{key.name}") for key in keys))
    changes = [
        {f"key_{key.name}": value for key, value in zip(keys, row, strict=True)}
        | {"hostile_text": texts[(number + shift) % len(texts)]}
        for number, row in enumerate(rows)
    ]
    if changes:
        connection.execute(statement.values({column: sa.bindparam("hostile_text")}), changes)


@pytest.fixture(scope="module")
def poisoned(sqlite_server, demonstration_on) -> str:
    """A copy of the demonstration with hostile text wherever the schema takes text."""
    demonstration_on(sqlite_server)
    url = sqlite_server.copy("pnme_demo", "pnme_hostile")
    engine = connect(url)
    with engine.begin() as connection:
        for number, column in enumerate(FREE):
            _poison(connection, column, 0 if column is schema.territories.c.short_name else number * 7)
    engine.dispose()
    return url


@pytest.fixture(scope="module")
def hostile_site(poisoned, home) -> Iterator[str]:
    served = serve(poisoned, home)
    yield served.url
    stop(served)


@pytest.fixture
def guarded(watched):
    """A page that no text makes speak, ask or build anything."""
    spoken: list[str] = []
    watched.page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
    yield watched
    assert spoken == []
    assert watched.page.evaluate(_MADE_BY_OTHERS) == []
    assert watched.page.evaluate(_LOOKS_OUTSIDE) == []


def _open_folds(watched) -> None:
    folds = watched.page.locator("[data-testid=stExpander] summary")
    for number in range(folds.count()):
        folds.nth(number).click()
        watched.settle()


def _text(page: Page) -> str:
    return " ".join(page.locator("[data-testid=stMain]").inner_text().replace("\ufeff", "").split())


def _regions(url: str) -> list[str]:
    return _stored(url, schema.territories.c.short_name, schema.territories.c.kind == "region")


def _stored(url: str, column: Column, *conditions: ColumnElement[bool]) -> list[str]:
    engine = connect(url, read_only=True)
    with engine.connect() as connection:
        found = [text for text in connection.scalars(sa.select(column).where(*conditions)) if text]
    engine.dispose()
    return found


def _unread(texts: Sequence[str], page: Page) -> list[str]:
    """Those that a reader does not find on the page, to the letter."""
    shown = _text(page)
    return [text for text in texts if hostile.as_read(text) not in shown]


def test_every_text_column_is_poisoned_or_left_out_for_a_reason(poisoned):
    named = {str(column) for table in metadata.sorted_tables for column in table.columns}
    assert set(LEFT_OUT) <= named
    assert len(FREE) >= 30
    for column in FREE:
        assert set(_stored(poisoned, column)) <= set(hostile.TEXTS), column
    assert len(set(_regions(poisoned))) == 16


@pytest.mark.parametrize("path", PATHS)
def test_a_page_stands_on_hostile_text(hostile_site, guarded, path):
    page = guarded.open(f"{hostile_site}/{path}")
    _open_folds(guarded)
    assert page.get_by_text("Algo falló al armar esta página").count() == 0
    assert page.get_by_text("No se puede mostrar").count() == 0
    assert page.locator(".pnme-foot").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_measures_are_read_to_the_letter(hostile_site, guarded, poisoned):
    page = guarded.open(f"{hostile_site}/plan")
    _open_folds(guarded)
    assert _unread(_stored(poisoned, schema.measures.c.title), page) == []
    assert _unread(_stored(poisoned, schema.axes.c.label), page) == []


def test_the_figures_are_read_to_the_letter(hostile_site, guarded, poisoned):
    labels = set(_stored(poisoned, schema.published_figures.c.label))
    page = guarded.open(f"{hostile_site}/conciliacion")
    _open_folds(guarded)
    assert len(_unread(sorted(labels), page)) < len(labels) / 4


def test_a_region_is_chosen_by_its_hostile_name(hostile_site, guarded, poisoned):
    page = guarded.open(f"{hostile_site}/territorio")
    image = next(text for text in _regions(poisoned) if text.startswith("![i](http"))
    page.get_by_role("combobox", name="Región").click()
    option(page, image).click()
    guarded.settle()
    expect(page.locator(".pnme-headline .place")).to_contain_text(f"{image}, 2024")
    _open_folds(guarded)
    assert _unread(_regions(poisoned), page) == []
    for view in ("Mapa", "Ranking", "Tendencia", "Tabla"):
        page.get_by_role("radio", name=view).click()
        guarded.settle()
        expect(page.locator("[data-pnme-stays][aria-current=true]").first).to_be_attached()


@pytest.mark.parametrize("metric", INDICATORS)
def test_an_indicator_stands_on_hostile_text(hostile_site, guarded, metric):
    page = guarded.open(f"{hostile_site}/indicadores?indicador={metric}")
    expect(page.get_by_text(metric, exact=True)).to_be_visible()
    for choice in page.locator("[data-testid=stButtonGroup] button").all():
        choice.click()
        guarded.settle()
        assert page.get_by_text("Algo falló").count() == 0
    _open_folds(guarded)
    assert page.locator(".pnme-table, .pnme-tile, .pnme-code").count() > 0


def _downloads(watched, url: str, name: str) -> Iterator[bytes]:
    """Every file of one kind that a page offers. Each kind on a page of its own: Chromium lets through ten at once."""
    page = watched.open(url)
    _open_folds(watched)
    for button in page.get_by_role("button", name=f"Descargar {name}", exact=True).all():
        with page.expect_download() as waiting:
            button.click()
        yield waiting.value.path().read_bytes()


@pytest.mark.parametrize("path", ["territorio", "plan", "conciliacion"])
def test_files_of_hostile_text_are_harmless(hostile_site, guarded, path):
    url = f"{hostile_site}/{path}"
    for name, delimiter in (("CSV", ","), ("CSV para Excel", ";")):
        for content in _downloads(guarded, url, name):
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter):
                assert [cell for cell in row if cell.lstrip("'") != cell or neutral(cell) == cell] == row
    for content in _downloads(guarded, url, "XLSX"):
        assert fastexcel.read_excel(content).load_sheet("Datos").to_polars().height > 0
    for content in _downloads(guarded, url, "PNG"):
        assert content.startswith(b"\x89PNG")

"""Each page as a reader sees it: figures in es-CL, a chart that is drawn, its source, and nothing broken."""

from __future__ import annotations

import csv
import io
import re

import fastexcel
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboards.pages import PUBLIC_PAGES
from dashboards.serving.page import Section

pytestmark = pytest.mark.browser

# A page is at its address; the first one is where nobody names one.
PATHS = ["" if page.section is Section.FRONT else page.address for page in PUBLIC_PAGES]
# What must be read on each page, to the letter.
READ = {
    "": ["62", "97.445", "25.009", "32,1 %", "$24.111 millones", "99,96 %"],
    "plan": ["86", "62", "24", "72,1 %", "Medidas atrasadas al corte: 7"],
    "territorio": [
        "97.445",
        "22.915",
        "585",
        "13.910",
        "La Cuenta Pública imprime 97.441 (Tabla 12)",
        "Recuento protegido",
        "Ñuble",
    ],
    "transparencia": ["25.009", "96,5 %", "32,1 %", "Meta institucional: 15 días hábiles", "791", "87,72"],
    "presupuesto": ["$21.791 millones", "$24.111 millones", "99,96 %", "$35.768 millones"],
    "indicadores": ["Residencias solicitadas", "Ley 21.325"],
    "conciliacion": [
        "12.481",
        "13.662",
        "64,25 %",
        "64,145 %",
        "13,80 %",
        "19,505 %",
        "8,006 %",
        "-61 días",
        "20-12-2024",
        "202.000",
        "88,4",
    ],
    "metodos": ["Días hábiles", "Transparencia (20)", "Plan Nacional de Acción (8)"],
}
# The marks that each chart draws: bars of the plan's axes, regions of the map, months…
CHARTS = {"plan": (18,), "territorio": (16, 17), "transparencia": (36,), "presupuesto": (5, 12), "indicadores": (5,)}
DEMONSTRATION = ("", "plan", "territorio", "transparencia", "presupuesto")
_UNDER_A_CHART = ("Fuente:", "Período:", "Tipo de dato:", "Qué mide:")
_CHART = "[data-testid=stVegaLiteChart] svg.marks"
_ENGLISH = re.compile(r"\b(the|and|loading|download|search|error|none|null|undefined|nan|with|source)\b", re.IGNORECASE)


def _text(page: Page) -> str:
    return page.locator("[data-testid=stMain]").inner_text().replace("\xa0", " ")


def _marks_drawn(page: Page, number: int) -> int:
    """How many bars or regions of a chart have an area that can be seen."""
    return (
        page.locator(_CHART)
        .nth(number)
        .evaluate(
            """chart => [...chart.querySelectorAll('.mark-rect path, .mark-shape path')]
            .filter(mark => mark.getBBox().width * mark.getBBox().height > 1).length"""
        )
    )


@pytest.mark.parametrize("path", PATHS)
def test_a_page_shows_its_figures_and_charts(site, watched_at, path):
    page = watched_at.open(f"{site}/{path}")
    text = _text(page)
    assert [figure for figure in READ[path] if figure not in text] == []
    assert [words for words in _UNDER_A_CHART if path in CHARTS and words not in text] == []
    assert ("Datos de demostración." in text) is (path in DEMONSTRATION)
    assert _ENGLISH.findall(text) == []
    assert page.evaluate("document.documentElement.lang") == "es-CL"
    expect(page.locator(_CHART)).to_have_count(len(CHARTS.get(path, ())))
    drawn = [_marks_drawn(page, number) for number in range(len(CHARTS.get(path, ())))]
    assert drawn == list(CHARTS.get(path, ()))
    is_scrolling = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(is_scrolling)


@pytest.mark.parametrize("path", ["permits.requested", "litigation.appeals"])
def test_published_figures_are_not_marked_as_demonstration(site, watched, path):
    page = watched.open(f"{site}/indicadores")
    page.get_by_role("combobox", name="Indicador").fill(path)
    page.get_by_role("option").first.click()
    watched.settle()
    expect(page.get_by_text(path, exact=True)).to_be_visible()
    assert "Datos de demostración." not in _text(page)
    assert "cifra publicada" in _text(page)


def test_a_director_finds_the_own_region_and_keeps_it(site, watched):
    page = watched.open(f"{site}/territorio")
    page.get_by_role("combobox", name="Región").click()
    page.get_by_role("option", name="Ñuble").click()
    watched.settle()
    expect(page.locator(".pnme-tile").first).to_contain_text("4.740")
    assert "region=%C3%91uble" in page.url
    page.get_by_role("link", name="Transparencia").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Transparencia")
    watched.settle()
    expect(page.get_by_text("Cifras de la región Ñuble")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Cifras de la región Ñuble")).to_be_visible()


def test_a_pasted_link_shows_the_period_it_names(site, watched):
    page = watched.open(f"{site}/transparencia?periodo=ene-mar+2025")
    expect(page.locator(".pnme-tile").first).to_contain_text("4.838")
    expect(page.locator(".pnme-tile").nth(1)).to_contain_text("98,1 %")


def test_a_link_to_nothing_known_shows_the_default(site, watched):
    page = watched.open(f"{site}/territorio?region=%27%3B+DROP+TABLE+attentions&periodo=%3Cscript%3E")
    expect(page.locator(".pnme-tile").first).to_contain_text("97.445")


def test_every_check_of_the_reconciliation_can_be_read(site, watched):
    page = watched.open(f"{site}/conciliacion?resultado=Concuerdan")
    expect(page.get_by_text("Aritmética, concuerdan: 183")).to_be_visible()
    expect(page.get_by_text("Reiteración, concuerdan: 112")).to_be_visible()
    expect(page.locator(".pnme-table tbody tr")).to_have_count(3 + 183 + 112)
    page.get_by_text("Arrastre, concuerdan (516)").click()
    expect(page.locator(".pnme-table tbody tr")).to_have_count(3 + 183 + 112 + 516)


def test_the_reconciliation_counts_what_could_have_failed(site, watched_at):
    page = watched_at.open(f"{site}/conciliacion")
    expect(page.locator(".pnme-tile")).to_have_text([re.compile("295"), re.compile("51"), re.compile("9")])
    expect(page.get_by_text("355 comprobaciones pudieron fallar")).to_be_visible()
    page.get_by_text("Cifras que están solas (147)").click()
    expect(page.get_by_text("Organizaciones adheridas a iniciativas de inclusión, 2024")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_that_is_none_says_so_in_spanish(site, browser):
    page = browser.new_page()
    response = page.goto(f"{site}/nada")
    assert response.status == 404
    expect(page.get_by_role("heading", name="Esta página no existe")).to_be_visible()
    page.close()


def test_the_committee_goes_back_to_an_earlier_cut(site, watched):
    page = watched.open(f"{site}/plan?corte=23-05-2024")
    tiles = page.locator(".pnme-tile")
    expect(tiles.nth(1)).to_contain_text("25")
    assert "Sin reporte" in _text(page)
    page = watched.open(f"{site}/plan?corte=21-08-2024")
    expect(tiles.nth(1)).to_contain_text("62")
    expect(tiles.nth(1)).to_contain_text("▲ +37 frente a 23-05-2024: mejora")
    assert "Qué se movió desde el 23-05-2024" in _text(page)


def _download(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Descargar {name}").first.click()
    return waiting.value.path().read_bytes()


def test_a_journalist_downloads_what_is_on_the_screen(site, watched):
    page = watched.open(f"{site}/territorio")
    page.get_by_text("Ver la tabla y descargar los datos").first.click()
    expect(page.locator("details").get_by_role("button", name="Descargar PNG")).to_be_visible()
    watched.settle()
    text = _download(page, "CSV")
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    nuble = next(row for row in rows if row["Dirección"] == "Ñuble")
    assert nuble["Atenciones presenciales"] == "4740"
    assert nuble["tipo_de_dato"] == "datos de demostración"
    assert nuble["notas"].startswith("recuentos protegidos")
    assert (nuble["periodo"], nuble["territorio"]) == ("2024", "todo el país")
    book = fastexcel.read_excel(_download(page, "XLSX"))
    assert book.sheet_names == ["Datos", "Acerca de"]
    assert book.load_sheet("Datos").to_polars()["Atenciones presenciales"].sum() == 97445
    assert _download(page, "PNG").startswith(b"\x89PNG")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible(site, watched, path, scheme):
    """No serious violation in what the project draws; the frame around it is Streamlit's."""
    watched.page.emulate_media(color_scheme=scheme)
    page = watched.open(f"{site}/{path}")
    found = Axe().run(page, context="[data-testid=stMain]").response["violations"]
    serious = [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in found
        if violation["impact"] in ("serious", "critical")
        and any("pnme-" in node["html"] for node in violation["nodes"])
    ]
    assert serious == []

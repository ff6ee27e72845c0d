"""Each page as a reader sees it: figures in es-CL, a chart that is drawn, its source, and nothing broken."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise

import fastexcel
import pytest
from playwright.sync_api import Page, expect

from dashboards.pages import PUBLIC_PAGES
from dashboards.serving.page import Section

pytestmark = pytest.mark.browser

# A page is at its address; the first one is where nobody names one.
PATHS = ["" if page.section is Section.FRONT else page.address for page in PUBLIC_PAGES]
# What must be read on each page, to the letter.
READ = {
    "": ["62", "97.445", "25.009", "32,1 %", "$24.111 millones", "99,96 %"],
    "plan": ["86", "62", "24", "19", "13", "Medidas atrasadas al corte: 7", "Quién debe: 16 organismos"],
    "medida": ["M01", "Implementada", "Terminada", "Revisada", "100 %", "Responsable"],
    "sesion": ["62", "Orden del día sugerido: 20 medidas", "Qué cambió: 56 cosas", "Acuerdos: 24", "Pocos casos"],
    "compromisos": [
        "15 de 15 normas",
        "85 de 85 promesas",
        "REX N°24.842. Establece protocolo",
        "Boletín N° 16.072-06",
        "Eje 1, línea 212",
        "Sin reporte",
        "M60 (en desarrollo, datos de demostración)",
        "Ningún organismo ha informado todavía",
    ],
    "territorio": [
        "97.445",
        "la Cuenta Pública imprime 97.441 (Tabla 12)",
        "Recuento protegido",
        "Ñuble",
        "Nivel Central",
    ],
    "region": [
        "Arica y Parinacota, 2024",
        "Qué requiere atención",
        "por cada 1.000 habitantes",
        "de las quince regiones fuera de la Metropolitana",
        "261.779",
    ],
    "transparencia": ["25.009", "96,5 %", "32,1 %", "Meta institucional: 15 días hábiles", "791", "87,72"],
    "tiempos": [
        "de cada 100 solicitudes recibidas en 2024",
        "No se compara con un año antes",
        "8.º",
        "24.143",
    ],
    "vencimientos": [
        "Al 31-03-2025",
        "Unidad de Residencias Temporales",
        "¿Cuánto acierta este pronóstico?",
        "acertó el intervalo en 11 de 12 meses",
    ],
    "plazo": ["Escriba al menos el día en que se recibió", "Ver un ejemplo"],
    "presupuesto": [
        "De cada $100 vigentes se devengaron $25,37",
        "M$ 26.041.642",
        "M$ 26.114.615",
        "M$ 10.228.759",
        "34 Servicio de la deuda va adelantado",
        "DEM-2025-1",
        "ningún índice de precios está cargado",
        "13,80%",
    ],
    "gasto": [
        "21 Gastos en personal",
        "M$ 4.399.812",
        "21.02 Personal a contrata",
        "Impreso en la Cuenta Pública (línea 2277)",
    ],
    "indicadores": ["Buscar una cifra", "Transparencia (48)", "Permisos de residencia ("],
    "acerca": ["Creative Commons", "WCAG 2.2", "serviciomigraciones.cl"],
    "conciliacion": [
        "12.481",
        "13.662",
        "64,25 %",
        "64,145 %",
        "13,80 %",
        "19,505 %",
        "8,006 %",
        "31 contradicciones",
        "20-12-2024",
        "202.000",
        "88,4",
    ],
    "metodos": ["Días hábiles", "Transparencia (48)", "Plan Nacional de Acción (20)"],
}
# The marks that each chart draws: bars of the plan's axes, regions of the map, months…
CHARTS = {
    "plan": (18, 11),
    "medida": (9,),
    "transparencia": (36,),
    "tiempos": (52, 53, 48, 48, 48, 52, 8),
    "vencimientos": (12,),
    "presupuesto": (30, 20, 4),
    "gasto": (15, 30),
}
DEMONSTRATION = (
    "",
    "plan",
    "medida",
    "sesion",
    "territorio",
    "region",
    "transparencia",
    "tiempos",
    "vencimientos",
    "presupuesto",
    "gasto",
)
_UNDER_A_CHART = ("Fuente:", "Actualizado el", "Datos de demostración", "Copiar cita", "Acerca de")
_CHART = "[data-testid=stVegaLiteChart] svg.marks"
_ENGLISH = re.compile(r"\b(the|and|loading|download|search|error|none|null|undefined|nan|with|source)\b", re.IGNORECASE)


def _text(page: Page) -> str:
    return page.locator("[data-testid=stMain]").inner_text().replace("\xa0", " ")


def _marks_drawn(page: Page, number: int) -> int:
    """How many bars, regions or points of a chart have an area that can be seen."""
    return (
        page.locator(_CHART)
        .nth(number)
        .evaluate(
            """chart => [...chart.querySelectorAll('.mark-rect path, .mark-shape path, .mark-symbol.role-mark path')]
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


@pytest.mark.parametrize("metric", ["permits.requested", "litigation.appeals"])
def test_published_figures_are_not_marked_as_demonstration(site, watched, metric):
    page = watched.open(f"{site}/indicadores?indicador={metric}")
    expect(page.get_by_text(metric, exact=True)).to_be_visible()
    assert "Datos de demostración" not in _text(page)
    expect(page.locator(".pnme-tile .pnme-kind")).to_have_text("Cifra publicada")


@pytest.mark.parametrize("path", ["", "plan", "territorio", "transparencia", "tiempos", "vencimientos", "presupuesto"])
def test_every_figure_says_its_kind(site, watched, path):
    page = watched.open(f"{site}/{path}")
    for tile in page.locator(".pnme-tile").all():
        assert tile.locator(".pnme-kind").count() == 1 or "Sin dato" in tile.inner_text()
    for source in page.locator(".pnme-source").all():
        assert source.locator(".pnme-kind").count() >= 1


def test_what_the_document_gets_wrong_is_read_by_chapter_and_table(site, watched_at):
    page = watched_at.open(f"{site}/conciliacion")
    expect(page.get_by_text("31 contradicciones")).to_be_visible()
    expect(page.get_by_text("Se notan en 51 de las 355 comprobaciones que pudieron fallar")).to_be_visible()
    expect(page.locator(".pnme-findings .finding")).to_have_count(31)
    total = page.locator(".pnme-findings .finding", has_text="En la Tabla 13")
    expect(total).to_have_count(1)
    expect(total).to_contain_text("dice 567 y suman 585 (sobran 18)")
    expect(total).to_contain_text(
        "Introducción (línea 22), Eje 6 (líneas 1598, 1599 y 1600), Tabla 13 (líneas 1656 a 1680)"
    )
    total.get_by_text("Ver las 9 comprobaciones").click()
    expect(total.locator(".pnme-table tbody tr")).to_have_count(9)
    expect(total.get_by_text("La suma de sus partes").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_reconciliation_has_no_gap_in_its_headings(site, watched):
    page = watched.open(f"{site}/conciliacion")
    levels = page.locator("[data-testid=stMain] :is(h1, h2, h3, h4)").evaluate_all(
        "all => all.map(one => +one.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_check_of_the_reconciliation_can_be_read(site, watched):
    page = watched.open(f"{site}/conciliacion")
    page.get_by_text("No se pueden decidir (").click()
    expect(page.get_by_text("una de las dos no fecha su cierre").first).to_be_visible()
    page.get_by_text("Cifras que están solas (147)").click()
    expect(page.get_by_text("Organizaciones adheridas a iniciativas de inclusión, 2024")).to_be_visible()
    shown = page.locator("details:has(summary:has-text('concuerdan')) .pnme-table tbody tr")
    page.get_by_text("Aritmética, concuerdan (183)").click()
    expect(shown).to_have_count(183)
    page.get_by_text("Reiteración, concuerdan (112)").click()
    expect(shown).to_have_count(183 + 112)
    page.get_by_text("Arrastre, concuerdan (516)").click()
    expect(shown).to_have_count(183 + 112 + 516)


def test_contradictions_and_checks_can_be_taken_away(site, watched):
    page = watched.open(f"{site}/conciliacion")
    files = {}
    for button in page.get_by_role("button", name="Descargar CSV").all():
        with page.expect_download() as waiting:
            button.click()
        files[waiting.value.suggested_filename] = waiting.value.path().read_text("utf-8-sig")
    assert set(files) == {
        "pnme-conciliacion-contradicciones-publicado.csv",
        "pnme-conciliacion-contradicciones-publicado-excel.csv",
        "pnme-conciliacion-comprobaciones-publicado.csv",
        "pnme-conciliacion-comprobaciones-publicado-excel.csv",
    }
    assert "los totales no son la suma de sus partes" in files["pnme-conciliacion-contradicciones-publicado.csv"]
    assert "Concuerdan,Aritmética" in files["pnme-conciliacion-comprobaciones-publicado.csv"]


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
    expect(page.locator(".pnme-shared")).to_have_text("Al 21-08-2024 · Sin base publicada para comparar")
    assert "Qué se movió desde el 23-05-2024" in _text(page)


def _download(page: Page, name: str) -> tuple[str, bytes]:
    """What a file is called, and what is in it."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Descargar {name}", exact=True).first.click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_a_journalist_downloads_what_is_on_the_screen(site, watched):
    page = watched.open(f"{site}/territorio")
    name, text = _download(page, "CSV")
    assert name == "pnme-atenciones-presenciales-por-region-2024-demostracion.csv"
    nuble = next(row for row in csv.DictReader(io.StringIO(text.decode())) if row["codigo"] == "16")
    assert (nuble["region_o_unidad"], nuble["attention.records"]) == ("Ñuble", "4740")
    assert nuble["tipo_de_dato"] == "Datos de demostración"
    assert nuble["notas"].startswith("Recuentos protegidos")
    assert (nuble["periodo"], nuble["territorio"]) == ("2024", "todo el país")
    _, for_excel = _download(page, "CSV para Excel")
    assert for_excel.startswith("\ufeffRegión o unidad;Código;Atenciones presenciales;".encode())
    assert "Ñuble;16;4740;" in for_excel.decode()
    book = fastexcel.read_excel(_download(page, "XLSX")[1])
    assert book.sheet_names == ["Datos", "Acerca de"]
    assert book.load_sheet("Datos").to_polars()["Atenciones presenciales"].sum() == 97445
    assert _download(page, "PNG")[1].startswith(b"\x89PNG")

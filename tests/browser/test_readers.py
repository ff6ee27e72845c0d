"""One walk for each reader, from the front page to what they take away: by mouse, and again by keyboard alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.conftest import Watched
from tests.browser.readers import Hands, Keyboard, Mouse, download, fold, in_letters

pytestmark = pytest.mark.browser


@pytest.fixture(params=[Mouse, Keyboard])
def hands(request, watched: Watched) -> Iterator[Hands]:
    """Either hand; of the keyboard, whatever had the focus showed it."""
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader = request.param(watched)
    yield reader
    assert getattr(reader, "unseen", []) == []


def _go(hands: Hands, title: str) -> None:
    """To a page, by the menu."""
    page = hands.watched.page
    hands.activate(page.get_by_role("navigation").get_by_role("link", name=title, exact=True))
    expect(page).to_have_title(f"{title} · Monitor PNME")
    hands.watched.settle()


def _place(page: Page) -> Locator:
    return page.locator(".pnme-headline .place")


def _tile(page: Page, label: str) -> Locator:
    return page.locator(".pnme-tile").filter(has=page.get_by_text(label, exact=True))


def _rows(page: Page, caption: str) -> list[list[str]]:
    table = page.get_by_role("table", name=caption)
    table.wait_for()
    rows = table.locator("tbody tr").all()
    return [[in_letters(cell) for cell in row.locator("th, td").all_inner_texts()] for row in rows]


def _asked(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def _text(given: Download) -> str:
    return given.path().read_text("utf-8")


def _main(page: Page) -> str:
    return in_letters(page.locator("[data-testid=stMain]").inner_text())


def test_the_vice_minister_sees_what_moved_and_what_is_late(site, hands):
    page = hands.watched.open(site)
    hands.activate(page.get_by_role("link", name="Ver Plan"))
    expect(_place(page)).to_have_text("Plan Nacional de Acción, al 31-03-2025:")
    moved, late = _rows(page, "Qué se movió desde el 29-11-2024"), _rows(page, "Medidas atrasadas al corte")
    assert (len(moved), len(late)) == (19, 7)
    for row in (*moved, *late):
        assert row[1].endswith("(medida de demostración)")
        assert row[-1] == "Datos de demostración"
    hands.choose("Corte del reporte", "21-08-2024 (sesión 2024-08)", typed="21-08-2024")
    expect(_place(page)).to_have_text("Plan Nacional de Acción, al 21-08-2024:")
    assert len(_rows(page, "Qué se movió desde el 23-05-2024")) == 59
    page.go_back()
    expect(_place(page)).to_have_text("Plan Nacional de Acción, al 31-03-2025:")
    hands.watched.settle()
    hands.activate(page.get_by_role("button", name="Copiar cita").first)
    expect(page.get_by_role("button", name="Copiado")).to_be_visible()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert "«Plan Nacional de Acción», 31-03-2025, todo el país (datos de demostración). Monitor PNME" in cited
    assert f" {site}/plan?corte=2025-03-31&frente=2024-11-29&por=axis#" in cited
    assert page.pdf().startswith(b"%PDF")
    at_the_foot = page.evaluate("document.getElementById('pnme-print').textContent")
    assert f'"{site}/plan?corte=2025-03-31&frente=2024-11-29&por=axis"' in at_the_foot
    assert "Datos de demostración" in at_the_foot


def test_the_director_of_nuble_keeps_her_region(site, hands):
    page = hands.watched.open(site)
    _go(hands, "Territorio")
    hands.choose("Región", "Ñuble", typed="nuble")
    expect(_place(page)).to_have_text("Ñuble, 2024:")
    chosen = page.locator(".pnme-panel a.region.own")
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text("4.740")
    page.get_by_role("link", name="Abrir la ficha de la región").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ñuble, 2024")
    sheet = page.get_by_role("table", name="Indicadores de la región")
    expect(sheet.get_by_role("row", name="Atenciones presenciales 4.740")).to_be_visible()
    expect(sheet.get_by_role("row", name="Operativos en terreno 17")).to_be_visible()
    _go(hands, "Transparencia")
    expect(_place(page)).to_have_text("Ñuble, 2024:")
    headline = page.locator(".pnme-headline").inner_text()
    assert "1.160 solicitudes" in in_letters(headline)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".pnme-headline")).to_have_text(headline)
    other.close()


def test_the_head_of_transparency_takes_the_last_quarter_away(site, hands):
    page = hands.watched.open(site)
    _go(hands, "Transparencia")
    hands.choose("Período", "ene-mar 2025")
    expect(_place(page)).to_have_text("Todo el país, ene-mar 2025:")
    within = _tile(page, "Respondidas en 15 días hábiles o menos, sobre las respondidas")
    expect(within.locator(".value")).to_have_text("58,8 %")
    hands.activate(page.locator("summary", has_text="Acerca de estos datos").first)
    expect(page.get_by_text("Ley 20.285, art. 14").first).to_be_visible()
    hands.activate(fold(page, "Ver la tabla y descargar los datos"))
    assert [row[0] for row in _rows(page, "¿Cuántas se responden")] == ["ene 2025", "feb 2025", "mar 2025"]
    for_programs = download(hands, page.get_by_role("button", name="Descargar CSV", exact=True).first)
    months = [*csv.DictReader(io.StringIO(_text(for_programs)))]
    assert [row["mes_de_recepcion_codigo"] for row in months] == ["2025-01", "2025-02", "2025-03"]
    assert months[0]["tipo_de_dato"] == "datos de demostración"
    for_excel = download(hands, page.get_by_role("button", name="Descargar CSV para Excel").first)
    assert _text(for_excel).startswith("\ufeffMes de recepción;Recibidas;")
    assert for_excel.suggested_filename.endswith("-2025-q1-demostracion-excel.csv")


def test_the_councillor_checks_a_figure_against_the_document(site, hands):
    page = hands.watched.open(site)
    read = [_main(page)]
    hands.write(page.get_by_role("searchbox", name="Buscar una cifra").first, "expulsiones")
    hands.activate(page.locator(".pnme-results a").first)
    expect(page.get_by_role("heading", name="Expulsiones materializadas, total", exact=True)).to_be_visible()
    hands.pick("Fuente")
    assert _rows(page, "En la Cuenta Pública 2024: 4 cifras")[2] == [
        "Tabla 4",
        "605",
        "2024",
        "Nacional",
        "1.100",
        "Total expulsiones materializadas 1.100 438",
    ]
    assert _rows(page, "Qué valor se conocía") == [["30-06-2025", "1.100", "Cifra publicada"]]
    read.append(_main(page))
    _go(hands, "Conciliación")
    finding = page.locator(".finding", has_text="En la Tabla 13, los totales no son la suma de sus partes")
    expect(finding).to_have_count(1)
    expect(finding).to_contain_text("dice 567 y suman 585 (sobran 18)")
    hands.activate(finding.get_by_text("Ver las 9 comprobaciones"))
    expect(finding.locator("tbody tr")).to_have_count(9)
    read.append(_main(page))
    _go(hands, "Métodos")
    hands.write(page.get_by_role("searchbox", name="Buscar una definición"), "mediana dias")
    expect(
        page.get_by_text("Días hábiles en que la mitad de las solicitudes del período ya tenía respuesta.")
    ).to_be_visible()
    read.append(_main(page))
    assert [text for text in read if "pnme " in text] == []


def test_the_analyst_compares_and_comes_back_to_it(site, hands):
    page = hands.watched.open(site)
    _go(hands, "Indicadores")
    hands.write(page.locator("[data-testid=stMain]").get_by_role("searchbox"), "atenciones presenciales")
    hands.activate(page.locator(".pnme-results a").first)
    expect(page.get_by_text("attention.records", exact=True)).to_be_visible()
    hands.choose("Desglose", "Mes")
    hands.choose("Comparar hasta cinco", "Región o unidad: Ñuble", typed="nuble")
    hands.choose("Comparar hasta cinco", "Región o unidad: Biobío", typed="biobio")
    hands.choose("Junto a otro indicador", "Derivaciones", typed="derivaciones")
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_have_count(2)
    said = {
        "indicador": "attention.records",
        "vista": "grafico",
        "desglose": "month",
        "miembros": "region:16,region:08",
        "junto": "attention.referrals",
    }
    assert _asked(page) == said
    hands.activate(fold(page, "Ver la tabla y descargar los datos"))
    compared = _rows(page, "Atenciones presenciales, por mes")
    assert compared[0] == ["ene 2024", "420", "680"]
    given = download(hands, page.get_by_role("button", name="Descargar XLSX").last)
    assert (
        given.suggested_filename
        == "pnme-atenciones-presenciales-por-periodo-2024-01-01-2025-03-31-region-16-08-demostracion.xlsx"
    )
    hands.pick("Tabla")
    assert _rows(page, "Atenciones presenciales, por mes") == compared
    assert _rows(page, "Derivaciones, por mes")[0] == ["ene 2024", "95", "150"]
    page.reload()
    hands.watched.settle()
    assert _asked(page) == said | {"vista": "tabla"}
    assert _rows(page, "Atenciones presenciales, por mes") == compared
    hands.pick("Año contra año")
    expect(page.get_by_role("heading", name="Atenciones presenciales, año contra año")).to_be_visible()
    hands.activate(fold(page, "Ver la tabla y descargar los datos"))
    assert _rows(page, "año contra año")[0] == ["ene 2024", "8.585"]
    hands.pick("Mapa")
    hands.choose("Año", "2025")
    expect(page.get_by_role("heading", name="Atenciones presenciales, por región o unidad, 2025")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Atenciones presenciales, por región o unidad, 2025")).to_be_visible()
    hands.watched.settle()
    hands.pick("Gráfico")
    expect(page.get_by_role("heading", name="Atenciones presenciales, por mes")).to_be_visible()
    assert _asked(page)["miembros"] == "region:16,region:08"

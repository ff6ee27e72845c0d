"""A regional director finds their region on the map, among the others and on its sheet; whoever checks finds every number."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from geo.panels import CENTRE
from tests.browser.conftest import Watched, choose
from tests.pdfs import pages_of

pytestmark = pytest.mark.browser
CHILLAN = (-72.1, -36.6)


def _said(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def _asked(url: str, metric: str) -> dict[str, str]:
    """What the command line answers by region, written as pages write it."""
    query = ["metrics", "query", metric, "--by", "region", "--period", "2024", "--format", "json", "--database", url]
    command = Path(sys.executable).with_name("pnme")
    run = subprocess.run([command, *query], capture_output=True, check=True)  # noqa: S603
    rows = json.loads(run.stdout)["rows"]
    return {row["region"]: f"{row['value']:,}".replace(",", ".") for row in rows if row["value"] is not None}


@pytest.mark.parametrize(
    ("metric", "units"),
    [
        ("attention.records", {"NC"}),
        ("field_operations.count", {"TI"}),
        ("field_operations.people", {"TI"}),
    ],
)
def test_every_number_of_tables_12_and_13_is_on_the_page(site, sqlite_server, demonstration_on, watched, metric, units):
    page = watched.open(f"{site}/territorio?indicador={metric}&periodo=2024&vista=tabla")
    rows = page.locator(".pnme-table tbody tr")
    label = "Código"
    shown = {
        row.locator(f"[data-label='{label}']").inner_text(): row.locator("td.number").first.inner_text()
        for row in rows.all()
    }
    asked = _asked(demonstration_on(sqlite_server), metric)
    assert shown == asked
    assert len(asked) == 17
    assert set(asked) - {f"{number:02}" for number in range(1, 17)} == units
    page.get_by_role("radio", name="Mapa").click()
    watched.settle()
    drawn = page.locator(".pnme-panel a.region")
    expect(drawn).to_have_count(16)
    values = {one.get_attribute("data-pnme-stays"): one.locator(".value").inner_text() for one in drawn.all()}
    assert values == {code: value for code, value in asked.items() if code not in units}
    (unit,) = units
    expect(page.locator(".pnme-box .units li")).to_contain_text(asked[unit])


def test_inhabitants_are_those_of_the_file(site, watched):
    page = watched.open(f"{site}/territorio?indicador=population.inhabitants&periodo=2024&vista=tabla")
    expect(page.locator(".pnme-headline")).to_contain_text("20.086.377")
    told = page.locator(".pnme-table tbody tr").nth(9).inner_text()
    assert "Ñuble" in told
    assert "521.711" in told
    assert "Cifra publicada" in told


# --- a region is chosen on the map, in the ranking, in the table, in the trend -------------------------------


def _is_chosen(page: Page, name: str, code: str) -> None:
    expect(page.locator(".pnme-headline .place")).to_contain_text(f"{name}, 2024")
    expect(page.locator(f"[data-pnme-stays='{code}'][aria-current=true]").first).to_be_attached()
    assert _said(page)["region"] == code


def test_who_clicks_nuble_on_the_map_opens_it_and_back_returns(site, watched, browser):
    page = watched.open(f"{site}/territorio")
    page.evaluate("window.isTheSame = true")
    panel = page.locator(".pnme-panel.centro")
    panel.scroll_into_view_if_needed()
    x, y = CENTRE.place(CHILLAN)
    panel.click(position={"x": x, "y": y})
    watched.settle()
    _is_chosen(page, "Ñuble", "16")
    assert page.evaluate("window.isTheSame")  # and the site was not loaded again
    expect(page.get_by_role("combobox", name="Región")).to_have_value(unicodedata.normalize("NFD", "Ñuble"))
    elsewhere = browser.new_page()
    elsewhere.goto(page.url)
    _is_chosen(elsewhere, "Ñuble", "16")
    elsewhere.close()
    page.go_back()
    expect(page.locator(".pnme-headline .place")).to_contain_text("Todo el país, 2024")
    expect(page.locator("[aria-current=true][data-pnme-stays]")).to_have_count(0)
    page.go_forward()
    watched.settle()
    _is_chosen(page, "Ñuble", "16")


@pytest.mark.parametrize("view", ["mapa", "ranking", "tendencia", "tabla"])
def test_a_region_is_chosen_by_keyboard_and_the_focus_stays_there(site, watched, view):
    page = watched.open(f"{site}/territorio?vista={view}&medida=por-mil")
    focused = "document.activeElement.dataset.pnmeStays"
    page.get_by_role("combobox", name="Cómo se mide").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == "16":
            break
    assert page.evaluate(focused) == "16"
    page.keyboard.press("Enter")
    watched.settle()
    _is_chosen(page, "Ñuble", "16")
    assert _said(page) | {"vista": view, "medida": "por-mil"} == _said(page)
    assert page.evaluate(focused) == "16"
    page.keyboard.press("Tab")  # and goes on from there
    assert page.evaluate(focused) not in (None, "16")
    page.go_back()
    expect(page.locator(".pnme-headline .place")).to_contain_text("Todo el país, 2024")


def test_on_a_phone_a_grid_of_sixteen_takes_the_place_of_the_map(site, browser):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    watched = Watched(page)
    watched.open(f"{site}/territorio")
    expect(page.locator(".pnme-panel a.region").first).to_be_hidden()
    expect(page.locator(".pnme-grid a.tile")).to_have_count(16)
    page.locator(".pnme-grid a.tile", has_text="Ñuble").click()
    watched.settle()
    _is_chosen(page, "Ñuble", "16")
    page.close()


# --- the director's task -------------------------------------------------------------------------------------


def test_the_director_of_tarapaca_compares_reads_the_sheet_and_takes_it_along(site, watched):
    page = watched.open(f"{site}/territorio")
    choose(watched, "Región", "Tarapacá")
    page.get_by_role("radio", name="Ranking").click()
    watched.settle()
    choose(watched, "Cómo se mide", "Por 1.000 habitantes")
    expect(page.locator(".pnme-headline")).to_contain_text("por 1.000 habitantes (población de 2024): 23,0")
    expect(page.locator(".pnme-headline")).to_contain_text("puesto 1 de 16")
    first = page.locator(".pnme-ranking tbody tr").first
    assert first.locator("th").inner_text() == "Tarapacá"
    assert "own" in (first.get_attribute("class") or "")
    page.get_by_role("link", name="Abrir la ficha de la región").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tarapacá, 2024")
    watched.settle()
    assert _said(page) == {"codigo": "01", "periodo": "2024"}
    expect(page.get_by_text("Parecidas son las 4 regiones con la población más cercana")).to_be_visible()
    expect(page.get_by_text("de Tarapacá sola no hay cifra")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar la ficha para imprimir (PDF)").click()
    (sheet,) = pages_of(waiting.value.path().read_bytes())
    assert waiting.value.suggested_filename == "pnme-ficha-01-tarapaca-2024-publicado-demostracion.pdf"
    assert "Tarapacá, 2024" in sheet
    assert "Página 1 de 1" in sheet
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar CSV", exact=True).first.click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) == page.locator(".pnme-region-sheet tbody tr").count()
    # the region goes along to another page, and comes back from it
    page.get_by_role("link", name="Transparencia", exact=True).click()
    expect(page.locator(".pnme-headline .place")).to_contain_text("Tarapacá, 2024")
    choose(watched, "Región", "Biobío")
    page.get_by_role("link", name="Ficha de una región", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Biobío, 2024")


def test_the_region_that_the_sheet_shows_for_want_of_a_choice_is_nobodys_elsewhere(site, watched):
    page = watched.open(f"{site}/region")
    expect(page.get_by_role("heading", level=1)).to_have_text("Arica y Parinacota, 2024")
    page.get_by_role("link", name="Transparencia", exact=True).click()
    expect(page.locator(".pnme-headline .place")).to_contain_text("Todo el país, 2024")


def test_what_asks_for_attention_says_why_and_by_which_rule(site, watched):
    page = watched.open(f"{site}/region?codigo=13&periodo=2024")
    backed = page.locator(".pnme-named li")
    expect(backed).to_have_count(1)
    expect(backed).to_contain_text("Personas atendidas en operativos")
    expect(backed).to_contain_text("peor que cada región parecida")
    page.get_by_text("Avisos que salen sólo de datos de demostración (1)").click()
    watched.settle()
    expect(page.get_by_text("Mediana de días hábiles de respuesta: 18, y la meta es 15")).to_be_visible()
    page.get_by_text("Con qué reglas").click()
    watched.settle()
    expect(page.get_by_text("Rompe su patrón: el último trimestre completo")).to_be_visible()


@pytest.mark.parametrize(
    "said", ["indicador=no.such&vista=globo", "medida=por-millon", "indicador=%3Cscript%3Ealert(1)%3C/script%3E"]
)
def test_nonsense_in_the_address_is_told_and_the_first_is_shown(site, watched, said):
    page = watched.open(f"{site}/territorio?{said}")
    expect(page.get_by_text("No reconocimos").first).to_be_visible()
    expect(page.locator(".pnme-headline")).to_contain_text("97.4")

"""What is on screen is in the address, and what the address says is on screen: links, Back, reload, two tabs, nonsense."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import choose, option

pytestmark = pytest.mark.browser


def _said(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


_REGIONS = {"indicador": "attention.records", "vista": "mapa", "medida": "cifra"}
"""What Territorio says of itself beside the period and the region."""


def test_a_choice_is_one_step_and_back_undoes_it(site, watched):
    page = watched.open(f"{site}/territorio")
    assert _said(page) == {"periodo": "2024", "region": "CL"} | _REGIONS
    before = page.evaluate("history.length")
    page.get_by_role("combobox", name="Región").click()
    page.keyboard.type("nuble")
    option(page, "Ñuble").click()
    watched.settle()
    expect(page.locator(".pnme-headline .place")).to_contain_text("Ñuble, 2024")
    assert _said(page) == {"periodo": "2024", "region": "16"} | _REGIONS
    assert page.evaluate("history.length") == before + 1
    page.get_by_role("link", name="Transparencia", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Transparencia")
    expect(page.locator(".pnme-headline .place")).to_contain_text("Ñuble, 2024")
    watched.settle()
    assert _said(page) == {"periodo": "2024", "region": "16"}
    assert page.evaluate("history.length") == before + 2
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Territorio")
    expect(page.locator(".pnme-headline .place")).to_contain_text("Ñuble, 2024")
    page.go_back()
    expect(page.locator(".pnme-headline .place")).to_contain_text("Todo el país, 2024")
    page.go_forward()
    expect(page.locator(".pnme-headline .place")).to_contain_text("Ñuble, 2024")
    page.reload()
    expect(page.locator(".pnme-headline .place")).to_contain_text("Ñuble, 2024")
    assert page.title() == "Territorio · Monitor PNME"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("transparencia?region=16&periodo=2025-Q1", "Ñuble, ene-mar 2025"),
        ("transparencia?region=%C3%91uble&periodo=ene-mar+2025", "Ñuble, ene-mar 2025"),
        ("transparencia?periodo=2024-03..2024-08", "Todo el país, marzo de 2024 a agosto de 2024"),
        ("transparencia?periodo=2024-02", "Todo el país, febrero de 2024"),
        ("transparencia?region=16", "Ñuble, 2024"),
        ("transparencia?region=16&region=13", "Ñuble, 2024"),
        ("transparencia?region=16&otra=cosa", "Ñuble, 2024"),
        ("plan?corte=2024-08-21", "Plan Nacional de Acción, al 21-08-2024"),
        ("plan?corte=21-08-2024", "Plan Nacional de Acción, al 21-08-2024"),
    ],
)
def test_a_pasted_link_with_codes_or_old_words_shows_what_it_says(site, watched, path, place):
    page = watched.open(f"{site}/{path}")
    expect(page.locator(".pnme-headline .place")).to_contain_text(place)
    assert page.url == f"{site}/{path}"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (
            "territorio?region=XYZ",
            "No reconocimos «XYZ» en el enlace; mostramos Todo el país. Se puede pedir: Todo el país, Arica",
        ),
        ("territorio?periodo=2030", "No reconocimos «2030» en el enlace; mostramos 2024. Se puede pedir: 2025"),
        ("territorio?region=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "No reconocimos «<script>alert(1)</script>»"),
        ("territorio?region=%27%3B+DROP+TABLE+attentions", "No reconocimos «'; DROP TABLE attentions»"),
        ("territorio?region=" + "x" * 3000, "No reconocimos «" + "x" * 60 + "…»"),
        (
            "plan?corte=1999-01-01",
            "No reconocimos «1999-01-01» en el enlace; mostramos 31-03-2025 (sesión 2025-03). Se puede pedir: "
            "31-03-2025 (sesión 2025-03)",
        ),
        ("indicadores?indicador=no.existe", "No reconocimos «no.existe» en el enlace."),
        ("indicadores?indicador=permits.requested&desglose=nada", "No reconocimos «nada» en el enlace; mostramos Año."),
        ("indicadores?indicador=permits.requested&vista=eso", "No reconocimos «eso» en el enlace; mostramos Gráfico."),
        (
            "indicadores?indicador=permits.requested&junto=nadie",
            "No reconocimos «nadie» en el enlace; mostramos Ninguno.",
        ),
        ("indicadores?indicador=attention.records&desglose=month&miembros=region:99", "No reconocimos «region:99»"),
        (
            "indicadores?indicador=attention.records&vista=mapa&anio=1999",
            "No reconocimos «1999» en el enlace; mostramos 2024.",
        ),
    ],
)
def test_what_is_not_known_is_told_with_what_is(site, watched, path, told):
    page = watched.open(f"{site}/{path}")
    expect(page.get_by_role("alert").filter(has_text="No reconocimos")).to_contain_text(told)
    assert page.url == f"{site}/{path}"


def test_nonsense_is_forgotten_when_something_is_chosen(site, watched):
    page = watched.open(f"{site}/territorio?region=XYZ")
    choose(watched, "Región", "Biobío")
    expect(page.locator(".pnme-headline .place")).to_contain_text("Biobío, 2024")
    expect(page.get_by_text("No reconocimos")).to_have_count(0)
    assert _said(page) == {"periodo": "2024", "region": "08"} | _REGIONS
    page.go_back()
    expect(page.get_by_text("No reconocimos")).to_be_visible()


def test_a_range_of_months_is_chosen_and_linked(site, watched):
    page = watched.open(f"{site}/transparencia")
    choose(watched, "Período", "Otros meses, de uno a otro…")
    choose(watched, "Desde", "marzo de 2024")
    choose(watched, "Hasta", "agosto de 2024")
    expect(page.locator(".pnme-headline .place")).to_contain_text("marzo de 2024 a agosto de 2024")
    assert _said(page)["periodo"] == "2024-03..2024-08"
    page.reload()
    expect(page.locator(".pnme-headline .place")).to_contain_text("marzo de 2024 a agosto de 2024")


def test_two_tabs_do_not_mix(site, watched):
    page = watched.open(f"{site}/territorio?region=16&periodo=2024")
    other = page.context.new_page()
    other.goto(f"{site}/territorio?region=08&periodo=2024")
    expect(other.locator(".pnme-headline .place")).to_contain_text("Biobío")
    page.get_by_role("link", name="Transparencia", exact=True).click()
    expect(page.locator(".pnme-headline .place")).to_contain_text("Ñuble")
    other.get_by_role("link", name="Transparencia", exact=True).click()
    expect(other.locator(".pnme-headline .place")).to_contain_text("Biobío")
    other.close()


def test_links_of_ours_take_along_what_is_shown_and_do_not_load_the_site_again(site, watched):
    page = watched.open(f"{site}/?periodo=2025-Q1")
    page.evaluate("window.isTheSame = true")
    page.get_by_role("link", name="Ver Territorio").click()
    expect(page.locator(".pnme-headline .place")).to_contain_text("Todo el país, ene-mar 2025")
    watched.settle()
    assert _said(page) == {"periodo": "2025-Q1", "region": "CL"} | _REGIONS
    assert page.evaluate("window.isTheSame")


def test_a_link_of_ours_says_what_its_page_shows_and_nothing_of_another(site, watched):
    page = watched.open(f"{site}/?periodo=2025-Q1")
    page.get_by_role("link", name="Ver Plan").click()
    expect(page.locator(".pnme-headline .place")).to_contain_text("al 31-03-2025")
    watched.settle()
    assert _said(page) == {"corte": "2025-03-31", "frente": "2024-11-29", "por": "axis"}
    page.get_by_role("link", name="Conciliación", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conciliación")
    watched.settle()
    assert _said(page) == {}
    page.get_by_role("link", name="Transparencia", exact=True).click()
    expect(page.locator(".pnme-headline .place")).to_contain_text("Todo el país, ene-mar 2025")


def test_a_link_to_a_figure_brings_it_into_view(site, watched):
    page = watched.open(f"{site}/transparencia?periodo=2024#transparencia-meses")
    heading = page.locator("#transparencia-meses")
    expect(heading).to_be_in_viewport()


def test_what_is_copied_is_the_address_and_a_citation(site, watched):
    page = watched.open(f"{site}/transparencia?periodo=2024&region=16")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    source = page.locator(".pnme-source").nth(1)
    source.get_by_role("button", name="Copiar enlace").click()
    expect(source.get_by_role("button", name="Copiado")).to_be_visible()
    assert (
        page.evaluate("navigator.clipboard.readText()")
        == f"{site}/transparencia?periodo=2024&region=16#transparencia-meses"
    )
    expect(source.get_by_role("button", name="Copiar enlace")).to_be_visible()
    source.get_by_role("button", name="Copiar cita").click()
    expect(source.get_by_role("button", name="Copiado")).to_be_visible()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert (
        "«¿Cuántas se responden, y cuántas dentro de la meta?», 2024, Ñuble (datos de demostración). Monitor PNME, versión de los datos"
        in cited
    )
    assert f"{site}/transparencia?periodo=2024&region=16#transparencia-meses (consultado el " in cited


@pytest.mark.parametrize("path", ["territorio/x", "indicadores/permits.requested", "inicio"])
def test_no_page_lies_below_a_page(site, browser, path):
    page = browser.new_page()
    assert page.goto(f"{site}/{path}").status == 404
    expect(page.get_by_role("heading", name="Esta página no existe")).to_be_visible()
    page.close()

"""A member of the committee before a session: what is late in one ministry, one measure of it, and the session before."""

from __future__ import annotations

import re

import fastexcel
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched, choose
from tests.pdfs import pages_of

pytestmark = pytest.mark.browser


def _column(page: Page, heading: str, title: str) -> list[str]:
    """The cells of a column of the table under a heading."""
    table = page.get_by_role("table", name=heading, exact=True)
    return table.locator(f"[data-label='{title}']").all_inner_texts()


def test_a_member_filters_opens_a_measure_and_comes_back_with_the_filter(site, watched: Watched):
    page = watched.open(f"{site}/plan")
    choose(watched, "Situación de plazo", "Atrasada")
    choose(watched, "Ministerio", "Ministerio del Interior y Seguridad Pública")
    expect(page.get_by_role("heading", name="2 de 86 medidas", exact=True)).to_be_visible()
    watched.settle()
    expect(page).to_have_url(re.compile("plazo=late&ministerio=interior_seguridad_publica"))
    kept = _column(page, "2 de 86 medidas", "Medida")
    assert kept == ["M74", "M77"]
    page.get_by_role("table", name="2 de 86 medidas", exact=True).get_by_role("link", name="M74").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("M74 · Rediseñar la etapa inicial")
    watched.settle()
    expect(page.get_by_text("1 de 2", exact=True)).to_be_visible()
    expect(page.get_by_text("Falta la explicación obligatoria.")).to_be_visible()
    page.get_by_role("link", name="Siguiente: M77 →").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("M77 · ")
    watched.settle()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("M74 · ")
    watched.settle()
    page.get_by_role("link", name="Volver a la lista filtrada").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan Nacional de Acción")
    watched.settle()
    assert _column(page, "2 de 86 medidas", "Medida") == kept


def test_a_tile_leads_to_the_measures_that_it_counts(site, watched: Watched):
    page = watched.open(f"{site}/plan")
    page.locator(".pnme-tile").get_by_role("link", name="Medidas sin reporte en la última ronda").click()
    expect(page.get_by_role("heading", name="4 de 86 medidas", exact=True)).to_be_visible()
    watched.settle()
    assert _column(page, "4 de 86 medidas", "Medida") == ["M47", "M74", "M80", "M84"]


def test_the_session_before_is_as_it_was_then(site, watched: Watched):
    page = watched.open(f"{site}/sesion")
    expect(page.get_by_text("lo que se sabía el 31-03-2025")).to_be_visible()
    choose(watched, "Sesión o fecha", "Sesión de demostración de noviembre de 2024, 29-11-2024")
    expect(page.get_by_text("lo que se sabía el 29-11-2024")).to_be_visible()
    assert page.url == f"{site}/sesion?id=2024-11"
    tile = page.locator(".pnme-tile", has=page.get_by_role("link", name="Medidas atrasadas", exact=True))
    expect(tile.locator(".value")).to_have_text("1")
    assert {row.split("-A")[0] for row in _column(page, "Acuerdos: 18", "Acuerdo")} == {"2024-05", "2024-08", "2024-11"}


def _check_the_pack(page: Page, day: str, code: str) -> None:
    """Download the pack of the session that is shown, and find the page's numbers on its pages."""
    tiles = page.locator(".pnme-tile")
    shown = list(zip(tiles.locator(".label").all_inner_texts(), tiles.locator(".value").all_inner_texts(), strict=True))
    counted = [
        heading
        for heading in page.get_by_role("heading", level=2).all_inner_texts()
        if heading.startswith(("Qué cambió: ", "Acuerdos: "))
    ]
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar la carpeta para imprimir (PDF)").click()
    assert waiting.value.suggested_filename == f"pnme-carpeta-{code}-demostracion.pdf"
    pages = pages_of(waiting.value.path().read_bytes())
    cover, figures, *rest = pages
    assert f"al {day}" in cover
    assert (len(shown), len(counted)) == (8, 2)
    assert [told for told in shown if " ".join(told) not in figures] == []
    assert [heading for heading in counted if heading not in " ".join(rest)] == []
    assert all("Datos de demostración" in one for one in pages)


def test_a_member_prepares_a_session(site, watched: Watched):
    page = watched.open(f"{site}/plan")
    choose(watched, "Ministerio", "Ministerio de Defensa Nacional")
    listed = page.get_by_role("heading", name=re.compile("^1 de 86 medidas$"))
    expect(listed).to_be_visible()
    watched.settle()
    page.get_by_role("table", name="1 de 86 medidas", exact=True).get_by_role("link", name="M76").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("M76 · ")
    watched.settle()
    page.go_back()
    expect(listed).to_be_visible()
    expect(page).to_have_url(re.compile("ministerio=defensa_nacional"))
    watched.settle()
    page.get_by_role("link", name="Sesión del Comité", exact=True).click()
    expect(page.get_by_text("lo que se sabía el 31-03-2025")).to_be_visible()
    watched.settle()
    choose(watched, "Sesión o fecha", "Sesión de demostración de noviembre de 2024, 29-11-2024")
    expect(page.get_by_text("lo que se sabía el 29-11-2024")).to_be_visible()
    watched.settle()
    _check_the_pack(page, "29-11-2024", "2024-11")


def test_the_pack_of_the_last_session_says_the_numbers_of_the_page(site, watched: Watched):
    _check_the_pack(watched.open(f"{site}/sesion"), "31-03-2025", "2025-03")


def test_the_first_screens_say_what_is_late_and_who_owes(site, watched_at: Watched, width: int):
    """The first at 1440, the first two at 390."""
    page = watched_at.open(f"{site}/plan")
    last = 900 if width > 1000 else 2 * 900
    for words in (
        "siguen en desarrollo. Desde la sesión anterior 19 se movieron",
        "Lo más atrasado:",
        "Quién debe más:",
    ):
        box = page.get_by_text(words).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < last


def test_the_card_of_a_measure_says_what_its_page_says(site, watched: Watched):
    page = watched.open(f"{site}/medida?id=M74")
    values = page.locator(".pnme-tile .value").all_inner_texts()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar la ficha para imprimir (PDF)").click()
    assert waiting.value.suggested_filename == "pnme-ficha-m74-2025-03-31-demostracion.pdf"
    [card] = pages_of(waiting.value.path().read_bytes())
    assert [value for value in values if value not in card] == []
    assert "Datos de demostración" in card


def test_the_pack_of_a_filtered_list_says_so(site, watched: Watched):
    page = watched.open(f"{site}/plan?ministerio=defensa_nacional")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar la carpeta en planilla (XLSX)").click()
    book = fastexcel.read_excel(waiting.value.path().read_bytes())
    kept = book.load_sheet("Medidas").to_polars()["Medida"].to_list()
    listed = page.get_by_role("table", name=f"{len(kept)} de 86 medidas").locator("tbody th").all_inner_texts()
    assert kept == listed
    said = book.load_sheet("Portada", header_row=None).to_polars().rows()
    assert ("Filtros", "Ministerio: Ministerio de Defensa Nacional") in said


@pytest.mark.parametrize(
    ("asked", "told"),
    [("2025-01-15", "15-01-2025"), ("2024-08", "21-08-2024"), ("2024-08-21", "21-08-2024")],
)
def test_a_session_or_any_day_is_an_address(site, watched: Watched, asked, told):
    page = watched.open(f"{site}/sesion?id={asked}")
    expect(page.get_by_text(f"lo que se sabía el {told}")).to_be_visible()


@pytest.mark.parametrize("asked", ["1999-01-01", "<script>", "2025-99"])
def test_no_such_session_is_told(site, watched: Watched, asked):
    page = watched.open(f"{site}/sesion?id={asked}")
    expect(page.get_by_role("alert").filter(has_text="No reconocimos")).to_contain_text(asked)


def test_a_measure_that_is_not_reported_is_not_at_zero(site, watched: Watched):
    page = watched.open(f"{site}/medida?id=M13&corte=2024-05-23")
    tiles = page.locator(".pnme-tile")
    expect(tiles.filter(has_text="Avance reportado").locator(".value")).to_have_text("Sin reporte")
    expect(page.get_by_text("no reportar no es tener 0 % de avance")).to_be_visible()


def test_who_must_act_first_is_drawn_where_there_are_several(site, watched_at):
    page = watched_at.open(f"{site}/medida?id=M46")
    drawn = page.get_by_role("img", name="Deben actuar antes que la medida M46: Subsecretaría de Derechos Humanos, ")
    expect(drawn).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

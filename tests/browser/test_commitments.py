"""Someone of the public looks for what was promised, and for what the plan says of it."""

from __future__ import annotations

import re

import fastexcel
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watched, choose

pytestmark = pytest.mark.browser


def test_a_promise_is_found_filtered_taken_away_and_followed_to_its_measure(site, watched: Watched):
    page = watched.open(f"{site}/compromisos")
    choose(watched, "Capítulo", "Eje 8 / 8.2: Coordinación Interinstitucional")
    expect(page.get_by_role("heading", name="4 de 85 promesas")).to_be_visible()
    expect(page).to_have_url(re.compile(r"capitulo=8\.2"))
    expect(page.get_by_text("Ninguna norma cumple lo que se pide.")).to_be_visible()
    choose(watched, "Capítulo", "Todos")
    page.get_by_label("Buscar en el texto").fill("mi sermig")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 de 85 promesas")).to_be_visible()
    watched.settle()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar XLSX").first.click()
    assert "publicado" in waiting.value.suggested_filename
    filed = fastexcel.read_excel(waiting.value.path()).load_sheet("Datos").to_polars()
    assert filed.select("Código", "Capítulo", "Línea", "Estado").rows() == [
        ("D2.2-1", "Eje 2 / 2.2", 527, "Sin reporte")
    ]
    page.get_by_role("link", name="M59 (en desarrollo, datos de demostración)").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("M59 · ")
    page.go_back()
    expect(page.get_by_role("heading", name="1 de 85 promesas")).to_be_visible()


@pytest.mark.parametrize("text", ["'; DROP TABLE commitments", "<script>alert(1)</script>", "x" * 60])
def test_what_is_not_there_is_said(site, watched: Watched, text):
    page = watched.open(f"{site}/compromisos")
    page.get_by_label("Buscar en el texto").fill(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="0 de 85 promesas")).to_be_visible()
    expect(page.get_by_text("Ninguna promesa cumple lo que se pide.")).to_be_visible()

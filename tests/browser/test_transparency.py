"""The transparency department looks at what is due next week, and a councillor at how long people wait and who says so."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched, choose

pytestmark = pytest.mark.browser
_UNITS = "Por unidad que debe responder"


def _column(page: Page, name: str, title: str) -> list[str]:
    return page.get_by_role("table", name=name, exact=True).locator(f"[data-label='{title}']").all_inner_texts()


def _value(page: Page, label: str) -> str:
    tile = page.locator(".pnme-tile", has=page.get_by_text(label, exact=True))
    return tile.locator(".value").inner_text()


def _filed(watched: Watched, key: str) -> list[dict[str, str]]:
    """Unfold the table of that key, and the rows of its CSV."""
    page = watched.page
    fold = page.locator(f".st-key-{key}-fold")
    fold.get_by_text("Ver la tabla y descargar los datos").click()
    watched.settle()
    with page.expect_download() as waiting:
        fold.get_by_role("button", name="Descargar CSV", exact=True).click()
    return list(csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig"))))


def test_the_department_sees_what_is_due_next_week_and_in_which_unit(site, watched: Watched):
    page = watched.open(f"{site}/transparencia")
    page.get_by_role("link", name="¿Qué está por vencer?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vencimientos")
    watched.settle()
    soon = _value(page, "Solicitudes que vencen dentro de 0 a 5 días hábiles")
    headline = page.locator(".pnme-headline")
    expect(headline).to_contain_text("Al 31-03-2025")
    expect(headline).to_contain_text(f"y {soon} vencen en los próximos 5 días hábiles")
    by_unit = [int(one) for one in _column(page, _UNITS, "Vencen en 0 a 5 días hábiles")]
    assert (sum(by_unit), str(sum(by_unit))) == (int(soon), soon)
    assert sum(int(one) for one in _column(page, _UNITS, "Abiertas en total")) == int(
        _value(page, "Solicitudes abiertas")
    )
    first = _column(page, _UNITS, "Unidad")[by_unit.index(max(by_unit))]
    expect(headline).to_contain_text(f"La que más debe responder en ellos: {first}")
    page.get_by_text("Ver la tabla y descargar los datos").click()
    watched.settle()
    days = page.get_by_role("table", name="Día por día, en los próximos 20 días hábiles", exact=True)
    expect(days.locator("tbody tr")).to_have_count(21)
    assert sum(map(int, days.locator("[data-label='Solicitudes']").all_inner_texts()[:6])) == int(soon)
    # and how far to believe the forecast
    expect(page.get_by_text(re.compile("se espera que .* venzan sin respuesta, prorrogadas o no"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"acertó el intervalo en \d+ de 12 meses"))).to_be_visible()
    page.get_by_text("Lo dicho y lo que pasó, mes por mes (12)").click()
    watched.settle()
    assert len(_column(page, "Lo dicho y lo que pasó, mes por mes", "Mes")) == 12
    choose(watched, "Región", "Metropolitana")
    expect(page).to_have_url(re.compile("region=13"))
    watched.settle()
    assert int(_value(page, "Solicitudes abiertas")) < 124
    page.reload()
    watched.settle()
    assert sum(int(one) for one in _column(page, _UNITS, "Abiertas en total")) == int(
        _value(page, "Solicitudes abiertas")
    )


def test_a_councillor_reads_how_long_people_wait_and_who_says_so(site, watched: Watched):
    page = watched.open(f"{site}/transparencia?periodo=2024")
    both = page.get_by_text("96,5 % y 32,1 % son ciertas las dos")
    expect(both).to_be_visible()
    assert _column(page, "Lo mismo, contado de cinco maneras", "Valor")[:2] == ["96,5 %", "32,1 %"]
    page.get_by_role("link", name="¿Cuánto se espera, dónde, y está mejorando?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tiempos de respuesta")
    watched.settle()
    expect(page).to_have_url(re.compile("periodo=2024"))
    headline = page.locator(".pnme-headline")
    expect(headline).to_contain_text(
        "Se estima que, de cada 100 solicitudes recibidas en 2024, 32 tienen respuesta en 15 días hábiles o menos"
    )
    expect(headline).to_contain_text("La mitad espera 18 días hábiles o menos")
    expect(headline).to_contain_text("No se compara con un año antes (sin base publicada para comparar).")
    source = page.locator(".pnme-source").first
    expect(source).to_contain_text("Fuente: Registro de solicitudes de acceso a la información y amparos")
    expect(source).to_contain_text("Datos de demostración")
    choose(watched, "Período", "ene-mar 2025")
    expect(page.get_by_text("Las esperas más cortas del primer trimestre de 2025 no son una mejora.")).to_be_visible()
    watched.settle()
    months = _filed(watched, "tiempos-recepcion")
    assert (len(months), months[0]["mes"], months[-1]["mes"]) == (24, "abr 2023", "mar 2025")


def test_no_rank_is_given_of_few_answers_neither_on_the_page_nor_in_its_file(site, watched: Watched):
    page = watched.open(f"{site}/tiempos?periodo=2025-03&region=11&por=topic")
    rows = _filed(watched, "tiempos-topic")
    heading = "Respondidas en 15 días hábiles o menos, por materia"
    shown = dict(zip(_column(page, heading, "Materia"), _column(page, heading, "Lugar"), strict=True))
    assert set(shown.values()) == {"Sin lugar: menos de 30"}
    assert {row["materia"]: (row["lugar"], row["lugar.estado"]) for row in rows} == dict.fromkeys(
        shown, ("", "sin_lugar_menos_de_30")
    )

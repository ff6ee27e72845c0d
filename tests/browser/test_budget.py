"""A budget officer finds what is behind, why the budget changed and what is left; a journalist finds what expulsions cost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import choose
from tests.pdfs import pages_of

pytestmark = pytest.mark.browser
AMOUNTS = {
    "Presupuesto ley": "budget.enacted",
    "Modificaciones del presupuesto": "budget.modified",
    "Presupuesto vigente": "budget.current",
    "Devengado acumulado del año": "budget.accrued_to_date",
    "Pagado acumulado del año": "budget.paid_to_date",
    "Saldo por devengar": "budget.left",
}
SHARES = {
    "Ejecución del presupuesto vigente": "budget.execution_share",
    "Ejecución del presupuesto ley": "budget.execution_of_enacted_share",
}


def _said(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def _asked(url: str, *arguments: str) -> list[dict[str, object]]:
    """What the command line answers."""
    command = [Path(sys.executable).with_name("pnme"), "metrics", "query", *arguments]
    run = subprocess.run([*command, "--format", "json", "--database", url], capture_output=True, check=True)  # noqa: S603
    found: list[dict[str, object]] = json.loads(run.stdout)["rows"]
    return found


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _in_pesos(value: int) -> str:
    return f"{'-' if value < 0 else ''}${_dotted(abs(value))}"


def _in_thousands(value: int) -> str:
    return f"{'-' if value < 0 else ''}M$ {_dotted((abs(value) + 500) // 1000)}"


def _tiles(page: Page) -> dict[str, str]:
    found = page.locator(".pnme-tiles").first.locator(".pnme-tile").all()
    return {one.locator(".label").inner_text(): one.locator(".value").inner_text() for one in found}


@pytest.mark.parametrize(
    ("address", "period", "where"),
    [
        ("presupuesto?periodo=2025-03", "2025-03", []),
        ("presupuesto?periodo=2024", "2024-12", []),
        ("gasto?codigo=22&periodo=2024-06", "2024-06", ["--where", "subtitle=22"]),
        ("gasto?codigo=22.08&periodo=2025-Q1", "2025-03", ["--where", "budget_item=22.08"]),
        ("gasto?codigo=29.06.001&periodo=2024-11", "2024-11", ["--where", "budget_line=29.06.001"]),
    ],
)
def test_the_numbers_are_those_of_the_command_line_in_pesos_and_in_thousands(
    site, sqlite_server, demonstration_on, watched, address, period, where
):
    metrics = [*AMOUNTS.values(), *SHARES.values()]
    asked = _asked(demonstration_on(sqlite_server), *metrics, "--period", period, *where)
    values = {row["metric"]: row["value"] for row in asked}
    page = watched.open(f"{site}/{address}&montos=pesos")
    shares = {
        label: "Sin dato" if values[one] is None else f"{100 * values[one]:.2f} %".replace(".", ",")
        for label, one in SHARES.items()
    }
    in_pesos = {label: _in_pesos(values[one]) for label, one in AMOUNTS.items()} | shares
    in_thousands = {label: _in_thousands(values[one]) for label, one in AMOUNTS.items()} | shares
    assert _tiles(page) == in_pesos
    page.get_by_role("radio", name="Miles de pesos (M$)").click()
    watched.settle()
    assert _tiles(page) == in_thousands
    assert _said(page)["montos"] == "miles"
    page.get_by_role("radio", name="Pesos", exact=True).click()
    watched.settle()
    assert _tiles(page) == in_pesos


def _table(page: Page) -> list[list[str]]:
    rows = page.locator(".pnme-table").first.locator("tbody tr").all()
    return [[cell.inner_text() for cell in row.locator("th, td").all()] for row in rows]


def test_the_parts_are_those_of_the_command_line(site, sqlite_server, demonstration_on, watched):
    page = watched.open(f"{site}/presupuesto?periodo=2025-03&montos=pesos")
    url = demonstration_on(sqlite_server)
    asked = {
        metric: {
            str(row["subtitle"]): row["value"] for row in _asked(url, metric, "--by", "subtitle", "--period", "2025-03")
        }
        for metric in (
            "budget.enacted",
            "budget.current",
            "budget.accrued_to_date",
            "budget.paid_to_date",
            "budget.left",
        )
    }
    rows = {row[0].split()[0]: row[1:6] for row in _table(page)}
    assert list(rows) == ["21", "22", "29", "34", "Total"]
    for code in ("21", "22", "29", "34"):
        assert rows[code] == [_in_pesos(values[code]) for values in asked.values()]
    assert rows["Total"] == [_in_pesos(sum(values.values())) for values in asked.values()]


# --- a budget officer ------------------------------------------------------------------------------------


def test_which_subtitle_is_behind_why_did_it_change_and_what_is_left(site, watched):
    page = watched.open(f"{site}/presupuesto")
    behind = page.get_by_role("link", name="29 Adquisición de activos no financieros va atrasado")
    expect(behind).to_contain_text("lleva 11,55 % de lo vigente con 25,00 % del año")
    behind.click()
    watched.settle()
    expect(page.locator("h1")).to_have_text("29 Adquisición de activos no financieros")
    assert _said(page) == {"codigo": "29", "periodo": "2025-03", "montos": "miles"}
    expect(page.locator(".pnme-headline")).to_contain_text("Quedan M$ 492.655 por devengar")
    changed = page.locator(".pnme-table", has_text="DEM-2025-2")
    expect(changed).to_contain_text("21-03-2025")
    expect(changed).to_contain_text("Reasignación hacia servicios informáticos")
    expect(changed).to_contain_text("-M$ 40.000")
    expect(page.get_by_text("1 decreto lo llevó de M$ 596.965 a M$ 556.965: -M$ 40.000.")).to_be_visible()


def test_down_the_classifier_and_back(site, watched, browser):
    page = watched.open(f"{site}/presupuesto?periodo=2024-12")
    for name, code in (
        ("22 Bienes y servicios de consumo", "22"),
        ("22.08 Servicios generales", "22.08"),
        ("22.08.007 Pasajes y otros gastos asociados a expulsiones", "22.08.007"),
    ):
        page.locator(".pnme-table").get_by_role("link", name=name).click()
        watched.settle()
        expect(page.locator("h1")).to_have_text(name)
        assert _said(page)["codigo"] == code
        assert _said(page)["periodo"] == "2024-12"
    expect(page.locator(".pnme-path li")).to_have_count(4)
    expect(page.locator(".pnme-headline")).to_contain_text("M$ 3.692.524")
    expect(page.get_by_text("Impreso en la Cuenta Pública (líneas 589, 638 y 2261)")).to_be_visible()
    expect(page.get_by_role("heading", name="Medidas del plan que se pagan de aquí")).to_be_visible()
    expect(page.locator(".pnme-table", has_text="M75")).to_be_visible()
    elsewhere = browser.new_page()
    elsewhere.goto(page.url)
    expect(elsewhere.locator("h1")).to_have_text("22.08.007 Pasajes y otros gastos asociados a expulsiones")
    elsewhere.close()
    page.go_back()
    watched.settle()
    expect(page.locator("h1")).to_have_text("22.08 Servicios generales")
    page.locator(".pnme-path").get_by_role("link", name="Todo el presupuesto").click()
    watched.settle()
    expect(page.locator("h1")).to_have_text("Presupuesto")
    assert _said(page)["periodo"] == "2024-12"


def test_by_keyboard_alone_from_the_warning_to_its_lines(site, watched):
    page = watched.open(f"{site}/presupuesto")
    page.get_by_role("radio", name="Pesos", exact=True).focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("34 Servicio de la deuda va adelantado"):
            break
    page.keyboard.press("Enter")
    watched.settle()
    expect(page.locator("h1")).to_have_text("34 Servicio de la deuda")


def test_the_month_is_chosen_and_printed(site, watched):
    page = watched.open(f"{site}/presupuesto")
    choose(watched, "De enero a", "junio de 2024")
    expect(page.locator(".pnme-headline .place")).to_contain_text("enero a junio de 2024")
    with page.expect_download() as download:
        page.get_by_role("button", name="Descargar el presupuesto del mes para imprimir (PDF)").click()
    (sheet,) = pages_of(Path(download.value.path()).read_bytes())
    assert "Presupuesto, enero a junio de 2024" in sheet
    assert download.value.suggested_filename == "pnme-presupuesto-2024-06-demostracion.pdf"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("gasto?codigo=99", "No reconocimos «99» en el enlace"),
        ("gasto?codigo=%3Cscript%3Ealert(1)%3C/script%3E", "No reconocimos «<script>alert(1)</script>» en el enlace"),
        ("presupuesto?periodo=2031-05", "No reconocimos «2031-05» en el enlace"),
        ("presupuesto?montos=uf", "No reconocimos «uf» en el enlace"),
    ],
)
def test_a_link_that_names_nothing_says_what_is_shown_instead(site, watched, address, said):
    page = watched.open(f"{site}/{address}")
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.locator(".pnme-headline")).to_contain_text("De cada $100 vigentes")


# --- a journalist ----------------------------------------------------------------------------------------


def test_what_did_expulsions_cost_says_who_and_can_it_be_cited(site, watched):
    page = watched.open(f"{site}/presupuesto?periodo=2024")
    expect(page.get_by_text("Gasto por expulsión en 2024: M$ 3.357 ($3.356.840).")).to_be_visible()
    expect(page.get_by_text("No incluye remuneraciones ni lo que gastan las policías")).to_be_visible()
    bought = page.locator("#presupuesto-costos").locator("xpath=following::*[contains(@class, 'pnme-source')][1]")
    expect(bought).to_contain_text("Fuente:")
    expect(bought.get_by_text("Copiar cita")).to_be_visible()
    page.get_by_role("link", name="Ver este gasto: cuánto es, a qué ritmo va y dónde está impreso").click()
    watched.settle()
    expect(page.locator("h1")).to_have_text("22.08.007 Pasajes y otros gastos asociados a expulsiones")
    assert _said(page) == {"codigo": "22.08.007", "periodo": "2024-12", "montos": "miles"}
    page.get_by_role("radio", name="Pesos", exact=True).click()
    watched.settle()
    spent = page.locator(".pnme-tile", has_text="Devengado acumulado del año")
    expect(spent).to_contain_text("$3.692.523.523")
    expect(spent).to_contain_text("Impreso en la Cuenta Pública (líneas 589, 638 y 2261)")
    expect(page.get_by_text("Copiar cita").first).to_be_visible()


def test_what_one_cost_in_a_quarter_is_not_told_for_the_count_is_of_other_days(site, watched):
    page = watched.open(f"{site}/presupuesto?periodo=2025-Q1")
    expect(
        page.get_by_text("no se calcula. El gasto de enero a marzo de 2025 es de M$ 991.142, y las 438 expulsiones")
    ).to_be_visible()
    expect(page.get_by_text("(01-01-2025 a 31-05-2025)")).to_be_visible()


def test_what_does_not_agree_is_said_where_the_budget_is_read(site, watched):
    page = watched.open(f"{site}/presupuesto")
    section = page.locator("[data-testid=stMain]")
    expect(section.get_by_text("El texto dice 13,80 %").first).to_be_visible()
    expect(section.get_by_text("«Gasto en expulsiones» ($991.141.730)").first).to_be_visible()

"""Someone counts the days of a request of theirs, and follows the example."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser


def test_the_days_are_counted_one_by_one(site, watched: Watched):
    page = watched.open(f"{site}/transparencia")
    page.get_by_role("link", name="¿Cómo se cuenta este plazo?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plazo de una solicitud")
    watched.settle()
    for label, text in (("Recibida el", "13-09-2024"), ("Como está el", "14/10/2024")):
        page.get_by_label(label).fill(text)
        page.get_by_label(label).press("Enter")
        watched.settle()
    headline = page.locator(".pnme-headline")
    expect(headline).to_contain_text("Recibida el viernes 13-09-2024")
    expect(headline).to_contain_text("vence el miércoles 16-10-2024. Lleva 18 días hábiles: por vencer.")
    expect(page).to_have_url(re.compile("recibida=13-09-2024"))
    rows = page.get_by_role("table", name="Día por día").locator("tbody tr")
    expect(rows).to_have_count(34)  # to the day on which it is due
    assert rows.nth(5).inner_text().split("\t")[:3] == ["mié 18-09-2024", "Feriado: Día de la Independencia", "2"]
    page.reload()
    expect(headline).to_contain_text("por vencer")
    page.get_by_label("Prórroga notificada el").fill("2024-10-10")
    page.get_by_label("Prórroga notificada el").press("Enter")
    expect(headline).to_contain_text("El plazo de 30 días hábiles vence el miércoles 30-10-2024")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("recibida=ayer", "No se entiende «ayer»"),
        ("recibida=2024-09-13&respondida=2024-09-01", "Respondida el 01-09-2024 es antes de que fuera recibida"),
        ("recibida=1850-01-01", "está fuera del calendario de días hábiles"),
        ("recibida=<script>alert(1)</script>", "No se entiende «<script>alert(1)</script>»"),
    ],
)
def test_what_cannot_be_is_said(site, watched: Watched, asked, told):
    page = watched.open(f"{site}/plazo?{asked}")
    expect(page.get_by_text(told)).to_be_visible()

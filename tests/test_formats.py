"""Numbers, dates and periods as they are written in Chile."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards import formats
from data_access.published import published_figures
from metrics.model.units import CLP, PERCENT, PERCENT_2, UTM, count

REQUESTS = count("solicitudes")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (25009, REQUESTS, "25.009"),
        (0, REQUESTS, "0"),
        (None, REQUESTS, "Sin dato"),
        (0.3206, PERCENT, "32,1 %"),
        (0.9996, PERCENT_2, "99,96 %"),
        (21791324000, CLP, "$21.791.324.000"),
        (-5, CLP, "-$5"),
        (505, UTM, "505 UTM"),
    ],
)
def test_a_quantity_in_its_unit(value, unit, text):
    assert formats.quantity(value, unit) == text


def test_hidden_absent_and_zero_are_three_things():
    written = {formats.quantity(None, REQUESTS, is_suppressed=True), formats.quantity(None, REQUESTS), "0"}
    assert written == {"Reservado", "Sin dato", "0"}


@pytest.mark.parametrize(
    ("value", "text"), [(24111333000, "$24.111 millones"), (9999999, "$9.999.999"), (-24111333000, "-$24.111 millones")]
)
def test_long_peso_amounts_are_headlines_in_millions(value, text):
    assert formats.headline(value, CLP) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"), [(0.122, PERCENT, "+12,2 puntos"), (-19165, REQUESTS, "-19.165"), (37, REQUESTS, "+37")]
)
def test_a_change_has_its_sign(value, unit, text):
    assert formats.change(value, unit) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2024", "2024"),
        ("2025-Q1", "1.er trimestre de 2025"),
        ("2024-03", "marzo de 2024"),
        ("2024-02-29", "29-02-2024"),
        ("2024-01-01..2025-03-31", "01-01-2024 a 31-03-2025"),
        ("", "sin fecha"),
    ],
)
def test_a_period_in_words(text, written):
    assert formats.period(text) == written


@pytest.mark.parametrize(
    ("text", "written"), [("2025-Q1", "ene-mar 2025"), ("2024-Q4", "oct-dic 2024"), ("2024", "2024")]
)
def test_a_quarter_by_its_months(text, written):
    assert formats.months(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("s/f", "sin fecha"),
        ("2024-H2", "segundo semestre de 2024"),
        ("2022..2025-Q1", "2022 a 1.er trimestre de 2025"),
        ("2024-09..", "desde septiembre de 2024"),
        ("2024-07..2025-06", "julio de 2024 a junio de 2025"),
        ("2025-03-04..2025-03-06", "04-03-2025 a 06-03-2025"),
    ],
)
def test_a_period_as_the_document_gives_it(text, written):
    assert formats.published_period(text) == written


def test_every_period_of_the_document_can_be_written():
    assert all(formats.published_period(figure.period) for figure in published_figures())


def test_a_day():
    assert (formats.day(date(2025, 3, 31)), formats.day(None)) == ("31-03-2025", "Sin dato")

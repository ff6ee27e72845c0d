"""Numbers, dates and periods as they are written in Chile."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.display import dates
from dashboards.display.formats import NOTATIONS, as_printed, file_value, format_of
from data_access.published import published_figures
from metrics import Unit, catalogue
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
    assert format_of(unit).text(value) == text


def test_hidden_absent_and_zero_are_three_things():
    written = {format_of(REQUESTS).text(None, is_suppressed=True), format_of(REQUESTS).text(None), "0"}
    assert written == {"Reservado", "Sin dato", "0"}


@pytest.mark.parametrize(
    ("value", "text"), [(24111333000, "$24.111 millones"), (9999999, "$9.999.999"), (-24111333000, "-$24.111 millones")]
)
def test_long_peso_amounts_are_headlines_in_millions(value, text):
    assert format_of(CLP).headline(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"), [(0.122, PERCENT, "+12,2 puntos"), (-19165, REQUESTS, "-19.165"), (37, REQUESTS, "+37")]
)
def test_a_change_has_its_sign(value, unit, text):
    assert format_of(unit).change(value) == text


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
    assert dates.period(text) == written


@pytest.mark.parametrize(
    ("text", "written"), [("2025-Q1", "ene-mar 2025"), ("2024-Q4", "oct-dic 2024"), ("2024", "2024")]
)
def test_a_quarter_by_its_months(text, written):
    assert dates.months(text) == written


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
    assert dates.published_period(text) == written


def test_every_period_of_the_document_can_be_written():
    assert all(dates.published_period(figure.period) for figure in published_figures())


def test_a_day():
    assert (dates.day(date(2025, 3, 31)), dates.day(None)) == ("31-03-2025", "Sin dato")


@pytest.mark.parametrize(
    ("unit", "title", "value", "drawn"),
    [
        (REQUESTS, "Solicitudes", 25009, 25009),
        (PERCENT, "Porcentaje", 0.32, 32),
        (CLP, "Millones de pesos", 24_111_000_000, 24_111),
    ],
)
def test_an_axis_has_its_title_and_its_scale(unit, title, value, drawn):
    form = format_of(unit)
    assert (form.axis_title, value * form.axis_factor) == (title, pytest.approx(drawn))


@pytest.mark.parametrize(("value", "filed"), [(3.0, 3), (0.1 + 0.2, 0.3)])
def test_a_number_of_a_file(value, filed):
    assert file_value(value) == filed


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"), [(64.145, "%", 3, "64,145 %"), (12481, "personas", 0, "12.481")]
)
def test_a_number_as_the_document_prints_it(value, unit, decimals, text):
    assert as_printed(value, unit, decimals) == text


def test_every_unit_of_the_catalogue_can_be_written():
    assert {metric.unit.id for metric in catalogue().values()} <= set(NOTATIONS)


def test_a_unit_that_nobody_declared_how_to_write_is_refused():
    with pytest.raises(LookupError, match="unit 'furlong' has no notation; there are: business_days, clp"):
        format_of(Unit(id="furlong", label="furlongs"))

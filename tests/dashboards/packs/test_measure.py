"""The card of a measure: what is known of it on one page, marked, and nothing that acts."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.documents.pdf import as_pdf
from dashboards.packs import measure
from dashboards.serving import questions, session
from tests.pdfs import pages_of
from tests.small_plan import LAST, SECOND


def _card(code, day):
    [page] = pages_of(as_pdf(measure.card(questions.dossier(code, day), day)))
    return page


def test_it_says_where_the_measure_stands_and_what_it_waits_for(plan):
    told = _card("M1", SECOND)
    for words in (
        "M1 · Medida",
        "Al 30-08-2024.",
        "Subsecretaría del Interior (responsable).",
        "Lo que dice el responsable: Se espera",
        "Sin presupuesto",  # why it was planned anew
        "Quién debe actuar primero",
        "Acuerdos del Comité sin cumplir",
        "Registro institucional",
        "Página 1 de 1",
    ):
        assert words in told, words
    assert "demostración" not in told


def test_what_was_told_later_is_not_on_it(plan):
    assert "Atrasada" not in _card("M1", SECOND)
    assert "29 días de atraso" in _card("M1", LAST)


def test_a_measure_that_nobody_leads_or_reports_has_one(plan):
    told = _card("M4", SECOND)
    assert "Sin responsable informado." in told
    assert "Sin reporte" in told
    assert "No tiene hitos informados." in told
    assert "0 %" not in told


@pytest.mark.parametrize("day", [date(2024, 8, 21), date(2025, 3, 31)])
def test_a_page_is_enough_for_the_measures_of_the_demonstration(demo_engine, served, day):
    served(demo_engine)
    with session.at_one_snapshot():
        for code in ("M01", "M24", "M46", "M59", "M74", "M81", "M84"):
            told = _card(code, day)
            assert "Datos de demostración" in told
            assert code in told

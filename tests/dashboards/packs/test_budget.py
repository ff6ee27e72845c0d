"""The budget of a month on one page, as it is printed and written from the command line."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.documents.pdf import as_pdf
from dashboards.packs import budget
from dashboards.packs.budget import BudgetSheetError
from dashboards.serving import session
from data_access import schema
from tests.pdfs import pages_of
from tests.tables import load_table


@pytest.mark.parametrize("month", ["2024-01", "2024-02", "2024-09", "2024-12", "2025-03"])
def test_a_page_is_enough_for_each_month(demo_engine, served, month):
    served(demo_engine)
    with session.at_one_snapshot():
        (page,) = pages_of(as_pdf(budget.paper(month)))
    for said in ("Dónde estamos", "21 Gastos en personal", "A qué ritmo", "Datos de demostración", "Fuentes:"):
        assert said in page


def test_its_numbers_are_the_months(demo_engine, served):
    served(demo_engine)
    with session.at_one_snapshot():
        (page,) = pages_of(as_pdf(budget.paper("2024-12")))
    words = " ".join(page.split())
    assert "De cada $100 vigentes se devengaron $99,96: M$ 24.101.688 de M$ 24.111.333." in words
    assert "6 decretos lo llevaron de M$ 21.791.324 a M$ 24.111.333: +M$ 2.320.009." in words
    assert "Gasto por expulsión en 2024: M$ 3.357 ($3.356.840)." in words


def test_the_same_month_gives_the_same_bytes(demo_engine, served):
    served(demo_engine)
    with session.at_one_snapshot():
        assert as_pdf(budget.paper("2025-03")) == as_pdf(budget.paper("2025-03"))


def test_months_that_were_never_loaded_are_told(engine, served):
    text = "| line_code | month | stage | amount_clp |\n| 21.01 | 2024-03-01 | current | 5000 |"
    march = (date(2024, 3, 1), date(2024, 3, 31))
    load_table(engine, schema.budget_entries, text, covers=march, recorded_on=march[1])
    served(engine)
    with session.at_one_snapshot():
        (page,) = pages_of(as_pdf(budget.paper("2024-03")))
    assert "Hay meses de este año que no se han cargado: las cifras son parciales." in " ".join(page.split())
    assert "demostración" not in page


def test_of_a_quarter_or_a_year_it_is_the_last_month_known(demo_engine, served, tmp_path):
    served(demo_engine)
    with session.at_one_snapshot():
        for period, month in (("2025", "2025-03"), ("2024-Q2", "2024-06"), ("2024", "2024-12")):
            assert budget._month(period) == month
        assert budget.write("2025-Q1", tmp_path / "a.pdf") == "2025-03"
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2031-01", "no hay presupuesto del período «2031-01»; hay meses: de enero de 2024 a marzo de 2025"),
        ("marzo", "no hay presupuesto del período «marzo»"),
        ("'; DROP", "no hay presupuesto del período «'; DROP»"),
    ],
)
def test_what_is_no_month_is_told_with_those_that_there_are(demo_engine, served, tmp_path, period, said):
    served(demo_engine)
    with session.at_one_snapshot(), pytest.raises(BudgetSheetError) as refused:
        budget.write(period, tmp_path / "a.pdf")
    assert str(refused.value).startswith(said)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_register_has_no_month(engine, served, tmp_path):
    served(engine)
    with session.at_one_snapshot(), pytest.raises(BudgetSheetError, match="hay meses: ninguno"):
        budget.write("2024-03", tmp_path / "a.pdf")


def test_only_a_pdf_is_written(demo_engine, served, tmp_path):
    served(demo_engine)
    with session.at_one_snapshot(), pytest.raises(BudgetSheetError, match=r"un archivo \.pdf; se pidió «a.xlsx»"):
        budget.write("2025-03", tmp_path / "a.xlsx")

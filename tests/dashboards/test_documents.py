"""Files to download: readable by people and programs, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io

import fastexcel
import pytest

from dashboards.charts.comparison import comparison
from dashboards.charts.spec import to_spec
from dashboards.documents import images, spreadsheets
from tests.dashboards.splits import VALUES, split_of

ABOUT = [("fuente", "=HYPERLINK(1)"), ("tipo_de_dato", "datos de demostración")]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_made_plain(text):
    assert spreadsheets.neutral(text) == f"'{text}"


@pytest.mark.parametrize("value", [-18, -0.5, None, "-18", "-0,38", "-61 días", "+12,5 %", "Ñuble", ""])
def test_numbers_and_plain_text_stay(value):
    assert spreadsheets.neutral(value) == value


def test_a_csv_carries_its_source_and_its_kind_in_every_row():
    content = spreadsheets.as_csv(["Región", "Atenciones"], [["Ñuble", 4718], ["=cmd", None]], ABOUT)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [
        ["Región", "Atenciones", "fuente", "tipo_de_dato"],
        ["Ñuble", "4718", "'=HYPERLINK(1)", "datos de demostración"],
        ["'=cmd", "", "'=HYPERLINK(1)", "datos de demostración"],
    ]


def test_a_workbook_has_the_data_and_what_they_are():
    book = fastexcel.read_excel(spreadsheets.as_xlsx(["Región", "Atenciones"], [["=cmd", 5], ["Ñuble", 7]], ABOUT))
    assert book.sheet_names == ["Datos", "Acerca de"]
    assert book.load_sheet("Datos").to_polars().rows() == [("'=cmd", 5.0), ("Ñuble", 7.0)]
    assert book.load_sheet("Acerca de", header_row=None).to_polars().rows() == [
        ("fuente", "'=HYPERLINK(1)"),
        ("tipo_de_dato", "datos de demostración"),
    ]


def test_a_chart_becomes_an_image():
    chart = to_spec(comparison(split_of([("16", "Ñuble <script>", 3.0)]), VALUES))
    assert images.as_png(chart, "Título", ["Fuente: x"]).startswith(b"\x89PNG")

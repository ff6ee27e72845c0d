"""Files to download: readable by people and programs, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date

import fastexcel
import polars as pl
import pytest

from dashboards.blocks import listings
from dashboards.charts.comparison import comparison
from dashboards.charts.spec import to_spec
from dashboards.display.columns import Cell, Column, MetricColumn
from dashboards.display.formats import format_of
from dashboards.display.names import as_name
from dashboards.documents import images, spreadsheets
from dashboards.documents.spreadsheets import About, Fact, Field, Table
from metrics.model.units import BUSINESS_DAYS, CLP, MEAN_BUSINESS_DAYS, PERCENT, PERCENT_2, POINTS, UTM, count
from tests.dashboards.splits import VALUES, split_of

ABOUT = About(
    facts=(
        Fact("periodo", "1.er trimestre de 2025", "2025-Q1"),
        Fact("fuente", "=HYPERLINK(1)"),
        Fact("tipo_de_dato", "datos de demostración"),
    )
)
TABLE = Table(
    fields=(
        Field("Código de Región", "region_codigo", is_code=True),
        Field("Región", "region"),
        Field("Atenciones", "attention.records", "#,##0", has_state=True),
        Field("Respondidas", "foi.answered_share", "#,##0.0%", has_state=True),
        Field("Gasto", "budget.accrued", '"$"#,##0', has_state=True),
        Field("Término", "termino", has_state=True),
    ),
    rows=(
        (Cell("16"), Cell("Ñuble"), Cell(4718), Cell(0.3206), Cell(-1250000), Cell(date(2025, 3, 31))),
        (Cell("06"), Cell("O’Higgins; “sur”"), Cell(0), Cell(1), Cell(0.5), Cell(None, "Ilegible")),
        (Cell("01"), Cell("=cmd|'/c calc'!A1"), Cell(None, "Sin dato"), Cell(-0.056), Cell(None, "Reservado"), Cell(None, "Sin dato")),
        (Cell(None, "Sin dato"), Cell("<script>alert(1)</script>"), Cell(7), Cell(0.07), Cell(1234567.8), Cell(date(2024, 2, 29))),
    ),
)  # fmt: skip


def test_a_csv_for_programs():
    """No mark, commas, codes, stored values, ISO days and periods, and beside each value whether there is one."""
    assert spreadsheets.as_csv(TABLE, ABOUT).decode("utf-8") == (
        "region_codigo,region,attention.records,attention.records.estado,foi.answered_share,foi.answered_share.estado,"
        "budget.accrued,budget.accrued.estado,termino,termino.estado,periodo,fuente,tipo_de_dato\n"
        "16,Ñuble,4718,con_dato,0.3206,con_dato,-1250000,con_dato,2025-03-31,con_dato,"
        "2025-Q1,'=HYPERLINK(1),datos de demostración\n"
        "06,O’Higgins; “sur”,0,con_dato,1,con_dato,0.5,con_dato,,ilegible,"
        "2025-Q1,'=HYPERLINK(1),datos de demostración\n"
        "01,'=cmd|'/c calc'!A1,,sin_dato,-0.056,con_dato,,reservado,,sin_dato,"
        "2025-Q1,'=HYPERLINK(1),datos de demostración\n"
        "Sin dato,<script>alert(1)</script>,7,con_dato,0.07,con_dato,1234567.8,con_dato,2024-02-29,con_dato,"
        "2025-Q1,'=HYPERLINK(1),datos de demostración\n"
    )


def test_a_program_reads_types_and_gaps_from_the_csv():
    frame = pl.read_csv(
        spreadsheets.as_csv(TABLE, ABOUT), schema_overrides={"region_codigo": pl.String}, try_parse_dates=True
    )
    assert frame["attention.records"].to_list() == [4718, 0, None, 7]
    assert frame["foi.answered_share"].to_list() == [0.3206, 1, -0.056, 0.07]
    assert frame["termino"].to_list() == [date(2025, 3, 31), None, None, date(2024, 2, 29)]


def test_a_csv_for_a_chilean_spreadsheet():
    """The mark, semicolons, decimal comma, dd-mm-aaaa, percentages as they are written, words for what is not there."""
    content = spreadsheets.as_excel_csv(TABLE, ABOUT)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == (
        "Región;Atenciones;Respondidas;Gasto;Término;periodo;fuente;tipo_de_dato\n"
        "Ñuble;4718;32,06%;-1250000;31-03-2025;1.er trimestre de 2025;'=HYPERLINK(1);datos de demostración\n"
        '"O’Higgins; “sur”";0;100%;0,5;Ilegible;1.er trimestre de 2025;\'=HYPERLINK(1);datos de demostración\n'
        "'=cmd|'/c calc'!A1;Sin dato;-5,6%;Reservado;Sin dato;1.er trimestre de 2025;'=HYPERLINK(1);datos de demostración\n"
        "<script>alert(1)</script>;7;7%;1234567,8;29-02-2024;1.er trimestre de 2025;'=HYPERLINK(1);datos de demostración\n"
    )


def test_a_workbook_has_the_data_and_what_they_are():
    book = fastexcel.read_excel(spreadsheets.as_xlsx(TABLE, ABOUT))
    assert book.sheet_names == ["Datos", "Acerca de"]
    data = book.load_sheet("Datos", dtypes="string").to_polars()
    assert data.columns == ["Región", "Atenciones", "Respondidas", "Gasto", "Término"]
    assert data.select("Región", "Atenciones", "Gasto").rows() == [
        ("Ñuble", "4718", "-1250000"),
        ("O’Higgins; “sur”", "0", "0.5"),
        ("'=cmd|'/c calc'!A1", "Sin dato", "Reservado"),
        ("<script>alert(1)</script>", "7", "1234567.8"),
    ]
    assert book.load_sheet("Acerca de", header_row=None).to_polars().rows() == [
        ("periodo", "1.er trimestre de 2025"),
        ("fuente", "'=HYPERLINK(1)"),
        ("tipo_de_dato", "datos de demostración"),
    ]


def test_numbers_and_days_of_a_workbook_are_numbers_and_days():
    whole = Table(TABLE.fields, TABLE.rows[:1])
    (row,) = fastexcel.read_excel(spreadsheets.as_xlsx(whole, ABOUT)).load_sheet("Datos").to_polars().rows()
    assert row[:4] == ("Ñuble", 4718, 0.3206, -1250000)
    assert (row[4].date() if hasattr(row[4], "date") else row[4]) == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("write", "header"),
    [(spreadsheets.as_csv, b"tipo_de_dato,periodo"), (spreadsheets.as_excel_csv, b"Tipo de dato;periodo")],
)
def test_what_each_row_says_is_not_said_again_of_the_file(write, header):
    table = Table((Field("Tipo de dato", "tipo_de_dato"),), ((Cell("Cifra publicada"),),))
    about = About(facts=(Fact("tipo_de_dato", "dos clases"), Fact("periodo", "2024")))
    assert write(table, about).removeprefix(b"\xef\xbb\xbf").splitlines()[0] == header


@pytest.mark.parametrize("write", [spreadsheets.as_csv, spreadsheets.as_excel_csv])
def test_no_cell_of_a_csv_is_empty_without_its_word(write):
    delimiter = "," if write is spreadsheets.as_csv else ";"
    rows = list(csv.DictReader(io.StringIO(write(TABLE, ABOUT).decode("utf-8-sig")), delimiter=delimiter))
    empty = [(name, row) for row in rows for name, cell in row.items() if not cell]
    assert all(row[f"{name}.estado"] in {"sin_dato", "reservado", "ilegible"} for name, row in empty)


@pytest.mark.parametrize(
    ("unit", "written"),
    [
        (count("solicitudes"), "#,##0"),
        (PERCENT, "#,##0.0%"),
        (PERCENT_2, "#,##0.00%"),
        (CLP, '"$"#,##0'),
        (UTM, '#,##0" UTM"'),
        (POINTS, "#,##0.00"),
        (BUSINESS_DAYS, "#,##0"),
        (MEAN_BUSINESS_DAYS, "#,##0.0"),
    ],
)
def test_a_unit_in_a_spreadsheet(unit, written):
    assert format_of(unit).cell_format == written


@pytest.mark.parametrize(
    ("value", "text", "cell"),
    [
        (0.0, "0", Cell(0)),
        (-3.0, "-3", Cell(-3)),
        (None, "Sin dato", Cell(None, "Sin dato")),
        (None, "Reservado", Cell(None, "Reservado")),
        (float("nan"), "Ilegible", Cell(None, "Ilegible")),
        ("", "", Cell(None, "—")),
        (date(2024, 2, 29), "29-02-2024", Cell(date(2024, 2, 29))),
    ],
)
def test_absent_hidden_illegible_and_zero_are_four_things_in_a_file(value, text, cell):
    assert Column("x", "Equis").cell({"x": value, "x_text": text}) == cell


def test_a_table_of_members_has_their_codes_for_programs_only():
    split = split_of([("16", "Ñuble", 3.0), ("05", "Valparaíso", None)])
    for_programs, for_excel, workbook = (
        file.make() for file in listings.files(split.frame, split.table, About(), key="x")
    )
    assert for_programs.decode() == (
        "region_codigo,region,attention.records,attention.records.estado\n16,Ñuble,3,con_dato\n05,Valparaíso,,sin_dato\n"
    )
    assert for_excel.decode("utf-8-sig") == "Región;Atenciones\nÑuble;3\nValparaíso;Sin dato\n"
    assert fastexcel.read_excel(workbook).load_sheet("Datos").to_polars().columns == ["Región", "Atenciones"]


def test_names_of_files_say_of_what_when_where_and_which_kind():
    about = About(subject="Atenciones presenciales", period="2024", place="region 16", kind="demostracion")
    files = listings.files(pl.DataFrame({"x": ["a"]}), (Column("x", "Equis"),), about, key="territorio")
    assert [(file.label, file.name) for file in files] == [
        ("CSV", "pnme-atenciones-presenciales-2024-region-16-demostracion.csv"),
        ("CSV para Excel", "pnme-atenciones-presenciales-2024-region-16-demostracion-excel.csv"),
        ("XLSX", "pnme-atenciones-presenciales-2024-region-16-demostracion.xlsx"),
    ]
    assert listings.file_stem(About(period="2024-01-01..2024-03-31"), key="metodos-Género", by="Sitio/../etc") == (
        "pnme-metodos-genero-por-sitio-etc-2024-01-01-2024-03-31"
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Término planificado", "termino-planificado"),
        ("../../etc/passwd\x00", "etc-passwd"),
        ("«Ñuble» <script>", "nuble-script"),
        ("atenciones presenciales por región", "atenciones-presenciales-por"),
        ("a" * 40, "a" * 30),
        ("日本 🙂", ""),
    ],
)
def test_a_name_is_ascii_short_and_cut_between_words(text, name):
    assert as_name(text, longest=30) == name


def test_a_metric_is_called_by_its_id_in_a_file_for_programs():
    assert (MetricColumn("plan.measures", "Medidas").field, Column("x", "Días de atraso").field) == (
        "plan.measures",
        "dias_de_atraso",
    )


def test_a_chart_becomes_an_image():
    chart = to_spec(comparison(split_of([("16", "Ñuble <script>", 3.0)]), VALUES))
    assert images.as_png(chart, "Título", ["Fuente: x"]).startswith(b"\x89PNG")

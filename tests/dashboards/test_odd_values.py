"""One bad value breaks its own row: it says so in the table, the chart leaves it out, and the files are made."""

from __future__ import annotations

import csv
import io
import json

import fastexcel
import pytest
import sqlalchemy as sa

from dashboards.blocks import listings
from dashboards.charts.comparison import comparison
from dashboards.charts.spec import to_spec, with_rows
from dashboards.display import checks, frames, measures
from dashboards.display.columns import Cell, MetricColumn
from dashboards.display.formats import file_value, number
from dashboards.display.rows import UNWRITTEN
from dashboards.documents import images
from dashboards.documents.spreadsheets import About
from data_access import schema
from metrics import CheckKind, Message, Monitor, YearBefore
from tests.tables import load_observations, load_rows, rows_of

TALKS = MetricColumn("inclusion.talks", "Charlas")


def _talks(engine, value):
    """Talks of two regions, the one with a value that no load would let in."""
    text = """
        | territory_code | period_from | period_to  | value |
        | 13             | 2024-01-01  | 2024-12-31 | 3     |
        | 16             | 2024-01-01  | 2024-12-31 | 7     |
        | CL             | 2024-01-01  | 2024-12-31 | 10    |
        | CL             | 2023-01-01  | 2023-12-31 | 9     |
    """
    load_observations(engine, "inclusion.talks", text)
    where = "territory_code <> '16' AND period_from = '2024-01-01'"
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE observations SET value = {value} WHERE {where}"))
    return Monitor(engine)


def _odd(engine):
    """A number that is none, as each database keeps it."""
    return "9e999" if engine.dialect.name == "sqlite" else "'NaN'"


@pytest.mark.parametrize(("value", "shown"), [("", "Ilegible"), ("1e300", "1e+300"), ("-1e300", "-1e+300")])
def test_an_odd_observation_breaks_its_own_row(engine, value, shown):
    monitor = _talks(engine, value or _odd(engine))
    result = monitor.observe("inclusion.talks", by=("region",), period="2024")
    split = frames.split(result, (TALKS,), monitor.members("region"), title="Región")
    assert dict(split.frame.select("name", TALKS.text_name).rows()) == {"Metropolitana": shown, "Ñuble": "7"}
    spec = to_spec(comparison(split, TALKS))
    drawn = with_rows(spec)
    json.dumps(drawn, allow_nan=False)
    assert [row["value"] for rows in drawn["datasets"].values() for row in rows] == [None, 7.0]
    assert images.as_png(spec, "Charlas", []).startswith(b"\x89PNG")
    files = listings.files(split.frame, split.table, About(), key="x")
    as_csv, as_excel, as_xlsx = (file.make() for file in files)
    assert [row[:2] for row in csv.reader(io.StringIO(as_csv.decode()))] == [
        ["region_codigo", "region"],
        ["13", "Metropolitana"],
        ["16", "Ñuble"],
    ]
    assert as_excel.decode("utf-8-sig").splitlines()[2] == "Ñuble;7"
    assert fastexcel.read_excel(as_xlsx).load_sheet("Datos").to_polars().height == 2


def test_an_odd_value_is_not_compared(engine):
    (compared,) = _talks(engine, _odd(engine)).compare("inclusion.talks", against=YearBefore(), period="2024")
    assert (compared.difference, compared.reason) == (None, Message.of("illegible"))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (float("nan"), "Ilegible"),
        (float("inf"), "Ilegible"),
        (-1e15, "-1e+15"),
        (1e300, "1e+300"),
        (999_999_999_999_999, "999.999.999.999.999"),
    ],
)
def test_a_number_is_written_whatever_it_is(value, written):
    assert number(value) == written


@pytest.mark.parametrize("value", [float("nan"), float("-inf")])
def test_what_is_no_number_is_a_word_in_tables_and_files(value):
    of = MetricColumn("budget.accrued", "Devengado").format
    assert {of.text(value), of.headline(value), file_value(value)} == {"Ilegible"}
    assert of.headline(1e300) == "$1e+300"


def test_five_decimals_are_written():
    assert number(3.14159, 5) == "3,14159"


def test_a_row_that_cannot_be_written_says_so_and_the_others_are_there(demo_checks, monkeypatch):
    shown = [check for check in demo_checks if check.kind is CheckKind.METRICS][:3]
    write = checks._row
    broken = lambda check: write(check) if check is not shown[1] else {}["nada"]  # noqa: E731
    broken.__name__ = "_row"
    monkeypatch.setattr(checks, "_row", broken)
    rows = checks.in_words(shown).to_dicts()
    assert [row["note"] == UNWRITTEN for row in rows] == [False, True, False]
    assert rows[1]["figure"] == shown[1].passages[0].id


def test_a_measure_with_a_day_that_is_none_is_listed_with_the_others(engine):
    if engine.dialect.name == "postgresql":
        return  # which keeps no text in a column of days
    texts = {
        "measures": "| code | title |\n| M1 | Una |\n| M2 | Otra |",
        "milestones": """
            | measure_code | number | baseline_on | planned_on |
            | M1           | 1      | 2024-04-30  | 2024-06-30 |
            | M2           | 1      | 2024-04-30  | 2024-05-30 |
        """,
    }
    tables = {schema.metadata.tables[name]: text for name, text in texts.items()}
    load_rows(engine, {table: rows_of(table, text) for table, text in tables.items()})
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE milestones SET planned_on = 'nunca' WHERE measure_code = 'M1'"))
    listed = measures.in_words(Monitor(engine).plan.measures().frame)
    assert [measures.PLANNED.shown(row) for row in listed.to_dicts()] == ["Ilegible", "30-05-2024"]
    assert measures.PLANNED.cell(listed.row(0, named=True)) == Cell(None, "Ilegible")

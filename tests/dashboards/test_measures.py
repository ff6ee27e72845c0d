"""The measures of the plan in words: what was made up says so in its row, its title and its files."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from dashboards.app_pages import plan
from dashboards.blocks import listings
from dashboards.display import measures
from dashboards.documents.spreadsheets import About
from data_access import schema
from metrics import Monitor
from tests.tables import load_rows, rows_of

TEXTS = {
    schema.measures: "| code | title |\n| M1 | Abrir oficinas |",
    schema.measure_bodies: "| measure_code | undersecretariat_code |\n| M1 | interior |",
    schema.milestones: "| measure_code | planned_on | baseline_on |\n| M1 | 2024-01-31 | 2024-01-31 |",
    schema.progress_reports: "| measure_code | cut_on | status |\n| M1 | 2024-03-31 | in_progress |",
}
COLUMNS = (plan._LATE, plan._MOVED, measures.LISTED)


def _measures(engine, data_kind):
    load_rows(engine, {table: rows_of(table, text) for table, text in TEXTS.items()}, data_kind=data_kind)
    return Monitor(engine).plan.measures()


@pytest.mark.parametrize(
    ("data_kind", "title", "kind"),
    [
        ("demonstration", "Abrir oficinas (medida de demostración)", "Datos de demostración"),
        ("register", "Abrir oficinas", "Registro institucional"),
    ],
)
def test_a_late_measure_says_what_kind_of_data_it_is(engine, data_kind, title, kind):
    listed = measures.in_words(_measures(engine, data_kind).late.frame)
    (row,) = listed.to_dicts()
    assert (measures.TITLE.shown(row), measures.KIND.shown(row)) == (title, kind)
    shown = listings.table(listed, plan._LATE, caption="Medidas").markup
    assert title in shown
    assert kind in shown
    as_csv, *_ = (file.make() for file in listings.files(listed, plan._LATE, About(), key="x"))
    (filed,) = csv.DictReader(io.StringIO(as_csv.decode()))
    assert (filed["que_es"], filed["tipo_de_dato"]) == (title, kind)


@pytest.mark.parametrize("columns", COLUMNS, ids=["late", "moved", "all"])
def test_each_listing_of_the_plan_has_the_kind_of_data(columns):
    assert measures.KIND in columns


def test_measures_that_moved_are_marked_too(demo_engine):
    moved = Monitor(demo_engine).plan.moved(as_of=date(2025, 3, 31), since=date(2024, 8, 21)).frame
    listed = measures.in_words(moved)
    assert set(listed[measures.KIND.name]) == {"Datos de demostración"}
    assert all(title.endswith(" (medida de demostración)") for title in listed[measures.TITLE.name])


def test_no_measure_is_no_row(engine):
    assert measures.in_words(Monitor(engine).plan.measures().frame).height == 0

"""Norms and promises of the document, with what was reported of each: one row each, as known on a day."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from data_access.commitments import commitment_rows
from data_access.reference import read_csv
from metrics import Monitor
from tests.tables import load_rows, load_table, rows_of

PRINTED = """
    | code  | kind       | year | text                  | line |
    | D1-2  | promise    | 2025 | Dictar un reglamento. | 215  |
    | N07   | resolution | 2024 | Aprueba un manual.    | 2553 |
    | D1-1  | promise    | 2025 | Abrir oficinas.       | 212  |
"""
BEFORE, AFTER = date(2025, 1, 31), date(2025, 3, 31)


@pytest.fixture
def printed(engine):
    load_table(engine, schema.commitments, PRINTED, data_kind="published", recorded_on=BEFORE)
    return engine


def _report(engine, day, text, **options):
    load_table(engine, schema.commitment_reports, text, recorded_on=day, covers=(date(2024, 1, 1), day), **options)


def _told(engine, *columns, as_of=None):
    return Monitor(engine).plan.commitments(as_of).select("code", *columns).rows()


def test_they_come_in_the_order_of_the_document_and_nobody_reported(printed):
    assert _told(printed, "kind", "year", "status", "body", "reported_on") == [
        ("D1-1", "promise", 2025, None, None, None),
        ("D1-2", "promise", 2025, None, None, None),
        ("N07", "resolution", 2024, None, None, None),
    ]


def test_the_last_report_counts_and_there_is_one_row_each(printed):
    _report(
        printed,
        BEFORE,
        """
        | commitment_code | reported_on | status      | undersecretariat_code | url                   |
        | D1-1            | 2025-01-15  | in_progress | interior              | https://example.org/b |
        | D1-1            | 2025-01-30  | implemented | interior              | https://example.org/a |
        | D1-2            | 2025-01-10  | in_progress | hacienda              | https://example.org/c |
        """,
    )
    assert _told(printed, "status", "body_code", "url", "is_report_made_up") == [
        ("D1-1", "implemented", "interior", "https://example.org/a", False),
        ("D1-2", "in_progress", "hacienda", "https://example.org/c", False),
        ("N07", None, None, None, None),
    ]


def test_what_is_reported_later_changes_no_earlier_day(printed):
    _report(
        printed,
        BEFORE,
        "| commitment_code | reported_on | status | undersecretariat_code |\n| D1-1 | 2025-01-15 | in_progress | interior |",
    )
    before = _told(printed, "status", as_of=BEFORE)
    _report(
        printed,
        AFTER,
        "| commitment_code | reported_on | status | undersecretariat_code |\n| D1-1 | 2025-03-01 | implemented | interior |",
    )
    assert _told(printed, "status", as_of=BEFORE) == before
    assert _told(printed, "status", "is_report_made_up")[0] == ("D1-1", "implemented", False)


def test_a_report_that_was_made_up_says_so(printed):
    text = "| commitment_code | reported_on | status | undersecretariat_code |\n| D1-1 | 2025-01-15 | in_progress | interior |"
    _report(printed, BEFORE, text, data_kind="demonstration")
    assert _told(printed, "status", "is_report_made_up")[0] == ("D1-1", "in_progress", True)


def test_the_measure_that_is_the_same_says_how_it_stands(printed):
    reports = "| measure_code | cut_on | status |\n| M1 | 2025-01-31 | implemented |"
    texts = {
        schema.measures: "| code | source_line |\n| M1 | 215 |\n| M2 | 215 |\n| M3 | 216 |",
        schema.progress_reports: reports,
    }
    rows = {table: rows_of(table, text) for table, text in texts.items()}
    load_rows(printed, rows, recorded_on=BEFORE, covers=(BEFORE, BEFORE), data_kind="demonstration")
    assert _told(printed, "measure", "measure_status", "is_measure_made_up") == [
        ("D1-1", None, None, None),
        ("D1-2", "M1", "implemented", True),
        ("N07", None, None, None),
    ]


def test_without_the_document_there_are_none(engine):
    assert Monitor(engine).plan.commitments().is_empty()


def test_the_document_has_fifteen_norms_and_eighty_five_promises(demo_engine):
    found = Monitor(demo_engine).plan.commitments()
    assert found.group_by(found["kind"] == "promise").len().sort("kind")["len"].to_list() == [15, 85]
    assert found["status"].null_count() == 100
    assert found["line"].is_sorted()
    assert found["measure"].drop_nulls().len() == 16


def test_what_is_shipped_refers_to_what_there_is():
    rows = commitment_rows()
    chapters = {row["chapter"] for row in read_csv("chapters.csv")}
    assert len({row["code"] for row in rows}) == len(rows)
    assert {row["chapter"] for row in rows} == chapters
    assert all(row["text"].strip() == row["text"] and row["text"] for row in rows)

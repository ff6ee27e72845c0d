"""The measures one by one, as of a cut."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from data_access import schema
from metrics.plan_register import cuts, measures, moved
from tests.tables import load_rows, rows_of

MAY, AUGUST = date(2024, 5, 23), date(2024, 8, 21)


def _load(engine, day, **texts):
    rows = {schema.metadata.tables[name]: rows_of(schema.metadata.tables[name], text) for name, text in texts.items()}
    load_rows(engine, rows, recorded_on=day, covers=(date(2024, 5, 1), day))


@pytest.fixture
def plan(engine):
    _load(
        engine,
        MAY,
        measures="| code | axis_number |\n| M1 | 1 |\n| M2 | |\n| M3 | 2 |",
        measure_bodies="| measure_code | undersecretariat_code | role |\n| M1 | interior | lead |\n| M1 | justicia | co_responsible |",
        milestones="""
            | measure_code | baseline_on | planned_on |
            | M1           | 2024-04-30  | 2024-06-30 |
            | M3           | 2024-04-30  | 2024-05-22 |
        """,
        progress_reports="| measure_code | cut_on | status | progress_percent |\n| M1 | 2024-05-23 | in_progress | 70 |",
    )
    _load(
        engine,
        AUGUST,
        progress_reports="""
            | measure_code | cut_on     | status      | progress_percent |
            | M1           | 2024-08-21 | in_progress | 85               |
            | M3           | 2024-08-21 | implemented | 100              |
        """,
    )
    return engine


def _rows(engine, as_of=None):
    frame = measures(engine, as_of).select("code", "lead", "status", "progress", "is_late", "days_late")
    return frame.with_columns(pl.col("progress").round(9)).rows()


def test_as_it_stands(plan):
    assert _rows(plan) == [
        ("M1", "Subsecretaría del Interior", "in_progress", 0.85, True, 52),
        ("M2", None, None, None, False, None),
        ("M3", None, "implemented", 1.0, False, None),
    ]


def test_as_it_stood(plan):
    assert _rows(plan, MAY) == [
        ("M1", "Subsecretaría del Interior", "in_progress", 0.7, False, None),
        ("M2", None, None, None, False, None),
        ("M3", None, None, None, True, 1),
    ]


def test_cuts_latest_first(plan):
    assert cuts(plan) == (AUGUST, MAY)


def test_what_moved_between_two_cuts_the_implemented_first(plan):
    frame = moved(plan, AUGUST, MAY).with_columns(pl.col("progress_before", "progress").round(9))
    assert frame.select("code", "status_before", "status", "progress_before", "progress").rows() == [
        ("M3", None, "implemented", None, 1.0),
        ("M1", "in_progress", "in_progress", 0.7, 0.85),
    ]
    assert moved(plan, MAY, MAY).is_empty()


@pytest.mark.parametrize("as_of", [None, date(2020, 1, 1)])
def test_nothing_known(engine, as_of):
    frame = measures(engine, as_of)
    assert frame.is_empty()
    assert {"is_late", "days_late", "progress"} <= set(frame.columns)


def test_the_demonstration_has_86_and_reports_are_not_invented(demo_engine):
    frame = measures(demo_engine)
    assert frame.height == 86
    assert frame["code"].n_unique() == 86
    assert frame["lead"].null_count() == 0
    assert measures(demo_engine, MAY)["status"].null_count() > 0

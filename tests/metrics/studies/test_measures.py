"""The measures one by one, as known on a day."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from data_access import schema
from metrics import Monitor
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
    frame = (
        Monitor(engine).plan.measures(as_of).frame.select("code", "lead", "status", "progress", "is_late", "days_late")
    )
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
    assert Monitor(plan).plan.reporting_dates() == (AUGUST, MAY)


def test_what_moved_between_two_cuts_the_implemented_first(plan):
    frame = (
        Monitor(plan)
        .plan.moved(as_of=AUGUST, since=MAY)
        .frame.with_columns(pl.col("progress_before", "progress").round(9))
    )
    assert frame.select("code", "status_before", "status", "progress_before", "progress").rows() == [
        ("M3", None, "implemented", None, 1.0),
        ("M1", "in_progress", "in_progress", 0.7, 0.85),
    ]
    assert Monitor(plan).plan.moved(as_of=MAY, since=MAY).frame.is_empty()


@pytest.mark.parametrize("as_of", [None, date(2020, 1, 1)])
def test_nothing_known(engine, as_of):
    frame = Monitor(engine).plan.measures(as_of).frame
    assert frame.is_empty()
    assert {"is_late", "days_late", "progress"} <= set(frame.columns)


def test_the_demonstration_has_86_and_reports_are_not_invented(demo_engine):
    frame = Monitor(demo_engine).plan.measures().frame
    assert frame.height == 86
    assert frame["code"].n_unique() == 86
    assert frame["lead"].null_count() == 0
    assert Monitor(demo_engine).plan.measures(MAY).frame["status"].null_count() > 0


def test_a_measure_with_two_leads_and_two_milestones_is_one_row(engine):
    """It ends with its last milestone, and is reached when every one is."""
    _load(
        engine,
        MAY,
        measures="| code |\n| M1 |\n| M2 |",
        measure_bodies="""
            | measure_code | undersecretariat_code | role           |
            | M1           | interior              | lead           |
            | M1           | hacienda              | lead           |
            | M1           | justicia              | co_responsible |
        """,
        milestones="""
            | measure_code | number | baseline_on | planned_on | actual_on  |
            | M1           | 1      | 2024-01-31  | 2024-02-01 | 2024-02-01 |
            | M1           | 2      | 2024-03-31  | 2024-05-20 |            |
            | M2           | 1      | 2024-01-31  | 2024-02-01 | 2024-02-01 |
            | M2           | 2      | 2024-03-31  | 2024-06-01 | 2024-05-22 |
        """,
    )
    frame = Monitor(engine).plan.measures().frame
    assert frame.select("code", "lead", "planned_on", "actual_on", "is_late", "days_late").rows() == [
        ("M1", "Subsecretaría de Hacienda; Subsecretaría del Interior", date(2024, 5, 20), None, True, 3),
        ("M2", None, date(2024, 6, 1), date(2024, 5, 22), False, None),
    ]


@pytest.mark.parametrize("as_of", [None, MAY, AUGUST])
def test_what_is_late_is_what_the_metric_counts(plan, demo_engine, as_of):
    for engine in (plan, demo_engine):
        counted = Monitor(engine).observe("plan.measures_late", as_of=as_of).answers[0].value
        assert counted == Monitor(engine).plan.measures(as_of).late.frame.height


def test_the_list_says_what_it_is_made_of(plan, demo_engine):
    assert (Monitor(plan).plan.measures().kinds, Monitor(plan).plan.measures().is_demonstration) == (
        {"register"},
        False,
    )
    assert Monitor(demo_engine).plan.measures(MAY).known_on == MAY
    assert Monitor(demo_engine).plan.measures().is_demonstration

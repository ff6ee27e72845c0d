"""Shares of a total: each axis in the measures that have one; and the plan as a snapshot."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from metrics import Monitor
from metrics.model.errors import NotAdditiveError, UnknownDimensionError
from tests.tables import load_rows, rows_of

MEASURES = """
    | code | axis_number |
    | M1   | 1           |
    | M2   | 1           |
    | M3   | 2           |
    | M4   | 10          |
    | M5   |             |
"""
BODIES = """
    | measure_code | undersecretariat_code |
    | M1           | interior              |
    | M2           | justicia              |
    | M3           | interior              |
    | M4           | interior              |
"""
REPORTS = """
    | measure_code | cut_on     | status      |
    | M1           | 2024-05-23 | in_progress |
    | M2           | 2024-05-23 | in_progress |
    | M1           | 2024-08-21 | implemented |
    | M3           | 2024-08-21 | implemented |
"""
COVERS = (date(2024, 5, 1), date(2024, 8, 21))


@pytest.fixture
def plan(engine):
    tables = {schema.measures: MEASURES, schema.measure_bodies: BODIES, schema.progress_reports: REPORTS}
    rows = {table: rows_of(table, text) for table, text in tables.items()}
    load_rows(engine, rows, covers=COVERS, recorded_on=COVERS[1])
    return engine


def _shares(engine, **question):
    frame = Monitor(engine).observe("plan.axis_share", **question).answers[0].frame
    return {row[:-4]: row[-4] for row in frame.iter_rows() if row[-4]}


def test_each_axis_in_the_measures_that_have_one(plan):
    assert _shares(plan, by=["axis"]) == {("1",): 0.5, ("2",): 0.25, ("10",): 0.25}


def test_every_axis_is_there_in_order_and_adds_up_to_one(plan):
    frame = Monitor(plan).observe("plan.axis_share", by=["axis"]).frame
    assert frame["axis"].to_list() == [str(number) for number in range(1, 11)]
    assert frame["value"].sum() == 1


def test_a_filter_shows_some_shares_and_the_whole_stays_whole(plan):
    assert _shares(plan, by=["axis"], where={"axis": ["1", "2"]}) == {("1",): 0.5, ("2",): 0.25}


def test_one_axis_can_be_asked_for_alone(plan):
    assert Monitor(plan).observe("plan.axis_share", where={"axis": "2"}).answers[0].value == 0.25
    assert Monitor(plan).observe("plan.axis_share", where={"axis": "3"}).answers[0].value == 0
    assert _shares(plan, by=["lead_body"], where={"axis": "1"}) == {("justicia",): 1.0, ("interior",): 1 / 3}


def test_shares_within_another_dimension(plan):
    found = _shares(plan, by=["lead_body", "axis"])
    assert found == {
        ("interior", "1"): 1 / 3,
        ("interior", "2"): 1 / 3,
        ("interior", "10"): 1 / 3,
        ("justicia", "1"): 1.0,
    }


def test_shares_of_nothing_are_null_and_not_zero(plan):
    values = Monitor(plan).observe("plan.axis_share", by=["axis"], where={"lead_body": "hacienda"}).frame["value"]
    assert values.to_list() == [None] * 10


def test_shares_cannot_be_added(plan):
    with pytest.raises(NotAdditiveError, match=r"plan.axis_share cannot be added over axis"):
        Monitor(plan).observe("plan.axis_share")


@pytest.mark.parametrize(
    ("period", "implemented", "in_progress", "measures"),
    [
        ("2024-05-23", 0, 2, 5),
        ("2024-08-20", 0, 2, 5),
        ("2024-08-21", 2, 1, 5),
        ("2024", 2, 1, 5),
        ("2026", 2, 1, 5),  # the last report still stands
        (None, 2, 1, 5),
        ("2024-04", None, None, None),  # before the first one nothing is known
    ],
)
def test_the_state_on_a_day_is_that_of_the_last_report(plan, period, implemented, in_progress, measures):
    asked = ("plan.measures_implemented", "plan.measures_in_progress", "plan.measures")
    result = Monitor(plan).observe(*asked, period=period)
    assert [answer.value for answer in result.answers] == [implemented, in_progress, measures]


def test_a_measure_without_report_is_a_third_thing(plan):
    frame = Monitor(plan).observe("plan.measures", by=["status"]).frame
    assert frame.select("status", "value").rows() == [("implemented", 2), ("in_progress", 1), (None, 2)]
    assert Monitor(plan).observe("plan.implemented_share").answers[0].value == 2 / 5


def test_a_co_responsible_body_does_not_count_a_measure_twice(plan):
    with plan.begin() as connection:
        row = {"measure_code": "M1", "undersecretariat_code": "hacienda", "role": "co_responsible", "batch_id": 1}
        connection.execute(schema.measure_bodies.insert(), row)
    assert Monitor(plan).observe("plan.measures").answers[0].value == 5


def test_a_snapshot_cannot_be_split_by_time(plan):
    with pytest.raises(UnknownDimensionError, match=r"plan.measures: unknown dimension 'month'"):
        Monitor(plan).observe("plan.measures", by=["month"])

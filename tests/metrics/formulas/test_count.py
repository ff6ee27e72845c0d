"""Counts: rows of a period, by dimension, with a zero where a member has no row."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from metrics import Message, Monitor
from metrics.model.errors import EmptyQuestionError, UnknownDimensionError, UnknownMetricError
from tests.tables import load_table

REQUESTS = """
    | folio | received_on | first_answer_on | closed_on  | region_code | channel |
    | A1    | 2024-01-31  | 2024-02-20      | 2024-02-21 | 13          | portal  |
    | A2    | 2024-02-29  | 2024-03-01      | 2024-03-01 | 16          | portal  |
    | A3    | 2024-02-29  |                 |            | 13          | mail    |
    | A4    | 2024-03-01  |                 | 2024-03-04 |             | portal  |
    | A5    | 2024-12-31  |                 |            | 16          | office  |
"""


@pytest.fixture
def requests(engine):
    load_table(engine, schema.foi_requests, REQUESTS)
    return engine


def _values(engine, metric, **question):
    frame = Monitor(engine).observe(metric, **question).answers[0].frame
    return {row[:-4]: row[-4] for row in frame.iter_rows()}


@pytest.mark.parametrize(
    ("period", "received", "answered"),
    [
        (None, 5, 2),
        ("2024", 5, 2),
        ("2024-Q1", 4, 2),
        ("2024-02", 2, 1),
        ("2024-02-29", 2, 1),
        ("2024-02-28", 0, 0),
        ("2024-03-01..2024-12-31", 2, 0),
    ],
)
def test_rows_of_a_period(requests, period, received, answered):
    result = Monitor(requests).observe("foi.requests_received", "foi.requests_answered", period=period)
    assert [answer.value for answer in result.answers] == [received, answered]


@pytest.mark.parametrize("period", ["2023", "2025", "2023-12-31"])
def test_a_period_that_is_not_covered_is_absent_and_not_zero(requests, period):
    answer = Monitor(requests).observe("foi.requests_received", period=period).answers[0]
    assert (answer.value, answer.days, answer.notes) == (None, None, (Message.of("nothing_known"),))
    assert Monitor(requests).observe("foi.requests_received", by=["region"], period=period).frame.is_empty()


def test_by_region_from_north_to_south_with_zeros_and_the_rows_that_do_not_say(requests):
    rows = Monitor(requests).observe("foi.requests_received", by=["region"]).frame.select("region", "value").rows()
    assert rows == [
        ("15", 0), ("01", 0), ("02", 0), ("03", 0), ("04", 0), ("05", 0), ("13", 2), ("06", 0), ("07", 0),
        ("16", 2), ("08", 0), ("09", 0), ("14", 0), ("10", 0), ("11", 0), ("12", 0), (None, 1),
    ]  # fmt: skip


def test_by_month_leaves_no_month_of_the_period_out(requests):
    assert _values(requests, "foi.requests_received", by=["month"], period="2024-01..2024-05") == {
        ("2024-01",): 1,
        ("2024-02",): 2,
        ("2024-03",): 1,
        ("2024-04",): 0,
        ("2024-05",): 0,
    }


def test_by_quarter_and_channel(requests):
    found = _values(requests, "foi.requests_received", by=["quarter", "channel"], period="2024-Q1..2024-Q2")
    assert found == {
        ("2024-Q1", "portal"): 3,
        ("2024-Q1", "mail"): 1,
        ("2024-Q1", "office"): 0,
        ("2024-Q2", "portal"): 0,
        ("2024-Q2", "mail"): 0,
        ("2024-Q2", "office"): 0,
    }


def test_by_year(requests):
    assert _values(requests, "foi.requests_received", by=["year"]) == {("2024",): 5}


def test_a_dimension_named_twice_is_asked_once(requests):
    result = Monitor(requests).observe("foi.requests_received", by=["channel", "channel"])
    assert result.by == ("channel",)
    assert result.frame["value"].to_list() == [3, 1, 1]


def test_a_result_names_the_metrics_that_it_has(requests):
    with pytest.raises(
        UnknownMetricError, match=r"unknown metric 'foi\.requests_open'; nearest: foi\.requests_received"
    ):
        Monitor(requests).observe("foi.requests_received")["foi.requests_open"]


def test_values_are_added_over_a_dimension_that_they_were_split_by(requests):
    answer = Monitor(requests).observe("foi.requests_received", by=["channel"]).answers[0]
    assert answer.added_over("channel").rows() == [(5,)]
    with pytest.raises(UnknownDimensionError, match="unknown dimension 'region'; allowed: channel"):
        answer.added_over("region")


def test_one_dimension_is_named_as_one_member_is(requests):
    assert Monitor(requests).observe("foi.requests_received", by="channel").frame["value"].to_list() == [3, 1, 1]


def test_a_member_named_twice_is_one_cell(requests):
    found = _values(requests, "foi.requests_received", by=["region"], where={"region": ["13", "13"]})
    assert found == {("13",): 2}
    assert (
        Monitor(requests).observe("foi.requests_received", by=["region"], where={"region": ["13", "13"]}).frame.height
        == 1
    )


def test_a_metric_named_twice_answers_once(requests):
    asked = ("foi.requests_received", "foi.requests_answered", "foi.requests_received")
    assert Monitor(requests).observe(*asked).wide.columns == ["foi.requests_received", "foi.requests_answered"]


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ({"region": "16"}, 2),
        ({"region": ["16", "13"]}, 4),
        ({"region": "16", "channel": "portal"}, 1),
        ({"region": "12"}, 0),
    ],
)
def test_filters(requests, where, value):
    assert Monitor(requests).observe("foi.requests_received", where=where).answers[0].value == value


def test_a_filter_without_members_is_refused(requests):
    with pytest.raises(EmptyQuestionError, match="channel is incomplete"):
        Monitor(requests).observe("foi.requests_received", where={"channel": []})


def test_a_filter_keeps_the_members_that_it_names_with_their_zeros(requests):
    found = _values(requests, "foi.requests_received", by=["region"], where={"region": ["12", "16"]})
    assert found == {("12",): 0, ("16",): 2}


def test_one_row(engine):
    load_table(engine, schema.foi_appeals, "| folio | filed_on |\n| C1 | 2024-02-29 |")
    assert Monitor(engine).observe("foi.appeals_filed", period="2024-02-29").answers[0].value == 1
    assert Monitor(engine).observe("foi.appeals_answered", period="2024-02-29").answers[0].value == 0


def test_an_empty_load_is_zero_and_no_load_is_absent(engine):
    assert Monitor(engine).observe("foi.requests_received").answers[0].value is None
    load_table(engine, schema.foi_requests, "| folio | received_on |")
    assert Monitor(engine).observe("foi.requests_received").answers[0].value == 0
    assert set(Monitor(engine).observe("foi.requests_received", by=["region"]).frame["value"]) == {0}


def test_an_answer_after_the_last_day_known_does_not_count_yet(engine):
    text = "| folio | received_on | first_answer_on |\n| A1 | 2024-03-01 | 2024-04-02 |"
    load_table(engine, schema.foi_requests, text, covers=(date(2024, 1, 1), date(2024, 3, 31)))
    assert Monitor(engine).observe("foi.requests_answered").answers[0].value == 0


def test_bodies_without_territory_count_and_are_listed(engine):
    text = "| folio | unit_code |\n| P1 | NC |\n| P2 | 16 |\n| P3 | TI |"
    load_table(engine, schema.field_operations, text)
    frame = Monitor(engine).observe("field_operations.count", by=["region"]).frame
    assert frame["value"].sum() == 3
    assert frame["region"].to_list()[-2:] == ["NC", "TI"]
    assert frame.height == 18


def test_rows_are_ready_for_json(requests):
    result = Monitor(requests).observe("foi.requests_received", by=["channel"], period="2024")
    assert result.rows()[0] == {
        "metric": "foi.requests_received",
        "period": "2024",
        "channel": "portal",
        "value": 3,
        "unit": "count",
        "suppressed": False,
        "protected": False,
        "partial": False,
        "missing": [],
        "demonstration": False,
    }
    assert isinstance(result.rows()[0]["value"], int)

"""Days within which half of the requests were answered; the open ones have already waited."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access import schema
from metrics import Monitor
from metrics.model.survival import quantile
from tests import naive
from tests.tables import load_table

COVERS = (date(2024, 3, 1), date(2024, 4, 30))


def _median(engine, text, **question):
    load_table(engine, schema.foi_requests, text, covers=COVERS, recorded_on=date(2024, 5, 31))
    return Monitor(engine).observe("foi.response_days_median", **question).answers[0]


def test_all_answered(engine):
    text = """
        | folio | received_on | first_answer_on |
        | A1    | 2024-03-01  | 2024-03-01      |
        | A2    | 2024-03-01  | 2024-03-05      |
        | A3    | 2024-03-01  | 2024-03-08      |
    """
    assert _median(engine, text).value == 2


def test_an_open_request_has_already_waited(engine):
    """Without the two open ones the median would be 2 days."""
    text = """
        | folio | received_on | first_answer_on |
        | A1    | 2024-03-01  | 2024-03-01      |
        | A2    | 2024-03-01  | 2024-03-05      |
        | A3    | 2024-03-01  | 2024-03-08      |
        | A4    | 2024-03-01  |                 |
        | A5    | 2024-03-01  |                 |
    """
    assert _median(engine, text).value == 5


def test_where_half_is_not_reached_there_is_no_median(engine):
    text = """
        | folio | received_on | first_answer_on |
        | A1    | 2024-03-01  | 2024-03-05      |
        | A2    | 2024-03-01  |                 |
        | A3    | 2024-03-01  |                 |
    """
    assert _median(engine, text).value is None


def test_a_request_closed_without_answer_leaves_when_it_is_closed(engine):
    text = """
        | folio | received_on | first_answer_on | closed_on  |
        | A1    | 2024-03-01  |                 | 2024-03-04 |
        | A2    | 2024-03-01  | 2024-03-05      | 2024-04-05 |
        | A3    | 2024-03-01  | 2024-03-08      | 2024-03-08 |
    """
    assert _median(engine, text).value == 2


def test_one_request(engine):
    text = "| folio | received_on | first_answer_on |\n| A1 | 2024-02-29 | 2024-03-28 |"
    load_table(engine, schema.foi_requests, text)
    assert Monitor(engine).observe("foi.response_days_median", period="2024-02-29").answers[0].value == 20


def test_no_request(engine):
    answer = _median(engine, "| folio | received_on |")
    assert (answer.value, answer.is_demonstration) == (None, False)


def test_by_region_and_month_each_from_its_own_rows(engine):
    text = """
        | folio | received_on | first_answer_on | region_code |
        | A1    | 2024-03-01  | 2024-03-04      | 13          |
        | A2    | 2024-04-01  | 2024-04-05      | 13          |
        | A3    | 2024-04-01  | 2024-04-03      | 16          |
        | A4    | 2024-04-01  |                 |             |
    """
    frame = _median(engine, text, by=["region", "month"]).frame
    assert frame.select("region", "month", "value").rows() == [
        ("13", "2024-03", 1),
        ("13", "2024-04", 4),
        ("16", "2024-04", 2),
        (None, "2024-04", None),
    ]


def test_an_answer_after_the_last_day_known_is_still_awaited(engine):
    text = "| folio | received_on | first_answer_on |\n| A1 | 2024-03-01 | 2024-05-02 |"
    assert _median(engine, text).value is None


@pytest.mark.parametrize(
    ("histogram", "q", "days"),
    [
        ([(3, 1, 1)], 0.5, 3),
        ([(3, 2, 1), (7, 2, 2)], 0.5, 7),
        ([(3, 2, 2), (7, 2, 0)], 0.5, 3),
        ([(3, 2, 2), (7, 2, 0)], 0.9, None),
        ([(0, 9, 9), (1, 1, 1)], 0.9, 0),
        ([], 0.5, None),
    ],
)
def test_quantiles_of_a_histogram(histogram, q, days):
    assert quantile(histogram, q) == days


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=60), st.sampled_from([10, 25, 50, 75, 90]))
def test_quantiles_are_those_of_the_product_limit(waits, percent):
    days = sorted({wait for wait, _ in waits})
    histogram = [
        (day, sum(wait == day for wait, _ in waits), sum(wait == day and answered for wait, answered in waits))
        for day in days
    ]
    assert quantile(histogram, percent / 100) == naive.survival_quantile(waits, Fraction(percent, 100))

"""Ratios: computed from the rows of each group, null where there is nothing to divide by."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from metrics import Monitor
from tests.tables import load_table

# 1 March 2024 plus 15 business days, over Good Friday's week, is 22 March; plus 16 is 25 March.
REQUESTS = """
    | folio | received_on | first_answer_on | region_code |
    | A1    | 2024-03-01  | 2024-03-22      | 13          |
    | A2    | 2024-03-01  | 2024-03-25      | 13          |
    | A3    | 2024-03-01  |                 | 13          |
    | A4    | 2024-03-01  | 2024-03-01      | 16          |
    | A5    | 2024-04-01  |                 | 12          |
"""


@pytest.fixture
def requests(engine):
    load_table(engine, schema.foi_requests, REQUESTS)
    return engine


def test_shares_of_a_period(requests):
    result = Monitor(requests).observe("foi.answered_share", "foi.answered_within_15_days_share", period="2024-03")
    assert [answer.value for answer in result.answers] == [3 / 4, 2 / 3]


def test_fifteen_days_are_within_the_goal_and_sixteen_are_not(requests):
    assert Monitor(requests).observe("foi.answered_within_15_days", where={"region": "13"}).answers[0].value == 1


def test_shares_by_region(requests):
    frame = (
        Monitor(requests).observe("foi.answered_share", by=["region"], where={"region": ["13", "16", "12", "15"]}).frame
    )
    assert dict(frame.select("region", "value").rows()) == {"15": None, "13": 2 / 3, "16": 1.0, "12": 0.0}
    assert frame["suppressed"].any() is False


def test_nothing_to_divide_by_is_null(requests):
    answer = Monitor(requests).observe("foi.answered_within_15_days_share", period="2024-04").answers[0]
    assert answer.value is None
    assert answer.days == (date(2024, 4, 1), date(2024, 4, 30))


def test_a_share_over_periods_is_not_the_mean_of_their_shares(requests):
    by_month = Monitor(requests).observe("foi.answered_share", by=["month"], period="2024-03..2024-04").frame
    assert by_month.select("month", "value").rows() == [("2024-03", 0.75), ("2024-04", 0.0)]
    assert Monitor(requests).observe("foi.answered_share", period="2024-03..2024-04").answers[0].value == 0.6


def test_a_budget_that_is_zero_has_no_execution(engine):
    text = "| line_code | month | stage | amount_clp |\n| 21.01 | 2024-01-01 | accrued | 5 |"
    load_table(engine, schema.budget_entries, text)
    assert Monitor(engine).observe("budget.execution_share", period="2024").answers[0].value is None


def test_a_share_is_a_fraction_of_unit_percent(requests):
    row = Monitor(requests).observe("foi.answered_share", period="2024-03").rows()[0]
    assert (row["value"], row["unit"]) == (0.75, "percent")

"""Stocks of open requests, at the end of the period asked, and those past their term."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from data_access.reference.editions import decree
from metrics import Monitor
from metrics.registers.attention import RECORDS
from tests.tables import load_table

COVERS = (date(2024, 1, 1), date(2024, 4, 30))
REQUESTS = """
    | folio | received_on | extended_on | first_answer_on | closed_on  | region_code |
    | A1    | 2024-03-01  |             |                 |            | 13          |
    | A2    | 2024-03-01  | 2024-03-28  |                 |            | 13          |
    | A3    | 2024-03-01  |             | 2024-04-02      | 2024-04-05 | 16          |
    | A4    | 2024-03-04  |             |                 | 2024-03-06 | 16          |
    | A5    | 2024-04-30  |             |                 |            |             |
"""


@pytest.fixture
def requests(engine):
    load_table(engine, schema.foi_requests, REQUESTS, covers=COVERS, recorded_on=COVERS[1])
    return engine


@pytest.mark.parametrize(
    ("period", "opened", "overdue"),
    [
        ("2024-02-29", 0, 0),
        ("2024-03-01", 3, 0),
        ("2024-03-04", 4, 0),
        ("2024-03-06", 3, 0),
        # The term of 20 business days from 1 March ends on 1 April: Good Friday is no business day.
        ("2024-04-01", 3, 0),
        ("2024-04-02", 2, 1),
        ("2024-04-15", 2, 1),  # the extended one has 30: until 15 April
        ("2024-04-16", 2, 2),
        ("2024-04", 3, 2),
        (None, 3, 2),
        ("2024", 3, 2),
        ("2024-05", None, None),  # not known yet
    ],
)
def test_open_at_the_end_of_the_period(requests, period, opened, overdue):
    result = Monitor(requests).observe("foi.requests_open", "foi.requests_overdue", period=period)
    assert [answer.value for answer in result.answers] == [opened, overdue]


def test_an_extension_counts_where_it_was_notified_in_time(engine):
    """The term ended on Monday 1 April, after Viernes Santo: notified by then it ends on Monday the 15th, and later it does not."""
    text = """
        | folio | received_on | extended_on |
        | A1    | 2024-03-01  | 2024-04-01  |
        | A2    | 2024-03-01  | 2024-04-02  |
        | A3    | 2024-03-01  | 2024-03-30  |
    """
    load_table(engine, schema.foi_requests, text, covers=COVERS)

    def overdue(day):
        return Monitor(engine).observe("foi.requests_overdue", period=day).answers[0].value

    assert [overdue(f"2024-04-{day:02}") for day in (1, 2, 3, 15, 16)] == [0, 1, 1, 1, 3]


def test_by_region_with_zeros(requests):
    frame = Monitor(requests).observe("foi.requests_open", by=["region"]).frame
    assert {code: value for code, value in frame.select("region", "value").rows() if value} == {"13": 2, None: 1}
    assert frame.height == 17


def test_by_month_each_at_its_end(requests):
    result = Monitor(requests).observe("foi.requests_open", "foi.requests_overdue", by=["month"])
    assert result.wide.rows() == [("2024-01", 0, 0), ("2024-02", 0, 0), ("2024-03", 3, 0), ("2024-04", 3, 2)]


def test_by_quarter_and_region(requests):
    frame = (
        Monitor(requests).observe("foi.requests_open", by=["quarter", "region"], where={"region": ["13", "16"]}).frame
    )
    assert frame.select("quarter", "region", "value").rows() == [
        ("2024-Q1", "13", 2),
        ("2024-Q1", "16", 1),
        ("2024-Q2", "13", 2),
        ("2024-Q2", "16", 0),
    ]


def test_the_label_of_a_stock_is_its_day(requests):
    assert Monitor(requests).observe("foi.requests_open").answers[0].period == "2024-04-30"
    assert Monitor(requests).observe("foi.requests_received").answers[0].period == "2024-01-01..2024-04-30"


def test_a_holiday_decreed_later_moves_the_deadline(requests):
    """Two more business days off in April: what was overdue on the 2nd is not any more."""
    with requests.begin() as connection:
        decree(connection, {date(2024, 4, 1): "Feriado"}, known_on=date(2024, 3, 28))
    assert Monitor(requests).observe("foi.requests_overdue", period="2024-04-02").answers[0].value == 0
    assert Monitor(requests).observe("foi.requests_overdue", period="2024-04-03").answers[0].value == 1


def test_a_register_that_does_not_say_how_long_its_rows_wait_is_refused():
    with pytest.raises(TypeError, match="attentions does not say how long its rows wait"):
        _ = RECORDS.waits

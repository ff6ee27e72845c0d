"""Quantities derived from counts: differences, growth over a year, rates per capita, shares still waiting."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from metrics import ENTITLED, Message, Monitor
from metrics.model.errors import EmptyQuestionError, NotAdditiveError
from metrics.model.survival import still_waiting
from tests.tables import load_observations, load_table

REQUESTS = """
    | folio | received_on | first_answer_on | region_code |
    | A1    | 2023-03-01  | 2023-03-08      | 13          |
    | A2    | 2023-03-02  |                 | 16          |
    | A3    | 2024-02-29  | 2024-03-08      | 13          |
    | A4    | 2024-03-01  | 2024-03-11      | 13          |
    | A5    | 2024-03-04  |                 | 13          |
    | A6    | 2024-04-02  |                 | 16          |
"""
COVERS = (date(2023, 1, 1), date(2024, 4, 15))


@pytest.fixture
def requests(engine):
    load_table(engine, schema.foi_requests, REQUESTS, covers=COVERS, recorded_on=COVERS[1])
    return engine


def _values(engine, metric, *dimensions, **question):
    return (
        Monitor(engine, viewer=ENTITLED)
        .observe(metric, by=dimensions, **question)
        .frame.select(*dimensions, "value")
        .rows()
    )


# --- differences ---------------------------------------------------------------------------------------


def test_received_less_answered(requests):
    assert _values(requests, "foi.requests_unanswered", period="2024-Q1") == [(1,)]
    found = _values(requests, "foi.requests_unanswered", "region", period="2024", where={"region": ["13", "16", "12"]})
    assert found == [("13", 1), ("16", 1), ("12", 0)]


def test_a_difference_adds_up_over_regions_and_months(requests):
    answer = Monitor(requests).observe("foi.requests_unanswered", by=["region", "month"], period="2023").answers[0]
    assert answer.added_over("region")["value"].sum() == 1


# --- growth --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "value"),
    [
        ("2024-Q1", 0.5),
        ("2024-03", 0),
        ("2024-02", None),  # nothing a year before to grow from
        ("2024-04", None),  # not whole
        ("2024", None),
        ("2023", None),  # the year before is not known
        ("2024-03-01", 0),
    ],
)
def test_growth_over_the_same_days_a_year_before(requests, period, value):
    assert _values(requests, "foi.requests_received_growth", period=period) == [(value,)]


def test_growth_month_by_month(requests):
    found = _values(requests, "foi.requests_received_growth", "month", period="2024-01..2024-04")
    assert found == [("2024-01", None), ("2024-02", None), ("2024-03", 0), ("2024-04", None)]


def test_a_february_is_held_against_the_whole_one_before(engine):
    text = """
        | folio | received_on | due_on     |
        | C1    | 2023-01-10  | 2025-12-31 |
        | C2    | 2024-01-10  | 2025-12-31 |
        | C3    | 2024-02-28  | 2025-12-31 |
        | C4    | 2024-02-29  | 2025-12-31 |
        | C5    | 2025-01-10  | 2025-12-31 |
        | C6    | 2025-02-28  | 2025-12-31 |
    """
    load_table(engine, schema.foi_requests, text, covers=(date(2023, 1, 1), date(2025, 3, 31)))
    growth = "foi.requests_received_growth"
    assert _values(engine, growth, period="2025-02") == [(-0.5,)]
    assert _values(engine, growth, "month", period="2025-01..2025-02") == [("2025-01", 0), ("2025-02", -0.5)]
    assert _values(engine, growth, period="2025-02-28") == [(0,)]


def test_growth_by_region(requests):
    found = _values(
        requests, "foi.requests_received_growth", "region", period="2024-03", where={"region": ["13", "16"]}
    )
    assert found == [("13", 1), ("16", -1)]


def test_growth_says_when_there_is_no_year_before(requests):
    answer = Monitor(requests).observe("foi.requests_received_growth", period="2023").answers[0]
    assert answer.notes == (Message.of("no_base_year"),)


def test_growth_needs_a_period(requests):
    with pytest.raises(EmptyQuestionError, match=r"foi\.requests_received_growth is incomplete: it needs a period"):
        Monitor(requests).observe("foi.requests_received_growth")


def test_a_whole_month_grows_though_its_year_is_not_over(requests):
    growth = "foi.requests_received_growth"
    assert _values(requests, growth, "year", "month", period="2024-03..2024-04") == [
        ("2024", "2024-03", 0),
        ("2024", "2024-04", None),
    ]


def test_days_of_a_month_grow_over_the_same_days(engine):
    """The beginning of March 2023 was never told: the days asked for are."""
    for covers in ((date(2023, 3, 10), date(2023, 3, 31)), (date(2024, 3, 1), date(2024, 3, 31))):
        text = f"| folio | received_on |\n| {covers[1]} | {covers[1]} |"
        load_table(engine, schema.foi_requests, text, covers=covers, recorded_on=covers[1])
    growth = "foi.requests_received_growth"
    assert _values(engine, growth, "month", period="2024-03-10..2024-03-31") == [("2024-03", 0)]
    assert _values(engine, growth, "month", period="2024-03") == [("2024-03", None)]


def test_growth_needs_a_period_even_where_nothing_is_known(engine):
    with pytest.raises(EmptyQuestionError):
        Monitor(engine).observe("foi.requests_received_growth")


def test_growth_is_not_added(requests):
    answer = Monitor(requests).observe("foi.requests_received_growth", by=["region"], period="2024-03").answers[0]
    with pytest.raises(NotAdditiveError) as refused:
        answer.added_over("region")
    named = {"metric": "foi.requests_received_growth", "dimension": "region"}
    assert refused.value.message == Message.of("not_additive", **named)


# --- per capita ----------------------------------------------------------------------------------------

PEOPLE = """
    | territory_code | period_from | period_to  | value  |
    | CL             | 2022-12-31  | 2022-12-31 | 1000   |
    | CL             | 2023-12-31  | 2023-12-31 | 2000   |
    | 13             | 2023-12-31  | 2023-12-31 | 1500   |
    | 16             | 2023-12-31  | 2023-12-31 | 0      |
"""
RATE = "attention.records_per_1000_residents"


@pytest.fixture
def attended(engine):
    rows = "".join(f"| T{number} | 2024-03-01 | {13 if number < 12 else 16} |\n" for number in range(20))
    text = "| folio | attended_on | unit_code |\n" + rows
    load_table(engine, schema.attention_records, text)
    return engine


def test_per_inhabitant_of_the_last_population_known(attended):
    load_observations(attended, "population.foreign_residents", PEOPLE)
    assert _values(attended, RATE, period="2024") == [(10,)]
    found = _values(attended, RATE, "region", period="2024", where={"region": ["13", "16", "12"]})
    assert found == [("13", 8), ("16", None), ("12", None)]
    assert _values(attended, RATE, period="2024", where={"region": "13"}) == [(8,)]


def test_of_two_populations_of_one_day_that_of_the_later_interval_is_taken(attended):
    text = """
        | territory_code | period_from | period_to  | value |
        | CL             | 2023-12-31  | 2023-12-31 | 2000  |
        | CL             | 2023-01-01  | 2023-12-31 | 500   |
    """
    load_observations(attended, "population.foreign_residents", text)
    assert _values(attended, RATE, period="2024") == [(10,)]


def test_a_rate_over_made_up_inhabitants_is_demonstration(attended):
    load_observations(attended, "population.foreign_residents", PEOPLE, data_kind="demonstration")
    assert Monitor(attended).observe(RATE, period="2024").answers[0].is_demonstration
    flags = Monitor(attended).observe(RATE, by="region", period="2024", where={"region": ["13", "12"]}).frame
    assert flags.select("region", "demonstration").rows() == [("13", True), ("12", False)]


def test_without_population_there_is_no_rate(attended):
    answer = Monitor(attended, viewer=ENTITLED).observe(RATE, period="2024").answers[0]
    assert (answer.value, answer.notes) == (None, (Message.of("no_population"),))


def test_a_rate_is_hidden_where_its_count_is(engine):
    load_table(engine, schema.attention_records, "| folio | unit_code |\n| T1 | 13 |\n| T2 | 13 |")
    load_observations(engine, "population.foreign_residents", PEOPLE)
    answer = Monitor(engine).observe(RATE, period="2024").answers[0]
    assert (answer.value, answer.suppressed_cells) == (None, 1)


def test_the_rate_of_several_regions_is_that_of_their_inhabitants(attended):
    load_observations(attended, "population.foreign_residents", PEOPLE)
    assert _values(attended, RATE, period="2024", where={"region": ["13", "16"]}) == [(20 * 1000 / 1500,)]


# --- still waiting -------------------------------------------------------------------------------------


def test_the_share_still_waiting_after_twenty_business_days(engine):
    text = """
        | folio | received_on | first_answer_on | closed_on  |
        | A1    | 2024-03-01  | 2024-03-08      |            |
        | A2    | 2024-03-01  | 2024-04-10      |            |
        | A3    | 2024-03-01  |                 |            |
        | A4    | 2024-03-01  |                 | 2024-03-12 |
    """
    load_table(engine, schema.foi_requests, text, covers=COVERS, recorded_on=COVERS[1])
    assert _values(engine, "foi.waiting_after_20_days_share", period="2024") == [(0.75,)]


@pytest.mark.parametrize(
    ("waits", "days", "share"),
    [
        ([], 20, None),
        ([(5, 1, 1)], 4, 1.0),
        ([(5, 1, 1)], 5, 0.0),
        ([(5, 1, 1)], 20, 0.0),
        ([(5, 2, 1), (30, 2, 0)], 20, 0.75),
        ([(5, 2, 1), (10, 2, 0)], 20, None),  # the last ones have waited ten days only
        ([(5, 2, 1), (10, 2, 0)], 10, 0.75),
    ],
)
def test_shares_of_a_histogram(waits, days, share):
    assert still_waiting(waits, days) == share

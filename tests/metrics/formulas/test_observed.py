"""Observed values: flows add up, stocks and rates do not, and overlapping members never."""

from __future__ import annotations

from datetime import date

import pytest

from metrics import Monitor
from metrics.model.errors import GrainError, NotAdditiveError
from tests.tables import load_observations

FLOW = """
    | member     | period_from | period_to  | value |
    | temporary  | 2023-01-01  | 2023-12-31 | 100   |
    | definitive | 2023-01-01  | 2023-12-31 | 10    |
    | temporary  | 2024-01-01  | 2024-12-31 | 200   |
    | definitive | 2024-01-01  | 2024-12-31 | 20    |
    | temporary  | 2025-01-01  | 2025-03-31 | 50    |
"""
STOCK = """
    | period_from | period_to  | value |
    |             | 2022-12-31 | 900   |
    |             | 2023-12-31 | 500   |
    |             | 2025-03-31 | 30    |
"""
RATE = """
    | member     | period_from | period_to  | value |
    | temporary  |             | 2023-12-31 | 0.4   |
    | definitive |             | 2023-12-31 | 0.6   |
    | temporary  |             | 2024-12-31 | 0.25  |
    | definitive |             | 2024-12-31 | 0.75  |
"""


def _cells(engine, metric, **question):
    frame = Monitor(engine).observe(metric, **question).answers[0].frame
    return dict(frame.select(*question.get("by", ()), "value").iter_rows())


def _value(engine, metric, **question):
    return Monitor(engine).observe(metric, **question).answers[0].value


@pytest.mark.parametrize(
    ("period", "value"),
    [(None, 380), ("2024", 220), ("2023..2024", 330), ("2025-Q1", 50), ("2025", 50), ("2024-Q1", None), ("2022", None)],
)
def test_flows_add_up_over_members_and_time(engine, period, value):
    load_observations(engine, "permits.requested", FLOW)
    assert _value(engine, "permits.requested", period=period) == value


def test_a_flow_by_its_own_dimension_and_year(engine):
    load_observations(engine, "permits.requested", FLOW)
    assert _cells(engine, "permits.requested", by=["permit"]) == {"temporary": 350, "definitive": 30}
    assert _cells(engine, "permits.requested", by=["year"], where={"permit": "definitive"}) == {"2023": 10, "2024": 20}


def test_a_year_that_is_not_over_is_partial(engine):
    load_observations(engine, "permits.requested", FLOW)
    answers = {year: Monitor(engine).observe("permits.requested", period=year).answers[0] for year in ("2024", "2025")}
    assert {year: answer.partial for year, answer in answers.items()} == {"2024": False, "2025": True}
    assert answers["2025"].days == (date(2025, 1, 1), date(2025, 3, 31))


def test_beside_each_other_metrics_keep_the_order_of_their_members(engine):
    load_observations(engine, "inclusion.talks", "| period_from | period_to | value |\n| 2024-01-01 | 2024-12-31 | 9 |")
    yearly = FLOW.replace("2024", "2022")
    load_observations(engine, "permits.requested", yearly)
    found = Monitor(engine).observe("inclusion.talks", "permits.requested", by=["year"]).wide
    assert found.rows() == [("2022", None, 220), ("2023", None, 110), ("2024", 9, None), ("2025", None, 50)]


def test_yearly_values_have_no_quarters(engine):
    load_observations(
        engine, "permits.requested", FLOW.replace("| temporary  | 2025-01-01  | 2025-03-31 | 50    |", "")
    )
    with pytest.raises(GrainError) as refused:
        Monitor(engine).observe("permits.requested", by=["quarter"])
    assert str(refused.value) == "permits.requested has no values by quarter: its source gives longer periods"


def test_values_longer_than_the_grain_are_left_out(engine):
    load_observations(engine, "permits.requested", FLOW)
    assert _cells(engine, "permits.requested", by=["quarter"]) == {"2025-Q1": 50}


@pytest.mark.parametrize(("period", "value"), [(None, 30), ("2020..2023", None), ("2023", None)])
def test_a_stock_is_the_last_one(engine, period, value):
    """Values without a first day lie in no period: only the question without one sees them."""
    load_observations(engine, "permits.backlog_pending", STOCK)
    assert _value(engine, "permits.backlog_pending", period=period) == value


def test_a_stock_at_a_day(engine):
    load_observations(
        engine,
        "permits.backlog_pending",
        """
        | period_from | period_to  | value |
        | 2023-12-31  | 2023-12-31 | 500   |
        | 2024-12-31  | 2024-12-31 | 300   |
        """,
    )
    assert _value(engine, "permits.backlog_pending", period="2023..2024") == 300
    assert _cells(engine, "permits.backlog_pending", by=["year"]) == {"2023": 500, "2024": 300}
    assert Monitor(engine).observe("permits.backlog_pending", period="2023").answers[0].partial is False


def test_a_rate_is_the_last_one_of_each_member_and_is_not_added(engine):
    load_observations(engine, "permits.backlog_share", RATE)
    assert _cells(engine, "permits.backlog_share", by=["permit"]) == {"temporary": 0.25, "definitive": 0.75}
    assert _value(engine, "permits.backlog_share", where={"permit": "temporary"}) == 0.25
    with pytest.raises(NotAdditiveError, match="cannot be added over permit"):
        Monitor(engine).observe("permits.backlog_share")


def test_a_rate_is_not_added_over_regions_or_periods(engine):
    load_observations(
        engine,
        "regional.outreach_compliance_share",
        """
        | territory_code | period_from | period_to  | value |
        | 13             | 2023-01-01  | 2023-12-31 | 0.5   |
        | 16             | 2023-01-01  | 2023-12-31 | 0.7   |
        | 13             | 2024-01-01  | 2024-12-31 | 0.6   |
        """,
    )
    metric = "regional.outreach_compliance_share"
    assert _cells(engine, metric, by=["region"], period="2023") == {"13": 0.5, "16": 0.7}
    assert _value(engine, metric, where={"region": "13"}) == 0.6
    assert _cells(engine, metric, by=["year"], period="2023..2024", where={"region": "13"}) == {
        "2023": 0.5,
        "2024": 0.6,
    }
    with pytest.raises(NotAdditiveError, match="cannot be added over region"):
        Monitor(engine).observe(metric)
    with pytest.raises(NotAdditiveError, match="cannot be added over year"):
        Monitor(engine).observe(metric, period="2023..2024", where={"region": "13"})


def test_members_that_overlap_are_not_added_even_when_they_are_counts(engine):
    text = "| member | period_to | value |\n| tiktok | 2024-12-31 | 10 |\n| x | 2024-12-31 | 20 |"
    load_observations(engine, "communications.followers", text)
    with pytest.raises(NotAdditiveError, match="cannot be added over network"):
        Monitor(engine).observe("communications.followers")
    assert _cells(engine, "communications.followers", by=["network"]) == {"x": 20, "tiktok": 10}


LEVELS = """
    | territory_code | period_from | period_to  | value |
    | CL             | 2024-01-01  | 2024-12-31 | 100   |
    | 13             | 2024-01-01  | 2024-12-31 | 60    |
    | 16             | 2024-01-01  | 2024-12-31 | 30    |
"""


def test_the_country_and_its_regions_are_never_added(engine):
    load_observations(engine, "inclusion.talks", LEVELS)
    assert _value(engine, "inclusion.talks") == 100
    assert _cells(engine, "inclusion.talks", by=["region"]) == {"13": 60, "16": 30}
    assert _value(engine, "inclusion.talks", where={"region": "16"}) == 30
    assert _value(engine, "inclusion.talks", where={"region": ["13", "16"]}) == 90
    assert _value(engine, "inclusion.talks", where={"region": "CL"}) == 100


def test_without_a_national_value_the_regions_are_added(engine):
    load_observations(engine, "inclusion.talks", LEVELS.replace("CL ", "NC "))
    assert _value(engine, "inclusion.talks") == 190


def test_by_region_where_only_the_country_is_known(engine):
    load_observations(engine, "inclusion.talks", "| period_from | period_to | value |\n| 2024-01-01 | 2024-12-31 | 9 |")
    assert _cells(engine, "inclusion.talks", by=["region"]) == {"CL": 9}


def test_a_region_without_a_value_is_absent_and_not_zero(engine):
    load_observations(engine, "inclusion.talks", LEVELS)
    assert _value(engine, "inclusion.talks", where={"region": "12"}) is None
    assert Monitor(engine).observe("inclusion.talks", by=["region"], where={"region": "12"}).frame.is_empty()


def test_a_period_without_an_end_ends_with_its_source(engine):
    text = "| period_from | period_to | value |\n| 2024-01-01 | | 9 |"
    load_observations(engine, "inclusion.talks", text, covers=(date(2024, 1, 1), date(2024, 5, 31)))
    answer = Monitor(engine).observe("inclusion.talks", period="2024").answers[0]
    assert (answer.value, answer.days) == (9, (date(2024, 1, 1), date(2024, 5, 31)))


def test_a_zero_that_was_observed_is_zero(engine):
    text = "| period_from | period_to | value |\n| 2024-02-29 | 2024-02-29 | 0 |"
    load_observations(engine, "inclusion.talks", text)
    assert _value(engine, "inclusion.talks", period="2024-02-29") == 0
    assert _cells(engine, "inclusion.talks", by=["month"]) == {"2024-02": 0}


def test_nothing_loaded_is_absent(engine):
    answer = Monitor(engine).observe("inclusion.talks").answers[0]
    assert (answer.value, answer.days, answer.period, answer.known_on) == (None, None, "", None)


def test_the_label_of_an_answer_without_a_period_is_its_days(engine):
    load_observations(engine, "inclusion.talks", LEVELS)
    assert Monitor(engine).observe("inclusion.talks").answers[0].period == "2024-01-01..2024-12-31"

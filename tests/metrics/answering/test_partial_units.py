"""Years that are not over say how far they are known, or that nobody said."""

from __future__ import annotations

from datetime import date

from data_access import schema
from metrics.monitor import Monitor
from tests.tables import load_observations, load_table


def test_a_year_that_is_not_over_says_how_far_it_is_known(engine):
    text = "| folio | filed_on |\n| C1 | 2023-05-02 |\n| C2 | 2024-02-05 |"
    covers = (date(2023, 1, 1), date(2024, 3, 31))
    load_table(engine, schema.foi_appeals, text, covers=covers, recorded_on=covers[1])
    answer = Monitor(engine).observe("foi.appeals_filed", by=["year"]).answers[0]
    assert answer.frame["value"].to_list() == [1, 1]
    assert answer.partial_units == {"2024": date(2024, 3, 31)}


def test_an_observed_year_without_a_cut_off_has_no_day(engine):
    load_observations(
        engine,
        "inclusion.talks",
        """
            | period_from | period_to  | value |
            | 2023-01-01  | 2023-12-31 | 5     |
            | 2024-01-01  | 2024-03-31 | 2     |
            | 2025-01-01  |            | 7     |
        """,
        covers=(date(2023, 1, 1), date(2025, 5, 31)),
        recorded_on=date(2025, 6, 30),
    )
    answer = Monitor(engine).observe("inclusion.talks", by=["year"]).answers[0]
    assert answer.frame["value"].to_list() == [5, 2, 7]
    assert answer.partial_units == {"2024": date(2024, 3, 31), "2025": None}


JANUARY, MARCH = (date(2024, 1, 1), date(2024, 1, 31)), (date(2024, 3, 1), date(2024, 3, 15))


def _january_and_half_of_march(engine, table=schema.foi_requests, text="| folio | received_on |"):
    for covers in (JANUARY, MARCH):
        load_table(engine, table, text, covers=covers, recorded_on=covers[1])


def _partial_units(engine, metric, **question):
    return Monitor(engine).observe(metric, **question).answers[0].partial_units


def test_each_unit_says_the_last_day_of_its_own_that_is_known(engine):
    _january_and_half_of_march(engine)
    found = _partial_units(engine, "foi.requests_received", by=["quarter", "month"])
    assert found == {"2024-Q1": date(2024, 3, 15), "2024-03": date(2024, 3, 15)}
    assert _partial_units(engine, "foi.requests_received", by="year", period="2024-01..2024-02") == {"2024": JANUARY[1]}


def test_a_unit_of_which_a_part_is_asked_is_whole_where_the_part_is(engine):
    _january_and_half_of_march(engine)
    answer = Monitor(engine).observe("foi.requests_received", by="year", period="2024-01").answers[0]
    assert (answer.partial_units, answer.partial, answer.frame["missing"].to_list()) == ({}, False, [[]])


def test_what_adds_up_since_january_is_partial_where_an_earlier_month_is_missing(engine):
    text = "| line_code | month | stage | amount_clp |"
    _january_and_half_of_march(engine, schema.budget_entries, text)
    load_table(engine, schema.budget_entries, text, covers=(date(2024, 3, 16), date(2024, 3, 31)))
    assert _partial_units(engine, "budget.enacted", by="month") == {"2024-03": date(2024, 3, 31)}


def test_a_stock_is_partial_after_a_gap_and_where_the_end_of_its_unit_is_not_known(engine):
    _january_and_half_of_march(engine)
    assert _partial_units(engine, "foi.requests_open", by="month") == {"2024-03": date(2024, 3, 15)}
    load_table(engine, schema.foi_requests, "| folio | received_on |", covers=(date(2024, 2, 1), date(2024, 2, 29)))
    assert _partial_units(engine, "foi.requests_open", by="month", period="2024-03-01..2024-03-10") == {}


def test_an_observed_year_of_which_the_beginning_is_not_told_is_partial(engine):
    text = "| period_from | period_to | value |\n| 2024-02-01 | 2024-12-31 | 5 |"
    load_observations(engine, "inclusion.talks", text)
    assert _partial_units(engine, "inclusion.talks", by="year") == {"2024": date(2024, 12, 31)}
    assert _partial_units(engine, "inclusion.talks", by="year", period="2024-02..2024-12") == {}

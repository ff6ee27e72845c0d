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

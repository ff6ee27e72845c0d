"""Figures of an imperfect register: intervals that overlap, levels that mix, days that nobody told. Every answer says so."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from data_access.loading import withdraw
from data_access.reference.territories import REGIONS
from metrics import Monitor
from metrics.model.errors import LevelError, MemberTypeError
from metrics.model.messages import Message
from tests.tables import clear, load_observations, load_table

JANUARY = (date(2024, 1, 1), date(2024, 1, 31))
MARCH = (date(2024, 3, 1), date(2024, 3, 31))
TALKS = "inclusion.talks"


def _answer(engine, metric, **question):
    return Monitor(engine).observe(metric, **question).answers[0]


def _rows(engine, metric, *names, **question):
    return _answer(engine, metric, **question).frame.select(*names, "value", "missing").rows()


# --- intervals that overlap ------------------------------------------------------------------------------


def test_a_quarter_and_its_year_are_not_added(engine):
    """50.990 was published for the first quarter; then the whole year arrives."""
    quarter = "| period_from | period_to | value |\n| 2025-01-01 | 2025-03-31 | 50990 |"
    load_observations(engine, "regional.attention_records", quarter, recorded_on=date(2025, 6, 30))
    before = _answer(engine, "regional.attention_records", period="2025")
    assert (before.value, before.partial) == (50990, True)
    year = "| period_from | period_to | value |\n| 2025-01-01 | 2025-12-31 | 210000 |"
    load_observations(engine, "regional.attention_records", year, recorded_on=date(2026, 2, 28))
    answer = _answer(engine, "regional.attention_records", period="2025")
    assert (answer.value, answer.partial) == (210000, False)
    assert answer.notes == (Message.of("overlapping_intervals", aside=1, used=("2025",)),)
    assert _answer(engine, "regional.attention_records", period="2025-Q1").value == 50990
    assert _rows(engine, "regional.attention_records", "quarter", by="quarter") == [("2025-Q1", 50990, [])]
    as_it_was = _answer(engine, "regional.attention_records", period="2025", as_of=date(2025, 12, 31))
    assert (as_it_was.value, as_it_was.partial) == (50990, True)


def test_of_covers_of_the_same_days_the_one_of_fewest_intervals_is_taken(engine):
    text = """
        | period_from | period_to  | value |
        | 2024-01-01  | 2024-06-30 | 10    |
        | 2024-07-01  | 2024-12-31 | 20    |
        | 2024-01-01  | 2024-12-31 | 31    |
    """
    load_observations(engine, TALKS, text)
    assert _rows(engine, TALKS, period="2024") == [(31, [])]


def test_a_quarter_is_not_added_to_a_half_that_holds_it(engine):
    text = """
        | period_from | period_to  | value |
        | 2024-01-01  | 2024-03-31 | 10    |
        | 2024-01-01  | 2024-06-30 | 25    |
        | 2024-10-01  | 2024-12-31 | 7     |
    """
    load_observations(engine, TALKS, text)
    assert _rows(engine, TALKS, period="2024") == [(32, ["2024-Q3"])]


def test_a_flow_of_some_years_misses_the_others(engine):
    load_observations(engine, TALKS, "| period_from | period_to | value |\n| 2024-01-01 | 2024-12-31 | 171 |")
    assert _rows(engine, TALKS, period="2022-01-01..2024-12-31") == [(171, ["2022", "2023"])]
    assert _answer(engine, TALKS, period="2022-01-01..2024-12-31").partial


def test_months_between_those_that_are_told_leave_the_period_partial(engine):
    text = """
        | period_from | period_to  | value |
        | 2024-01-01  | 2024-01-31 | 10    |
        | 2024-03-01  | 2024-03-31 | 7     |
    """
    load_observations(engine, TALKS, text)
    assert _rows(engine, TALKS, "month", by="month", period="2024-Q1") == [("2024-01", 10, []), ("2024-03", 7, [])]
    assert _answer(engine, TALKS, by="month", period="2024-Q1").partial
    assert not _answer(engine, TALKS, by="month", period="2024-03").partial


def test_a_flow_without_a_first_day_is_left_aside_for_one_that_has_it_and_told(engine):
    text = "| period_from | period_to | value |\n| | 2024-12-31 | 100 |\n| 2024-01-01 | 2024-03-31 | 5 |"
    load_observations(engine, TALKS, text)
    answer = _answer(engine, TALKS)
    assert (answer.value, answer.notes) == (5, (Message.of("overlapping_intervals", aside=1, used=("2024-Q1",)),))


def test_figures_of_which_nothing_is_known_say_so(engine):
    nothing = (Message.of("nothing_known"),)
    assert _answer(engine, TALKS).notes == nothing
    load_observations(engine, TALKS, "| period_from | period_to | value |\n| 2024-01-01 | 2024-12-31 | 9 |")
    assert _answer(engine, TALKS).notes == ()
    assert _answer(engine, TALKS, period="2023").notes == nothing
    assert _answer(engine, "regional.outreach_executed").notes == nothing


def test_what_stands_again_since_a_withdrawal_is_what_its_load_said(engine):
    """Without a stated end, until the end of what the first load covers; published, as the first load was."""
    text = "| period_from | period_to | value |\n| 2024-01-01 | | {} |"
    load_observations(engine, TALKS, text.format(9), covers=JANUARY, recorded_on=MARCH[1], data_kind="published")
    year = (date(2024, 1, 1), date(2024, 12, 31))
    wrong = load_observations(engine, TALKS, text.format(90), covers=year, recorded_on=year[1], data_kind="register")
    with engine.begin() as connection:
        withdraw(connection, wrong, recorded_on=year[1])
    answer = _answer(engine, TALKS)
    assert (answer.value, answer.days, answer.kinds) == (9, JANUARY, frozenset({"published"}))


@pytest.mark.parametrize("metric", [TALKS, "population.foreign_residents"])
def test_of_two_of_the_same_days_the_one_whose_end_is_stated_is_taken(engine, metric):
    text = "| period_from | period_to | value |\n| 2024-01-01 | {} | {} |\n| 2024-01-01 | {} | {} |"
    for ends in (("2024-01-31", 1, "", 30), ("", 30, "2024-01-31", 1)):
        clear(engine)
        load_observations(engine, metric, text.format(*ends), covers=JANUARY, recorded_on=JANUARY[1])
        assert [_answer(engine, metric, by=by).frame["value"].item() for by in ((), "month")] == [1, 1]


# --- levels of territory ---------------------------------------------------------------------------------


def test_a_country_and_its_region_are_not_asked_for_together(engine):
    text = "| territory_code | period_from | period_to | value |\n| {} | 2024-01-01 | 2024-12-31 | {} |"
    for code, value in (("CL", 100), ("13", 60)):
        load_observations(engine, TALKS, text.format(code, value))
    with pytest.raises(LevelError):
        _answer(engine, TALKS, where={"region": ["CL", "13"]})
    assert _rows(engine, TALKS, "region", by="region", where={"region": ["CL", "13"]}) == [
        ("CL", 100, []),
        ("13", 60, []),
    ]


def test_the_level_is_chosen_year_by_year(engine):
    text = """
        | territory_code | period_from | period_to  | value |
        | 13             | 2023-01-01  | 2023-12-31 | 40    |
        | XRM            | 2023-01-01  | 2023-12-31 | 50    |
        | CL             | 2024-01-01  | 2024-12-31 | 100   |
    """
    load_observations(engine, TALKS, text)
    assert _rows(engine, TALKS, period="2023..2024") == [(190, [])]
    assert _rows(engine, TALKS, "year", by="year") == [("2023", 90, []), ("2024", 100, [])]


def test_the_rest_of_the_country_is_told_by_its_regions_and_they_by_it(engine):
    """2023 by the Metropolitan region and the rest, 2024 by the sixteen: nothing is missing of either."""
    rows = [f"| {code} | 2023-01-01 | 2023-12-31 | 10 |" for code in ("13", "XRM")]
    rows += [f"| {code} | 2024-01-01 | 2024-12-31 | 1 |" for code in REGIONS]
    load_observations(engine, TALKS, "\n".join(["| territory_code | period_from | period_to | value |", *rows]))
    assert _rows(engine, TALKS, period="2023..2024") == [(36, [])]


def test_one_region_is_not_the_country(engine):
    text = """
        | territory_code | period_from | period_to  | value |
        | 13             | 2023-01-01  | 2023-12-31 | 40    |
        | CL             | 2024-01-01  | 2024-12-31 | 100   |
    """
    load_observations(engine, TALKS, text)
    ((value, missing),) = _rows(engine, TALKS, period="2023..2024")
    assert (value, len(missing), missing[0]) == (140, 15, "region=15")
    assert _rows(engine, TALKS, where={"region": "13"}) == [(40, [])]


def test_a_region_asked_for_with_another_is_missing_where_it_is_not_known(engine):
    text = "| territory_code | period_from | period_to | value |\n| 13 | 2024-01-01 | 2024-12-31 | 40 |"
    load_observations(engine, TALKS, text)
    assert _rows(engine, TALKS, where={"region": ["13", "16"]}) == [(40, ["region=16"])]
    assert _rows(engine, TALKS) == [(40, [])]


# --- gaps ------------------------------------------------------------------------------------------------

BUDGET = """
    | line_code | month      | stage   | amount_clp |
    | 21.01     | {month}    | current | 600        |
    | 21.01     | {month}    | accrued | 50         |
"""


def test_what_adds_up_since_january_misses_a_month_that_was_not_loaded(engine):
    """January and March, never February: 100 of 1200 are known."""
    for covers in (JANUARY, MARCH):
        text = BUDGET.format(month=covers[0])
        load_table(engine, schema.budget_entries, text, covers=covers, recorded_on=covers[1])
    share = _answer(engine, "budget.execution_share", period="2024-01..2024-03")
    assert (share.value, share.partial) == (100 / 1200, True)
    assert share.frame["missing"].to_list() == [["2024-02"]]
    assert _rows(engine, "budget.accrued", "month", by="month") == [("2024-01", 50, []), ("2024-03", 50, [])]
    march = _answer(engine, "budget.execution_share", period="2024-03")
    assert (march.value, march.frame["missing"].to_list()) == (100 / 1200, [["2024-02"]])


@pytest.mark.parametrize(("by", "missing"), [((), [["2024-02"]]), (("month",), [[], []])])
def test_a_gap_is_no_zero(engine, by, missing):
    for covers, day in ((JANUARY, "2024-01-10"), (MARCH, "2024-03-11")):
        text = f"| folio | received_on |\n| {day} | {day} |"
        load_table(engine, schema.foi_requests, text, covers=covers, recorded_on=covers[1])
    answer = _answer(engine, "foi.requests_received", by=by, period="2024-Q1")
    assert answer.frame["value"].sum() == 2
    assert (answer.frame["missing"].to_list(), answer.partial) == (missing, True)


def test_a_row_on_a_day_that_nobody_tells_counts_in_no_layout(engine):
    """By month and by period the same rows gave 2 and 1."""
    text = "| folio | received_on |\n| A1 | 2024-01-10 |\n| A2 | 2024-02-10 |"
    rows = text.replace("| A2 | 2024-02-10 |", "")
    load_table(engine, schema.foi_requests, rows, covers=JANUARY, recorded_on=JANUARY[1])
    by_month = _rows(engine, "foi.requests_received", "month", by="month", period="2024-01..2024-02")
    assert by_month == [("2024-01", 1, [])]
    assert _rows(engine, "foi.requests_received", period="2024-01..2024-02") == [(1, ["2024-02"])]


# --- what formulas need beyond their period --------------------------------------------------------------


def test_growth_reads_the_year_before_the_first_one_asked(engine):
    text = """
        | folio | received_on |
        | A1    | 2023-02-10  |
        | A2    | 2023-03-10  |
        | A3    | 2024-02-29  |
        | A4    | 2024-03-11  |
        | A5    | 2024-03-12  |
    """
    covers = (date(2023, 1, 1), date(2024, 12, 31))
    load_table(engine, schema.foi_requests, text, covers=covers, recorded_on=covers[1])
    assert _answer(engine, "foi.requests_received_growth", period="2024").value == 0.5
    assert _rows(engine, "foi.requests_received_growth", "year", by="year", period="2024") == [("2024", 0.5, [])]


PLAN = "| measure_code | cut_on | status |\n| M1 | {} | {} |"


def test_the_last_report_of_the_plan_stands_until_the_next(engine):
    load_table(engine, schema.measures, "| code |\n| M1 |", recorded_on=date(2024, 3, 31), covers=MARCH)
    reports = ((date(2024, 3, 31), "in_progress"), (date(2024, 9, 30), "implemented"))
    for day, status in reports:
        text = PLAN.format(day, status)
        load_table(engine, schema.progress_reports, text, recorded_on=day, covers=(day, day))
    metric = "plan.measures_implemented"
    assert [_answer(engine, metric, period=one).value for one in ("2024-02", "2024-06", "2024-09", "2025")] == [
        None,
        0,
        1,
        1,
    ]
    assert _answer(engine, metric, as_of=date(2024, 6, 30)).value == 0


def test_a_filter_of_nothing_is_refused_by_name(engine):
    with pytest.raises(MemberTypeError, match="region"):
        _answer(engine, "foi.requests_received", where={"region": None})

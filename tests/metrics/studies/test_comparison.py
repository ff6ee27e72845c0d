"""A value beside an earlier one, and what the change means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data_access import schema
from metrics.catalogue import metric
from metrics.model.errors import EmptyQuestionError, NotAdditiveError
from metrics.model.messages import Message
from metrics.model.metric import Target
from metrics.monitor import Monitor
from metrics.studies.comparison import (
    Country,
    EarlierDay,
    PreviousPeriod,
    Verdict,
    YearBefore,
    compare,
    compare_with_target,
    judge,
)
from tests.tables import load_observations, load_table

APPEALS = """
    | folio | filed_on   |
    | C1    | 2023-02-28 |
    | C2    | 2024-02-28 |
    | C3    | 2024-02-29 |
"""
COVERS = (date(2023, 1, 1), date(2024, 4, 30))


@pytest.fixture
def appeals(engine):
    load_table(engine, schema.foi_appeals, APPEALS, covers=COVERS, recorded_on=COVERS[1])
    return engine


def test_beside_the_year_before(appeals):
    (found,) = Monitor(appeals).compare("foi.appeals_filed", against=YearBefore(), period="2024-Q1")
    assert (found.now.value, found.before.value, found.difference, found.reason) == (2, 1, 1, None)
    assert found.verdict is Verdict.WORSE


def test_the_29th_of_february_is_held_against_the_28th(appeals):
    (found,) = Monitor(appeals).compare("foi.appeals_filed", against=YearBefore(), period="2024-02-29")
    assert (found.before.period, found.difference) == ("2023-02-28..2023-02-28", 0)
    assert found.verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        ("2024-Q2", Message.of("incomplete_period")),
        ("2023-Q1", Message.of("absent", period="2022-Q1")),
        ("2025-Q1", Message.of("absent", period="2025-Q1")),
    ],
)
def test_what_cannot_be_compared_says_why(appeals, period, reason):
    (found,) = Monitor(appeals).compare("foi.appeals_filed", against=YearBefore(), period=period)
    assert (found.difference, found.reason, found.verdict) == (None, reason, Verdict.NEITHER)


def test_a_hidden_value_is_not_compared(engine):
    text = "| folio | attended_on |\n| P1 | 2024-03-01 |\n" + "".join(f"| Q{n} | 2023-03-01 |\n" for n in range(10))
    load_table(engine, schema.attention_records, text, covers=(date(2023, 1, 1), date(2024, 12, 31)))
    (found,) = Monitor(engine).compare("attention.records", against=YearBefore(), period="2024")
    assert (found.now.value, found.before.value, found.difference) == (None, 10, None)
    assert found.reason == Message.of("suppressed", period="2024")


def test_answers_of_the_same_metric(engine):
    text = "| period_from | period_to | value |\n| 2023-01-01 | 2023-12-31 | 7 |\n| 2024-01-01 | 2024-12-31 | 9 |"
    load_observations(engine, "inclusion.talks", text)
    now, before = (Monitor(engine).observe("inclusion.talks", period=year).answers[0] for year in ("2024", "2023"))
    assert compare(now, before).difference == 2


@pytest.mark.parametrize(
    ("metric_id", "difference", "verdict"),
    [
        ("foi.appeals_filed", -1, Verdict.BETTER),
        ("foi.appeals_filed", 1, Verdict.WORSE),
        ("foi.answered_share", 0.1, Verdict.BETTER),
        ("foi.answered_share", -0.1, Verdict.WORSE),
        ("foi.answered_share", 0, Verdict.SAME),
        ("foi.requests_received", 5, Verdict.NEITHER),
        ("foi.answered_share", None, Verdict.NEITHER),
    ],
)
def test_what_a_change_means(metric_id, difference, verdict):
    assert judge(metric(metric_id), difference) is verdict


@pytest.mark.parametrize(
    ("period", "earlier", "difference"),
    [
        ("2024-02", "2024-01", 2),
        ("2024-Q1", "2023-Q4", 2),
        ("2024-02-29", "2024-02-28..2024-02-28", 0),
        ("2024-02-27..2024-02-29", "2024-02-24..2024-02-26", 2),
    ],
)
def test_beside_the_period_before(appeals, period, earlier, difference):
    (found,) = Monitor(appeals).compare("foi.appeals_filed", against=PreviousPeriod(), period=period)
    assert (found.before.period, found.difference) == (earlier, difference)


def test_a_whole_year_is_not_held_against_a_part_of_one(appeals):
    (found,) = Monitor(appeals).compare("foi.appeals_filed", against=PreviousPeriod(), period="2024")
    assert (found.difference, found.reason) == (None, Message.of("incomplete_period"))


def test_several_metrics_at_once(appeals):
    found = Monitor(appeals).compare(
        "foi.appeals_filed", "foi.appeals_answered", against=YearBefore(), period="2024-Q1"
    )
    assert [(one.now.metric.id, one.difference) for one in found] == [
        ("foi.appeals_filed", 1),
        ("foi.appeals_answered", 0),
    ]


REQUESTS = """
    | folio | received_on | first_answer_on | region_code |
    | A1    | 2024-03-01  | 2024-03-08      | 13          |
    | A2    | 2024-03-01  |                 | 13          |
    | A3    | 2024-03-01  | 2024-03-11      | 16          |
    | A4    | 2024-03-01  |                 | 12          |
"""


@pytest.fixture
def requests(engine):
    load_table(engine, schema.foi_requests, REQUESTS, covers=COVERS, recorded_on=COVERS[1])
    return engine


def test_a_rate_beside_the_country(requests):
    (found,) = Monitor(requests).compare(
        "foi.answered_share", against=Country(), where={"region": "16"}, period="2024-03"
    )
    assert (found.now.value, found.reference, found.difference, found.verdict) == (1, 0.5, 0.5, Verdict.BETTER)


def test_a_count_is_a_part_of_the_country_and_not_compared_with_it(requests):
    (found,) = Monitor(requests).compare("foi.requests_received", against=Country(), where={"region": "16"})
    assert (found.difference, found.reason) == (None, Message.of("part_of_country"))


def test_beside_a_goal(requests):
    answer = Monitor(requests).observe("foi.response_days_median", where={"region": "16"}, period="2024").answers[0]
    found = compare_with_target(answer)
    assert (found.now.value, found.reference, found.difference, found.verdict) == (6, 15, -9, Verdict.BETTER)


def test_a_metric_without_a_goal_says_so(requests):
    found = compare_with_target(Monitor(requests).observe("foi.requests_received").answers[0])
    assert (found.reference, found.reason) == (None, Message.of("no_target"))


def test_a_goal_holds_between_its_days():
    early = Target(value=20, label="20", until=date(2023, 12, 31))
    late = Target(value=15, label="15", since=date(2024, 1, 1))
    found = replace(metric("foi.response_days_median"), targets=(early, late))
    assert [found.target_on(day).value for day in (date(2020, 1, 1), date(2023, 12, 31), date(2024, 1, 1))] == [
        20,
        20,
        15,
    ]
    assert replace(found, targets=(late,)).target_on(date(2023, 12, 31)) is None


def test_beside_an_earlier_day(requests):
    text = "| folio | received_on | first_answer_on | region_code |\n| A2 | 2024-03-01 | 2024-05-02 | 13 |"
    load_table(requests, schema.foi_requests, text, covers=COVERS, recorded_on=date(2024, 5, 31))
    (found,) = Monitor(requests).compare(
        "foi.requests_received", against=EarlierDay(COVERS[1]), as_of=date(2024, 5, 31)
    )
    assert (found.now.value, found.before.value, found.difference) == (4, 4, 0)


def test_beside_a_day_on_which_nothing_was_known(requests):
    (found,) = Monitor(requests).compare("foi.requests_received", against=EarlierDay(date(2020, 1, 1)), as_of=COVERS[1])
    assert (found.difference, found.reason) == (None, Message.of("nothing_known"))


@pytest.mark.parametrize(
    ("period", "reason"), [("2024-04", None), ("2024-04-30", None), ("2024-Q2", Message.of("incomplete_period"))]
)
def test_a_stock_of_today_is_not_that_of_the_end_of_the_period(requests, period, reason):
    (found,) = Monitor(requests).compare("foi.requests_open", against=PreviousPeriod(), period=period)
    assert (found.now.value, found.reason) == (2, reason)


def test_answers_that_were_split_are_not_compared(requests):
    split = Monitor(requests).observe("foi.response_days_median", by=["region"]).answers[0]
    for ask in (lambda: compare(split, split), lambda: compare_with_target(split)):
        with pytest.raises(NotAdditiveError, match="cannot be added over region"):
            ask()


def test_the_year_before_of_no_period_is_refused(requests):
    with pytest.raises(EmptyQuestionError, match="it needs a period"):
        Monitor(requests).compare("foi.requests_received", against=YearBefore())

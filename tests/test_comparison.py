"""A value beside an earlier one, and what the change means."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from metrics.catalogue import metric
from metrics.comparison import Verdict, compare, judge, with_year_before
from metrics.observe import observe
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
    found = with_year_before(appeals, "foi.appeals_filed", period="2024-Q1")
    assert (found.now.value, found.before.value, found.difference, found.reason) == (2, 1, 1, "")
    assert found.verdict is Verdict.WORSE


def test_the_29th_of_february_is_held_against_the_28th(appeals):
    found = with_year_before(appeals, "foi.appeals_filed", period="2024-02-29")
    assert (found.before.period, found.difference) == ("2023-02-28..2023-02-28", 0)
    assert found.verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        ("2024-Q2", "período incompleto: no se compara"),
        ("2023-Q1", "sin dato de 2022-Q1"),
        ("2025-Q1", "sin dato de 2025-Q1"),
    ],
)
def test_what_cannot_be_compared_says_why(appeals, period, reason):
    found = with_year_before(appeals, "foi.appeals_filed", period=period)
    assert (found.difference, found.reason, found.verdict) == (None, reason, Verdict.NEITHER)


def test_a_hidden_value_is_not_compared(engine):
    text = "| folio | attended_on |\n| P1 | 2024-03-01 |\n" + "".join(f"| Q{n} | 2023-03-01 |\n" for n in range(9))
    load_table(engine, schema.attentions, text, covers=(date(2023, 1, 1), date(2024, 12, 31)))
    found = with_year_before(engine, "attention.records", period="2024")
    assert (found.now.value, found.before.value, found.difference) == (None, 9, None)


def test_answers_of_the_same_metric(engine):
    text = "| period_from | period_to | value |\n| 2023-01-01 | 2023-12-31 | 7 |\n| 2024-01-01 | 2024-12-31 | 9 |"
    load_observations(engine, "inclusion.talks", text)
    now, before = (observe(engine, "inclusion.talks", period=year).answers[0] for year in ("2024", "2023"))
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

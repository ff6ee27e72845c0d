"""Sums: amounts of a period, and amounts of the year to date."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from metrics import Monitor
from metrics.model.errors import GrainError, NotAdditiveError
from tests.tables import load_table

ENTRIES = """
    | line_code | month      | stage   | amount_clp        |
    | 21.01     | 2023-01-01 | enacted | 900               |
    | 21.01     | 2023-01-01 | current | 900               |
    | 21.01     | 2023-06-01 | accrued | 450               |
    | 21.01     | 2024-01-01 | enacted | 1000              |
    | 22.08.007 | 2024-01-01 | enacted | 500               |
    | 21.01     | 2024-01-01 | current | 1000              |
    | 22.08.007 | 2024-01-01 | current | 500               |
    | 22.08.007 | 2024-09-01 | current | -100              |
    | 21.01     | 2024-02-01 | accrued | 300               |
    | 21.01     | 2024-10-01 | accrued | 600               |
    | 22.08.007 | 2024-10-01 | accrued | 4000000000000000  |
    | 21.01     | 2024-10-01 | paid    | 0                 |
"""
COVERS = (date(2023, 1, 1), date(2024, 12, 31))


@pytest.fixture
def budget(engine):
    load_table(engine, schema.budget_entries, ENTRIES, covers=COVERS)
    return engine


def _value(engine, metric, **question):
    return Monitor(engine).observe(metric, **question).answers[0].value


@pytest.mark.parametrize(
    ("metric", "period", "value"),
    [
        ("budget.enacted", "2024", 1500),
        ("budget.enacted", "2023", 900),
        ("budget.enacted", None, 1500),  # the last year known
        ("budget.enacted", "2024-Q4", 1500),  # opened in January
        ("budget.current", "2024-Q2", 1500),  # not modified yet
        ("budget.current", "2024-Q4", 1400),
        ("budget.accrued", "2024-Q1", 300),
        ("budget.accrued", "2024", 4000000000000900),
        ("budget.payroll", "2023-06..2024-02", 750),
        ("budget.expulsions", "2024-Q1", 0),
        ("budget.paid", "2024", 0),
    ],
)
def test_amounts(budget, metric, period, value):
    assert _value(budget, metric, period=period) == value


@pytest.mark.parametrize("period", ["2024-02-10", "2024-02-10..2024-02-29", "2024-02-01..2024-02-10"])
def test_what_is_known_by_month_is_not_told_of_some_days(budget, period):
    """The row of February stands under its first day: it was all of the first ten, and nothing of the others."""
    with pytest.raises(GrainError, match=r"budget\.accrued has no values by day: its source gives longer periods"):
        _value(budget, "budget.accrued", period=period)


def test_amounts_add_over_years_and_budgets_do_not(budget):
    assert _value(budget, "budget.payroll", period="2023..2024") == 1350
    for metric in ("budget.enacted", "budget.execution_share"):
        with pytest.raises(NotAdditiveError, match=f"{metric} cannot be added over year"):
            Monitor(budget).observe(metric, period="2023..2024")


@pytest.mark.parametrize("period", ["2023..2024", None])
def test_budgets_by_year(budget, period):
    frame = Monitor(budget).observe("budget.current", by=["year"], period=period).frame
    assert frame.select("year", "value").rows() == [("2023", 900), ("2024", 1400)]


def test_a_budget_to_date_by_month(budget):
    frame = Monitor(budget).observe("budget.current", by=["year", "month"], period="2024-08..2024-10").frame
    assert frame.select("year", "month", "value").rows() == [
        ("2024", "2024-08", 1500),
        ("2024", "2024-09", 1400),
        ("2024", "2024-10", 1400),
    ]


def test_a_budget_to_date_starts_again_with_the_year(budget):
    frame = Monitor(budget).observe("budget.enacted", by=["quarter"], period="2023-Q4..2024-Q1").frame
    assert frame.select("quarter", "value").rows() == [("2023-Q4", 900), ("2024-Q1", 1500)]


def test_execution_to_date_by_quarter(budget):
    frame = Monitor(budget).observe("budget.execution_share", by=["quarter"], period="2024-Q1..2024-Q3").frame
    assert frame.select("quarter", "value").rows() == [
        ("2024-Q1", 300 / 1500),
        ("2024-Q2", 300 / 1500),
        ("2024-Q3", 300 / 1400),
    ]


def test_by_subtitle_with_zeros(budget):
    frame = Monitor(budget).observe("budget.enacted", by=["subtitle"], period="2024").frame
    assert frame.select("subtitle", "value").rows() == [("21", 1000), ("22", 500), ("24", 0), ("29", 0), ("34", 0)]


def test_a_metric_that_needs_a_dimension_takes_it_from_by_or_from_one_filter(budget):
    with pytest.raises(NotAdditiveError, match=r"budget.accrued_by_subtitle cannot be added over subtitle"):
        Monitor(budget).observe("budget.accrued_by_subtitle", period="2024-Q1")
    with pytest.raises(NotAdditiveError):
        Monitor(budget).observe("budget.accrued_by_subtitle", period="2024-Q1", where={"subtitle": ["21", "22"]})
    assert _value(budget, "budget.accrued_by_subtitle", period="2024-Q1", where={"subtitle": "21"}) == 300


def test_whole_pesos_stay_whole(budget):
    rows = Monitor(budget).observe("budget.accrued", period="2024", where={"budget_line": "22.08.007"}).rows()
    assert rows[0]["value"] == 4000000000000000
    assert isinstance(rows[0]["value"], int)


def test_no_rows_sum_to_zero(engine):
    load_table(engine, schema.revenue_entries, "| month | kind | amount_clp |")
    assert _value(engine, "revenue.total", period="2024") == 0


def test_fines_are_the_sum_of_their_kinds(engine):
    text = """
        | month      | kind             | amount_clp |
        | 2024-01-01 | fees             | 7          |
        | 2024-01-01 | fines_regularity | 20         |
        | 2024-01-01 | fines_airlines   | 300        |
    """
    load_table(engine, schema.revenue_entries, text)
    assert _value(engine, "revenue.fines", period="2024") == 320
    assert _value(engine, "revenue.total", period="2024") == 327

"""Budget and revenue of 2024 and 2025-Q1, to the peso or the thousand of pesos as printed.

The document gives yearly amounts and no months: the spread over months is demonstration. What it
does not print (other goods and services, floating debt, the current budget of 2025) closes the
published totals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from data_access import schema
from data_access.bulk import Row
from data_access.demonstration import Step
from data_access.demonstration.months import QUARTER_2025, YEAR_2024, apportion, monthly_batches
from data_access.loading import Batch
from data_access.published import figure_value

_SEASON = (0.82, 0.85, 0.95, 0.92, 0.95, 1.0, 1.0, 1.02, 1.05, 1.05, 1.12, 1.27)
_PRINTED = {
    "21.01": ("expenditure.payroll.2024", "expenditure.payroll.2025_q1"),
    "22.08": ("expenditure.expulsions.2024", "expenditure.expulsions.2025_q1"),
    "24.03": ("expenditure.backlog_plan.2024", None),
    "29.07": ("expenditure.equipment.2024", "expenditure.equipment.2025_q1"),
}
_FLOATING_DEBT_2024 = 311_000_000
_OTHER_GOODS_2025_Q1 = 1_118_640_000
_OTHER_GOODS = "22.99"


def _value(figure_id: str | None) -> int:
    return int(figure_value(figure_id)) if figure_id else 0


def _accrued_2024() -> dict[str, int]:
    """Accrued by line: printed lines as printed, the rest closing the printed execution share."""
    final = figure_value("budget.final.2024")
    total = int(final * figure_value("budget.execution_pct.2024"))
    lines = {code: _value(printed) for code, (printed, _) in _PRINTED.items()}
    lines["34.07"] = _FLOATING_DEBT_2024
    return lines | {_OTHER_GOODS: total - sum(lines.values())}


def _accrued_2025() -> dict[str, int]:
    lines = {code: _value(printed) for code, (_, printed) in _PRINTED.items() if printed}
    return lines | {_OTHER_GOODS: _OTHER_GOODS_2025_Q1}


def _scaled(total: int, shape: dict[str, int]) -> dict[str, int]:
    return dict(zip(shape, apportion(total, list(shape.values())), strict=True))


def _entry(line: str, month: date, stage: str, amount: int) -> Row:
    return {"line_code": line, "month": month, "stage": stage, "amount_clp": amount}


def _opening(year: int, amounts: dict[str, int]) -> Iterator[Row]:
    """The enacted budget opens the year, and is the current one until it is modified."""
    for line, amount in amounts.items():
        for stage in ("enacted", "current"):
            yield _entry(line, date(year, 1, 1), stage, amount)


def _modifications(month: date, enacted: dict[str, int], final: dict[str, int]) -> Iterator[Row]:
    for line, amount in final.items():
        if change := amount - enacted.get(line, 0):
            yield _entry(line, month, "current", change)


def _spending(months: Sequence[date], amounts: dict[str, int]) -> Iterator[Row]:
    """Accrued by month; all of it is paid, but for 3 % of the last month."""
    for line, amount in amounts.items():
        accrued = apportion(amount, _SEASON[: len(months)])
        paid_last = accrued[-1] * 97 // 100
        paid = [*accrued[:-1], paid_last]
        for month, due, disbursed in zip(months, accrued, paid, strict=True):
            yield _entry(line, month, "accrued", due)
            yield _entry(line, month, "paid", disbursed)


def _budget_rows() -> Iterator[Row]:
    accrued = _accrued_2024()
    final = _scaled(_value("budget.final.2024"), accrued)
    shape = {line: amount for line, amount in accrued.items() if line not in ("34.07",)}
    enacted = _scaled(_value("budget.law.2024"), shape)
    yield from _opening(2024, enacted)
    yield from _modifications(date(2024, 9, 1), enacted, final)
    yield from _spending(YEAR_2024, accrued)
    yield from _opening(2025, _scaled(_value("budget.law.2025"), shape))
    yield from _spending(QUARTER_2025, _accrued_2025())


def budget_batches() -> Iterator[Batch]:
    """Budget entries of 2024 and 2025-Q1, known at each month's end."""
    yield from monthly_batches("budget", schema.budget_entries, list(_budget_rows()), lambda row: row["month"])


_REVENUE = {
    "fees": ("revenue.fees.2024", "revenue.fees.2025_q1"),
    "fines_regularity": ("fines.regularity_revenue.2024", "fines.regularity_revenue.2025_q1"),
    "fines_airlines": ("fines.airline_revenue.2024", "fines.airline_revenue.2025_q1"),
}


def _revenue_rows() -> Iterator[Row]:
    for kind, figures in _REVENUE.items():
        for figure_id, months in zip(figures, (YEAR_2024, QUARTER_2025), strict=True):
            amounts = apportion(_value(figure_id), _SEASON[: len(months)])
            for month, amount in zip(months, amounts, strict=True):
                yield {"month": month, "kind": kind, "amount_clp": amount}


def revenue_batches() -> Iterator[Batch]:
    """Revenue of 2024 and 2025-Q1, known at each month's end."""
    yield from monthly_batches("revenue", schema.revenue_entries, list(_revenue_rows()), lambda row: row["month"])


STEPS: tuple[Step, ...] = (
    ("Generando presupuesto", budget_batches),
    ("Generando ingresos", revenue_batches),
)

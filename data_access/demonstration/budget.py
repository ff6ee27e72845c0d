"""Budget and revenue of 2024 and 2025-Q1, to the peso or the thousand of pesos as printed.

The document gives yearly amounts of a few purposes, and no months, lines or decrees: how an amount is spread over them
is demonstration. What it does not print (other goods and services, floating debt, the current budget of 2025) closes the
published totals, or is made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data_access import schema
from data_access.bulk import Row
from data_access.demonstration import Step
from data_access.demonstration.months import (
    QUARTER_2025,
    YEAR_2024,
    apportion,
    demonstration_batch,
    known_on,
    monthly_batches,
)
from data_access.loading import Batch
from data_access.published import figure_value

_THOUSAND = 1000
_EXPULSIONS, _BACKLOG, _DEBT = "22.08.007", "24.03.001", "34.07"


@dataclass(frozen=True, kw_only=True)
class _Purpose:
    """An amount that the document prints for 2024 and for the first quarter of 2025, and the lines that it is spread over."""

    printed: tuple[str | None, str | None]
    lines: Mapping[str, int]

    def accrued(self, year: int) -> dict[str, int]:
        return _over(_value(self.printed[year - 2024]), self.lines)


_PURPOSES = (
    _Purpose(
        printed=("expenditure.payroll.2024", "expenditure.payroll.2025_q1"),
        lines={"21.01": 18, "21.02": 74, "21.03": 8},
    ),
    _Purpose(printed=("expenditure.expulsions.2024", "expenditure.expulsions.2025_q1"), lines={_EXPULSIONS: 1}),
    _Purpose(printed=("expenditure.backlog_plan.2024", None), lines={_BACKLOG: 1}),
    _Purpose(
        printed=("expenditure.equipment.2024", "expenditure.equipment.2025_q1"),
        lines={"29.04": 22, "29.06.001": 41, "29.07": 37},
    ),
)
_OTHER_GOODS = {"22.05": 15, "22.06": 8, "22.09.002": 38, "22.11.003": 27, "22.12": 12}
_OTHER_GOODS_2025_Q1 = 1_118_640_000
_DEBT_2024_ACCRUED = 311_000_000
_UNPAID = 3
"""Percent of a month's accrual that is paid in the next one; that of December is debt of the next year."""
_NOT_SPENT = {"21.03": 5, "22.06": 15, "22.11.003": 35, "29.06.001": 45}
"""How what was left of the budget of 2024 is spread."""


@dataclass(frozen=True, kw_only=True)
class _Decree:
    """What a decree adds to lines, in thousands of pesos."""

    code: str
    dated: date
    label: str
    amounts: Mapping[str, int]


_DECREES_2024 = (
    _Decree(
        code="DEM-2024-1",
        dated=date(2024, 3, 18),
        label="Reajuste de remuneraciones",
        amounts={"21.01": 110_160, "21.02": 452_880, "21.03": 48_960},
    ),
    _Decree(
        code="DEM-2024-3",
        dated=date(2024, 6, 10),
        label="Reasignación hacia servicios informáticos",
        amounts={"22.11.003": 95_000, "22.12": -95_000},
    ),
    _Decree(
        code="DEM-2024-4",
        dated=date(2024, 9, 12),
        label="Mayor gasto en expulsiones",
        amounts={_EXPULSIONS: 880_000},
    ),
    _Decree(
        code="DEM-2024-5",
        dated=date(2024, 11, 22),
        label="Menor gasto en equipos",
        amounts={"29.04": -30_000, "29.06.001": -40_000},
    ),
)
_DEBT_2024 = ("DEM-2024-2", date(2024, 4, 5), "Deuda flotante al cierre de 2023")
_CLOSING_2024 = ("DEM-2024-6", date(2024, 12, 20), "Ajuste de cierre del año")
_CLOSED_BY = {"21.02": 70, "22.09.002": 30}
_DEBT_2025 = ("DEM-2025-1", date(2025, 2, 14), "Deuda flotante al cierre de 2024")
_MOVED_2025 = _Decree(
    code="DEM-2025-2",
    dated=date(2025, 3, 21),
    label="Reasignación hacia servicios informáticos",
    amounts={"22.11.003": 40_000, "29.04": -40_000},
)

_SEASONS = {
    "21": (0.97, 0.97, 0.98, 0.98, 0.98, 0.99, 0.99, 0.99, 1.09, 0.99, 1.0, 1.07),
    "22": (0.62, 0.78, 0.95, 0.92, 0.97, 1.0, 1.0, 1.04, 1.05, 1.08, 1.16, 1.43),
    "24": (0.5, 0.8, 1.0, 1.1, 1.2, 1.2, 1.2, 1.2, 1.1, 1.0, 0.9, 0.8),
    "29": (0.2, 0.3, 0.5, 0.6, 0.8, 0.9, 1.0, 1.1, 1.2, 1.4, 1.8, 2.2),
}
"""How spending comes over the months of a year, by subtitle."""
_DEBT_SEASONS = {2024: (0, 0, 0, 4.2, 3.0, 2.0, 1.2, 0.8, 0.4, 0.2, 0.1, 0.1), 2025: (0, 0.4, 0.8)}
"""No debt is paid before the decree that brings its budget."""


def _value(figure_id: str | None) -> int:
    return int(figure_value(figure_id)) if figure_id else 0


def _over(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    return dict(zip(weights, apportion(total, list(weights.values())), strict=True))


def _accrued(year: int) -> dict[str, int]:
    """Accrued by line: printed purposes as printed; in 2024 the rest closes the printed share of execution."""
    lines = {line: amount for purpose in _PURPOSES for line, amount in purpose.accrued(year).items() if amount}
    lines[_DEBT] = _DEBT_2024_ACCRUED if year == 2024 else _unpaid_in_2024() * 7 // 10
    rest = _accrued_in_2024() - sum(lines.values()) if year == 2024 else _OTHER_GOODS_2025_Q1
    return lines | _over(rest, _OTHER_GOODS)


def _unpaid_in_2024() -> int:
    """What is left to pay when 2024 ends, in whole thousands."""
    held = sum(_held(_by_month(line, YEAR_2024, amount)[-1]) for line, amount in _accrued(2024).items())
    return held // _THOUSAND * _THOUSAND


def _held(accrued: int) -> int:
    return accrued * _UNPAID // 100


def _by_month(line: str, months: Sequence[date], amount: int) -> list[int]:
    seasons = _DEBT_SEASONS[months[0].year] if line == _DEBT else _SEASONS[line[:2]]
    return apportion(amount, seasons[: len(months)])


def _accrued_in_2024() -> int:
    return int(figure_value("budget.final.2024") * figure_value("budget.execution_pct.2024"))


def _final_2024() -> dict[str, int]:
    """What was accrued and what was left."""
    left = _over(_value("budget.final.2024") - _accrued_in_2024(), _NOT_SPENT)
    return dict(Counter(_accrued(2024)) + Counter(left))


def _decrees_2024() -> list[_Decree]:
    """In all, what the printed final budget has over the printed law."""
    debt = _Decree(
        code=_DEBT_2024[0], dated=_DEBT_2024[1], label=_DEBT_2024[2], amounts={_DEBT: _DEBT_2024_ACCRUED // _THOUSAND}
    )
    known = [*_DECREES_2024, debt]
    in_all = (_value("budget.final.2024") - _value("budget.law.2024")) // _THOUSAND
    rest = in_all - sum(sum(one.amounts.values()) for one in known)
    code, dated, label = _CLOSING_2024
    known.append(_Decree(code=code, dated=dated, label=label, amounts=_over(rest, _CLOSED_BY)))
    return sorted(known, key=lambda one: one.dated)


def _decrees_2025() -> list[_Decree]:
    code, dated, label = _DEBT_2025
    return [_Decree(code=code, dated=dated, label=label, amounts={_DEBT: _unpaid_in_2024() // _THOUSAND}), _MOVED_2025]


def _modification_rows(decrees: Sequence[_Decree]) -> Iterator[Row]:
    for decree in decrees:
        for line, amount in decree.amounts.items():
            yield {
                "year": decree.dated.year,
                "decree": decree.code,
                "line_code": line,
                "dated": decree.dated,
                "label": decree.label,
                "amount_clp": amount * _THOUSAND,
            }


def _entry(line: str, month: date, stage: str, amount: int) -> Row:
    return {"line_code": line, "month": month, "stage": stage, "amount_clp": amount, "corrected_on": None}


def _opening(year: int, amounts: Mapping[str, int]) -> Iterator[Row]:
    """The enacted budget opens the year, and is the current one until it is modified."""
    for line, amount in amounts.items():
        for stage in ("enacted", "current"):
            yield _entry(line, date(year, 1, 1), stage, amount)


def _changes(modifications: Sequence[Row]) -> Iterator[Row]:
    """What decrees change, by month."""
    changed: Counter[tuple[str, date]] = Counter()
    for row in modifications:
        changed[row["line_code"], row["dated"].replace(day=1)] += row["amount_clp"]
    for (line, month), amount in changed.items():
        yield _entry(line, month, "current", amount)


def _spending(months: Sequence[date], amounts: Mapping[str, int]) -> Iterator[Row]:
    """Accrued by month; a part of each month is paid in the next one."""
    for line, amount in amounts.items():
        held = 0
        for month, due in zip(months, _by_month(line, months, amount), strict=True):
            yield _entry(line, month, "accrued", due)
            yield _entry(line, month, "paid", due - _held(due) + held)
            held = _held(due)


def _year_2024() -> tuple[list[Row], list[Row]]:
    final, modifications = _final_2024(), list(_modification_rows(_decrees_2024()))
    changed: Counter[str] = Counter()
    for row in modifications:
        changed[row["line_code"]] += row["amount_clp"]
    enacted = {line: amount - changed[line] for line, amount in final.items() if line != _DEBT}
    entries = [*_opening(2024, enacted), *_changes(modifications), *_spending(YEAR_2024, _accrued(2024))]
    return entries, modifications


def _year_2025() -> tuple[list[Row], list[Row]]:
    shape = {line: amount for line, amount in _final_2024().items() if line not in (_DEBT, _BACKLOG)}
    modifications = list(_modification_rows(_decrees_2025()))
    enacted = _over(_value("budget.law.2025") // _THOUSAND, shape)
    opening = {line: amount * _THOUSAND for line, amount in enacted.items()}
    return [
        *_opening(2025, opening),
        *_changes(modifications),
        *_spending(QUARTER_2025, _accrued(2025)),
    ], modifications


def budget_batches() -> Iterator[Batch]:
    """Budget entries and decrees of 2024 and 2025-Q1, known at each month's end."""
    by_month: dict[date, tuple[list[Row], list[Row]]] = {}
    for entries, modifications in (_year_2024(), _year_2025()):
        for row in entries:
            by_month.setdefault(known_on(row["month"]), ([], []))[0].append(row)
        for row in modifications:
            by_month.setdefault(known_on(row["dated"]), ([], []))[1].append(row)
    for recorded_on in sorted(by_month):
        tables = zip((schema.budget_entries, schema.budget_modifications), by_month[recorded_on], strict=True)
        yield demonstration_batch("budget", recorded_on, {table: rows for table, rows in tables if rows})


_REVENUE = {
    "fees": ("revenue.fees.2024", "revenue.fees.2025_q1"),
    "fines_regularity": ("fines.regularity_revenue.2024", "fines.regularity_revenue.2025_q1"),
    "fines_airlines": ("fines.airline_revenue.2024", "fines.airline_revenue.2025_q1"),
}
_COMING_IN = (0.82, 0.85, 0.95, 0.92, 0.95, 1.0, 1.0, 1.02, 1.05, 1.05, 1.12, 1.27)


def _revenue_rows() -> Iterator[Row]:
    for kind, figures in _REVENUE.items():
        for figure_id, months in zip(figures, (YEAR_2024, QUARTER_2025), strict=True):
            amounts = apportion(_value(figure_id), _COMING_IN[: len(months)])
            for month, amount in zip(months, amounts, strict=True):
                yield {"month": month, "kind": kind, "amount_clp": amount}


def revenue_batches() -> Iterator[Batch]:
    """Revenue of 2024 and 2025-Q1, known at each month's end."""
    yield from monthly_batches("revenue", schema.revenue_entries, list(_revenue_rows()), lambda row: row["month"])


STEPS: tuple[Step, ...] = (
    ("Generando presupuesto", budget_batches),
    ("Generando ingresos", revenue_batches),
)

"""Budget entries and revenue, by month."""

from __future__ import annotations

import sqlalchemy as sa

from data_access import schema
from metrics.model.dataset import Dataset
from metrics.model.sources import Source
from metrics.model.sql import visible

SOURCE = Source(
    id="budget_register",
    label="Ejecución presupuestaria",
    institution="División de Administración y Finanzas (SERMIG)",
)
PRICES = Source(
    id="price_index",
    label="Índice de precios al consumidor",
    institution="Instituto Nacional de Estadísticas (INE)",
)

_entries, _lines = schema.budget_entries, schema.budget_lines
IN_PESOS = _lines.c.currency == "CLP"
"""Dollars are never added to pesos, and no metric tells them."""
ITEM = sa.case((_lines.c.item == "", _lines.c.subtitle), else_=_lines.c.subtitle + "." + _lines.c.item)
"""The item of a line, or its subtitle where that has none: every line is in one."""
ENTRIES = Dataset(
    register="budget",
    rows=_entries.join(_lines, _entries.c.line_code == _lines.c.code),
    versions=_entries,
    visible=sa.and_(visible(_entries), IN_PESOS),
    time=_entries.c.month,
    dimensions={"subtitle": _lines.c.subtitle, "budget_item": ITEM, "budget_line": _lines.c.code},
    labels={"subtitle": "Subtítulo", "budget_item": "Ítem", "budget_line": "Línea presupuestaria"},
)
LEVELS = ("subtitle", "budget_item", "budget_line")
"""From the whole down: what stands in one of a level stands in one of the level above."""
AMOUNT = _entries.c.amount_clp
ENACTED, CURRENT, ACCRUED, PAID = (_entries.c.stage == stage for stage in ("enacted", "current", "accrued", "paid"))
PAYROLL = sa.and_(ACCRUED, _lines.c.subtitle == "21")
EXPULSIONS, BACKLOG_PLAN = (
    sa.and_(ACCRUED, _lines.c.code.in_(codes)) for codes in (("22.08.007", "22.08"), ("24.03.001", "24.03"))
)
"""The second of each is what the line was before it had an allocation: rows that were loaded then still count."""
EQUIPMENT = sa.and_(ACCRUED, _lines.c.subtitle == "29", _lines.c.item.in_(("04", "06", "07")))

_revenue = schema.revenue_entries
REVENUE = Dataset(
    register="revenue",
    rows=_revenue,
    versions=_revenue,
    visible=visible(_revenue),
    time=_revenue.c.month,
    dimensions={"revenue_kind": _revenue.c.kind},
    labels={"revenue_kind": "Tipo de ingreso"},
)
REVENUE_AMOUNT = _revenue.c.amount_clp
FEES = _revenue.c.kind == "fees"
FINES_REGULARITY = _revenue.c.kind == "fines_regularity"
FINES_AIRLINES = _revenue.c.kind == "fines_airlines"

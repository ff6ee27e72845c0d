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


_entries, _lines = schema.budget_entries, schema.budget_lines
ENTRIES = Dataset(
    register="budget",
    rows=_entries.join(_lines, _entries.c.line_code == _lines.c.code),
    versions=_entries,
    visible=visible(_entries),
    time=_entries.c.month,
    dimensions={"subtitle": _lines.c.subtitle, "budget_line": _lines.c.code},
    labels={"subtitle": "Subtítulo", "budget_line": "Línea presupuestaria"},
)
AMOUNT = _entries.c.amount_clp
ENACTED, CURRENT, ACCRUED, PAID = (_entries.c.stage == stage for stage in ("enacted", "current", "accrued", "paid"))
PAYROLL, EXPULSIONS, BACKLOG_PLAN, EQUIPMENT = (
    sa.and_(ACCRUED, _lines.c.code == code) for code in ("21.01", "22.08", "24.03", "29.07")
)

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

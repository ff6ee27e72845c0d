"""Budget and revenue, by month. An amount may be negative: a modification takes away, and money is returned."""

from __future__ import annotations

from data_access.contracts.base import Contract
from data_access.schema.budget import budget_entries, revenue_entries

CONTRACTS = (
    Contract(table=budget_entries, day="month", months=("month",)),
    Contract(table=revenue_entries, day="month", months=("month",), members={"kind": "revenue_kind"}),
)

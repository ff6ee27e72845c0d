"""Budget by line, month and stage, and revenue by month, in pesos."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, String, Table

from data_access.schema.base import metadata, one_of, versions

budget_lines = Table(
    "budget_lines",
    metadata,
    Column("code", String(24), primary_key=True),
    Column("subtitle", String(4), nullable=False),
    Column("item", String(4), nullable=False),
    Column("label", String(200), nullable=False),
)

budget_entries = Table(
    "budget_entries",
    metadata,
    Column("line_code", String(24), ForeignKey("budget_lines.code"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("stage", String(16), primary_key=True),
    Column("amount_clp", BigInteger, nullable=False),
    *versions(),
    one_of("stage", ("enacted", "current", "accrued", "paid")),
)

revenue_entries = Table(
    "revenue_entries",
    metadata,
    Column("month", Date, primary_key=True),
    Column("kind", String(24), primary_key=True),
    Column("amount_clp", BigInteger, nullable=False),
    *versions(),
)

REGISTERS = {
    "budget": (budget_entries,),
    "revenue": (revenue_entries,),
}

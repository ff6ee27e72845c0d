"""Budget by line, month and stage, the decrees that modify it, revenue by month, and the index that takes out prices.

A line is a leaf of the official classifier: what stands above it is added up and never stored, so that what is added up
cannot contradict what it is made of. Its code is the classification from the subtitle on (`22.08.007`), with the programme
before it or the currency behind it where two lines would have the same one; `item` is empty where a subtitle has none. An
entry is what its month adds, in the currency of its line: `amount_clp` of a line in dollars are dollars.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, Numeric, String, Table

from data_access.schema.base import metadata, one_of, versions

CURRENCIES = ("CLP", "USD")

budget_lines = Table(
    "budget_lines",
    metadata,
    Column("code", String(24), primary_key=True),
    Column("part", String(4), nullable=False, server_default="", comment="partida; empty where nobody said it"),
    Column("chapter", String(4), nullable=False, server_default="", comment="capítulo"),
    Column("programme", String(4), nullable=False, server_default="", comment="programa"),
    Column("subtitle", String(4), nullable=False),
    Column("item", String(4), nullable=False),
    Column("allocation", String(4), nullable=False, server_default="", comment="empty where the item has none"),
    Column("currency", String(4), nullable=False, server_default="CLP", comment="CLP or USD, which are never added"),
    Column("label", String(200), nullable=False),
)
Index(
    "ix_budget_lines_classification",
    *(budget_lines.c[name] for name in ("part", "chapter", "programme", "subtitle", "item", "allocation", "currency")),
    unique=True,
)

budget_entries = Table(
    "budget_entries",
    metadata,
    Column("line_code", String(24), ForeignKey("budget_lines.code"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("stage", String(16), primary_key=True),
    Column("amount_clp", BigInteger, nullable=False),
    Column("corrected_on", Date, comment="the day of the correction by which less was spent than was told before"),
    *versions(),
    one_of("stage", ("enacted", "current", "accrued", "paid")),
)

budget_modifications = Table(
    "budget_modifications",
    metadata,
    Column("year", Integer, primary_key=True, comment="of the decree: numbers begin again each year"),
    Column("decree", String(40), primary_key=True),
    Column("line_code", String(24), ForeignKey("budget_lines.code"), primary_key=True),
    Column("dated", Date, nullable=False, comment="the day from which the decree is in force"),
    Column("label", String(200), nullable=False, comment="what it does"),
    Column("amount_clp", BigInteger, nullable=False, comment="what it adds to the line, or takes from it"),
    *versions(),
)

revenue_entries = Table(
    "revenue_entries",
    metadata,
    Column("month", Date, primary_key=True),
    Column("kind", String(24), primary_key=True),
    Column("amount_clp", BigInteger, nullable=False),
    *versions(),
)

price_index = Table(
    "price_index",
    metadata,
    Column("month", Date, primary_key=True),
    Column("level", Numeric(12, 4), nullable=False, comment="of the whole month, on whatever base it is published"),
    *versions(),
)

REGISTERS = {
    "budget": (budget_entries, budget_modifications),
    "prices": (price_index,),
    "revenue": (revenue_entries,),
}

"""The figures of the Cuenta Pública as printed, and the observations that answer indicators."""

from __future__ import annotations

from sqlalchemy import Column, Date, Double, ForeignKey, Integer, Numeric, String, Table, Text

from data_access.schema.base import metadata, one_of, versions

published_figures = Table(
    "published_figures",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("chapter", String(40), nullable=False),
    Column("table_name", String(40), nullable=False),
    Column("label", Text, nullable=False),
    Column("period", String(40), nullable=False, comment="as the document gives it"),
    Column("period_from", Date),
    Column("period_to", Date),
    Column("period_note", Text, nullable=False),
    Column("territory", String(60), nullable=False),
    Column("territory_code", String(4), ForeignKey("territories.code"), nullable=False),
    Column("dimension", Text, nullable=False),
    Column("value", Numeric(20, 4), nullable=False),
    Column("unit", String(60), nullable=False),
    Column("line", Integer, nullable=False),
    Column("raw", String(60), nullable=False),
    Column("qualifier", String(16), nullable=False),
    Column("restates", String(120), nullable=False),
    Column("metric", String(120), nullable=False),
    Column("member", String(60), nullable=False),
    *versions(),
)

indicators = Table(
    "indicators",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("dimension", String(40), nullable=False),
    one_of("kind", ("flow", "stock", "rate")),
)

observations = Table(
    "observations",
    metadata,
    Column("indicator", String(120), ForeignKey("indicators.id"), primary_key=True),
    Column("territory_code", String(4), ForeignKey("territories.code"), primary_key=True),
    Column("member", String(60), primary_key=True),
    Column("period_key", String(24), primary_key=True, comment="the interval, as text"),
    Column("period_from", Date),
    Column("period_to", Date),
    Column("value", Double, nullable=False),
    *versions(),
)

REGISTERS = {
    "published_figures": (published_figures,),
    "observations": (observations,),
}

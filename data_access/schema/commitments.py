"""What the Cuenta Pública commits the State to: the norms that it names, the promises that it makes, and what came of them."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from data_access.schema.base import metadata, one_of, versions

KINDS = (
    "bill",
    "law",
    "agreement",
    "decree",
    "resolution",
    "official_letter",
    "circular",
    "promise",
)

commitments = Table(
    "commitments",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("chapter", String(40), nullable=False),
    Column("heading", String(200), nullable=False, comment="what the document calls the chapter"),
    Column("designation", String(60), nullable=False, comment="as printed: 'REX N°24.842'"),
    Column("number", String(24), nullable=False, comment="as printed; empty where there is none"),
    Column("year", Integer),
    Column("stage", Text, nullable=False, comment="how far it is, in the words of the document"),
    Column("text", Text, nullable=False),
    Column("line", Integer, nullable=False),
    *versions(),
    one_of("kind", KINDS),
)

commitment_reports = Table(
    "commitment_reports",
    metadata,
    Column("commitment_code", String(16), primary_key=True),
    Column("reported_on", Date, primary_key=True),
    Column("status", String(16), nullable=False),
    Column("undersecretariat_code", String(40), ForeignKey("undersecretariats.code"), nullable=False),
    Column("narrative", Text, nullable=False),
    Column("url", String(400), nullable=False, comment="what shows it; empty where there is nothing to show"),
    *versions(),
    one_of("status", ("implemented", "in_progress")),
)

REGISTERS = {"commitments": (commitments,), "commitment_reports": (commitment_reports,)}

"""The Plan Nacional de Acción: measures, who answers for them, what they report, and what was agreed."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from data_access.schema.base import between, metadata, one_of, told_together, versions

measures = Table(
    "measures",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("axis_number", Integer, ForeignKey("axes.number")),
    Column("title", Text, nullable=False),
    Column("source_line", Integer, comment="line of the Cuenta Pública that the title comes from"),
    *versions(),
)

measure_bodies = Table(
    "measure_bodies",
    metadata,
    Column("measure_code", String(16), primary_key=True),
    Column("undersecretariat_code", String(40), ForeignKey("undersecretariats.code"), primary_key=True),
    Column("role", String(16), nullable=False),
    *versions(),
    one_of("role", ("lead", "co_responsible")),
    info=told_together("measure_code"),
)

milestones = Table(
    "milestones",
    metadata,
    Column("measure_code", String(16), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("label", String(200), nullable=False),
    Column("baseline_on", Date, nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("actual_on", Date),
    *versions(),
    info=told_together("measure_code"),
)

progress_reports = Table(
    "progress_reports",
    metadata,
    Column("measure_code", String(16), primary_key=True),
    Column("cut_on", Date, primary_key=True),
    Column("status", String(16), nullable=False),
    Column("progress_percent", Integer),
    Column("confidence", String(8)),
    Column("narrative", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    *versions(),
    one_of("status", ("implemented", "in_progress")),
    between("progress_percent", 0, 100),
)

committee_sessions = Table(
    "committee_sessions",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("held_on", Date, nullable=False),
    Column("label", String(200), nullable=False),
    *versions(),
)

agreements = Table(
    "agreements",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("session_code", String(16), nullable=False),
    Column("measure_code", String(16)),
    Column("undersecretariat_code", String(40), ForeignKey("undersecretariats.code"), nullable=False),
    Column("label", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("fulfilled_on", Date),
    *versions(),
)

REGISTERS = {
    "plan": (measures, measure_bodies, milestones, progress_reports, committee_sessions, agreements),
}

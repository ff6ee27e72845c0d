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
    Column("target_percent", Integer, comment="progress of the measure once the milestone is reached"),
    Column("replanned_because", Text, comment="why the load that tells this version planned another day"),
    *versions(),
    between("target_percent", 0, 100),
    info=told_together("measure_code"),
)

reporting_rounds = Table(
    "reporting_rounds",
    metadata,
    Column("cut_on", Date, primary_key=True),
    Column("due_on", Date, nullable=False, comment="the last day on which a report of the round is on time"),
    *versions(),
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
    Column("undersecretariat_code", String(40), ForeignKey("undersecretariats.code"), comment="who reported"),
    Column("delivered_on", Date, comment="the day on which the report was handed in"),
    *versions(),
    one_of("status", ("implemented", "in_progress")),
    between("progress_percent", 0, 100),
)

evidence = Table(
    "evidence",
    metadata,
    Column("measure_code", String(16), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("label", String(200), nullable=False),
    Column("url", String(400), nullable=False),
    Column("presented_on", Date, nullable=False),
    Column("reviewed_on", Date, comment="the day on which the secretariat found that it shows what it should"),
    *versions(),
)

blockers = Table(
    "blockers",
    metadata,
    Column("measure_code", String(16), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column(
        "undersecretariat_code",
        String(40),
        ForeignKey("undersecretariats.code"),
        nullable=False,
        comment="who must act first",
    ),
    Column("label", Text, nullable=False),
    Column("since_on", Date, nullable=False),
    Column("resolved_on", Date),
    *versions(),
)

measure_ties = Table(
    "measure_ties",
    metadata,
    Column("measure_code", String(16), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("target", String(80), primary_key=True, comment="the id of a metric or the code of a budget line"),
    *versions(),
    one_of("kind", ("metric", "budget_line")),
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
    Column("dropped_on", Date, comment="the day on which the committee let it go"),
    *versions(),
)

REGISTERS = {
    "plan": (
        measures,
        measure_bodies,
        milestones,
        reporting_rounds,
        progress_reports,
        evidence,
        blockers,
        measure_ties,
        committee_sessions,
        agreements,
    ),
}

"""The operational database: every table, and the only place where columns are named.

Roll-ups are no part of it: they are derived from what the metrics layer declares, and can be dropped.

No table has a column for a person's name, RUN, passport, e-mail or free text about a person.

Rows that are loaded are versions: `batch_id` says with which load a row became known and
`superseded_by` with which load a newer version of it did. Nothing is overwritten, so the figures
as known on a day are those of the rows that the batches of that day had not yet superseded.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ROLLUP_PREFIX = "rollup_of_"
"""How the names of derived tables begin."""

DATA_KINDS = ("published", "register", "demonstration")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _versions() -> tuple[Column[int], Column[int]]:
    return (
        Column("batch_id", Integer, ForeignKey("load_batches.id"), primary_key=True, index=True),
        Column("superseded_by", Integer, ForeignKey("load_batches.id"), index=True),
    )


# --- provenance ----------------------------------------------------------------------------------

sources = Table(
    "sources",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("label", String(200), nullable=False),
    Column("institution", String(200), nullable=False),
    Column("reference", Text, nullable=False),
)

load_batches = Table(
    "load_batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("register", String(64), nullable=False),
    Column("source_id", String(64), ForeignKey("sources.id"), nullable=False),
    Column("data_kind", String(16), nullable=False),
    Column("recorded_on", Date, nullable=False, comment="the day on which the rows were known"),
    Column("covers_from", Date, nullable=False, comment="the first day that the rows speak of"),
    Column("covers_to", Date, nullable=False, comment="the last day that the rows speak of"),
    Column("checksum", String(64), nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("provisional_from", Date, comment="the first day whose figures the source still calls provisional"),
    Column("version", String(64), nullable=False, comment="digest of this load and of all before it"),
    _one_of("data_kind", DATA_KINDS),
    Index(None, "register", "recorded_on"),
)

rollup_batches = Table(
    "rollup_batches",
    metadata,
    Column("rollup", String(63), primary_key=True, comment="the table that holds the roll-up"),
    Column("batch_id", Integer, ForeignKey("load_batches.id"), primary_key=True),
    Column("calendar", String(12), nullable=False, comment="the calendar that it was computed with"),
    Column("first_day", Date, comment="the days on which the rows of the batch count"),
    Column("last_day", Date),
    Column("last_event", Date, comment="the last day on which something happens to a row of the batch"),
)

# --- reference -----------------------------------------------------------------------------------

territories = Table(
    "territories",
    metadata,
    Column("code", String(4), primary_key=True, comment="CUT code of a region; letters for the rest"),
    Column("name", String(80), nullable=False),
    Column("short_name", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("iso_code", String(8)),
    Column("position", Integer, nullable=False, comment="north to south"),
    Column("valid_from", Date),
    Column("valid_to", Date),
    _one_of("kind", ("country", "region", "unit", "other")),
)

ministries = Table(
    "ministries",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("label", String(200), nullable=False),
)

subcommittees = Table(
    "subcommittees",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("label", String(200), nullable=False),
)

undersecretariats = Table(
    "undersecretariats",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("label", String(200), nullable=False),
    Column("ministry_code", String(40), ForeignKey("ministries.code"), nullable=False),
    Column("subcommittee_code", String(8), ForeignKey("subcommittees.code"), nullable=False),
)

axes = Table(
    "axes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("label", String(200), nullable=False),
    Column("description", Text, nullable=False),
)

calendar = Table(
    "calendar",
    metadata,
    Column("day", Date, primary_key=True),
    Column("is_business_day", Boolean, nullable=False),
    Column(
        "business_day_number", Integer, nullable=False, index=True, comment="business days up to and including the day"
    ),
    Column("holiday", String(120)),
)

dimension_members = Table(
    "dimension_members",
    metadata,
    Column("dimension", String(40), primary_key=True),
    Column("member", String(60), primary_key=True),
    Column("label", String(200), nullable=False),
    Column("position", Integer, nullable=False),
)

# --- published figures and observations ------------------------------------------------------------

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
    *_versions(),
)

indicators = Table(
    "indicators",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("dimension", String(40), nullable=False),
    _one_of("kind", ("flow", "stock", "rate")),
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
    *_versions(),
)

# --- plan ----------------------------------------------------------------------------------------

measures = Table(
    "measures",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("axis_number", Integer, ForeignKey("axes.number")),
    Column("title", Text, nullable=False),
    Column("source_line", Integer, comment="line of the Cuenta Pública that the title comes from"),
    *_versions(),
)

measure_bodies = Table(
    "measure_bodies",
    metadata,
    Column("measure_code", String(16), primary_key=True),
    Column("undersecretariat_code", String(40), ForeignKey("undersecretariats.code"), primary_key=True),
    Column("role", String(16), nullable=False),
    *_versions(),
    _one_of("role", ("lead", "co_responsible")),
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
    *_versions(),
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
    *_versions(),
    _one_of("status", ("implemented", "in_progress")),
    CheckConstraint("progress_percent BETWEEN 0 AND 100", name="progress_percent"),
)

committee_sessions = Table(
    "committee_sessions",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("held_on", Date, nullable=False),
    Column("label", String(200), nullable=False),
    *_versions(),
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
    *_versions(),
)

# --- registers -----------------------------------------------------------------------------------

foi_requests = Table(
    "foi_requests",
    metadata,
    Column("folio", String(24), primary_key=True),
    Column("received_on", Date, nullable=False, index=True),
    Column("due_on", Date, nullable=False),
    Column("extended_on", Date, comment="the day on which an extension was notified"),
    Column("first_answer_on", Date),
    Column("closed_on", Date),
    Column("channel", String(16), nullable=False),
    Column("topic", String(40), nullable=False),
    Column("region_code", String(4), ForeignKey("territories.code")),
    Column("outcome", String(24), nullable=False),
    *_versions(),
)

foi_appeals = Table(
    "foi_appeals",
    metadata,
    Column("folio", String(24), primary_key=True),
    Column("filed_on", Date, nullable=False, index=True),
    Column("answered_on", Date),
    *_versions(),
)

attentions = Table(
    "attentions",
    metadata,
    Column("folio", String(24), primary_key=True),
    Column("attended_on", Date, nullable=False, index=True),
    Column("unit_code", String(4), ForeignKey("territories.code"), nullable=False),
    Column("resolution", String(16), nullable=False),
    *_versions(),
)

field_operations = Table(
    "field_operations",
    metadata,
    Column("folio", String(24), primary_key=True),
    Column("held_on", Date, nullable=False, index=True),
    Column("unit_code", String(4), ForeignKey("territories.code"), nullable=False),
    Column("people_attended", Integer, nullable=False),
    *_versions(),
)

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
    *_versions(),
    _one_of("stage", ("enacted", "current", "accrued", "paid")),
)

revenue_entries = Table(
    "revenue_entries",
    metadata,
    Column("month", Date, primary_key=True),
    Column("kind", String(24), primary_key=True),
    Column("amount_clp", BigInteger, nullable=False),
    *_versions(),
)

REGISTERS = {
    "published_figures": (published_figures,),
    "observations": (observations,),
    "plan": (measures, measure_bodies, milestones, progress_reports, committee_sessions, agreements),
    "foi_requests": (foi_requests,),
    "foi_appeals": (foi_appeals,),
    "attentions": (attentions,),
    "field_operations": (field_operations,),
    "budget": (budget_entries,),
    "revenue": (revenue_entries,),
}
"""Tables that each register's batches fill; a register's data kind is that of its batches."""

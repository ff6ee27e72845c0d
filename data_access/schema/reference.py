"""What every database holds before anything is loaded: territories, bodies, axes, calendar, members of dimensions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from data_access.schema.base import metadata, one_of

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
    one_of("kind", ("country", "region", "unit", "other")),
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

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2079, 12, 31)
"""Before the law on access to information, and as far ahead as no register reaches: no load is taken beyond."""

calendar = Table(
    "calendar",
    metadata,
    Column(
        "edition",
        Integer,
        ForeignKey("load_batches.id"),
        primary_key=True,
        comment="the load that brought this calendar",
    ),
    Column("day", Date, primary_key=True),
    Column("is_business_day", Boolean, nullable=False),
    Column("business_day_number", Integer, nullable=False, comment="business days up to and including the day"),
    Column("holiday", String(120)),
    Index(None, "edition", "business_day_number"),
)

protection_keys = Table(
    "protection_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(128), nullable=False, comment="the secret by which protected counts are rounded"),
    CheckConstraint("id = 1", name="only_one"),
)

dimension_members = Table(
    "dimension_members",
    metadata,
    Column("dimension", String(40), primary_key=True),
    Column("member", String(60), primary_key=True),
    Column("label", String(200), nullable=False),
    Column("position", Integer, nullable=False),
)

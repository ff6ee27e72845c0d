"""Where rows come from: the source, the load that brought or closed them, and which loads a roll-up has counted."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from data_access.schema.base import DATA_KINDS, metadata, one_of

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
    Column("withdraws", Integer, ForeignKey("load_batches.id"), comment="the load that this one takes back"),
    one_of("data_kind", DATA_KINDS),
    Index(None, "register", "recorded_on"),
)

closed_rows = Table(
    "closed_rows",
    metadata,
    Column("batch_id", Integer, ForeignKey("load_batches.id"), primary_key=True),
    Column("register_table", String(63), primary_key=True),
    Column("identity", String(400), primary_key=True, comment="JSON: what makes the row the same one in two loads"),
)

rollup_batches = Table(
    "rollup_batches",
    metadata,
    Column("rollup", String(63), primary_key=True, comment="the table that holds the roll-up"),
    Column("batch_id", Integer, ForeignKey("load_batches.id"), primary_key=True),
    Column("calendar", Integer, comment="the edition of the calendar that it was computed with, if any"),
    Column("first_day", Date, comment="the days on which the rows of the batch count"),
    Column("last_day", Date),
    Column("last_event", Date, comment="the last day on which something happens to a row of the batch"),
)

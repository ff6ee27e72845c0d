"""Requests for information and the appeals against their answers (Ley 20.285)."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, String, Table

from data_access.schema.base import metadata, versions

foi_requests = Table(
    "foi_requests",
    metadata,
    Column("folio", String(24), primary_key=True),
    Column("received_on", Date, nullable=False, index=True),
    Column("due_on", Date, nullable=False),
    Column("extended_on", Date, comment="the day on which an extension was notified"),
    Column(
        "clarification_asked_on", Date, comment="the day on which the applicant was asked to make the request clearer"
    ),
    Column("clarified_on", Date, comment="the day on which the applicant replied"),
    Column("first_answer_on", Date),
    Column("closed_on", Date),
    Column("channel", String(16), nullable=False),
    Column("topic", String(40), nullable=False),
    Column("region_code", String(4), ForeignKey("territories.code")),
    Column("outcome", String(24), nullable=False),
    Column("responsible_unit", String(24), comment="the unit that must prepare the answer"),
    *versions(),
)

foi_appeals = Table(
    "foi_appeals",
    metadata,
    Column("folio", String(24), primary_key=True),
    Column("filed_on", Date, nullable=False, index=True),
    Column("answered_on", Date),
    *versions(),
)

REGISTERS = {
    "foi_requests": (foi_requests,),
    "foi_appeals": (foi_appeals,),
}

"""In-person attentions and operations in the field, by unit."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table

from data_access.schema.base import metadata, versions

attention_records = Table(
    "attentions",
    metadata,
    Column("folio", String(24), primary_key=True),
    Column("attended_on", Date, nullable=False, index=True),
    Column("unit_code", String(4), ForeignKey("territories.code"), nullable=False),
    Column("resolution", String(16), nullable=False),
    *versions(),
)

field_operations = Table(
    "field_operations",
    metadata,
    Column("folio", String(24), primary_key=True),
    Column("held_on", Date, nullable=False, index=True),
    Column("unit_code", String(4), ForeignKey("territories.code"), nullable=False),
    Column("people_attended", Integer, nullable=False),
    *versions(),
)

REGISTERS = {
    "attentions": (attention_records,),
    "field_operations": (field_operations,),
}

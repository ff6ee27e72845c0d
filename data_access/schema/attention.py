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
    Column("attention_type", String(24), comment="of what it was"),
    Column("commune_code", String(5), comment="CUT code of the commune"),
    *versions(),
)

field_operations = Table(
    "field_operations",
    metadata,
    Column("folio", String(24), primary_key=True),
    Column("held_on", Date, nullable=False, index=True),
    Column("unit_code", String(4), ForeignKey("territories.code"), nullable=False),
    Column("people_attended", Integer, nullable=False),
    Column("operation_type", String(24), comment="of what kind it was"),
    Column("commune_code", String(5), comment="CUT code of the commune"),
    *versions(),
)

REGISTERS = {
    "attentions": (attention_records,),
    "field_operations": (field_operations,),
}

"""Attentions and operations: on a day that the load covers, of no fewer than nobody."""

from __future__ import annotations

from data_access.contracts.base import Contract
from data_access.schema.attention import attention_records, field_operations

CONTRACTS = (
    Contract(table=attention_records, day="attended_on", members={"resolution": "resolution"}),
    Contract(table=field_operations, day="held_on", at_least={"people_attended": 0}),
)

"""Requests for information and appeals: nothing happens to one before it is received."""

from __future__ import annotations

from data_access.contracts.base import Contract
from data_access.schema.foi import foi_appeals, foi_requests

CONTRACTS = (
    Contract(
        table=foi_requests,
        day="received_on",
        happened=("extended_on", "first_answer_on", "closed_on"),
        not_before=dict.fromkeys(("due_on", "extended_on", "first_answer_on", "closed_on"), "received_on"),
        members={"channel": "channel", "topic": "topic", "outcome": "outcome"},
    ),
    Contract(
        table=foi_appeals,
        day="filed_on",
        happened=("answered_on",),
        not_before={"answered_on": "filed_on"},
    ),
)

"""Requests for information and appeals: nothing happens to one before it is received."""

from __future__ import annotations

from data_access.contracts.base import Contract
from data_access.schema.foi import foi_appeals, foi_requests

_HAPPENED = ("extended_on", "clarification_asked_on", "clarified_on", "first_answer_on", "closed_on")

CONTRACTS = (
    Contract(
        table=foi_requests,
        day="received_on",
        happened=_HAPPENED,
        not_before=dict.fromkeys(("due_on", *_HAPPENED), "received_on") | {"clarified_on": "clarification_asked_on"},
        members={name: name for name in ("channel", "topic", "outcome", "responsible_unit")},
    ),
    Contract(
        table=foi_appeals,
        day="filed_on",
        happened=("answered_on",),
        not_before={"answered_on": "filed_on"},
    ),
)

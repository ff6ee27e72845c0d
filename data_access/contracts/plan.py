"""The plan: what is planned lies ahead, what was reported, held or fulfilled does not.

Its loads tell how the plan stands on the last day covered, with whatever was said before: a report may be older than
the days covered.
"""

from __future__ import annotations

from data_access.contracts.base import Contract
from data_access.schema.plan import (
    agreements,
    committee_sessions,
    measure_bodies,
    measures,
    milestones,
    progress_reports,
)

CONTRACTS = (
    Contract(table=measures),
    Contract(table=measure_bodies),
    Contract(table=milestones, happened=("actual_on",)),
    Contract(table=progress_reports, up_to=("cut_on",)),
    Contract(table=committee_sessions, up_to=("held_on",)),
    Contract(table=agreements, happened=("fulfilled_on",)),
)

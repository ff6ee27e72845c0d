"""How the operational database is laid out: every table, and the only place where columns are named.

Roll-ups are no part of it: they are derived from what the metrics layer declares, and can be dropped.

No table has a column for a person's name, RUN, passport, e-mail or free text about a person.

Rows that are loaded are versions: `batch_id` says with which load a row became known and
`superseded_by` with which load a newer version of it did. Nothing is overwritten, so the figures
as known on a day are those of the rows that the batches of that day had not yet superseded.

A register is a module here that ends in its `REGISTERS`; a new one is found without being named
anywhere, and its tables are read as `from data_access.schema import <module>`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import Table

from data_access.schema.attention import attention_records, field_operations
from data_access.schema.base import DATA_KINDS, ROLLUP_PREFIX, identity, metadata
from data_access.schema.budget import budget_entries, budget_lines, budget_modifications, price_index, revenue_entries
from data_access.schema.commitments import commitment_reports, commitments
from data_access.schema.foi import foi_appeals, foi_requests
from data_access.schema.plan import (
    agreements,
    blockers,
    committee_sessions,
    evidence,
    measure_bodies,
    measure_ties,
    measures,
    milestones,
    progress_reports,
    reporting_rounds,
)
from data_access.schema.provenance import closed_rows, load_batches, rollup_batches, sources
from data_access.schema.published import indicators, observations, published_figures
from data_access.schema.reference import (
    axes,
    calendar,
    dimension_members,
    ministries,
    protection_keys,
    subcommittees,
    territories,
    undersecretariats,
)

__all__ = [
    "DATA_KINDS",
    "REGISTERS",
    "ROLLUP_PREFIX",
    "agreements",
    "attention_records",
    "axes",
    "blockers",
    "budget_entries",
    "budget_lines",
    "budget_modifications",
    "calendar",
    "closed_rows",
    "commitment_reports",
    "commitments",
    "committee_sessions",
    "dimension_members",
    "evidence",
    "field_operations",
    "foi_appeals",
    "foi_requests",
    "identity",
    "indicators",
    "load_batches",
    "measure_bodies",
    "measure_ties",
    "measures",
    "metadata",
    "milestones",
    "ministries",
    "observations",
    "price_index",
    "progress_reports",
    "protection_keys",
    "published_figures",
    "reporting_rounds",
    "revenue_entries",
    "rollup_batches",
    "sources",
    "subcommittees",
    "territories",
    "undersecretariats",
]


def _registers() -> dict[str, tuple[Table, ...]]:
    """Those of every module of this folder, in the order of the modules' names."""
    found: dict[str, tuple[Table, ...]] = {}
    for name in sorted(module.name for module in iter_modules(__path__)):
        declared: dict[str, tuple[Table, ...]] = getattr(import_module(f"{__name__}.{name}"), "REGISTERS", {})
        if twice := found.keys() & declared.keys():
            msg = f"schema.{name} declares {sorted(twice)}, which another module has; allowed: a name of its own"
            raise ValueError(msg)
        found |= declared
    return found


REGISTERS = _registers()
"""Tables that each register's batches fill; a register's data kind is that of its batches."""

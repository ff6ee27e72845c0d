"""The plan: what is planned lies ahead, what was reported, held or fulfilled does not.

Its loads tell how the plan stands on the last day covered, with whatever was said before: a report may be older than
the days covered.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import sqlalchemy as sa

from data_access.contracts.base import Contract, Days, Known, Rule
from data_access.schema.budget import budget_lines
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

ADDRESS = r"^https?://[^\s/?#@]+\.[^\s/?#@]+([/?#]\S*)?$"
ADDRESS_ALLOWED = "una dirección completa, como https://www.ejemplo.cl/documento.pdf"


def _explained(_known: Known, _days: Days) -> Iterator[Rule]:
    """Who has little confidence says why."""
    yield Rule(
        name="low_confidence_is_explained",
        columns=("confidence", "narrative"),
        holds=(pl.col("confidence") != "low") | (pl.col("narrative").str.strip_chars() != ""),
        allowed="un relato que explique la confianza baja",
    )


def _is_link(_known: Known, _days: Days) -> Iterator[Rule]:
    yield Rule(
        name="url_is_a_link",
        columns=("url",),
        holds=pl.col("url").str.contains(ADDRESS),
        allowed=ADDRESS_ALLOWED,
    )


def _is_a_line(known: Known, _days: Days) -> Iterator[Rule]:
    lines = known.values(sa.select(budget_lines.c.code).order_by(budget_lines.c.code))
    yield Rule(
        name="budget_line_is_known",
        columns=("kind", "target"),
        holds=(pl.col("kind") != "budget_line") | pl.col("target").is_in(lines),
        allowed=f"una línea presupuestaria: {', '.join(lines)}",
    )


CONTRACTS = (
    Contract(table=measures),
    Contract(table=measure_bodies),
    Contract(table=milestones, happened=("actual_on",)),
    Contract(table=reporting_rounds, up_to=("cut_on",), not_before={"due_on": "cut_on"}),
    Contract(table=progress_reports, up_to=("cut_on",), happened=("delivered_on",), together=_explained),
    Contract(
        table=evidence,
        happened=("presented_on", "reviewed_on"),
        not_before={"reviewed_on": "presented_on"},
        together=_is_link,
    ),
    Contract(table=blockers, happened=("since_on", "resolved_on"), not_before={"resolved_on": "since_on"}),
    Contract(table=measure_ties, together=_is_a_line),
    Contract(table=committee_sessions, up_to=("held_on",)),
    Contract(table=agreements, happened=("fulfilled_on", "dropped_on")),
)

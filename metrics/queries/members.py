"""Where the members of each dimension are read, in their display order."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy import Connection

from data_access import schema
from metrics.model.dimensions import REGION
from metrics.model.members import Members
from metrics.registers.budget import ENTRIES


def members(connection: Connection, dimension: str) -> Members:
    """Members of `dimension`; empty for the dimensions of time."""
    query = _QUERIES.get(dimension, _packaged(dimension))
    return Members({str(row.code): row.label for row in connection.execute(query)})


def territories(connection: Connection, kind: str) -> Members:
    """Territories of a kind ('region', 'unit'…), north to south."""
    table = schema.territories
    query = sa.select(table.c.code, table.c.short_name.label("label")).where(table.c.kind == kind)
    return Members({row.code: row.label for row in connection.execute(query.order_by(table.c.position))})


def _packaged(dimension: str) -> sa.Select[tuple[str, str]]:
    table = schema.dimension_members
    query = sa.select(table.c.member.label("code"), table.c.label).where(table.c.dimension == dimension)
    return query.order_by(table.c.position)


def _with_lines(dimension: str) -> sa.Select[tuple[str, str]]:
    """Those of the package and, by their codes, the others that a line of the budget is in."""
    named = schema.dimension_members
    at = ENTRIES.dimensions[dimension]
    known = sa.select(named.c.member).where(named.c.dimension == dimension)
    positions = sa.select(named.c.member.label("code"), named.c.label, named.c.position).where(
        named.c.dimension == dimension
    )
    others = (
        sa.select(at.label("code"), at.label("label"), sa.literal(_LAST).label("position"))
        .where(at.not_in(known))
        .distinct()
    )
    found = sa.union_all(positions, others).subquery()
    return sa.select(found.c.code, found.c.label).order_by(found.c.position, found.c.code)


_LAST = 10_000
"""Where members stand that no list names."""
_BODIES: sa.Select[tuple[str, str]] = sa.select(
    schema.undersecretariats.c.code, schema.undersecretariats.c.label
).order_by(schema.undersecretariats.c.label)
_QUERIES: Mapping[str, sa.Select[tuple[str, str]]] = {
    REGION: sa.select(schema.territories.c.code, schema.territories.c.short_name.label("label")).order_by(
        schema.territories.c.position
    ),
    "axis": sa.select(sa.cast(schema.axes.c.number, sa.String).label("code"), schema.axes.c.label).order_by(
        schema.axes.c.number
    ),
    "lead_body": _BODIES,
    "agreement_body": _BODIES,
    "ministry": sa.select(schema.ministries.c.code, schema.ministries.c.label).order_by(schema.ministries.c.label),
    "subcommittee": sa.select(schema.subcommittees.c.code, schema.subcommittees.c.label).order_by(
        schema.subcommittees.c.code
    ),
    **{dimension: _with_lines(dimension) for dimension in ("subtitle", "budget_item")},
    "budget_line": sa.select(schema.budget_lines.c.code, schema.budget_lines.c.label).order_by(
        schema.budget_lines.c.code
    ),
}
"""The dimensions whose members have a table of their own; those of the others are in `dimension_members`."""

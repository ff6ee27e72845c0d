"""What every table is made with: one metadata, its names of constraints, and the columns of a version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, Table

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ROLLUP_PREFIX = "rollup_of_"
"""How the names of derived tables begin."""

DATA_KINDS = ("published", "register", "demonstration")


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A check that `column` holds one of `values`, which are words of ours and never input."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column, info={_ONE_OF: {column: values}})


def between(column: str, low: int, high: int) -> CheckConstraint:
    """A check that `column` is a number from `low` to `high`, both allowed."""
    return CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=column, info={_BETWEEN: {column: (low, high)}})


def listed_values(column: Column[Any]) -> tuple[str, ...] | None:
    """What `one_of` allows in `column`, if it says anything."""
    return next((said[column.name] for said in _said(column.table, _ONE_OF) if column.name in said), None)


def bounds(column: Column[Any]) -> tuple[int, int] | None:
    """What `between` allows in `column`, if it says anything."""
    return next((said[column.name] for said in _said(column.table, _BETWEEN) if column.name in said), None)


_ONE_OF, _BETWEEN = "one_of", "between"


def _said(table: Any, kind: str) -> list[dict[str, Any]]:
    return [constraint.info.get(kind, {}) for constraint in table.constraints]


def versions() -> tuple[Column[int], Column[int]]:
    """(`batch_id`, part of the key; `superseded_by`, null while the row is current): for rows that are loaded."""
    return (
        Column("batch_id", Integer, ForeignKey("load_batches.id"), primary_key=True, index=True),
        Column("superseded_by", Integer, ForeignKey("load_batches.id"), index=True),
    )


VERSION_COLUMNS = ("batch_id", "superseded_by")
"""What `versions` adds: no load says it."""

_TOLD_TOGETHER = "told_together"


def told_together(*names: str) -> dict[str, Any]:
    """The `info` of a table whose rows of the same `names` are one statement: a load that tells one tells them all."""
    return {_TOLD_TOGETHER: names}


def identity(table: Table) -> Sequence[Column[Any]]:
    """What makes rows of two loads versions of each other: the key without the load, or what is told together."""
    names = table.info.get(_TOLD_TOGETHER)
    if names is None:
        return [column for column in table.primary_key if column.name != "batch_id"]
    return [table.c[name] for name in names]

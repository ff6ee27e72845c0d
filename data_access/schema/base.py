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
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def versions() -> tuple[Column[int], Column[int]]:
    """(`batch_id`, part of the key; `superseded_by`, null while the row is current): for rows that are loaded."""
    return (
        Column("batch_id", Integer, ForeignKey("load_batches.id"), primary_key=True, index=True),
        Column("superseded_by", Integer, ForeignKey("load_batches.id"), index=True),
    )


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

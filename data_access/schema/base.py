"""What every table is made with: one metadata, its names of constraints, and the columns of a version."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData

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

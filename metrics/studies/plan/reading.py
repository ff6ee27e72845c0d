"""How the studies of the plan name the bodies of rows."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Label, Table

from data_access import schema


def bodies_of(table: Table) -> Label[str]:
    """The name of the undersecretariat of a row, as `body`."""
    named = schema.undersecretariats
    return sa.select(named.c.label).where(named.c.code == table.c.undersecretariat_code).scalar_subquery().label("body")

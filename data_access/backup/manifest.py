"""What a copy says of itself, and what a database says of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from data_access.schema import ROLLUP_PREFIX, load_batches, metadata

FORMAT = 1
_REVISIONS = "alembic_version"
_SHOWN = 12


class Description(BaseModel):
    """A database at one moment. `data_version` is that of its last load; `tables` are ours, roll-ups included."""

    model_config = ConfigDict(frozen=True)

    kind: str
    revision: str
    data_version: str
    tables: tuple[str, ...]


class Manifest(Description):
    """A copy: the database that it is of, when and by what it was made, and the digest of what it holds."""

    format: int = FORMAT
    product: str
    made_at: str
    size: int
    sha256: str


def describe(connection: Connection) -> Description:
    """The database as this connection sees it."""
    last = sa.select(load_batches.c.version).order_by(load_batches.c.id.desc()).limit(1)
    return Description(
        kind=connection.dialect.name,
        revision=connection.scalar(sa.select(sa.column("version_num")).select_from(sa.table(_REVISIONS))) or "",
        data_version=(connection.scalar(last) or "")[:_SHOWN],
        tables=our_tables(connection),
    )


def our_tables(connection: Connection) -> tuple[str, ...]:
    """The tables of the database that are the product's; it may hold those of others."""
    return tuple(name for name in sorted(sa.inspect(connection).get_table_names()) if _is_ours(name))


def _is_ours(name: str) -> bool:
    return name in metadata.tables or name == _REVISIONS or name.startswith(ROLLUP_PREFIX)


def sealed(described: Description, *, size: int, sha256: str) -> Manifest:
    """What a copy of that database says of itself."""
    return Manifest(
        **described.model_dump(),
        product=version("pnme-monitor"),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        size=size,
        sha256=sha256,
    )

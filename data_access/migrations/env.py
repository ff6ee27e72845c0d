"""Alembic's entry: runs on the connection that the caller opened, or on PNME_DATABASE_URL."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from data_access.engine import connect, rebuilding
from data_access.schema import ROLLUP_PREFIX, metadata
from data_access.settings import Settings


def _is_operational(name: str | None, kind: str, _parents: object) -> bool:
    """Roll-ups are derived: migrations neither make nor drop them."""
    return not (kind == "table" and (name or "").startswith(ROLLUP_PREFIX))


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
        include_name=_is_operational,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Use the connection in the configuration's attributes, or open one."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
        return
    engine = connect(Settings().url)
    with rebuilding(engine) as connection:
        _run(connection)
    engine.dispose()


main()

"""Brings a database to the current schema and says whether it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from data_access.engine.revision import refuse_later, revision_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SCRIPTS = Path(__file__).parent / "migrations"


def configuration(connection: Connection) -> Config:
    """What Alembic's own commands take: our migrations, run on the caller's connection."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, to: str = "head") -> None:
    """Apply the migrations that the database lacks, within the caller's transaction, which is one of `rebuilding`.

    DatabaseUnavailableError if a later program made the database.
    """
    refuse_later(revision_of(connection))
    command.upgrade(configuration(connection), to)


def check(connection: Connection) -> None:
    """Raise alembic.util.CommandError if the tables differ from the declared schema."""
    command.check(configuration(connection))

"""The migrations make the declared schema, on both databases, and no column can hold a person."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from data_access.engine import connect
from data_access.migration import check, configuration, upgrade
from data_access.schema import REGISTERS, metadata

PERSONAL = ("rut", "run", "passport", "pasaporte", "email", "e_mail", "correo", "phone", "address", "surname", "birth")
PLACES_AND_BODIES = {"territories.name", "territories.short_name", "published_figures.table_name"}


def test_the_migrations_make_the_declared_schema(engine):
    with engine.connect() as connection:
        check(connection)


def test_a_schema_that_differs_is_noticed(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE axes ADD COLUMN extra INTEGER")
    with engine.connect() as connection, pytest.raises(CommandError, match="extra"):
        check(connection)


def test_upgrading_again_changes_nothing(engine):
    with engine.begin() as connection:
        upgrade(connection)
        check(connection)


def test_downgrading_removes_every_table(engine):
    with engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
    assert sa.inspect(engine).get_table_names() == ["alembic_version"]
    with engine.begin() as connection:
        upgrade(connection)
        check(connection)


def test_developers_migrate_the_database_of_the_settings(bare_url, monkeypatch):
    monkeypatch.setenv("PNME_DATABASE_URL", bare_url)
    command.upgrade(Config("alembic.ini"), "head")
    engine = connect(bare_url)
    with engine.connect() as connection:
        check(connection)
    engine.dispose()


def test_no_column_is_for_a_person():
    columns = [f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns]
    words = {name: name.partition(".")[2].lower().split("_") for name in columns}
    named = {name for name in columns if "name" in words[name] or "nombre" in words[name]}
    assert named == PLACES_AND_BODIES
    assert [name for name in columns if set(words[name]) & set(PERSONAL)] == []


def test_every_versioned_table_belongs_to_one_register():
    versioned = {table for table in metadata.tables.values() if "superseded_by" in table.c}
    listed = [table for tables in REGISTERS.values() for table in tables]
    assert set(listed) == versioned
    assert len(listed) == len(versioned)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO territories VALUES ('99', 'X', 'X', 'planet', NULL, 99, NULL, NULL)",
        "INSERT INTO indicators VALUES ('x.y', 'mood', '')",
    ],
)
def test_values_outside_a_list_are_refused(engine, statement):
    with pytest.raises(sa.exc.IntegrityError, match=r"(?i)check"), engine.begin() as connection:
        connection.exec_driver_sql(statement)

"""Which database an address means, and what a connection may do."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from data_access.cli import is_initialised
from data_access.engine import DatabaseUnavailableError, DatabaseUrlError, Fault, connect, normalise_url, require_schema
from data_access.schema import axes, undersecretariats
from data_access.settings import Settings


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgresql://ana:secret@host/pnme", "postgresql+psycopg"),
        ("postgres://ana:secret@host/pnme", "postgresql+psycopg"),
        ("postgresql+psycopg2://host/pnme", "postgresql+psycopg"),
        ("sqlite:////tmp/pnme.sqlite3", "sqlite"),
    ],
)
def test_the_driver_is_chosen(url, driver):
    assert normalise_url(url).drivername == driver


@pytest.mark.parametrize(
    "url", ["mysql://ana:secret@host/pnme", "duckdb:///pnme", "secret", "", "postgresql://host:x/pnme"]
)
def test_other_addresses_are_refused_without_repeating_them(url):
    with pytest.raises(DatabaseUrlError, match="allowed: postgresql://user:password@host/database") as refused:
        connect(url)
    assert "secret" not in str(refused.value)


def test_a_read_only_connection_refuses_to_write(engine):
    url = engine.url.render_as_string(hide_password=False)
    reader = connect(url, read_only=True)
    with reader.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(axes)) == 10
        with pytest.raises(sa.exc.DBAPIError, match=r"not authorized|read-only"):
            connection.execute(axes.delete())
    reader.dispose()


def test_a_reader_sees_one_version_while_another_writes(engine):
    reader = connect(engine.url.render_as_string(hide_password=False), read_only=True)
    count = sa.select(sa.func.count()).select_from(axes)
    with reader.connect() as reading:
        assert reading.scalar(count) == 10
        with engine.begin() as writing:
            writing.execute(axes.insert(), {"number": 11, "label": "Otro", "description": ""})
        assert reading.scalar(count) == 10
    with reader.connect() as reading:
        assert reading.scalar(count) == 11
    reader.dispose()


def _insert_one_by_one(connection, rows):
    for row in rows:
        connection.execute(axes.insert(), row)


def test_a_transaction_that_fails_leaves_nothing(engine):
    rows = [{"number": number, "label": "Otro", "description": ""} for number in (11, 1)]
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        _insert_one_by_one(connection, rows)
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.max(axes.c.number))) == 10


def test_foreign_keys_hold(engine):
    row = {"code": "x", "label": "X", "ministry_code": "none", "subcommittee_code": "a"}
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(undersecretariats.insert(), row)


def test_an_initialised_database_has_its_schema(engine):
    require_schema(engine)


def test_whether_a_database_is_initialised(engine, bare_url):
    assert is_initialised(engine.url.render_as_string(hide_password=False)) is True
    assert is_initialised(bare_url) is False


def test_a_database_without_tables_says_what_to_run(bare_url):
    engine = connect(bare_url)
    with pytest.raises(DatabaseUnavailableError, match="has no tables; run: pnme init"):
        require_schema(engine)
    engine.dispose()


def test_a_missing_file_says_what_to_run(tmp_path):
    with pytest.raises(DatabaseUnavailableError, match=r"no database at .*none.sqlite3; run: pnme init"):
        connect(f"sqlite:///{tmp_path / 'none.sqlite3'}", read_only=True)
    assert not (tmp_path / "none.sqlite3").exists()


def test_writing_makes_the_folder_of_the_file(tmp_path):
    engine = connect(f"sqlite:///{tmp_path / 'new' / 'pnme.sqlite3'}")
    with engine.connect() as connection:
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"
    engine.dispose()


def test_a_file_that_is_no_database_does_not_answer(tmp_path):
    path = tmp_path / "pnme.sqlite3"
    path.write_text("not a database, but long enough to be taken for one" * 20)
    engine = connect(f"sqlite:///{path}", read_only=True)
    with pytest.raises(DatabaseUnavailableError, match="damaged") as refused:
        require_schema(engine)
    assert refused.value.fault is Fault.DAMAGED
    engine.dispose()


def test_a_server_that_is_not_there_does_not_answer(tmp_path):
    engine = connect(f"postgresql://ana:secret@/pnme?host={tmp_path}", read_only=True)
    with pytest.raises(DatabaseUnavailableError, match="refused") as refused:
        require_schema(engine)
    assert refused.value.fault is Fault.REFUSED
    assert "secret" not in str(refused.value) + refused.value.spanish
    engine.dispose()


def test_settings_name_the_embedded_file_unless_told_otherwise(monkeypatch, tmp_path):
    monkeypatch.delenv("PNME_DATABASE_URL", raising=False)
    monkeypatch.setenv("PNME_HOME", str(tmp_path))
    assert Settings().url == f"sqlite:///{tmp_path / 'pnme.sqlite3'}"
    assert Settings().regions_path == tmp_path / "regions.geojson"
    monkeypatch.setenv("PNME_DATABASE_URL", "postgresql://host/pnme")
    assert Settings().url == "postgresql://host/pnme"

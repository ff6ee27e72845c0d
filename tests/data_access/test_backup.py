"""A copy holds the whole database as it was at one moment, and putting it back changes all of it or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
import zipfile
from functools import lru_cache
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from dashboards.cli import app, main
from data_access.backup import BackupError, back_up, restore
from data_access.backup.tools import tools_for
from data_access.engine import connect
from metrics import Monitor
from tests.filled import add_request, add_request_within, fill, has_request
from tests.servers import PostgresqlServer, postgresql_programs

PROGRAMS = postgresql_programs()
PNME = Path(sys.executable).with_name("pnme")
ASKED = (
    ("metrics", "query", "foi.requests_received", "foi.answered_share", "--by", "region", "--period", "2024"),
    ("metrics", "query", "foi.response_days_median", "--by", "quarter"),
    ("metrics", "query", "attention.records", "--by", "region,month", "--period", "2024"),
    ("metrics", "query", "attention.records", "--by", "region", "--period", "2024", "--exact"),
    ("metrics", "query", "plan.measures_implemented", "--as-of", "2024-08-21"),
    ("loads",),
    ("reconcile",),
)


@pytest.fixture(autouse=True)
def programs(monkeypatch):
    monkeypatch.setenv("PNME_PG_BIN", str(PROGRAMS))


@pytest.fixture(scope="session")  # a worker may come back to this module after another one
def original_on():
    """The address of a filled database on a server, made once."""
    return lru_cache(lambda server: fill(server.create("pnme_filled")))


@pytest.fixture(scope="module")
def original_url(server, original_on):
    return original_on(server)


@pytest.fixture(scope="module")
def copied(server, original_url, tmp_path_factory):
    """A copy of it."""
    path = tmp_path_factory.mktemp(f"copy-{type(server).__name__}") / "pnme.zip"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PNME_PG_BIN", str(PROGRAMS))
        _run("backup", path, "--database", original_url)
    return path


@pytest.fixture
def filled(copied, bare_url):
    """A database of the test's own that was restored from that copy."""
    _run("restore", copied, "--database", bare_url)
    engine = connect(bare_url)
    yield engine
    engine.dispose()


@pytest.fixture
def another_url(server, database_names):
    """The address of a second database without tables."""
    name = next(database_names)
    yield server.create(name)
    if isinstance(server, PostgresqlServer):
        server.drop(name)


def _run(*arguments):
    done = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    return done.stdout


def _refused(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    assert (ended.value.code, said.out, said.err.count("\n")) == (2, "", 1)
    return said.err


def _address(engine):
    return engine.url.render_as_string(hide_password=False)


def _version(url):
    engine = connect(url, read_only=True)
    version = Monitor(engine).snapshot.data_version
    engine.dispose()
    return version


def _changed(path, **said):
    """The copy, with another description."""
    changed = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        manifest = json.loads(old.read("manifest.json")) | said
        new.writestr("database", old.read("database"))
        new.writestr("manifest.json", json.dumps(manifest))
    return changed


def test_what_is_restored_answers_the_same(copied, original_url, bare_url):
    said = _run("restore", copied, "--database", bare_url)
    assert f"datos {_version(original_url)}, esquema" in said
    for command in ASKED:
        asked = [(*command, "--format", "json", "--database", url) for url in (original_url, bare_url)]
        assert _run(*asked[0]) == _run(*asked[1]), command


def test_a_copy_is_for_its_owner_and_says_what_it_is(copied, original_url):
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    assert [one.name for one in copied.parent.iterdir()] == [copied.name]
    with zipfile.ZipFile(copied) as archive:
        said = json.loads(archive.read("manifest.json"))
    assert said["data_version"] == _version(original_url)
    assert {"alembic_version", "protection_keys", "foi_requests"} < set(said["tables"])


def test_a_copy_under_load_is_of_one_moment_and_stops_nobody(filled, another_url, tmp_path):
    """A load is half written, another comes in meanwhile, and a reader reads."""
    before = _version(_address(filled))
    path = tmp_path / "pnme.zip"
    with filled.connect() as writing, writing.begin() as transaction:
        add_request_within(writing, "N1")
        manifest = _while(lambda: Monitor(filled).observe("foi.requests_received"), lambda: back_up(filled, path))
        transaction.commit()
    assert _version(_address(filled)) != before == manifest.data_version
    engine = connect(another_url)
    restore(engine, path)
    assert _version(another_url) == before
    assert not has_request(engine, "N1")
    engine.dispose()


def test_copies_while_loads_come_in_hold_whole_loads(filled, another_url, tmp_path):
    """Every version that was committed is a right answer, and roll-ups agree with the rows."""
    versions = {_version(_address(filled))}

    numbers = count(1)

    def load_one():
        add_request(filled, f"N{next(numbers)}")
        versions.add(_version(_address(filled)))

    path = tmp_path / "pnme.zip"
    manifest = _while(load_one, lambda: back_up(filled, path))
    assert len(versions) > 1
    _run("restore", path, "--database", another_url)
    assert _version(another_url) in versions
    assert manifest.data_version == _version(another_url)
    asked = (
        "metrics",
        "query",
        "foi.requests_received",
        "--by",
        "month",
        "--format",
        "json",
        "--database",
        another_url,
    )
    assert _run(*asked) == _run(*asked, "--from-rows")


def _while(repeated, act):
    """What `act` returns; meanwhile `repeated` is done over and over, at least once, by another thread."""
    done = threading.Event()
    failed = []

    def repeat():
        try:
            repeated()
            while not done.is_set():
                repeated()
        except Exception as error:  # noqa: BLE001  told below
            failed.append(error)

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        return act()
    finally:
        done.set()
        thread.join()
        assert failed == []


def test_what_was_restored_takes_loads(filled):
    before = _version(_address(filled))
    add_request(filled, "N1")
    assert _version(_address(filled)) != before


def test_a_database_with_loads_is_replaced_only_where_that_is_said(filled, copied, capsys):
    add_request(filled, "N1")
    changed = _version(_address(filled))
    assert "agregue --replace" in _refused(capsys, "restore", copied, "--database", _address(filled))
    assert _version(_address(filled)) == changed
    _run("restore", copied, "--replace", "--database", _address(filled))
    assert _version(_address(filled)) != changed
    assert not has_request(filled, "N1")


def test_readers_read_on_after_a_replacement(filled, copied, server):
    """Whoever could read the tables can read those that took their place, and an open connection sees them."""
    reading = connect(_address(filled), read_only=True)
    before = Monitor(reading).observe("foi.requests_received").answers[0].value
    if isinstance(server, PostgresqlServer):
        with filled.begin() as connection:
            connection.exec_driver_sql("DROP ROLE IF EXISTS only_reads")
            connection.exec_driver_sql("CREATE ROLE only_reads LOGIN")
            connection.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO only_reads")
        reading.dispose()
        reading = connect(sa.make_url(_address(filled)).set(username="only_reads").render_as_string(), read_only=True)
        Monitor(reading).observe("foi.requests_received")
    _run("restore", copied, "--replace", "--database", _address(filled))
    assert Monitor(reading).observe("foi.requests_received").answers[0].value == before
    reading.dispose()
    if isinstance(server, PostgresqlServer):
        with filled.begin() as connection:
            connection.exec_driver_sql("DROP OWNED BY only_reads")
            connection.exec_driver_sql("DROP ROLE only_reads")


def test_a_killed_copy_leaves_the_one_before(filled, tmp_path):
    path = tmp_path / "pnme.zip"
    path.write_bytes(b"the copy of yesterday")
    with _started("backup", path, _address(filled)) as process:
        _kill_once(process, lambda: any(one.stat().st_size for one in tmp_path.glob(".pnme-*")))
    assert path.read_bytes() == b"the copy of yesterday"


def test_a_killed_restore_leaves_what_was_there(filled, copied):
    add_request(filled, "N1")
    before = _version(_address(filled))
    with _started("restore", copied, _address(filled), "--replace") as process:
        _kill_once(process, lambda: _is_writing(filled))
    assert _version(_address(filled)) == before
    asked = ("metrics", "query", "foi.requests_received", "--by", "month", "--format", "json")
    assert _run(*asked, "--database", _address(filled)) == _run(*asked, "--from-rows", "--database", _address(filled))
    _run("restore", copied, "--replace", "--database", _address(filled))
    assert _version(_address(filled)) != before


def _started(command, path, url, *options):
    arguments = [PNME, command, path, "--database", url, *options]
    return subprocess.Popen(arguments, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603


def _kill_once(process, is_so):
    """Kill it when it is in the middle; the test fails where it ends before."""
    for _ in range(6000):
        assert process.poll() is None, process.stderr.read()
        if is_so():
            process.kill()
            process.wait(10)
            return
        try:
            process.wait(0.005)
        except subprocess.TimeoutExpired:
            continue
    pytest.fail("it never got there")


def _is_writing(engine):
    """The restore has begun to write its rows."""
    if engine.dialect.name == "sqlite":
        log = Path(f"{engine.url.database}-wal")
        return log.is_file() and log.stat().st_size > 1_000_000
    query = sa.text("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'COPY%'")
    with engine.connect() as connection:
        return connection.scalar(query) > 0


def test_a_full_disk_is_told_and_leaves_nothing(original_url, tmp_path):
    """In a folder of 200 kilobytes, which root can make."""
    small = (
        f"mount -t tmpfs -o size=200k tmpfs {tmp_path} && {PNME} backup {tmp_path}/pnme.zip --database '{original_url}'"
    )
    asked = ["unshare", "--mount", "sh", "-c", f"{small}; code=$?; ls -A {tmp_path}; exit $code"]
    if os.geteuid() != 0:
        return
    told = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    assert (told.returncode, told.stdout) == (2, ""), told.stderr
    assert "no queda espacio en el disco" in told.stderr
    assert told.stderr.count("\n") == 1


def test_what_is_no_whole_copy_is_refused(copied, bare_url, tmp_path, capsys):
    whole = copied.read_bytes()
    broken = {
        "none": b"",
        "text": b"no copy",
        "half": whole[: len(whole) // 2],
        "without its end": whole[:-1],
    }
    for name, content in broken.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert "no es una copia del monitor, o está incompleta" in _refused(
            capsys, "restore", path, "--database", bare_url
        )
    assert "no se puede leer" in _refused(capsys, "restore", tmp_path / "nowhere", "--database", bare_url)
    other = _changed(copied, sha256="0" * 64)
    assert "está incompleta" in _refused(capsys, "restore", other, "--database", bare_url)
    without = _changed(copied, size="many")
    assert "no es una copia" in _refused(capsys, "restore", without, "--database", bare_url)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"kind": "oracle"}, "la copia es de una base oracle, y la de destino es"),
        ({"revision": "9999"}, "la copia es del esquema 9999 y esta versión del monitor no lo conoce"),
        ({"format": 2}, "la hizo una versión posterior del monitor"),
    ],
)
def test_what_does_not_fit_is_refused(copied, bare_url, capsys, said, told):
    assert told in _refused(capsys, "restore", _changed(copied, **said), "--database", bare_url)


def test_a_copy_of_an_earlier_schema_says_what_to_run(copied, bare_url):
    said = _run("restore", _changed(copied, revision="0004"), "--database", bare_url)
    assert "ejecute pnme upgrade" in said


def test_a_folder_that_takes_no_file_is_told(original_url, tmp_path, capsys):
    said = _refused(capsys, "backup", tmp_path / "nowhere" / "pnme.zip", "--database", original_url)
    assert "no se puede escribir en la carpeta" in said


def test_a_damaged_database_is_not_copied(sqlite_server, original_on, tmp_path):
    """What was there is still there: a damaged copy never takes the place of a good one."""
    damaged, path = tmp_path / "damaged.sqlite3", tmp_path / "pnme.zip"
    shutil.copyfile(sa.make_url(original_on(sqlite_server)).database, damaged)
    path.write_bytes(b"the copy of yesterday")
    with damaged.open("r+b") as file:
        file.seek(damaged.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xff" * 4096 * 40)
    engine = connect(f"sqlite:///{damaged}", read_only=True)
    with pytest.raises(BackupError, match="damaged"):
        back_up(engine, path)
    engine.dispose()
    assert path.read_bytes() == b"the copy of yesterday"


def test_a_file_that_is_no_database_is_set_aside_by_a_person(sqlite_server, original_on, tmp_path, capsys):
    path, target = tmp_path / "pnme.zip", tmp_path / "target.sqlite3"
    _run("backup", path, "--database", original_on(sqlite_server))
    target.write_bytes(b"\xff" * 8192)
    said = _refused(capsys, "restore", path, "--replace", "--database", f"sqlite:///{target}")
    assert "apártelo" in said


@pytest.fixture
def old_programs(tmp_path):
    """PostgreSQL's programs as Debian 12 has them."""
    for name in ("pg_dump", "pg_restore", "psql"):
        program = tmp_path / "old" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)'\n")
        program.chmod(0o755)
    return tmp_path / "old"


def test_older_programs_than_the_server_are_refused(postgresql_server, original_on, old_programs, monkeypatch, capsys):
    monkeypatch.setenv("PNME_PG_BIN", str(old_programs))
    asked = ("--database", original_on(postgresql_server))
    said = _refused(capsys, "backup", old_programs.parent / "pnme.zip", *asked)
    assert "es de la versión 15 y el servidor es PostgreSQL 18" in said
    assert "PNME_PG_BIN" in said
    (old_programs / "pg_dump").unlink()
    assert "falta pg_dump" in _refused(capsys, "backup", old_programs.parent / "pnme.zip", *asked)


def test_what_is_found_wrong_on_the_way_is_told_and_the_database_is_as_it_was(copied, filled, capsys):
    before = _version(_address(filled))
    with zipfile.ZipFile(copied) as archive:
        dump = archive.read("database")[:200_000]
    cut = _changed(copied)
    with zipfile.ZipFile(copied) as old, zipfile.ZipFile(cut, "w") as new:
        said = json.loads(old.read("manifest.json")) | {"size": len(dump), "sha256": hashlib.sha256(dump).hexdigest()}
        new.writestr("database", dump)
        new.writestr("manifest.json", json.dumps(said))
    told = {"sqlite": "está dañada", "postgresql": "pg_restore no pudo"}[filled.dialect.name]
    assert told in _refused(capsys, "restore", cut, "--replace", "--database", _address(filled))
    assert _version(_address(filled)) == before


def test_passwords_are_no_arguments(postgresql_server, original_on):
    running = connect(original_on(postgresql_server), read_only=True)
    with running.connect() as connection:
        tools = tools_for(connect("postgresql://ana:secret@server:5433/pnme?sslmode=require"), connection)
    running.dispose()
    assert "secret" not in tools.database
    assert {"host=server", "port=5433", "user=ana", "dbname=pnme", "sslmode=require"} == set(tools.database.split())
    assert tools.environment["PGPASSWORD"] == "secret"

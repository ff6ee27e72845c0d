"""The embedded file is locked, full, replaced, cut short, shut off or asked to be written: what is told, and that it heals."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from data_access.engine import DatabaseUnavailableError, Fault, Watch, embedded, fault_of, may_write, require_schema
from data_access.initialise import initialise
from data_access.migration import check
from data_access.schema import axes
from tests.faults.conftest import ask, bounded
from tests.servers import SqliteServer, folder_of_databases, migrated_on

NOBODY = 65534


@pytest.fixture(scope="module")
def place():
    """As the folder of an installation: others may pass through it."""
    with folder_of_databases() as made:
        made.chmod(0o711)
        yield made


@pytest.fixture(scope="module")
def filled(place):
    """A migrated file, which tests copy."""
    migrated_on(SqliteServer(place), "embedded").dispose()
    return place / "embedded.sqlite3"


@pytest.fixture
def folder(place, tmp_path):
    made = place / tmp_path.name
    made.mkdir()
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def path(filled, folder):
    return Path(shutil.copyfile(filled, folder / "pnme.sqlite3"))


def _url(path):
    return f"sqlite:///{path}"


def _fault(engine, statement="SELECT count(*) FROM axes"):
    with pytest.raises((sa.exc.SQLAlchemyError, DatabaseUnavailableError)) as raised:
        ask(engine, statement)
    return fault_of(raised.value)


# --- it only reads ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["a b.sqlite3", "a?mode=rwc.sqlite3", "a#b.sqlite3", "a%20b.sqlite3", "año ñandú.sqlite3"]
)
def test_a_file_of_any_name_is_opened_for_reading_alone(filled, folder, opened, name):
    url = sa.URL.create("sqlite", database=str(shutil.copyfile(filled, folder / name))).render_as_string()
    engine = opened(url)
    assert ask(engine) == 10
    assert _fault(engine, "DELETE FROM axes") is Fault.NO_RIGHT
    assert {one.name for one in folder.iterdir()} <= {name, f"{name}-wal", f"{name}-shm"}


TRICKS = (
    "PRAGMA query_only=OFF",
    "PRAGMA writable_schema=ON",
    "PRAGMA journal_mode=DELETE",
    "PRAGMA user_version=7",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA temp_store_directory='/tmp'",
    "ATTACH DATABASE '{folder}/other.sqlite3' AS other",
    "ATTACH DATABASE 'file:{path}?mode=rwc' AS other",
    "VACUUM INTO '{folder}/other.sqlite3'",
    "VACUUM",
    "REINDEX",
    "ANALYZE",
    "CREATE TABLE mine (x)",
    "CREATE TEMP TABLE mine (x)",
    "CREATE VIRTUAL TABLE mine USING fts5(x)",
    "DROP TABLE axes",
    "ALTER TABLE axes ADD COLUMN x",
    "DELETE FROM axes",
    "UPDATE axes SET label = 'x'",
    "INSERT INTO axes VALUES (99, 'x', 'x')",
    "SELECT load_extension('x')",
)


@pytest.mark.parametrize("trick", TRICKS)
def test_nobody_talks_it_out_of_reading(path, folder, opened, trick):
    engine = opened(_url(path))
    before = path.read_bytes()
    statement = trick.format(folder=folder, path=path)
    assert _fault(engine, statement) in {Fault.NO_RIGHT, Fault.OTHER}  # a generic code, of some
    with engine.connect() as connection, pytest.raises(sqlite3.DatabaseError):
        connection.connection.dbapi_connection.execute(statement)  # outside of a transaction
    assert _fault(engine, "DELETE FROM axes") is Fault.NO_RIGHT
    assert (path.read_bytes(), ask(engine)) == (before, 10)
    assert not (folder / "other.sqlite3").exists()


def test_without_the_authorizer_the_address_still_only_reads(path, opened):
    with opened(_url(path)).connect() as connection:
        driver = connection.connection.dbapi_connection
        driver.set_authorizer(None)
        driver.execute("PRAGMA query_only=OFF")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            driver.execute("DELETE FROM axes")


def test_what_tools_ask_about_the_schema_is_allowed(path, opened):
    with opened(_url(path)).connect() as connection:
        check(connection)


# --- whose it is -----------------------------------------------------------------------------------------


def _modes(path):
    beside = [path, *(Path(f"{path}{side}") for side in ("-wal", "-shm"))]
    return [stat.S_IMODE(one.stat().st_mode) for one in beside]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_the_group_reads_what_the_writer_makes(folder, opened, umask):
    path = folder / "new" / "pnme.sqlite3"
    before = os.umask(umask)
    try:
        writer = opened(_url(path), read_only=False)
        with writer.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE axes (number)")
            assert _modes(path) == [0o640] * 3
        writer.dispose()
    finally:
        os.umask(before)
    assert _modes(path) == [0o640] * 3
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o750


_READ = """
import os, sys
from data_access.engine import connect, may_write
engine = connect(sys.argv[1], read_only=True)  # opens nothing yet
os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid({nobody})
for line in sys.stdin:
    with engine.connect() as connection:
        assert not may_write(connection)
        print(connection.exec_driver_sql("SELECT count(*) FROM axes").scalar(), flush=True)
"""


def test_a_reader_that_may_not_write_reads_with_and_without_a_writer(path, folder, opened):
    """As another user of the file's group; the folder is not theirs, so they can make no file in it."""
    if os.geteuid() != 0:
        assert stat.S_IMODE(path.stat().st_mode) & 0o002 == 0
        return
    path.chmod(0o640)
    os.chown(path, 0, 12345)
    writer = opened(_url(path), read_only=False)
    _add(writer, 11)
    writer.dispose()  # nobody writes: the two files beside it are there, and empty
    assert _modes(path) == [0o640] * 3
    program = _READ.format(nobody=NOBODY)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", program, _url(path), "12345"], **pipes) as reading:  # noqa: S603
        seen = [_asked(reading)]
        for number in (12, 13):  # the writer stays, then goes
            _add(writer, number)
            seen.append(_asked(reading))
        writer.dispose()
        seen.append(_asked(reading))
        _add(opened(_url(path), read_only=False), 14)
        seen.append(_asked(reading))
        reading.stdin.close()
    assert seen == [11, 12, 13, 13, 14]
    assert reading.returncode == 0


def _add(engine, number):
    with engine.begin() as connection:
        connection.execute(axes.insert(), {"number": number, "label": "Otro", "description": ""})


def _asked(reading):
    reading.stdin.write("\n")
    reading.stdin.flush()
    return int(reading.stdout.readline() or -1)


def test_a_writer_that_is_killed_leaves_what_its_readers_need(path, opened):
    program = """
import os, sys
from data_access.engine import connect
engine = connect(sys.argv[1])
with engine.begin() as connection:
    connection.exec_driver_sql("INSERT INTO axes VALUES (11, 'x', '')")
connection = engine.connect()
connection.exec_driver_sql("INSERT INTO axes VALUES (12, 'x', '')")
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", program, _url(path)], check=False)  # noqa: S603
    assert ask(opened(_url(path))) == 11


def test_who_may_write_is_told(path, opened):
    with opened(_url(path)).connect() as connection:
        assert may_write(connection) is True


# --- locked ----------------------------------------------------------------------------------------------


def test_a_file_that_another_holds(path, opened):
    engine = opened(_url(path))
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with bounded():
            assert _fault(engine) is Fault.BUSY
        with bounded(2):
            assert Watch(engine).check() is Fault.BUSY
    other.close()
    assert (Watch(engine).check(), ask(engine)) == (None, 10)


def test_a_writer_waits_for_its_turn_and_says_who_has_it(path, opened, monkeypatch):
    monkeypatch.setattr(embedded, "WRITER_LOCK_SECONDS", 0.5)
    holder, second = opened(_url(path), read_only=False), opened(_url(path), read_only=False)
    with holder.begin() as holding:
        holding.execute(axes.delete().where(axes.c.number == 1))
        with bounded(), pytest.raises(sa.exc.OperationalError) as raised:
            next(initialise(second))
        assert fault_of(raised.value) is Fault.BUSY
        assert ask(opened(_url(path))) == 10
    assert [done.label for done in initialise(second, demonstration=False)]


def test_a_question_that_takes_too_long_is_interrupted(path, opened):
    engine = opened(_url(path), seconds=0.2)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with bounded():
        assert _fault(engine, endless) is Fault.TOO_SLOW
    assert ask(engine) == 10


def test_a_clock_that_is_set_changes_no_limit(path, opened, monkeypatch):
    engine = opened(_url(path))
    for moment in (0.0, 4e9):
        monkeypatch.setattr("time.time", lambda moment=moment: moment)
        assert (ask(engine), Watch(engine).check()) == (10, None)


# --- full ------------------------------------------------------------------------------------------------


def test_a_full_disk(path, opened):
    """As SQLite tells it when no page can be had; the database is as it was."""
    writer = opened(_url(path), read_only=False)
    with writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(sa.exc.OperationalError) as raised:
            connection.exec_driver_sql("CREATE TABLE big AS SELECT zeroblob(100000)")
    assert fault_of(raised.value) is Fault.DISK_FULL
    assert ask(opened(_url(path))) == 10
    _add(writer, 11)
    assert ask(opened(_url(path))) == 11


_INIT_WITHIN = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
from dashboards.cli import main
main(["{command}", *sys.argv[3:], "--database", sys.argv[1]])
"""


@pytest.mark.parametrize("size", [40_000, 2_000_000])
def test_an_init_without_room_says_so_and_leaves_nothing(folder, opened, size):
    """The system refuses to let a file grow, first where the schema is made, then where rows come in."""
    url, environment = _url(folder / "pnme.sqlite3"), os.environ | {"PNME_HOME": str(folder)}
    (folder / "regions.geojson").write_text("{}")
    program = _INIT_WITHIN.format(command="init")
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program, url, str(size)], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert run.stderr.splitlines()[-1] == f"pnme: {Fault.DISK_FULL.spanish}"
    assert "Traceback" not in run.stderr
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    assert ask(opened(url), "SELECT count(*) FROM sqlite_master") == 0


# --- another file ----------------------------------------------------------------------------------------


def test_a_file_that_is_replaced_is_noticed(path, filled, opened):
    engine = opened(_url(path))
    watch = Watch(engine)
    assert (watch.check(), ask(engine)) == (None, 10)
    other = Path(shutil.copyfile(filled, path.with_name("other.sqlite3")))
    writer = opened(_url(other), read_only=False)
    _add(writer, 11)
    writer.dispose()
    other.replace(path)
    assert (ask(engine), watch.check()) == (11, None)


def test_a_file_that_goes_and_comes_back(path, opened):
    engine = opened(_url(path))
    watch = Watch(engine)
    assert (watch.check(), ask(engine)) == (None, 10)
    away = path.rename(path.with_name("away"))
    assert _fault(engine) is Fault.NOT_INITIALISED
    assert watch.check() is Fault.NOT_INITIALISED
    away.rename(path)
    assert (watch.check(), ask(engine)) == (None, 10)


@pytest.mark.parametrize("left", [0, 100, 4096, 20_000])
def test_a_file_that_is_cut_short_and_restored(path, filled, opened, left):
    engine = opened(_url(path))
    whole = path.read_bytes()
    assert ask(engine) == 10
    os.truncate(path, left)
    with bounded():
        assert _fault(engine, "SELECT sum(length(label)) FROM dimension_members") is Fault.DAMAGED
    if not left:  # SQLite takes it for a database in which nothing was made yet
        with pytest.raises(DatabaseUnavailableError) as raised:
            require_schema(engine)
        assert raised.value.fault is Fault.NOT_INITIALISED
    path.write_bytes(whole)
    assert ask(engine) == 10


def test_a_file_that_is_something_else(path, opened):
    path.write_bytes(b"\x00\x01" * 10_000)
    engine = opened(_url(path))
    assert _fault(engine) is Fault.DAMAGED
    assert Watch(engine).check() is Fault.DAMAGED


def test_a_file_that_may_not_be_read(path, opened):
    if os.geteuid() == 0:
        program = f"""
import os, sys
import io
from contextlib import redirect_stdout, suppress
from dashboards.cli import main
asked = ["loads", "--database", {_url(path)!r}]
with suppress(SystemExit), redirect_stdout(io.StringIO()):
    main(asked)  # what it imports lies where only this user may read
os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})
main(asked)
"""
        path.chmod(0o600)
        run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: S603
        assert (run.returncode, run.stdout) == (2, ""), run.stderr
        assert run.stderr == f"pnme: {Fault.NO_RIGHT.spanish}\n"
        return
    path.chmod(0)
    assert _fault(opened(_url(path))) is Fault.NO_RIGHT

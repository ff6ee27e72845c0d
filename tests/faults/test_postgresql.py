"""PostgreSQL freezes, dies, locks, refuses and fills up: what is told, how soon, and that it heals."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
import sqlalchemy as sa

from data_access.engine import DatabaseUnavailableError, Fault, Watch, fault_of, may_write, require_schema, server
from data_access.engine.pulse import Late
from tests.faults.conftest import ask, bounded, healed


def _fault(engine, statement="SELECT count(*) FROM axes"):
    with pytest.raises(sa.exc.SQLAlchemyError) as raised:
        ask(engine, statement)
    return fault_of(raised.value)


def _watching(watch):
    """The thread of a serving process, which asks as soon as it has been told."""
    stopping = Event()

    def run():
        while not stopping.wait(0.2):
            watch.check()

    thread = Thread(target=run)
    thread.start()
    return stopping, thread


# --- frozen ----------------------------------------------------------------------------------------------


def test_a_frozen_server_is_found_out_within_a_second(own_server, opened):
    watch = Watch(opened(own_server.url))
    assert watch.check() is None
    with own_server.frozen():
        with bounded(2):
            assert watch.check() is Fault.NO_ANSWER
        with bounded(2):
            assert watch.check() is Fault.NO_ANSWER
    with bounded():
        assert watch.check(4) is None


def test_what_waits_for_a_frozen_server_ends_when_the_watch_finds_it_silent(own_server, opened):
    engine = opened(own_server.url)
    stopping, thread = _watching(Watch(engine))
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
            with own_server.frozen(), bounded():
                with pytest.raises(sa.exc.OperationalError) as raised:
                    connection.exec_driver_sql("SELECT 1")
                assert fault_of(raised.value) is Fault.NO_ANSWER
                assert connection.invalidated
                with bounded(1):
                    assert _fault(engine) is Fault.NO_ANSWER  # not even begun
    finally:
        stopping.set()
        thread.join()
    assert Watch(engine).check(4) is None
    assert ask(engine) == 10


def test_without_a_watch_a_pooled_and_a_new_connection_end_by_themselves(own_server, opened):
    engine = opened(own_server.url)
    assert ask(engine) == 10
    with own_server.frozen():
        for _ in ("of the pool", "new"):
            with bounded():
                assert _fault(engine) is Fault.NO_ANSWER
    assert ask(engine) == 10


def test_without_a_watch_a_statement_ends_soon_after_its_limit(own_server, opened):
    engine = opened(own_server.url, seconds=0.5)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        with own_server.frozen(), bounded(), pytest.raises(sa.exc.OperationalError, match="no answer within"):
            connection.exec_driver_sql("SELECT 1")


def test_a_slow_answer_is_waited_for_while_the_server_is_there(own_server, opened):
    engine = opened(own_server.url)
    stopping, thread = _watching(Watch(engine))
    try:
        assert ask(engine, "SELECT 5 FROM pg_sleep(2)") == 5
    finally:
        stopping.set()
        thread.join()


def test_the_command_line_is_told_too(own_server, opened):
    engine = opened(own_server.url)
    with own_server.frozen(), bounded(), pytest.raises(DatabaseUnavailableError) as raised:
        require_schema(engine)
    assert raised.value.fault is Fault.NO_ANSWER
    assert "no contesta" in raised.value.spanish


def test_a_silence_that_nobody_confirms_is_forgotten(own_server, opened, monkeypatch):
    engine = opened(own_server.url)
    watch = Watch(engine)
    with own_server.frozen():
        assert watch.check(0.2) is Fault.NO_ANSWER
    monkeypatch.setattr("data_access.engine.pulse._HOLDS_SECONDS", 0.0)
    assert ask(engine) == 10


def test_a_network_that_swallows_everything(opened):
    """The kernel takes the connection, and nobody ever reads from it."""
    with socket.create_server(("127.0.0.1", 0)) as silent, bounded():
        url = f"postgresql://ana:secret@127.0.0.1:{silent.getsockname()[1]}/pnme"
        assert _fault(opened(url)) is Fault.NO_ANSWER


def test_a_name_that_is_looked_up_for_ever(opened, monkeypatch):
    released = Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: released.wait(30) and [])
    with bounded():
        assert _fault(opened("postgresql://ana:secret@db.example/pnme")) is Fault.NO_ANSWER
    released.set()


# --- dead, and back --------------------------------------------------------------------------------------


def test_a_server_that_is_killed_and_started_again(own_server, opened):
    engine = opened(own_server.url)
    watch = Watch(engine)
    assert (watch.check(), ask(engine)) == (None, 10)
    own_server.kill()
    try:
        with bounded():
            assert _fault(engine) is Fault.REFUSED
        with bounded():
            assert watch.check() is Fault.REFUSED
    finally:
        own_server.start()
    assert watch.check(4) is None
    assert ask(engine) == 10


def test_a_connection_that_is_cut_is_replaced(own_server, opened):
    engine = opened(own_server.url)
    watch = Watch(engine)
    assert (watch.check(), ask(engine)) == (None, 10)
    own_server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                   " AND backend_type = 'client backend'")  # fmt: skip
    assert (watch.check(), ask(engine)) == (None, 10)


# --- locked ----------------------------------------------------------------------------------------------


def test_a_table_that_another_holds(own_server, opened):
    holder, engine = opened(own_server.url, read_only=False), opened(own_server.url)
    with holder.begin() as holding:
        holding.exec_driver_sql("LOCK TABLE axes IN ACCESS EXCLUSIVE MODE")
        with bounded():
            assert _fault(engine) is Fault.BUSY
        assert Watch(engine).check() is None
    assert ask(engine) == 10


def test_a_writer_waits_for_its_turn_and_says_who_has_it(own_server, opened, monkeypatch):
    monkeypatch.setitem(server._WRITER, "lock_timeout", "1s")
    holder, writer = opened(own_server.url, read_only=False), opened(own_server.url, read_only=False)
    with holder.begin() as holding:
        holding.exec_driver_sql("LOCK TABLE load_batches IN SHARE ROW EXCLUSIVE MODE")
        with bounded():
            assert _fault(writer, "LOCK TABLE load_batches IN SHARE ROW EXCLUSIVE MODE") is Fault.BUSY
    assert "otra orden está escribiendo" in Fault.BUSY.spanish


def test_the_limits_are_the_servers_too(own_server, opened):
    engine, writer = opened(own_server.url), opened(own_server.url, read_only=False)
    shown = {name: ask(engine, f"SHOW {name}") for name in (*server._READER, "statement_timeout")}
    assert shown == {
        "default_transaction_read_only": "on",
        "statement_timeout": "15s",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "1min",
    }
    assert (ask(writer, "SHOW statement_timeout"), ask(writer, "SHOW lock_timeout")) == ("0", "30s")


def test_a_question_that_takes_too_long_is_interrupted(own_server, opened):
    engine = opened(own_server.url, seconds=0.3)
    with bounded():
        assert _fault(engine, "SELECT pg_sleep(30)") is Fault.TOO_SLOW
    assert ask(engine) == 10


def test_more_questions_than_connections(own_server, opened):
    engine = opened(own_server.url)
    with ThreadPoolExecutor(15) as pool:
        asked = [pool.submit(ask, engine, "SELECT pg_sleep(4)") for _ in range(15)]
        while engine.pool.checkedout() < 15:
            time.sleep(0.01)  # until every connection is taken
        with bounded():
            assert _fault(engine) is Fault.TOO_MANY
        for one in asked:
            one.result()
    assert ask(engine) == 10


# --- refused ---------------------------------------------------------------------------------------------


@pytest.fixture
def reader_url(own_server):
    """A role that only reads, as README.md makes it."""
    from tests.faults.readme import reading_role

    own_server.run(*reading_role(password="secreta"))  # noqa: S106  of this server
    yield own_server.address(username="pnme_lectura", password="secreta")  # noqa: S106
    own_server.run("DROP OWNED BY pnme_lectura", "DROP ROLE pnme_lectura")


def test_rights_that_are_taken_away_and_given_back(own_server, opened, reader_url):
    engine = opened(reader_url)
    assert ask(engine) == 10
    own_server.run("REVOKE SELECT ON axes FROM pnme_lectura")
    with bounded():
        assert _fault(engine) is Fault.NO_RIGHT
    own_server.run("GRANT SELECT ON axes TO pnme_lectura")
    assert ask(engine) == 10


def test_a_wrong_password_and_a_database_that_is_not_there(own_server, opened, reader_url):
    rules = own_server.folder / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("local all pnme_lectura scram-sha-256\n" + before)
    own_server.run("SELECT pg_reload_conf()")
    try:
        assert ask(opened(reader_url)) == 10
        assert _fault(opened(own_server.address(username="pnme_lectura", password="otra"))) is Fault.REFUSED  # noqa: S106
        assert _fault(opened(own_server.address(username="nobody"))) is Fault.REFUSED
        assert _fault(opened(own_server.address(database="nothing"))) is Fault.REFUSED
    finally:
        rules.write_text(before)
        own_server.run("SELECT pg_reload_conf()")


def test_too_many_connections_of_a_role(own_server, opened, reader_url):
    own_server.run("ALTER ROLE pnme_lectura CONNECTION LIMIT 1")
    first, second = opened(reader_url), opened(reader_url)
    with first.connect():
        with bounded():
            assert _fault(second) is Fault.TOO_MANY
        assert Watch(second).check() is Fault.TOO_MANY
    first.dispose()
    assert healed(lambda: ask(second)) == 10


TRICKS = (
    "SET default_transaction_read_only = off",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "SET TRANSACTION READ WRITE",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SET SESSION AUTHORIZATION postgres",
    "SET ROLE postgres",
    "RESET ALL",
)
WRITES = (
    "DELETE FROM axes",
    "UPDATE axes SET label = 'x'",
    "INSERT INTO axes VALUES (99, 'x', 'x')",
    "TRUNCATE axes",
    "DROP TABLE axes",
    "ALTER TABLE axes ADD COLUMN x int",
    "CREATE TABLE of_mine (x int)",
    "CREATE TEMP TABLE of_mine (x int)",
    "CREATE SCHEMA of_mine",
    "COPY axes TO PROGRAM 'cat'",
    "COPY axes TO '/tmp/of_mine'",
    "COPY axes FROM PROGRAM 'cat'",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_read_file('PG_VERSION')",
    "DO $$ BEGIN DELETE FROM axes; END $$",
    "CREATE FUNCTION of_mine() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "ALTER ROLE pnme_lectura SUPERUSER",
    "GRANT postgres TO pnme_lectura",
    "ALTER SYSTEM SET work_mem = '1MB'",
)


@pytest.mark.parametrize("write", WRITES)
def test_a_role_that_only_reads_cannot_be_talked_out_of_it(opened, reader_url, write):
    """Each trick first, by itself, in the transaction of the write and before it."""
    engine = opened(reader_url)
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
    for each in (engine, autocommit):
        with each.connect() as connection:
            for trick in TRICKS:
                _try(connection, trick)
            with pytest.raises(sa.exc.DBAPIError):
                connection.exec_driver_sql(write)
    assert ask(opened(reader_url)) == 10


def _try(connection, trick):
    try:
        connection.exec_driver_sql(trick)
    except sa.exc.DBAPIError:
        connection.rollback()


def test_which_role_may_write_is_told(own_server, opened, reader_url):
    def found(url):
        with opened(url).connect() as connection:
            return may_write(connection)

    assert (found(own_server.url), found(reader_url)) == (True, False)
    for given, taken in (
        ("GRANT INSERT ON axes TO pnme_lectura", "REVOKE INSERT ON axes FROM pnme_lectura"),
        ("GRANT pg_write_all_data TO pnme_lectura WITH INHERIT FALSE", "REVOKE pg_write_all_data FROM pnme_lectura"),
        ("GRANT CREATE ON SCHEMA public TO pnme_lectura", "REVOKE CREATE ON SCHEMA public FROM pnme_lectura"),
    ):
        own_server.run(given)
        assert found(reader_url) is True
        own_server.run(taken)
    assert found(reader_url) is False


# --- full ------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(own_server):
    """The folder of a few megabytes, as a tablespace lies in it; None where the machine lets nobody mount one."""
    place = own_server.folder.parent / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m,mode=777", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603
        yield None
        return
    try:
        shutil.chown(place, own_server.folder.owner())
        own_server.run(f"CREATE TABLESPACE small LOCATION '{place}'", "CREATE TABLE on_small (x text) TABLESPACE small")
        yield place
        own_server.run("DROP TABLE IF EXISTS on_small", "DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S603, S607


def test_a_full_disk(own_server, opened, small_disk):
    writer = opened(own_server.url, read_only=False)
    if small_disk is None:
        said = "DO $$ BEGIN RAISE EXCEPTION 'as a server with a full disk says it' USING ERRCODE = 'disk_full'; END $$"
        assert _fault(writer, said) is Fault.DISK_FULL
        return
    fill = "INSERT INTO on_small SELECT repeat('x', 1000) FROM generate_series(1, 20000) RETURNING 1"
    with bounded(30):
        assert _fault(writer, fill) is Fault.DISK_FULL
    assert ask(opened(own_server.url)) == 10
    own_server.run("DROP TABLE on_small")
    own_server.run("CREATE TABLE on_small (x text) TABLESPACE small")
    assert ask(writer, "INSERT INTO on_small VALUES ('x') RETURNING 1") == 1


# --- the clock -------------------------------------------------------------------------------------------


def test_a_clock_that_is_set_changes_no_limit(own_server, opened, monkeypatch):
    engine = opened(own_server.url)
    watch = Watch(engine)
    now = time.time()
    for jump in (86_400.0, -86_400.0):
        monkeypatch.setattr(time, "time", lambda jump=jump: now + jump)
        assert (watch.check(), ask(engine)) == (None, 10)
        with own_server.frozen(), bounded():
            assert watch.check() is Fault.NO_ANSWER
            assert _fault(engine) is Fault.NO_ANSWER
        assert watch.check(4) is None
        assert ask(engine) == 10


# --- what the watch stands on ------------------------------------------------------------------------------


def test_only_an_engine_of_ours_can_be_watched():
    with pytest.raises(TypeError, match="allowed: one that"):
        Watch(sa.create_engine("sqlite://"))


def test_what_is_late_is_not_waited_for_and_may_come_later():
    released = Event()
    late = Late(lambda: released.wait(30) and "here")
    with pytest.raises(TimeoutError):
        late.wait(0.01)
    released.set()
    assert late.wait(30) == "here"
    assert late.is_over

"""A filled database of any earlier revision becomes one of today: all or nothing, and no row is lost or changed."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
import sqlalchemy as sa
from alembic import command

from data_access.engine import DatabaseUnavailableError, Fault, connect, fault_of, rebuilding, require_schema
from data_access.engine.revision import head, known, revision_of
from data_access.initialise import initialise, upgrade_filled
from data_access.migration import check, configuration, upgrade
from metrics import ENTITLED, Monitor
from metrics.queries.rollups import refresh_step

EARLIER = sorted(known() - {head()})
DERIVED = {"calendar", "rollup_batches", "alembic_version"}
"""Made anew by an upgrade: the calendar of the package and what roll-ups have counted."""
ROWS = 4
_LISTED = re.compile(r"(\w+) IN \((.*)\)|(\w+)::text = ANY \(+ARRAY\[(.*?)\]", re.DOTALL)
_BOUNDS = re.compile(r"(\w+) BETWEEN (\d+) AND (\d+)|(\w+) >= (\d+)\)? AND \(?\w+ <= (\d+)")
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
KNOWN = {
    "load_batches": {
        "register": "foi_requests",
        "data_kind": "register",
        "recorded_on": YEAR[1],
        "covers_from": YEAR[0],
        "covers_to": YEAR[1],
        "provisional_from": None,
    },
    "foi_requests": {"received_on": date(2024, 3, 4)},
}
"""Where the answer of the metrics layer depends on it; of a column that a revision has not, nothing is said."""


class Filler:
    """Rows for whatever tables there are: as their types, keys and checks allow, and nothing more is known of them."""

    def __init__(self, connection):
        self.connection, self.numbers = connection, count(1)
        self.metadata = sa.MetaData()
        self.metadata.reflect(connection, resolve_fks=False)
        self.checks = {name: sa.inspect(connection).get_check_constraints(name) for name in self.metadata.tables}

    def fill(self):
        for table in self._parents_first():
            if table.name not in {"alembic_version", "protection_keys"}:
                rows = [self._row(table, place) for place in range(ROWS)]
                self.connection.execute(table.insert(), rows)

    def _parents_first(self):
        return [self.metadata.tables[name] for name in sorted(self.metadata.tables, key=self._depth)]

    def _depth(self, name):
        parents = {key.column.table.name for key in self.metadata.tables[name].foreign_keys} - {name}
        return 1 + max((self._depth(parent) for parent in parents), default=0)

    def _row(self, table, place):
        row = {column.name: self._value(table, column, place) for column in table.columns}
        return row | {name: value for name, value in KNOWN.get(table.name, {}).items() if name in row}

    def _value(self, table, column, place):
        if column.foreign_keys:
            return self._parent(table, column, place)
        if column.nullable and place % 2:
            return None
        listed, bounds = self._listed(table, column), self._bounds(table, column)
        if listed:
            return listed[place % len(listed)]
        if bounds:
            return bounds[place % 2]
        return self._plain(column, next(self.numbers))

    def _parent(self, table, column, place):
        (key,) = column.foreign_keys
        is_superseded = column.name == "superseded_by"
        if key.column.table is table or (is_superseded and place % 2):
            return None
        found = self.connection.execute(sa.select(key.column).order_by(key.column)).scalars().all()
        return found[place + is_superseded]

    def _plain(self, column, number):
        kind = column.type.python_type
        if kind is str:
            return f"ñ{number}"[: column.type.length]
        made = {
            int: number,
            bool: bool(number % 2),
            float: number / 4,
            Decimal: Decimal(number) / 4,
            date: date(2024, 1, 1) + timedelta(number % 300),
        }
        return made[kind]

    def _listed(self, table, column):
        for one in self.checks[table.name]:
            for name, values, other, others in _LISTED.findall(one["sqltext"]):
                if column.name in (name, other):
                    return re.findall(r"'([^']*)'", values or others)
        return None

    def _bounds(self, table, column):
        for one in self.checks[table.name]:
            for name, low, high, other, least, most in _BOUNDS.findall(one["sqltext"]):
                if column.name in (name, other):
                    return int(low or least), int(high or most)
        return None


@pytest.fixture
def open_at(bare_url):
    """An engine on a database at a revision."""
    engine = connect(bare_url)

    def at(revision):
        with rebuilding(engine) as connection:
            upgrade(connection, revision)
        return engine

    yield at
    engine.dispose()


def _fill(engine):
    with engine.begin() as connection:
        Filler(connection).fill()


def _contents(engine, columns=None):
    """Every table by its name: the rows, in no order, of the columns that it had."""
    metadata = sa.MetaData()
    with engine.connect() as connection:
        metadata.reflect(connection, resolve_fks=False)
        tables = {name: table for name, table in metadata.tables.items() if name not in DERIVED}
        names = columns or {name: [column.name for column in table.columns] for name, table in tables.items()}
        return {
            name: sorted(map(repr, map(tuple, connection.execute(sa.select(*(tables[name].c[one] for one in listed))))))
            for name, listed in names.items()
        }


def _columns(engine):
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        names = set(inspector.get_table_names()) - DERIVED
        return {name: [column["name"] for column in inspector.get_columns(name)] for name in names}


def _added(contents, before):
    """The rows that an upgrade brought beside those that were there."""
    lost = {name: set(rows) - set(contents[name]) for name, rows in before.items()}
    assert {name: rows for name, rows in lost.items() if rows} == {}
    return {name for name, rows in before.items() if len(contents[name]) > len(rows)}


REFERENCE = {
    "sources",
    "territories",
    "ministries",
    "subcommittees",
    "undersecretariats",
    "axes",
    "dimension_members",
    "budget_lines",
    "indicators",
    "load_batches",
    "protection_keys",
}
"""What the package ships; of the loads, the edition of the calendar."""


@pytest.mark.parametrize("revision", EARLIER)
def test_a_filled_database_keeps_every_row(open_at, revision):
    engine = open_at(revision)
    _fill(engine)
    columns, before = _columns(engine), _contents(engine)
    assert {name for name, rows in before.items() if not rows} <= {"protection_keys"}
    assert upgrade_filled(engine, last=[("", refresh_step)]).before == revision
    added = _added(_contents(engine, columns), before)
    assert added <= REFERENCE
    _is_current(engine)
    assert Monitor(engine, viewer=ENTITLED).observe("foi.requests_received", period="2024").answers[0].value == 2


def _is_current(engine):
    require_schema(engine)
    with engine.connect() as connection:
        check(connection)
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


DEMONSTRATED = {"foi.requests_received": 25009, "field_operations.people": 13933, "budget.payroll": 14_396_997_000}


def test_the_demonstration_of_the_first_revision(open_at):
    """Its rows as the tables of that day held them: those of today, whose later tables and columns are taken away."""
    engine = open_at("head")
    for _ in initialise(engine):
        pass
    with rebuilding(engine) as connection:
        command.downgrade(configuration(connection), EARLIER[0])
        connection.exec_driver_sql("DELETE FROM load_batches WHERE register = 'calendar'")
    columns, before = _columns(engine), _contents(engine)
    upgrade_filled(engine, last=[("", refresh_step)])
    assert _added(_contents(engine, columns), before) == {"load_batches"}
    _is_current(engine)
    monitor = Monitor(engine, viewer=ENTITLED)
    found = {metric: monitor.observe(metric, period="2024").answers[0].value for metric in DEMONSTRATED}
    assert found == DEMONSTRATED


@pytest.mark.parametrize("revision", EARLIER)
def test_an_empty_database_becomes_one_of_today(open_at, revision):
    engine = open_at(revision)
    upgrade_filled(engine)
    _is_current(engine)


def test_upgrading_twice_changes_nothing(open_at):
    engine = open_at(EARLIER[0])
    _fill(engine)
    upgrade_filled(engine, last=[("", refresh_step)])
    once = _contents(engine)
    done = upgrade_filled(engine, last=[("", refresh_step)])
    assert (done.before, done.after) == (head(), head())
    assert _contents(engine) == once


def test_no_rows_of_the_demonstration_are_added(open_at):
    engine = open_at(EARLIER[-1])
    upgrade_filled(engine, last=[("", refresh_step)])
    with engine.connect() as connection:
        kinds = connection.exec_driver_sql("SELECT DISTINCT data_kind, register FROM load_batches").all()
    assert list(map(tuple, kinds)) == [("published", "calendar")]


# --- what is refused ---------------------------------------------------------------------------------------


def test_an_earlier_revision_says_what_to_run(open_at):
    with pytest.raises(DatabaseUnavailableError, match="run: pnme upgrade") as raised:
        require_schema(open_at(EARLIER[0]))
    assert (raised.value.fault, "ejecute pnme upgrade" in raised.value.spanish) == (Fault.WRONG_SCHEMA, True)


def test_a_later_revision_is_refused(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for act in (require_schema, upgrade_filled):
        with pytest.raises(DatabaseUnavailableError, match="none later than") as raised:
            act(engine)
        assert raised.value.fault is Fault.WRONG_SCHEMA
        assert "esta base la hizo una versión más nueva del programa" in raised.value.spanish


def test_a_database_without_tables_is_not_upgraded(bare_url):
    engine = connect(bare_url)
    with pytest.raises(DatabaseUnavailableError) as raised:
        upgrade_filled(engine)
    assert raised.value.fault is Fault.NOT_INITIALISED
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


def test_the_revisions_that_are_known_are_those_of_the_scripts():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(Config("alembic.ini"))
    assert known() == {script.revision for script in scripts.walk_revisions()}
    assert head() == scripts.get_current_head()


# --- all or nothing ----------------------------------------------------------------------------------------


def _fails(_connection):
    raise OSError(28, "no space left")


def test_an_upgrade_that_fails_leaves_what_was_there(open_at):
    engine = open_at(EARLIER[0])
    _fill(engine)
    before = _contents(engine)
    with pytest.raises(OSError, match="no space left") as raised:
        upgrade_filled(engine, last=[("", refresh_step), ("", _fails)])
    assert fault_of(raised.value) is Fault.DISK_FULL
    assert _contents(engine) == before
    with engine.connect() as connection:
        assert revision_of(connection) == EARLIER[0]


def test_a_row_that_refers_to_none_stops_the_upgrade(sqlite_server, database_names):
    engine = connect(sqlite_server.create(next(database_names)))
    with rebuilding(engine) as connection:
        upgrade(connection, EARLIER[0])
    with pytest.raises(DatabaseUnavailableError, match=r"refers to one of \w+ that") as raised:
        upgrade_filled(engine, last=[("", _break)])
    assert raised.value.fault is Fault.DAMAGED
    with engine.connect() as connection:
        assert revision_of(connection) == EARLIER[0]
    engine.dispose()


def _break(connection):
    connection.exec_driver_sql("INSERT INTO undersecretariats VALUES ('x', 'X', 'none', 'none')")
    return 1


_UPGRADE = """
import sys
from data_access.engine import connect
from data_access.initialise import initialise, upgrade_filled
from metrics.queries.rollups import refresh_step

def told(connection):
    print("in the middle", flush=True)
    return sys.stdin.read() and 0

upgrade_filled(connect(sys.argv[1]), last=[("", refresh_step), ("", told)])
"""


def test_an_upgrade_that_is_killed_leaves_what_was_there(open_at, bare_url):
    engine = open_at(EARLIER[0])
    _fill(engine)
    before = _contents(engine)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", _UPGRADE, bare_url], **pipes) as running:  # noqa: S603
        assert running.stdout.readline() == "in the middle\n"
        running.send_signal(signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    assert _contents(engine) == before
    assert upgrade_filled(engine, last=[("", refresh_step)]).before == EARLIER[0]
    _is_current(engine)

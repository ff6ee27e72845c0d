"""What an error says is wrong: by its code, through whatever it is wrapped in, and in a sentence without secrets."""

from __future__ import annotations

import errno
import os
import sqlite3

import psycopg
import pytest
from sqlalchemy import exc

from data_access.engine import DatabaseUnavailableError, Fault, fault_of
from data_access.engine.faults import NoAnswerError, as_unavailable

STATES = {
    "08006": Fault.NO_ANSWER,
    "28P01": Fault.REFUSED,
    "28000": Fault.REFUSED,
    "3D000": Fault.REFUSED,
    "42501": Fault.NO_RIGHT,
    "25006": Fault.NO_RIGHT,
    "42P01": Fault.WRONG_SCHEMA,
    "42703": Fault.WRONG_SCHEMA,
    "53100": Fault.DISK_FULL,
    "53300": Fault.TOO_MANY,
    "55P03": Fault.BUSY,
    "40P01": Fault.BUSY,
    "57014": Fault.TOO_SLOW,
    "57P01": Fault.NO_ANSWER,
    "57P03": Fault.STARTING,
    "XX001": Fault.DAMAGED,
    "22012": Fault.OTHER,
}
REFUSALS = {
    'FATAL:  password authentication failed for user "ana"': Fault.REFUSED,
    "FATAL:  la autentificación password falló para el usuario «ana»": Fault.REFUSED,
    'FATAL:  no pg_hba.conf entry for host "10.0.0.1"': Fault.REFUSED,
    "FATAL:  sorry, too many clients already": Fault.TOO_MANY,
    "FATAL:  lo siento, ya tenemos demasiados clientes": Fault.TOO_MANY,
    "FATAL:  the database system is starting up": Fault.STARTING,
    "FATAL:  el sistema de base de datos está iniciándose": Fault.STARTING,
    os.strerror(errno.ECONNREFUSED): Fault.REFUSED,
    os.strerror(errno.ENOENT): Fault.REFUSED,
    os.strerror(errno.EHOSTUNREACH): Fault.NO_ANSWER,
    "failed to resolve host 'db': [Errno -2] Name or service not known": Fault.NO_ANSWER,
    "server closed the connection unexpectedly": Fault.NO_ANSWER,
}


@pytest.mark.parametrize("state", STATES)
def test_a_state_of_postgresql(state):
    kind = type("Told", (psycopg.DatabaseError,), {"sqlstate": state})
    assert fault_of(kind("text that says nothing")) is STATES[state]


@pytest.mark.parametrize("text", REFUSALS)
def test_who_is_not_let_in_gets_no_code(text):
    assert fault_of(psycopg.OperationalError(f"connection failed: {text}")) is REFUSALS[text]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (sqlite3.SQLITE_NOTADB, Fault.DAMAGED),
        (sqlite3.SQLITE_CORRUPT_INDEX, Fault.DAMAGED),
        (sqlite3.SQLITE_IOERR_SHORT_READ, Fault.DAMAGED),
        (sqlite3.SQLITE_FULL, Fault.DISK_FULL),
        (sqlite3.SQLITE_IOERR_WRITE, Fault.DISK_FULL),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Fault.BUSY),
        (sqlite3.SQLITE_READONLY_DIRECTORY, Fault.NO_RIGHT),
        (sqlite3.SQLITE_CANTOPEN, Fault.NO_RIGHT),
        (sqlite3.SQLITE_INTERRUPT, Fault.TOO_SLOW),
        (sqlite3.SQLITE_ERROR, Fault.OTHER),
    ],
)
def test_a_result_of_sqlite(code, fault):
    error = sqlite3.OperationalError("text that says nothing")
    error.sqlite_errorcode = code
    assert fault_of(exc.OperationalError("SELECT", None, error)) is fault


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (NoAnswerError(), Fault.NO_ANSWER),
        (psycopg.errors.ConnectionTimeout(), Fault.NO_ANSWER),
        (exc.TimeoutError(), Fault.TOO_MANY),
        (TimeoutError(), Fault.NO_ANSWER),
        (OSError(errno.ENOSPC, ""), Fault.DISK_FULL),
        (PermissionError(errno.EACCES, ""), Fault.NO_RIGHT),
        (DatabaseUnavailableError("x", Fault.WRONG_SCHEMA), Fault.WRONG_SCHEMA),
        (ValueError(), Fault.OTHER),
    ],
)
def test_other_errors(error, fault):
    assert fault_of(error) is fault


def test_a_cause_is_told_through_what_came_of_it():
    def fail():
        try:
            raise OSError(errno.ENOSPC, "")
        except OSError:
            raise exc.OperationalError("ROLLBACK TO SAVEPOINT", None, sqlite3.OperationalError("no such savepoint"))  # noqa: B904

    with pytest.raises(exc.OperationalError) as raised:
        fail()
    assert fault_of(raised.value) is Fault.DISK_FULL


def test_errors_in_a_circle_end():
    one, other = ValueError(), ValueError()
    one.__cause__, other.__cause__ = other, one
    assert fault_of(one) is Fault.OTHER


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_one_sentence_with_an_act(fault):
    assert ": " in fault.spanish
    assert "\n" not in fault.spanish
    assert not fault.spanish.endswith(".")


def test_what_is_told_holds_no_secret():
    error = psycopg.OperationalError("postgresql://ana:secret@host: Connection refused")
    told = as_unavailable(exc.OperationalError("SELECT", {"password": "secret"}, error))
    assert "secret" not in str(told) + told.spanish
    assert told.fault is Fault.REFUSED

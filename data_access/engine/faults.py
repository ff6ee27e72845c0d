"""What can be wrong with a database, told by the codes that it gives: one sentence each, with the act that mends it."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import psycopg
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class Fault(StrEnum):
    """What is wrong."""

    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    STARTING = "starting"
    NO_RIGHT = "no_right"
    WRONG_SCHEMA = "wrong_schema"
    NOT_INITIALISED = "not_initialised"
    DAMAGED = "damaged"
    DISK_FULL = "disk_full"
    BUSY = "busy"
    TOO_MANY = "too_many"
    TOO_SLOW = "too_slow"
    OTHER = "other"

    @property
    def spanish(self) -> str:
        """What happened, and what mends it."""
        return _SPANISH[self]


_SPANISH = {
    Fault.NO_ANSWER: "la base de datos no contesta: compruebe que esté en marcha y que la red llegue hasta ella",
    Fault.REFUSED: "la base de datos rechaza la conexión: revise que el servidor escuche y el usuario, la clave y el nombre"
    " de la base en PNME_DATABASE_URL",
    Fault.STARTING: "la base de datos se está iniciando o deteniendo: espere un minuto y vuelva a intentarlo",
    Fault.NO_RIGHT: "la base de datos no permite lo que se pidió: dé al rol los permisos que dice el README (si es un"
    " archivo, al usuario del proceso los de leerlo y a quien carga los de escribirlo)",
    Fault.WRONG_SCHEMA: "las tablas de la base de datos no son las de esta versión del programa: ejecute pnme upgrade",
    Fault.NOT_INITIALISED: "la base de datos no está inicializada: ejecute pnme init",
    Fault.DAMAGED: "la base de datos está dañada o no es una base de datos: restaure un respaldo con pnme restore",
    Fault.DISK_FULL: "no queda espacio en el disco de la base de datos: libere espacio y repita la orden",
    Fault.BUSY: "otra orden está escribiendo en la base de datos: espere a que termine y vuelva a intentarlo",
    Fault.TOO_MANY: "la base de datos no admite más conexiones: cierre las que sobren o aumente max_connections",
    Fault.TOO_SLOW: "la base de datos tardó más de lo permitido y la consulta se interrumpió: pida menos de una vez o"
    " ejecute pnme refresh",
    Fault.OTHER: "la base de datos falló: el detalle está en el registro",
}


class DatabaseUnavailableError(RuntimeError):
    """The database cannot be used: `fault` says why, and `spanish` is what people are told."""

    def __init__(self, english: str, fault: Fault = Fault.NOT_INITIALISED, spanish: str | None = None) -> None:
        super().__init__(english)
        self.fault = fault
        self.spanish = spanish or fault.spanish


class NoAnswerError(psycopg.OperationalError):
    """A server was waited for long enough. Nobody told so, hence it has no code."""


def fault_of(error: BaseException) -> Fault:
    """What `error` says is wrong with the database: the first thing told along its causes; OTHER if none is."""
    told = (fault for one in _causes(error) if (fault := _told(one)) is not None)
    return next(told, Fault.OTHER)


def as_unavailable(error: BaseException) -> DatabaseUnavailableError:
    """`error` as what people are told. Its own text may hold an address, and is left out."""
    fault = fault_of(error)
    return DatabaseUnavailableError(f"the database cannot be used: {fault} ({type(error).__name__})", fault)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and all that it came of, the nearest first, each once."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [getattr(one, "orig", None), one.__cause__, one.__context__]


def _told(error: BaseException) -> Fault | None:
    return next((tell(error) for kind, tell in _TELLERS.items() if isinstance(error, kind)), None)


def _by_own_word(error: Any) -> Fault | None:
    fault: Fault = error.fault
    return fault


def _by_state(error: Any) -> Fault | None:
    """By SQLSTATE: the whole one, else its class."""
    state: str | None = error.sqlstate
    return _STATES.get(state, _STATES.get(state[:2])) if state else _without_state(error)


_STATES = {
    "08": Fault.NO_ANSWER,
    "25006": Fault.NO_RIGHT,
    "25P03": Fault.TOO_SLOW,
    "28": Fault.REFUSED,
    "3D": Fault.REFUSED,
    "40": Fault.BUSY,
    "42501": Fault.NO_RIGHT,
    "42703": Fault.WRONG_SCHEMA,
    "42P01": Fault.WRONG_SCHEMA,
    "53100": Fault.DISK_FULL,
    "53300": Fault.TOO_MANY,
    "55": Fault.BUSY,
    "57014": Fault.TOO_SLOW,
    "57P01": Fault.NO_ANSWER,
    "57P02": Fault.NO_ANSWER,
    "57P03": Fault.STARTING,
    "57P05": Fault.NO_ANSWER,
    "58": Fault.DAMAGED,
    "XX001": Fault.DAMAGED,
    "XX002": Fault.DAMAGED,
}


def _without_state(error: psycopg.Error) -> Fault | None:
    """Whoever is let in gets codes; who is not, a text: that of the system's error, else the server's own words."""
    if not isinstance(error, psycopg.OperationalError):
        return None
    text = str(error)
    if named := next((fault for code, fault in _NETWORK.items() if os.strerror(code) in text), None):
        return named
    if "FATAL" not in text:
        return Fault.NO_ANSWER
    return next((fault for words, fault in _WORDS.items() if words in text), Fault.REFUSED)


_NETWORK = {
    errno.ECONNREFUSED: Fault.REFUSED,
    errno.ENOENT: Fault.REFUSED,
    errno.EACCES: Fault.REFUSED,
    errno.ETIMEDOUT: Fault.NO_ANSWER,
    errno.EHOSTUNREACH: Fault.NO_ANSWER,
    errno.ENETUNREACH: Fault.NO_ANSWER,
}
_WORDS = {  # of a server that speaks English or Spanish
    "too many": Fault.TOO_MANY,
    "connection slots": Fault.TOO_MANY,
    "demasiad": Fault.TOO_MANY,
    "starting up": Fault.STARTING,
    "shutting down": Fault.STARTING,
    "recovery": Fault.STARTING,
    "not yet accepting": Fault.STARTING,
    "iniciándose": Fault.STARTING,
    "apagándose": Fault.STARTING,
    "recuperación": Fault.STARTING,
}


def _by_result(error: Any) -> Fault | None:
    """By SQLite's result code: the extended one, else the primary one in its low byte."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else _RESULTS.get(code, _RESULTS.get(code & 0xFF))


_RESULTS = {
    sqlite3.SQLITE_AUTH: Fault.NO_RIGHT,
    sqlite3.SQLITE_PERM: Fault.NO_RIGHT,
    sqlite3.SQLITE_READONLY: Fault.NO_RIGHT,
    sqlite3.SQLITE_CANTOPEN: Fault.NO_RIGHT,
    sqlite3.SQLITE_CORRUPT: Fault.DAMAGED,
    sqlite3.SQLITE_NOTADB: Fault.DAMAGED,
    sqlite3.SQLITE_IOERR: Fault.DAMAGED,
    sqlite3.SQLITE_FULL: Fault.DISK_FULL,
    sqlite3.SQLITE_IOERR_WRITE: Fault.DISK_FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: Fault.DISK_FULL,
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
    sqlite3.SQLITE_PROTOCOL: Fault.BUSY,
    sqlite3.SQLITE_INTERRUPT: Fault.TOO_SLOW,
}


def _by_number(error: Any) -> Fault | None:
    """By the system's number: of files, or of a name that nobody resolves."""
    return _NUMBERS.get(error.errno)


_NUMBERS = {
    errno.ENOSPC: Fault.DISK_FULL,
    errno.EDQUOT: Fault.DISK_FULL,
    errno.EACCES: Fault.NO_RIGHT,
    errno.EPERM: Fault.NO_RIGHT,
    errno.EROFS: Fault.NO_RIGHT,
}

_TELLERS = {
    DatabaseUnavailableError: _by_own_word,
    psycopg.Error: _by_state,
    sqlite3.Error: _by_result,
    PoolTimeoutError: lambda _: Fault.TOO_MANY,
    TimeoutError: lambda _: Fault.NO_ANSWER,
    OSError: _by_number,
}

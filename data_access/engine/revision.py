"""Which revision of the schema a database is at, and which ones this program knows. Alembic is not needed to tell."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

from data_access.engine.faults import DatabaseUnavailableError, Fault

_SCRIPTS = Path(__file__).parents[1] / "migrations" / "versions"
_REVISION = re.compile(r"^revision(?:: str)? = ['\"](\w+)['\"]", re.MULTILINE)
_BEFORE = re.compile(r"^down_revision(?:: [\w| ]+)? = ['\"](\w+)['\"]", re.MULTILINE)


@lru_cache(1)
def _scripts() -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in sorted(_SCRIPTS.glob("[!_]*.py")))


@lru_cache(1)
def known() -> frozenset[str]:
    """Every revision that this program can come from."""
    return frozenset(found for text in _scripts() for found in _REVISION.findall(text))


@lru_cache(1)
def head() -> str:
    """The revision that this program works with: the one that none comes after."""
    (last,) = known() - {found for text in _scripts() for found in _BEFORE.findall(text)}
    return last


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at; None where it has no tables."""
    if not sa.inspect(connection).has_table(_TABLE.name):
        return None
    found: str | None = connection.scalar(sa.select(_TABLE.c.version_num))
    return found


_TABLE = sa.table("alembic_version", sa.column("version_num"))


def refuse_later(revision: str | None) -> None:
    """DatabaseUnavailableError for a revision of another program, which may mean anything."""
    if revision is not None and revision not in known():
        msg = f"the database is at revision {revision}, and this program knows none later than {head()}"
        spanish = (
            f"esta base la hizo una versión más nueva del programa (revisión {revision}; ésta llega hasta la {head()}):"
            " instale esa versión"
        )
        raise DatabaseUnavailableError(msg, Fault.WRONG_SCHEMA, spanish)


def require_tables(revision: str | None) -> str:
    """The revision; DatabaseUnavailableError where there is none."""
    if revision is None:
        msg = "the database has no tables; run: pnme init"
        raise DatabaseUnavailableError(msg)
    return revision


def require_current(revision: str | None) -> None:
    """DatabaseUnavailableError unless the database is at the revision that this program works with."""
    refuse_later(require_tables(revision))
    if revision != head():
        msg = f"the database is at revision {revision}, before {head()}; run: pnme upgrade"
        spanish = f"la base de datos está en la revisión {revision} y el programa usa la {head()}: ejecute pnme upgrade"
        raise DatabaseUnavailableError(msg, Fault.WRONG_SCHEMA, spanish)

"""`pnme backup` and `pnme restore`: the same for both databases, up to what each can do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from data_access.backup import postgresql, sqlite
from data_access.backup.archive import read_manifest, verify, write_archive
from data_access.backup.errors import BackupError
from data_access.backup.manifest import Manifest, describe
from data_access.engine.revision import head, known
from data_access.schema import load_batches

_KINDS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def back_up(engine: Engine, path: Path) -> Manifest:
    """Copy the database as it is at one moment into the file `path`, which only its owner can read."""
    with engine.connect() as connection:
        described = describe(connection)
        dump = partial(_KINDS[described.kind].dump, connection, described, path=path)
        return write_archive(path, described, dump)


def restore(engine: Engine, path: Path, *, replace: bool = False) -> Manifest:
    """Put the copy in the file `path` into the database, which must hold no loads unless `replace`.

    BackupError, and the database is as it was, where the file is no copy, of another kind of database or of a later
    schema.
    """
    manifest = read_manifest(path)
    _require_kind(manifest, engine)
    _require_known(manifest)
    with _readable(engine) as connection:
        if not replace and _has_loads(connection):
            msg = "the database already holds loads; allowed: an empty one, or --replace"
            raise BackupError(
                msg, "la base de datos ya tiene cargas; para reemplazarla por la copia, agregue --replace"
            )
    verify(path, manifest)
    _KINDS[manifest.kind].restore(engine, manifest, path)
    return manifest


def is_current(manifest: Manifest) -> bool:
    """The copy is of the schema that this product works with."""
    return manifest.revision == head()


def _require_kind(manifest: Manifest, engine: Engine) -> None:
    if manifest.kind != engine.dialect.name:
        msg = f"the copy is of {manifest.kind}, the database is {engine.dialect.name}"
        raise BackupError(msg, f"la copia es de una base {manifest.kind}, y la de destino es {engine.dialect.name}")


def _require_known(manifest: Manifest) -> None:
    if manifest.revision not in known():
        msg = f"the copy is of schema {manifest.revision}, which this product does not know; allowed: {sorted(known())}"
        spanish = (
            f"la copia es del esquema {manifest.revision} y esta versión del monitor no lo conoce; "
            f"use la versión {manifest.product} o una posterior"
        )
        raise BackupError(msg, spanish)


def _has_loads(connection: Connection) -> bool:
    if not sa.inspect(connection).has_table(load_batches.name):
        return False
    return connection.scalar(sa.select(sa.func.count()).select_from(load_batches)) != 0


@contextmanager
def _readable(engine: Engine) -> Iterator[Connection]:
    """A connection to the database that will be written; a damaged file is told from one that does not answer."""
    try:
        with engine.connect() as connection:
            yield connection
    except OperationalError:
        raise
    except DatabaseError as error:
        msg = f"the database cannot be read ({type(error).__name__})"
        raise BackupError(msg, _UNREADABLE) from error


_UNREADABLE = (
    "la base de datos de destino no se puede leer; si es un archivo dañado, apártelo "
    "(con los que terminan en -wal y -shm) y vuelva a restaurar"
)

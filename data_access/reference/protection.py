"""The secret by which protected counts are rounded: one for each database, made when it is initialised.

It stands beside the rows that it protects, so whoever can read it can read those too. It is never renewed: the differences
between two roundings of a count would tell it.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from sqlalchemy import Connection

from data_access.engine import DatabaseUnavailableError
from data_access.schema import protection_keys
from data_access.settings import Settings

_BYTES = 32


def load_protection_key(connection: Connection) -> int:
    """Keep the key of the settings, or one drawn by lot, unless the database has one; return how many rows were added."""
    if connection.scalar(sa.select(protection_keys.c.key)):
        return 0
    key = Settings().protection_key or secrets.token_hex(_BYTES)
    connection.execute(protection_keys.insert().values(id=1, key=key))
    return 1


def protection_key(connection: Connection) -> str:
    """The database's key; DatabaseUnavailableError where it was never initialised."""
    key: str | None = connection.scalar(sa.select(protection_keys.c.key))
    if key is None:
        msg = "the database has no key for protected counts; run: pnme upgrade"
        spanish = "la base de datos no tiene la clave que protege los recuentos: ejecute pnme upgrade"
        raise DatabaseUnavailableError(msg, spanish=spanish)
    return key

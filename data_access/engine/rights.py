"""What the role of a connection could do if nothing of ours held it back."""

from __future__ import annotations

import os

from sqlalchemy import Connection

_MAY_WRITE = """
    SELECT bool_or(
        mine.rolsuper OR mine.rolcreaterole OR mine.rolname IN (
            'pg_write_all_data', 'pg_execute_server_program', 'pg_write_server_files', 'pg_maintain'
        )
        OR has_database_privilege(mine.oid, current_database(), 'CREATE')
        OR has_schema_privilege(mine.oid, current_schema()::regnamespace, 'CREATE')
        OR EXISTS (
            SELECT FROM pg_class AS one
            WHERE one.relnamespace = current_schema()::regnamespace AND one.relkind IN ('r', 'p')
            AND has_table_privilege(mine.oid, one.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
        )
    )
    FROM pg_roles AS mine WHERE pg_has_role(session_user, mine.oid, 'MEMBER')
"""
"""Of every role that the session could take, by itself or by SET ROLE."""


def may_write(connection: Connection) -> bool:
    """Of PostgreSQL by what is granted, of SQLite by the permissions of the file."""
    if connection.dialect.name == "sqlite":
        return os.access(connection.engine.url.database or "", os.W_OK)
    return bool(connection.exec_driver_sql(_MAY_WRITE).scalar())

"""Copies of a PostgreSQL database by its own programs: pg_dump of one snapshot, pg_restore within one transaction."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from data_access.backup.archive import reading
from data_access.backup.manifest import Description, Manifest, our_tables
from data_access.backup.tools import Tools, tools_for
from data_access.schema import load_batches


def dump(connection: Connection, described: Description, into: IO[bytes], path: Path) -> None:
    """Write our tables as the transaction of `connection` sees them; loads and readers go on."""
    tools = tools_for(connection.engine, connection)
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")  # it waits for pg_dump
    snapshot = connection.scalar(sa.select(sa.func.pg_export_snapshot()))
    tables = [f"--table={_named(connection, [name])}" for name in described.tables]
    options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *tables)
    with tools.run("pg_dump", *options, tools.database, stdout=subprocess.PIPE) as process:
        shutil.copyfileobj(_stream(process.stdout), into)


def restore(engine: Engine, manifest: Manifest, path: Path) -> None:
    """Put the tables of the copy in the place of ours, in one transaction: whoever could read them can go on."""
    with engine.connect() as connection:
        tools = tools_for(engine, connection)
        before = _removal(connection)
        after = [*_grants(connection, manifest), f"ANALYZE {_named(connection, manifest.tables)}"]
    with _transaction(tools, before, after) as script:
        options = ("--no-owner", "--no-privileges", "--file=-")
        with (
            reading(path) as stream,
            tools.run("pg_restore", *options, stdin=subprocess.PIPE, stdout=script) as process,
        ):
            _feed(stream, _stream(process.stdin))


def _removal(connection: Connection) -> list[str]:
    ours = our_tables(connection)
    return [f"DROP TABLE {_named(connection, ours)} CASCADE"] if ours else []


def _grants(connection: Connection, manifest: Manifest) -> Iterator[str]:
    """A table that is made anew is readable by nobody else."""
    for role in connection.scalars(_READERS, {"name": load_batches.name}):
        yield f"GRANT SELECT ON {_named(connection, manifest.tables)} TO {_role(role)}"


_READERS = sa.text(
    "SELECT DISTINCT grantee FROM information_schema.table_privileges "
    "WHERE table_schema = current_schema() AND table_name = :name "
    "AND privilege_type = 'SELECT' AND grantee <> current_user"
)


def _role(name: str) -> str:
    return name if name == "PUBLIC" else _quoted(name)


def _named(connection: Connection, tables: Iterable[str]) -> str:
    """The tables as a statement names them: pg_restore looks into no schema that is not named."""
    schema = connection.scalar(sa.select(sa.func.current_schema())) or "public"
    return ", ".join(f"{_quoted(schema)}.{_quoted(name)}" for name in tables)


@contextmanager
def _transaction(tools: Tools, before: Iterable[str], after: Iterable[str]) -> Iterator[IO[bytes]]:
    """Where SQL is written between `before` and `after`. It is committed by the last line, so not if anything ends first."""
    options = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={tools.database}")
    with tools.run("psql", *options, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        script = _stream(process.stdin)
        with suppress(BrokenPipeError):  # psql has failed, and is asked why
            _say(script, ["BEGIN", *before])
            yield script
            _say(script, [*after, "COMMIT"])
        with suppress(BrokenPipeError):
            script.close()


def _say(script: IO[bytes], statements: Iterable[str]) -> None:
    script.write("".join(f"{one};\n" for one in statements).encode())
    script.flush()


def _feed(stream: IO[bytes], into: IO[bytes]) -> None:
    with suppress(BrokenPipeError), into:
        shutil.copyfileobj(stream, into)


def _stream(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        msg = "the program was started without that pipe"
        raise ValueError(msg)
    return pipe


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'

"""PostgreSQL's own programs: where they are, whether they are new enough, and how they are told the database."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import sqlalchemy as sa
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, Engine

from data_access.backup.errors import BackupError
from data_access.settings import Settings

_SHOWN = 300


@dataclass(frozen=True)
class Tools:
    """The programs for one database. The password is in the environment: everyone can read a command's arguments."""

    folder: str | None
    server: int
    database: str
    environment: dict[str, str]

    @contextmanager
    def run(self, name: str, *arguments: str, **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
        """Run a program to its end; BackupError with what it said where it fails, and it is ended where anything does."""
        command = [self._program(name), *arguments]
        with tempfile.TemporaryFile() as said, _started(command, self.environment, said, streams) as process:
            yield process
            if process.wait() != 0:
                raise _failed(name, said)

    def _program(self, name: str) -> str:
        found = shutil.which(name, path=self.folder)
        if found is None:
            msg = f"{name} is not there; allowed: on PATH, or in the folder PNME_PG_BIN"
            raise BackupError(msg, f"falta {name}, de las herramientas cliente de PostgreSQL {self.server}; {_WHERE}")
        version = _version(found)
        if version < self.server:
            msg = f"{found} is of version {version}, the server of {self.server}"
            spanish = f"{found} es de la versión {version} y el servidor es PostgreSQL {self.server}: instale las "
            raise BackupError(msg, f"{spanish}herramientas cliente de la {self.server} o posteriores; {_WHERE}")
        return found


_WHERE = "si están en otra carpeta, dígala en PNME_PG_BIN"


def tools_for(engine: Engine, connection: Connection) -> Tools:
    """The programs that PNME_PG_BIN or PATH has, for the database of `engine`."""
    _, told = engine.dialect.create_connect_args(engine.url)
    password = told.pop("password", None)
    told.pop("context", None)
    return Tools(
        folder=str(Settings().pg_bin) if Settings().pg_bin else None,
        server=int(connection.scalar(sa.text("SHOW server_version_num")) or 0) // 10_000,
        database=make_conninfo(**told),
        environment=os.environ | ({"PGPASSWORD": password} if password else {}),
    )


def _version(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


@contextmanager
def _started(
    command: Sequence[str], environment: dict[str, str], said: IO[bytes], streams: dict[str, Any]
) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, env=environment, stderr=said, **streams) as process:  # noqa: S603
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _failed(name: str, said: IO[bytes]) -> BackupError:
    said.seek(0)
    words = " ".join(said.read().decode(errors="replace").split())[:_SHOWN]
    return BackupError(f"{name} failed: {words}", f"{name} no pudo: {words}")

"""The file of a copy: a ZIP that holds the database, written as it comes, and last what it is.

One file, so that nothing can be taken for the description of another; what is last is missing from a file that was cut.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from data_access.backup.errors import BackupError
from data_access.backup.manifest import FORMAT, Description, Manifest, sealed

_DATABASE = "database"
_MANIFEST = "manifest.json"
_CHUNK = 1 << 20


class _Counted:
    """Passes bytes on, and knows how many and which they were."""

    def __init__(self, onto: IO[bytes] | None = None) -> None:
        self._onto = onto
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self.size += len(data)
        return self._onto.write(data) if self._onto else len(data)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def write_archive(path: Path, described: Description, dump: Callable[[IO[bytes]], None]) -> Manifest:
    """Put what `dump` writes into `path`: there is nothing, or what was there, until all of it is on the disk."""
    with written_whole(path) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(_DATABASE, "w", force_zip64=True) as stream:
            counted = _Counted(stream)
            dump(counted)  # type: ignore[arg-type]  # it is only written to
        manifest = sealed(described, size=counted.size, sha256=counted.sha256)
        archive.writestr(_MANIFEST, manifest.model_dump_json(indent=2))
    return manifest


def read_manifest(path: Path) -> Manifest:
    """What the file says that it is; BackupError where it is no copy or not a whole one."""
    with _opened(path) as archive:
        try:
            manifest = Manifest.model_validate_json(archive.read(_MANIFEST))
        except ValidationError as error:
            raise _no_copy(path) from error
    if manifest.format > FORMAT:
        msg = f"{path} is of format {manifest.format}; allowed: {FORMAT}"
        raise BackupError(msg, f"la copia {path} la hizo una versión posterior del monitor ({manifest.product})")
    return manifest


def verify(path: Path, manifest: Manifest) -> None:
    """BackupError unless the database in the file is, byte by byte, the one that was put in."""
    counted = _Counted()
    with reading(path) as stream:
        shutil.copyfileobj(stream, counted, _CHUNK)
    if (counted.size, counted.sha256) != (manifest.size, manifest.sha256):
        raise _no_copy(path)


@contextmanager
def reading(path: Path) -> Iterator[IO[bytes]]:
    """The database in the file."""
    with _opened(path) as archive, archive.open(_DATABASE) as stream:
        yield stream


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, KeyError, EOFError, zlib.error) as error:
        raise _no_copy(path) from error
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise BackupError(msg, f"no se puede leer {path}: {error.strerror}") from error


def _no_copy(path: Path) -> BackupError:
    return BackupError(f"{path} is no copy, or a damaged one", f"{path} no es una copia del monitor, o está incompleta")


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file beside `path`, for its owner only, that takes its place at the end if nothing was raised."""
    with temporary_beside(path) as name, name.open("r+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
        name.replace(path)
        _settle(path.parent)


@contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """An empty file in the folder of `path`, for its owner only, removed at the end with what SQLite put beside it."""
    try:
        handle, name = tempfile.mkstemp(prefix=".pnme-", dir=path.parent)
    except OSError as error:
        msg = f"nothing can be written in {path.parent}: {error.strerror}"
        raise BackupError(msg, f"no se puede escribir en la carpeta {path.parent}: {error.strerror}") from error
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for left in path.parent.glob(f"{Path(name).name}*"):
            left.unlink()


def _settle(folder: Path) -> None:
    """The name too is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

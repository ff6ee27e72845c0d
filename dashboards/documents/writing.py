"""Documents written where the command line asks: whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from data_access.backup.archive import written_whole


class UnwrittenError(Exception):
    """A document that is not written; in Spanish, with what to do."""


def write_document(path: Path, make: Callable[[], bytes]) -> None:
    """Write what `make` returns; UnwrittenError where `path` is a folder or the document cannot be made.

    BackupError where nothing can be written; what was there stays until the new one is whole.
    """
    if path.is_dir():
        msg = f"«{path}» es una carpeta; indique un archivo"
        raise UnwrittenError(msg)
    try:
        content = make()
    except (TimeoutError, BrokenProcessPool) as error:
        msg = "no se pudo armar el documento; vuelva a intentarlo"
        raise UnwrittenError(msg) from error
    with written_whole(path) as file:
        file.write(content)
    path.chmod(0o644)  # until now its writer's alone, and it is made to be handed on

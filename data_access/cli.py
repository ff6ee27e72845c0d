"""`pnme init`, `pnme upgrade`, `pnme backup` and `pnme restore`, and how every command finds its database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine

from data_access.backup import Manifest, is_current
from data_access.backup import back_up as write_backup
from data_access.backup import restore as read_backup
from data_access.engine import DatabaseUnavailableError, Fault, connect, for_writing, require_schema
from data_access.initialise import Step, initialise, steps, upgrade_filled
from data_access.settings import Settings

DatabaseOption = Annotated[
    str | None, typer.Option("--database", metavar="URL", help="Base de datos, si no es la de PNME_DATABASE_URL.")
]

_PATIENCE_SECONDS = 600.0


def database_url(given: str | None) -> str:
    """The address given, else that of the settings."""
    return given or Settings().url


def open_database(given: str | None, *, read_only: bool = True) -> Engine:
    """An engine on an initialised database. Whoever sits at a terminal may ask for what takes long."""
    engine = connect(database_url(given), read_only=read_only, seconds=_PATIENCE_SECONDS)
    try:
        require_schema(engine)
    except DatabaseUnavailableError:
        engine.dispose()
        raise
    return engine if read_only else for_writing(engine)


@contextmanager
def opened_database(given: str | None, *, read_only: bool = True) -> Iterator[Engine]:
    """`open_database` for one command: its connections are closed at the end."""
    engine = open_database(given, read_only=read_only)
    try:
        yield engine
    finally:
        engine.dispose()


def is_initialised(given: str | None) -> bool:
    """The database holds the tables; DatabaseUnavailableError if that cannot be told, or they are of another program."""
    try:
        open_database(given).dispose()
    except DatabaseUnavailableError as error:
        if error.fault is not Fault.NOT_INITIALISED:
            raise
        return False
    return True


def initialise_database(url: str, *, demonstration: bool, last: Sequence[Step] = ()) -> int:
    """Initialise with a progress bar; return how many rows were added."""
    names = steps(demonstration=demonstration, last=last)
    added = 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with _writing(url) as engine, Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(names[0], total=len(names))
        for done in initialise(engine, demonstration=demonstration, last=last):
            added += done.added
            following = names[done.number] if done.number < done.total else "Listo"
            bar.update(task, advance=1, description=following)
    return added


@contextmanager
def _writing(url: str) -> Iterator[Engine]:
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


def init(given: str | None, *, demonstration: bool, last: Sequence[Step] = ()) -> None:
    """Create the tables and load what the product ships; say how many rows are new."""
    added = initialise_database(database_url(given), demonstration=demonstration, last=last)
    typer.echo(f"Base de datos lista: {added} filas nuevas." if added else "La base de datos ya estaba al día.")


def upgrade(given: str | None, *, last: Sequence[Step] = ()) -> None:
    """Bring a filled database up to date, in one transaction; say from which revision to which."""
    connect(database_url(given), read_only=True).dispose()  # a file that is not there is told, not made
    with _writing(database_url(given)) as engine:
        done = upgrade_filled(engine, last=last)
    typer.echo(
        f"La base de datos ya estaba en la revisión {done.after}; sus datos de referencia y agregados están al día."
        if done.before == done.after
        else f"Base de datos actualizada de la revisión {done.before} a la {done.after}."
    )


BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="Archivo de la copia.", dir_okay=False)]
ReplaceOption = Annotated[
    bool,
    typer.Option("--replace", help="Reemplaza lo que la base tenga; sin esto, sólo se restaura en una sin cargas."),
]


def back_up(path: BackupFile, *, database: DatabaseOption = None) -> None:
    """Copia la base de datos entera, tal como está en un instante, sin detener cargas ni lecturas."""
    with opened_database(database) as engine:
        manifest = write_backup(engine, path)
    typer.echo(f"Copia hecha en {path}: {_megabytes(path)} MB, {_of(manifest)}.")


def restore(path: BackupFile, *, replace: ReplaceOption = False, database: DatabaseOption = None) -> None:
    """Pone en la base de datos lo que hay en una copia: todo o nada."""
    engine = connect(database_url(database))
    try:
        manifest = read_backup(engine, path, replace=replace)
        following = "" if is_current(manifest) else " Es de un esquema anterior: ejecute pnme upgrade."
    finally:
        engine.dispose()
    typer.echo(f"Base de datos restaurada con la copia del {manifest.made_at}: {_of(manifest)}.{following}")


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f}".replace(".", ",")


def _of(manifest: Manifest) -> str:
    return f"datos {manifest.data_version or 'sin cargas'}, esquema {manifest.revision}"


def add_commands(app: typer.Typer) -> None:
    """`pnme backup` and `pnme restore`."""
    app.command("backup")(back_up)
    app.command("restore")(restore)

"""`pnme init`, and how every command finds its database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine

from data_access.engine import DatabaseUnavailableError, connect, require_schema
from data_access.initialise import Step, initialise, steps
from data_access.settings import Settings

DatabaseOption = Annotated[
    str | None, typer.Option("--database", metavar="URL", help="Base de datos, si no es la de PNME_DATABASE_URL.")
]


def database_url(given: str | None) -> str:
    """The address given, else that of the settings."""
    return given or Settings().url


def open_database(given: str | None, *, read_only: bool = True) -> Engine:
    """An engine on an initialised database."""
    engine = connect(database_url(given), read_only=read_only)
    try:
        require_schema(engine)
    except DatabaseUnavailableError:
        engine.dispose()
        raise
    return engine


@contextmanager
def opened_database(given: str | None, *, read_only: bool = True) -> Iterator[Engine]:
    """`open_database` for one command: its connections are closed at the end."""
    engine = open_database(given, read_only=read_only)
    try:
        yield engine
    finally:
        engine.dispose()


def is_initialised(given: str | None) -> bool:
    """The database answers and holds the tables."""
    try:
        open_database(given).dispose()
    except DatabaseUnavailableError:
        return False
    return True


def initialise_database(url: str, *, demonstration: bool, last: Sequence[Step] = ()) -> int:
    """Initialise with a progress bar; return how many rows were added."""
    names = steps(demonstration=demonstration, last=last)
    added = 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    engine = connect(url)
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(names[0], total=len(names))
        for done in initialise(engine, demonstration=demonstration, last=last):
            added += done.added
            following = names[done.number] if done.number < done.total else "Listo"
            bar.update(task, advance=1, description=following)
    engine.dispose()
    return added


def init(given: str | None, *, demonstration: bool, last: Sequence[Step] = ()) -> None:
    """Create the tables and load what the product ships; say how many rows are new."""
    added = initialise_database(database_url(given), demonstration=demonstration, last=last)
    typer.echo(f"Base de datos lista: {added} filas nuevas." if added else "La base de datos ya estaba al día.")

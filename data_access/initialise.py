"""`pnme init`: schema, reference data, published figures and demonstration rows, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_access.demonstration import demonstration_steps
from data_access.loading import Batch, load
from data_access.migration import upgrade
from data_access.published import published_batches
from data_access.reference import load_reference

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

Step = tuple[str, Callable[["Connection"], int]]


@dataclass(frozen=True)
class Progress:
    """One finished step: its Spanish label, its number of `total`, and the rows it added."""

    label: str
    number: int
    total: int
    added: int


def _load_all(batches: Callable[[], Iterable[Batch]]) -> Callable[[Connection], int]:
    def run(connection: Connection) -> int:
        loaded = (load(connection, batch, once=True) for batch in batches())
        return sum(one.accepted for one in loaded if one is not None)

    return run


def _migrate(connection: Connection) -> int:
    upgrade(connection)
    return 0


_BASE: tuple[Step, ...] = (
    ("Creando las tablas", _migrate),
    ("Cargando territorios, organismos y calendario", load_reference),
    ("Cargando las cifras de la Cuenta Pública", _load_all(published_batches)),
)


def _demonstration() -> tuple[Step, ...]:
    return tuple((label, _load_all(batches)) for label, batches in demonstration_steps())


def steps(*, demonstration: bool, last: Sequence[Step] = ()) -> list[str]:
    """What initialising will do, in order, as a reader sees it."""
    return [label for label, _ in _plan(demonstration=demonstration, last=last)]


def _plan(*, demonstration: bool, last: Sequence[Step]) -> tuple[Step, ...]:
    return (*_BASE, *(_demonstration() if demonstration else ()), *last)


def initialise(engine: Engine, *, demonstration: bool = True, last: Sequence[Step] = ()) -> Iterator[Progress]:
    """Bring the database up to date in one transaction, yielding after each step.

    What is already loaded is left alone, so running it again adds nothing. `last` are steps of other
    layers that belong to the same transaction.
    """
    plan = _plan(demonstration=demonstration, last=last)
    with engine.begin() as connection:
        for number, (label, run) in enumerate(plan, 1):
            yield Progress(label, number, len(plan), run(connection))

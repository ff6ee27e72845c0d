"""`pnme init`: schema, reference data, published figures and demonstration rows. `pnme upgrade`: those of a filled one.

Each all or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data_access.demonstration import demonstration_steps
from data_access.engine import rebuilding
from data_access.engine.revision import head, require_tables, revision_of
from data_access.inhabitants import inhabitant_batches
from data_access.loading import Batch, load, withdraw
from data_access.migration import upgrade
from data_access.published import published_batches
from data_access.reference import load_reference
from data_access.versions import history

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
    return lambda connection: _load_each(connection, batches(), once=True)


def _load_each(connection: Connection, batches: Iterable[Batch], *, once: bool) -> int:
    loaded = (load(connection, batch, once=once) for batch in batches)
    return sum(one.accepted for one in loaded if one is not None)


def _migrate(connection: Connection) -> int:
    upgrade(connection)
    return 0


_REFERENCE: Step = ("Cargando territorios, organismos y calendario", load_reference)
_PEOPLE: Step = ("Cargando la población que proyecta el INE", _load_all(inhabitant_batches))
_BASE: tuple[Step, ...] = (
    ("Creando las tablas", _migrate),
    _REFERENCE,
    ("Cargando las cifras de la Cuenta Pública", _load_all(published_batches)),
    _PEOPLE,
)
_UPGRADE: tuple[Step, ...] = (("Poniendo al día las tablas", _migrate), _REFERENCE)


def _demonstration() -> tuple[Step, ...]:
    return tuple((label, _renew(batches)) for label, batches in demonstration_steps())


def _renew(batches: Callable[[], Iterable[Batch]]) -> Callable[[Connection], int]:
    """Load what is demonstrated; what another program demonstrated otherwise is withdrawn, or it would count twice.

    Where it was, all is loaded that does not stand, though some of it was loaded and withdrawn before.
    """

    def run(connection: Connection) -> int:
        shown = list(batches())
        others = [
            _withdraw_others(connection, register, {batch.checksum() for batch in shown})
            for register in dict.fromkeys(batch.register for batch in shown)
        ]
        return _load_each(connection, shown, once=not any(others))

    return run


def _withdraw_others(connection: Connection, register: str, checksums: set[str]) -> int:
    """How many loads of a demonstrated register were not of these; none where real rows took its place."""
    told = history(connection, register)
    if told.has_register:
        return 0
    others = [one for one in reversed(told.standing) if one.checksum not in checksums]
    last = max((one.recorded_on for one in told.all), default=date.min)
    for one in others:
        withdraw(connection, one.id, recorded_on=last)
    return len(others)


def steps(*, demonstration: bool, last: Sequence[Step] = ()) -> list[str]:
    """What initialising will do, in order, as a reader sees it."""
    return [label for label, _ in _plan(demonstration=demonstration, last=last)]


def _plan(*, demonstration: bool, last: Sequence[Step]) -> tuple[Step, ...]:
    return (*_BASE, *(_demonstration() if demonstration else ()), *last)


def initialise(engine: Engine, *, demonstration: bool = True, last: Sequence[Step] = ()) -> Iterator[Progress]:
    """Bring the database up to date in one transaction, yielding after each step.

    What is already loaded is left alone, so running it again adds nothing; what another program demonstrated otherwise is
    withdrawn. `last` are steps of other
    layers that belong to the same transaction.
    """
    with rebuilding(engine) as connection:
        yield from _run(connection, _plan(demonstration=demonstration, last=last))


def _run(connection: Connection, plan: Sequence[Step]) -> Iterator[Progress]:
    for number, (label, run) in enumerate(plan, 1):
        yield Progress(label, number, len(plan), run(connection))


@dataclass(frozen=True)
class Upgrade:
    """From which revision of the schema to which."""

    before: str
    after: str


def upgrade_filled(engine: Engine, *, last: Sequence[Step] = ()) -> Upgrade:
    """Bring the schema and the reference data of a filled database up to date, and then do `last`, in one transaction.

    DatabaseUnavailableError for one without tables, or of a later program.
    """
    with rebuilding(engine) as connection:
        before = require_tables(revision_of(connection))
        for _ in _run(connection, (*_UPGRADE, *last)):
            pass
    return Upgrade(before, head())

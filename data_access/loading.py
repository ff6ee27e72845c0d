"""Load batches: how rows enter the database, whole or not at all, and never over older ones.

A load says what was known on a day (`recorded_on`) of a span of days. What stands is what was known last: a load that
comes late fills in what nobody told since, a row is closed by a load that says so, and a load can be taken back. None of
it changes what earlier days were answered: it counts from the last day on which anything of its register was known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

import polars as pl
import sqlalchemy as sa
from sqlalchemy import Connection, Table
from sqlalchemy.exc import IntegrityError

from data_access import versions
from data_access.bulk import Row, insert_frame, insert_rows, take_statistics
from data_access.checks import Door, check_kind, check_known_on, check_load
from data_access.contracts.rows import Part
from data_access.schema import REGISTERS, load_batches
from data_access.versions import History, LoadError, Told

_MANY_ROWS = 1000
"""From so many on a load may change what a table looks like to who plans a question."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Rows of one register that became known on `recorded_on` and speak of `covers_from` to `covers_to`.

    `closes` are rows that are no more, each by the columns that make it the same one in two loads.
    """

    register: str
    source_id: str
    data_kind: str
    recorded_on: date
    covers_from: date
    covers_to: date
    rows: dict[Table, list[Row]]
    closes: dict[Table, list[Row]] = field(default_factory=dict)
    rejected: int = 0
    provisional_from: date | None = None

    @property
    def accepted(self) -> int:
        """How many rows the batch holds."""
        return sum(len(rows) for rows in self.rows.values())

    def checksum(self) -> str:
        """SHA-256 of what the batch says: two batches with the same rows have the same one, if of one kind."""
        said = (self.register, self.source_id, self.data_kind, self.recorded_on, self.covers_from, self.covers_to)
        digest = hashlib.sha256("|".join(map(str, said)).encode())
        for told in (self.rows, self.closes):
            for table, rows in told.items():
                digest.update(table.name.encode())
                for row in rows:
                    digest.update(repr(sorted(row.items())).encode())
            digest.update(b"|" if self.closes else b"")
        if self.provisional_from:
            digest.update(f"provisional from {self.provisional_from}".encode())
        return digest.hexdigest()


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a load did.

    `accepted` rows came in, of which `outdated` were no news: a load known later had told them. `closed` rows are no
    more. Answers as of days before `counts_from` stay as they were; `is_late` says that this is later than
    `recorded_on`, since something known later was there before.
    """

    batch_id: int
    accepted: int
    outdated: int
    closed: int
    counts_from: date
    is_late: bool


def load(connection: Connection, batch: Batch, *, today: date | None = None, once: bool = False) -> Loaded | None:
    """Insert `batch` in the caller's transaction; None if it is there already and still says what was told last.

    `today`: what is known later is refused; the clock's day where none is given. `once`: what was ever loaded is not
    loaded again, for what the product ships. Rows of a register take the place of all demonstration rows there, for
    good; later demonstration rows of it are not loaded. Raises RefusedError for what `docs/loads.md` says is refused,
    with nothing written, and LoadError for rows to close that are not there.
    """
    return _load(connection, batch, batch.checksum, batch.rows.items(), today=today, once=once)


def load_frames(
    connection: Connection, batch: Batch, frames: Iterable[pl.DataFrame], *, checksum: str, today: date | None = None
) -> Loaded | None:
    """`load` for rows that do not fit in memory: frames with the columns of the batch's only table.

    `batch.rows` names the table and holds no rows; `checksum` is that of the file they come from.
    """
    (table,) = batch.rows
    return _load(connection, batch, lambda: checksum, ((table, frame) for frame in frames), today=today)


def _load(
    connection: Connection,
    batch: Batch,
    checksum: Callable[[], str],
    parts: Iterable[tuple[Table, Part]],
    *,
    today: date | None,
    once: bool = False,
) -> Loaded | None:
    """The only way into a register. What is refused leaves nothing, even where the caller goes on."""
    check_load(connection, batch, today=today or _clock())
    digest = checksum()
    _wait_for_other_loads(connection)
    history = versions.history(connection, batch.register)
    if _is_told(history, batch, digest, once=once):
        return None
    check_kind(batch, history)
    with connection.begin_nested():
        batch_id = _register_batch(connection, batch, digest)
        accepted = _insert(connection, batch, batch_id, parts, Door(connection, batch, history))
        connection.execute(load_batches.update().where(load_batches.c.id == batch_id).values(accepted=accepted))
        if accepted >= _MANY_ROWS:
            take_statistics(connection, batch.rows)
        told = Told(id=batch_id, recorded_on=batch.recorded_on, data_kind=batch.data_kind)
        outdated, closed = versions.settle(connection, history, told, list(batch.rows), batch.closes)
    counts_from = max((batch.recorded_on, *(one.recorded_on for one in history.all)))
    return Loaded(
        batch_id=batch_id,
        accepted=accepted,
        outdated=outdated,
        closed=closed,
        counts_from=counts_from,
        is_late=counts_from > batch.recorded_on,
    )


def _clock() -> date:
    """The clock's day. A server that keeps universal time is ahead of Chile for some hours, and never behind."""
    return date.today()  # noqa: DTZ011


def _insert(
    connection: Connection, batch: Batch, batch_id: int, parts: Iterable[tuple[Table, Part]], door: Door
) -> int:
    """Write what the door admits until something is wrong; then only look for what else is. How many rows."""
    accepted = 0
    for table, part in parts:
        admitted = door.admit(table, part)
        if door.is_open:
            accepted += _insert_part(connection, table, admitted, batch_id, door)
    for table, rows in batch.closes.items():
        door.admit_closing(table, rows)
    door.close()
    return accepted


def _insert_part(connection: Connection, table: Table, part: Part, batch_id: int, door: Door) -> int:
    """A row that an earlier frame has told is found by the key of the table: no memory holds them all."""
    try:
        with connection.begin_nested():
            if isinstance(part, pl.DataFrame):
                return insert_frame(connection, table, part, batch_id)
            insert_rows(connection, table, ({**row, "batch_id": batch_id} for row in part))
            return len(part)
    except IntegrityError:
        door.refuse_told_before(table, part, batch_id)
        if door.is_open:
            raise
        return 0


def _is_told(history: History, batch: Batch, checksum: str, *, once: bool) -> bool:
    """An equal batch is there, and nothing that was known on the same day came after it."""
    if batch.data_kind == "demonstration" and history.has_register:
        return True
    if once:
        return any(one.checksum == checksum for one in history.all)
    equal = [one.id for one in history.standing if one.checksum == checksum]
    same_day = [one.id for one in history.standing if one.recorded_on == batch.recorded_on]
    return bool(equal) and equal[-1] == same_day[-1]


def withdraw(connection: Connection, batch_id: int, *, recorded_on: date, today: date | None = None) -> Loaded:
    """Take back a load, in the caller's transaction, as known on `recorded_on`, which is not after `today`.

    Its rows are no more, those that it had replaced stand again, and the days that only it spoke of are not covered.
    Answers as of earlier days stay. Raises LoadError if there is no such load or it was withdrawn before.
    """
    _wait_for_other_loads(connection)
    found = connection.execute(sa.select(load_batches).where(load_batches.c.id == batch_id)).mappings().first()
    if found is None or found["register"] not in REGISTERS:
        english = f"there is no load {batch_id} of a register; allowed: the id of a load"
        raise LoadError(english, f"no hay una carga {batch_id} de un registro; se admite el número de una carga")
    check_known_on(found["register"], recorded_on, today=today or _clock())
    history = versions.history(connection, found["register"])
    if batch_id not in {one.id for one in history.standing}:
        english = f"load {batch_id} was withdrawn, or withdraws another one; allowed: a load that stands"
        raise LoadError(english, f"la carga {batch_id} ya fue retirada, o retira a otra; se admite una carga vigente")
    said = {name: found[name] for name in ("register", "source_id", "data_kind", "covers_from", "covers_to")}
    batch = Batch(**said, recorded_on=recorded_on, rows={})
    digest = hashlib.sha256(f"withdraws|{found['checksum']}|{recorded_on}".encode()).hexdigest()
    withdrawal = _register_batch(connection, batch, digest, withdraws=batch_id)
    restored, closed = versions.take_back(connection, history, batch_id, withdrawal, REGISTERS[found["register"]])
    connection.execute(load_batches.update().where(load_batches.c.id == withdrawal).values(accepted=restored))
    counts_from = max((recorded_on, *(one.recorded_on for one in history.all)))
    return Loaded(
        batch_id=withdrawal,
        accepted=restored,
        outdated=0,
        closed=closed,
        counts_from=counts_from,
        is_late=counts_from > recorded_on,
    )


def _wait_for_other_loads(connection: Connection) -> None:
    """Batches become visible in order of id, so that a batch once seen is never preceded by a new one.

    SQLite has one writer at a time as it is.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE load_batches IN SHARE ROW EXCLUSIVE MODE")


def _register_batch(connection: Connection, batch: Batch, checksum: str, *, withdraws: int | None = None) -> int:
    before = connection.scalar(sa.select(load_batches.c.version).order_by(load_batches.c.id.desc()).limit(1)) or ""
    statement = (
        load_batches.insert()
        .values(
            register=batch.register,
            source_id=batch.source_id,
            data_kind=batch.data_kind,
            recorded_on=batch.recorded_on,
            covers_from=batch.covers_from,
            covers_to=batch.covers_to,
            checksum=checksum,
            accepted=0,
            rejected=batch.rejected,
            provisional_from=batch.provisional_from,
            version=hashlib.sha256(f"{before}{checksum}".encode()).hexdigest(),
            withdraws=withdraws,
        )
        .returning(load_batches.c.id)
    )
    batch_id: int = connection.execute(statement).scalar_one()
    return batch_id


def load_edition(connection: Connection, batch: Batch) -> int:
    """Insert the rows of a table whose loads are whole editions, such as the calendar, and return the load's id."""
    _wait_for_other_loads(connection)
    edition = _register_batch(connection, batch, batch.checksum())
    for table, rows in batch.rows.items():
        insert_rows(connection, table, ({**row, "edition": edition} for row in rows))
    connection.execute(load_batches.update().where(load_batches.c.id == edition).values(accepted=batch.accepted))
    return edition

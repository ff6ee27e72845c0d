"""What is refused at the door: a load is checked before the driver sees it, and refused with all that is wrong in it.

The rules of rows are those of `data_access.contracts`; those of a load as a whole are here. People are told what came;
the text for logs says where and which rule, and never a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from data_access.bulk import Row
from data_access.contracts import Days, Known, Terms, contract_of
from data_access.contracts.kinds import kind_of
from data_access.contracts.refusals import LISTED, Failure, RefusedError, shown
from data_access.contracts.rows import Part, column_names, keys, repeated, stored, typed, wrong
from data_access.schema import DATA_KINDS, REGISTERS, load_batches, sources
from data_access.schema.base import identity
from data_access.schema.reference import FIRST_DAY, LAST_DAY
from data_access.versions import History

_CALENDAR = f"una fecha AAAA-MM-DD entre {FIRST_DAY} y {LAST_DAY}"


class Said(Protocol):
    """What a load says of itself and holds, as the check needs it."""

    @property
    def register(self) -> str: ...
    @property
    def source_id(self) -> str: ...
    @property
    def data_kind(self) -> str: ...
    @property
    def recorded_on(self) -> date: ...
    @property
    def covers_from(self) -> date: ...
    @property
    def covers_to(self) -> date: ...
    @property
    def provisional_from(self) -> date | None: ...
    @property
    def rejected(self) -> int: ...
    @property
    def rows(self) -> Mapping[Table, Sequence[Row]]: ...
    @property
    def closes(self) -> Mapping[Table, Sequence[Row]]: ...


# --- the load as a whole -----------------------------------------------------------------------------------


def check_load(connection: Connection, said: Said, *, today: date) -> None:
    """Refuse a load that contradicts itself, speaks of days to come, or names what nobody knows."""
    failures = [*_unknown(connection, said), *(_dates(said, today) if _are_dates(said) else _no_dates(said))]
    if failures:
        raise RefusedError(said.register, failures)


def _unknown(connection: Connection, said: Said) -> Iterator[Failure]:
    known = {
        "register": (said.register, sorted(REGISTERS)),
        "source_id": (said.source_id, Known(connection).values(sa.select(sources.c.id).order_by(sources.c.id))),
        "data_kind": (said.data_kind, DATA_KINDS),
    }
    for name, (came, allowed) in known.items():
        if came not in allowed:
            yield Failure(column=name, rule="known", came=shown(came), allowed=f"uno de {', '.join(allowed)}")
    if type(said.rejected) is not int or said.rejected < 0:
        yield Failure(column="rejected", rule="count", came=shown(said.rejected), allowed="un entero desde 0")
    tables = REGISTERS.get(said.register, ())
    for table in dict.fromkeys((*said.rows, *said.closes)):
        if tables and table not in tables:
            allowed_tables = f"una tabla del registro: {', '.join(one.name for one in tables)}"
            yield Failure(column="rows", rule="table_of_register", came=f"llegó {table.name}", allowed=allowed_tables)


def check_kind(said: Said, history: History) -> None:
    """Refuse made-up rows beside published ones: which of them stand would hang on what is loaded later."""
    apart = {"published": "demonstration", "demonstration": "published"}.get(said.data_kind)
    if any(one.data_kind == apart for one in history.all):
        allowed = f"otro registro: éste tiene cargas de tipo {apart}"
        failure = Failure(column="data_kind", rule="apart", came=shown(said.data_kind), allowed=allowed)
        raise RefusedError(said.register, [failure])


_DATES = ("recorded_on", "covers_from", "covers_to", "provisional_from")


def _are_dates(said: Said) -> bool:
    return not any(_no_dates(said))


def _no_dates(said: Said) -> Iterator[Failure]:
    for name in _DATES:
        value = getattr(said, name)
        is_absent = value is None and name == "provisional_from"
        if not is_absent and (type(value) is not date or not FIRST_DAY <= value <= LAST_DAY):
            yield Failure(column=name, rule="calendar", came=shown(value), allowed=_CALENDAR)


def _dates(said: Said, today: date) -> Iterator[Failure]:
    """What is covered is over when it is known: on a covered day without rows nothing happened."""
    if said.covers_from > said.covers_to:
        allowed = f"una fecha hasta el {said.covers_to}, que es covers_to"
        yield Failure(column="covers_from", rule="order", came=shown(said.covers_from), allowed=allowed)
    if said.covers_to > said.recorded_on:
        allowed = f"una fecha hasta el {said.recorded_on}, que es recorded_on"
        yield Failure(column="covers_to", rule="known", came=shown(said.covers_to), allowed=allowed)
    if said.provisional_from is not None and not said.covers_from <= said.provisional_from <= said.covers_to:
        allowed = f"una fecha entre {said.covers_from} y {said.covers_to}, días que la carga cubre"
        yield Failure(column="provisional_from", rule="covered", came=shown(said.provisional_from), allowed=allowed)
    if said.data_kind == "register":
        yield from _not_ahead(said.recorded_on, today)


def _not_ahead(recorded_on: date, today: date) -> Iterator[Failure]:
    """Whatever is known tomorrow would be late after a load that says it was known in 2099."""
    if recorded_on > today:
        allowed = f"una fecha hasta hoy, {today}"
        yield Failure(column="recorded_on", rule="today", came=shown(recorded_on), allowed=allowed)


def check_known_on(register: str, recorded_on: date, *, today: date) -> None:
    """Refuse what says that it was known on a day to come, or on no day of the calendar."""
    if type(recorded_on) is not date or not FIRST_DAY <= recorded_on <= LAST_DAY:
        failure = Failure(column="recorded_on", rule="calendar", came=shown(recorded_on), allowed=_CALENDAR)
        raise RefusedError(register, [failure])
    if failures := list(_not_ahead(recorded_on, today)):
        raise RefusedError(register, failures)


# --- the rows ----------------------------------------------------------------------------------------------


class Door:
    """Where the rows of one load come in, part by part; `close` refuses the load if any was wrong."""

    def __init__(self, connection: Connection, said: Said, history: History) -> None:
        self._connection, self._said = connection, said
        self._days = Days(
            recorded_on=said.recorded_on,
            covers_from=said.covers_from,
            covers_to=said.covers_to,
            covered=_covered(connection, history, is_real=said.data_kind == "register"),
            before=_known(history, said, is_before=True),
            after=_known(history, said, is_before=False),
        )
        self._known = Known(connection)
        self._terms: dict[Table, Terms] = {}
        self._before: Counter[Table] = Counter()
        self._unknown: set[tuple[Table, str]] = set()
        self._failures: list[Failure] = []
        self._count = 0

    @property
    def is_open(self) -> bool:
        """Nothing was wrong up to now."""
        return not self._count

    def admit(self, table: Table, part: Part) -> Part:
        """The rows as they are stored: every column of the table, typed. What is wrong with them is noted."""
        if table not in self._terms:
            self._terms[table] = contract_of(table).terms(self._days, self._known)
        terms = self._terms[table]
        names = [cell.name for cell in terms.cells]
        self._note_columns(table, part, names)
        frame, misfits = typed(terms, part, self._before[table])
        self._before[table] += len(part)
        for count, listed in wrong(table, terms, frame, misfits):
            self._note(count, listed)
        return stored(part, frame, names)

    def admit_closing(self, table: Table, rows: Sequence[Row]) -> None:
        """Note what is no value of the columns that name a row to close, and rows that are closed twice."""
        key = identity(table)
        for column in key:
            kind = kind_of(column)
            given = [row.get(column.name) for row in rows]
            for place in kind.read(given)[1]:
                came = shown(given[place])
                self._note_one(table, place + 1, column.name, rule="type", came=came, allowed=kind.allowed)
        names = [column.name for column in key]
        told = [tuple(row.get(name) for name in names) for row in rows]
        allowed = f"cerrar una sola vez cada {', '.join(names)}"
        for number, values in enumerate(told, 1):
            if values in told[: number - 1]:
                again = f"{shown(*values)} otra vez"
                self._note_one(table, number, *names, rule="is_closed_once", came=again, allowed=allowed)

    def refuse_told_before(self, table: Table, part: Part, batch_id: int) -> None:
        """Note the rows that an earlier part of the same load has told: the database found that there are some."""
        key = contract_of(table).key
        query = sa.select(*(table.c[name] for name in key)).where(table.c.batch_id == batch_id)
        told = set(map(tuple, self._connection.execute(query)))
        first = self._before[table] - len(part) + 1
        rule = next(rule for rule in self._terms[table].rules if rule.is_about_repetition)
        found = [(number, values) for number, values in enumerate(keys(part, key), first) if values in told]
        self._note(len(found), [repeated(table, rule, number, values) for number, values in found[:LISTED]])

    def close(self) -> None:
        """RefusedError if anything was wrong."""
        if self._count:
            listed = sorted(self._failures, key=lambda one: one.row or 0)[:LISTED]
            raise RefusedError(self._said.register, listed, left_out=self._count - len(listed))

    def _note(self, count: int, listed: Iterable[Failure]) -> None:
        self._failures += listed
        self._count += count

    def _note_one(self, table: Table, row: int, *columns: str, rule: str, came: str, allowed: str) -> None:
        self._note(1, [Failure.of(table, row, *columns, rule=rule, came=came, allowed=allowed)])

    def _note_columns(self, table: Table, part: Part, names: Sequence[str]) -> None:
        """A column that the table has not would be lost. It is told once, not with every part."""
        allowed = f"una columna de la tabla: {', '.join(names)}"
        for name in column_names(part):
            if name not in names and (table, name) not in self._unknown:
                self._unknown.add((table, name))
                more = "llegó una columna de más"
                failure = Failure(table=table.name, column=str(name), rule="column", came=more, allowed=allowed)
                self._note(1, [failure])


def _known(history: History, said: Said, *, is_before: bool) -> tuple[int, ...]:
    """The standing loads known until the day of the load, or later, in the order in which they were known."""
    loads = sorted(history.speaking(is_real=said.data_kind == "register"), key=lambda one: one.place)
    return tuple(one.id for one in loads if (one.recorded_on <= said.recorded_on) is is_before)


def _covered(connection: Connection, history: History, *, is_real: bool) -> tuple[tuple[date, date], ...]:
    """The spans of days that standing loads speak of, once each."""
    ids = [one.id for one in history.speaking(is_real=is_real)]
    table = load_batches
    query = sa.select(table.c.covers_from, table.c.covers_to).where(table.c.id.in_(ids)).distinct()
    return tuple((row.covers_from, row.covers_to) for row in connection.execute(query))

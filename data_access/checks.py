"""What is refused at the door: a load is checked before the driver sees it, and refused with all that is wrong in it.

The rules of rows are those of `data_access.contracts`; those of a load as a whole are here. People are told what came;
the text for logs says where and which rule, and never a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import polars as pl
import sqlalchemy as sa
from sqlalchemy import Connection, Table

from data_access.bulk import Row
from data_access.contracts import ROW, Contract, Days, Known, Rule, Terms, contract_of, is_run
from data_access.contracts.kinds import kind_of
from data_access.schema import DATA_KINDS, REGISTERS, load_batches, sources
from data_access.schema.base import identity
from data_access.schema.reference import FIRST_DAY, LAST_DAY
from data_access.versions import History, LoadError

Part = list[Row] | pl.DataFrame
"""Rows of one table: Python values by name, or typed columns."""

LISTED = 20
"""How many failures are told one by one."""

_SHOWN_LENGTH = 60
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


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One thing that is wrong: where, which rule, and in Spanish what came and what is allowed.

    `row` counts from 1 in the load's rows of the table; None where it is of the table or of the load as a whole.
    """

    column: str
    rule: str
    came: str
    allowed: str
    table: str | None = None
    row: int | None = None

    @property
    def spanish(self) -> str:
        """One line for who sent the load."""
        place = (self.table, None if self.row is None else f"fila {self.row}", self.column)
        return f"{', '.join(filter(None, place))}: {self.came}; se admite {self.allowed}"

    @property
    def english(self) -> str:
        """One line for the log, without what came."""
        place = (self.table, None if self.row is None else f"row {self.row}", self.column)
        return f"{' '.join(filter(None, place))}: breaks {self.rule}"


class RefusedError(LoadError):
    """A load that was not taken: the first `failures`, in order, and how many more there are (`left_out`)."""

    def __init__(self, register: object, failures: Sequence[Failure], *, left_out: int = 0) -> None:
        self.failures, self.left_out = tuple(failures), left_out
        count = len(failures) + left_out
        english = [f"load of {register!r} refused, {count} wrong", *(one.english for one in failures)]
        heading = f"la carga de {register} se rechaza entera por {count} {'falla' if count == 1 else 'fallas'}"
        spanish = [heading, *(one.spanish for one in failures)]
        if left_out:
            english.append(f"and {left_out} more")
            spanish.append(f"y {left_out} más")
        super().__init__("; ".join(english), "\n".join(spanish))


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
            yield Failure(column=name, rule="known", came=_shown(came), allowed=f"uno de {', '.join(allowed)}")
    if type(said.rejected) is not int or said.rejected < 0:
        yield Failure(column="rejected", rule="count", came=_shown(said.rejected), allowed="un entero desde 0")
    tables = REGISTERS.get(said.register, ())
    for table in dict.fromkeys((*said.rows, *said.closes)):
        if tables and table not in tables:
            allowed_tables = f"una tabla del registro: {', '.join(one.name for one in tables)}"
            yield Failure(column="rows", rule="table_of_register", came=f"llegó {table.name}", allowed=allowed_tables)


_DATES = ("recorded_on", "covers_from", "covers_to", "provisional_from")


def _are_dates(said: Said) -> bool:
    return not any(_no_dates(said))


def _no_dates(said: Said) -> Iterator[Failure]:
    for name in _DATES:
        value = getattr(said, name)
        is_absent = value is None and name == "provisional_from"
        if not is_absent and (type(value) is not date or not FIRST_DAY <= value <= LAST_DAY):
            yield Failure(column=name, rule="calendar", came=_shown(value), allowed=_CALENDAR)


def _dates(said: Said, today: date) -> Iterator[Failure]:
    """What is covered is over when it is known: on a covered day without rows nothing happened."""
    if said.covers_from > said.covers_to:
        allowed = f"una fecha hasta el {said.covers_to}, que es covers_to"
        yield Failure(column="covers_from", rule="order", came=_shown(said.covers_from), allowed=allowed)
    if said.covers_to > said.recorded_on:
        allowed = f"una fecha hasta el {said.recorded_on}, que es recorded_on"
        yield Failure(column="covers_to", rule="known", came=_shown(said.covers_to), allowed=allowed)
    if said.provisional_from is not None and not said.covers_from <= said.provisional_from <= said.covers_to:
        allowed = f"una fecha entre {said.covers_from} y {said.covers_to}, días que la carga cubre"
        yield Failure(column="provisional_from", rule="covered", came=_shown(said.provisional_from), allowed=allowed)
    if said.data_kind == "register":
        yield from _not_ahead(said.recorded_on, today)


def _not_ahead(recorded_on: date, today: date) -> Iterator[Failure]:
    """Whatever is known tomorrow would be late after a load that says it was known in 2099."""
    if recorded_on > today:
        allowed = f"una fecha hasta hoy, {today}"
        yield Failure(column="recorded_on", rule="today", came=_shown(recorded_on), allowed=allowed)


def check_known_on(register: str, recorded_on: date, *, today: date) -> None:
    """Refuse what says that it was known on a day to come, or on no day of the calendar."""
    if type(recorded_on) is not date or not FIRST_DAY <= recorded_on <= LAST_DAY:
        failure = Failure(column="recorded_on", rule="calendar", came=_shown(recorded_on), allowed=_CALENDAR)
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
        )
        self._known = Known(connection)
        self._terms: dict[Table, Terms] = {}
        self._before: Counter[Table] = Counter()
        self._failures: list[Failure] = []
        self._count = 0

    @property
    def is_open(self) -> bool:
        """Nothing was wrong up to now."""
        return not self._count

    def admit(self, table: Table, part: Part) -> Part:
        """The rows as they are stored: every column of the table, typed. What is wrong with them is noted."""
        contract = contract_of(table)
        if table not in self._terms:
            self._terms[table] = contract.terms(self._days, self._known)
        terms, before = self._terms[table], self._before[table]
        names = [cell.name for cell in terms.cells]
        self._note_columns(contract, part, names)
        frame, misfits = _typed(terms, part, before)
        self._before[table] += len(part)
        for count, listed in (*_misfit(table, terms, misfits), *_broken(table, terms, frame, misfits)):
            self._note(count, listed)
        if isinstance(part, pl.DataFrame):
            return frame.select(names)
        return part if all(row.keys() == set(names) for row in part) else [_whole(row, names) for row in part]

    def admit_closing(self, table: Table, rows: Sequence[Row]) -> None:
        """Note what is no value of the columns that name a row to close, and rows that are closed twice."""
        key = identity(table)
        for column in key:
            kind = kind_of(column)
            given = [row.get(column.name) for row in rows]
            misfits = kind.read(given)[1]
            listed = [_failure(table, place + 1, column.name, "type", given[place], kind.allowed) for place in misfits]
            self._note(len(listed), listed)
        told = [tuple(repr(row.get(column.name)) for column in key) for row in rows]
        repeated = [place for place, one in enumerate(told) if one in told[:place]]
        names = ", ".join(column.name for column in key)
        allowed = f"cerrar una sola vez cada {names}"
        for place in repeated:
            shown = _shown(*(rows[place].get(column.name) for column in key))
            self._note(1, [_at(table, place + 1, names, "is_closed_once", f"{shown} otra vez", allowed)])

    def refuse_told_before(self, table: Table, frame: Part, batch_id: int) -> None:
        """Note the rows that an earlier part of the same load has told: the database found that there are some."""
        contract, key = contract_of(table), contract_of(table).key
        columns = [table.c[name] for name in key]
        told = set(map(tuple, self._connection.execute(sa.select(*columns).where(table.c.batch_id == batch_id))))
        rows = (
            frame.select(key).iter_rows()
            if isinstance(frame, pl.DataFrame)
            else (tuple(row[n] for n in key) for row in frame)
        )
        first = self._before[table] - len(frame) + 1
        rule = next(rule for rule in self._terms[table].rules if rule.is_about_repetition)
        repeated = [(number, values) for number, values in enumerate(rows, first) if values in told]
        listed = [
            _at(contract.table, number, ", ".join(key), rule.name, f"{_shown(*values)} otra vez", rule.allowed)
            for number, values in repeated[:LISTED]
        ]
        self._note(len(repeated), listed)

    def close(self) -> None:
        """RefusedError if anything was wrong."""
        if self._count:
            listed = sorted(self._failures, key=lambda one: one.row or 0)[:LISTED]
            raise RefusedError(self._said.register, listed, left_out=self._count - len(listed))

    def _note(self, count: int, listed: Iterable[Failure]) -> None:
        self._failures += listed
        self._count += count

    def _note_columns(self, contract: Contract, part: Part, names: Sequence[str]) -> None:
        given = (
            part.columns
            if isinstance(part, pl.DataFrame)
            else list(dict.fromkeys(name for row in part for name in row))
        )
        allowed = f"una columna de la tabla: {', '.join(names)}"
        listed = [
            Failure(
                table=contract.table.name,
                column=str(name),
                rule="column",
                came="llegó una columna de más",
                allowed=allowed,
            )
            for name in given
            if name not in names and not self._before[contract.table]
        ]
        self._note(len(listed), listed)


def _covered(connection: Connection, history: History, *, is_real: bool) -> tuple[tuple[date, date], ...]:
    """The spans of days that standing loads speak of, once each."""
    ids = [one.id for one in history.speaking(is_real=is_real)]
    table = load_batches
    query = sa.select(table.c.covers_from, table.c.covers_to).where(table.c.id.in_(ids)).distinct()
    return tuple((row.covers_from, row.covers_to) for row in connection.execute(query))


def _whole(row: Row, names: Sequence[str]) -> Row:
    return {name: row.get(name) for name in names}


Misfits = dict[str, dict[int, Any]]
"""By column: values that are none of its kind, by the numbers of their rows."""


def _typed(terms: Terms, part: Part, before: int) -> tuple[pl.DataFrame, Misfits]:
    """The rows with the types of the table and their numbers; what has no such type is null there."""
    columns: list[pl.Series] = []
    misfits: Misfits = {}
    for cell in terms.cells:
        given = _given(part, cell.name)
        series, places = cell.kind.read(given)
        columns.append(series.alias(cell.name))
        if places:
            misfits[cell.name] = {before + place + 1: given[place] for place in places}
    numbers = pl.Series(ROW, range(before + 1, before + len(part) + 1), dtype=pl.Int64)
    return pl.DataFrame([*columns, numbers]), misfits


def _given(part: Part, name: str) -> Sequence[Any] | pl.Series:
    """One column of the rows, null where it is absent."""
    if not isinstance(part, pl.DataFrame):
        return [row.get(name) for row in part]
    return part[name] if name in part.columns else [None] * part.height


def _misfit(table: Table, terms: Terms, misfits: Misfits) -> Iterator[tuple[int, list[Failure]]]:
    for cell in terms.cells:
        found = list(misfits.get(cell.name, {}).items())
        yield (
            len(found),
            [_failure(table, row, cell.name, "type", value, cell.allowed) for row, value in found[:LISTED]],
        )


def _broken(table: Table, terms: Terms, frame: pl.DataFrame, misfits: Misfits) -> Iterator[tuple[int, list[Failure]]]:
    """What the schema of the rows finds: one failure for each cell, and of rules across cells those of sound cells."""
    _, failure = terms.schema.filter(frame)
    if not len(failure):
        return
    details = failure.details()
    own = {cell.name: [name for name in details.columns if name.startswith(f"{cell.name}|")] for cell in terms.cells}
    for cell in terms.cells:
        bad = _any_invalid(own[cell.name]) & ~pl.col(ROW).is_in(list(misfits.get(cell.name, {})))
        found = details.filter(bad)
        shown = found.head(LISTED).iter_rows(named=True)
        listed = [
            _failure(table, row[ROW], cell.name, _first(row, own[cell.name]), row[cell.name], cell.allowed)
            for row in shown
        ]
        yield found.height, listed
    for rule in terms.rules:
        sound = ~_any_invalid([name for column in rule.columns for name in own[column]])
        found = details.filter(_any_invalid([rule.name]) & sound)
        yield found.height, [_broken_rule(table, rule, row) for row in found.head(LISTED).iter_rows(named=True)]


def _any_invalid(names: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal(pl.lit(value=False), *(pl.col(name) == "invalid" for name in names))


def _first(row: Mapping[str, Any], names: Sequence[str]) -> str:
    found = next(name for name in names if row[name] == "invalid")
    return found.partition("|")[2].removeprefix("check__")


def _broken_rule(table: Table, rule: Rule, row: Mapping[str, Any]) -> Failure:
    came = _shown(*(row[name] for name in rule.columns))
    came = f"{came} otra vez" if rule.is_about_repetition else came
    return _at(table, row[ROW], ", ".join(rule.columns), rule.name, came, rule.allowed.format(**row))


def _failure(table: Table, row: int, column: str, rule: str, value: Any, allowed: str) -> Failure:
    return _at(table, row, column, rule, _shown(value), allowed)


def _at(table: Table, row: int, column: str, rule: str, came: str, allowed: str) -> Failure:
    return Failure(table=table.name, row=row, column=column, rule=rule, came=came, allowed=allowed)


def _shown(*values: Any) -> str:
    """What came, for who sent it. A RUN is not repeated: it identifies a person."""
    return "no llegó nada" if values == (None,) else f"llegó {', '.join(map(_one, values))}"


def _one(value: Any) -> str:
    if is_run(value):
        return "un RUN, que identifica a una persona"
    if type(value) is date:
        return value.isoformat()
    text = repr(value)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"

"""Which version of a row stands: what the load that was known last says of it, among those not taken back.

What a load says of one identity is a statement: its rows of that identity, or that there is none (it closes it). Loads
are in order of the day on which they were known, and of their arrival where that is the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, ColumnElement, Connection, Table

from data_access.bulk import Row, insert_rows
from data_access.schema import REGISTERS, closed_rows, identity, load_batches


class LoadError(ValueError):
    """A batch that cannot be loaded, or a load that cannot be withdrawn; `spanish` is what people are told."""

    def __init__(self, english: str, spanish: str) -> None:
        super().__init__(english)
        self.spanish = spanish


@dataclass(frozen=True, kw_only=True)
class Told:
    """One load, as far as its place among the others goes."""

    id: int
    recorded_on: date
    data_kind: str
    register: str = ""
    checksum: str = ""
    withdraws: int | None = None

    @property
    def place(self) -> tuple[date, int]:
        """What is known later stands before what is known earlier."""
        return self.recorded_on, self.id


class History:
    """The loads of one register, in order of arrival."""

    def __init__(self, loads: Sequence[Told]) -> None:
        self.all = loads

    @property
    def has_register(self) -> bool:
        """A load of real rows was ever there: demonstration rows count no more."""
        return any(one.data_kind == "register" for one in self.all)

    @property
    def standing(self) -> list[Told]:
        """The loads that were not taken back, without those that take back."""
        withdrawn = {one.withdraws for one in self.all}
        return [one for one in self.all if one.withdraws is None and one.id not in withdrawn]

    def speaking(self, *, is_real: bool = False) -> list[Told]:
        """The standing loads whose rows count; `is_real`: as from the first real rows on."""
        without_demonstration = is_real or self.has_register
        return [one for one in self.standing if not (without_demonstration and one.data_kind == "demonstration")]


def history(connection: Connection, register: str) -> History:
    """The loads of `register` up to now."""
    columns = [load_batches.c[name] for name in Told.__dataclass_fields__]
    query = sa.select(*columns).where(load_batches.c.register == register).order_by(load_batches.c.id)
    return History([Told(**row) for row in connection.execute(query).mappings()])


# --- a load comes in -------------------------------------------------------------------------------------


def settle(
    connection: Connection, before: History, told: Told, tables: Sequence[Table], closes: Mapping[Table, list[Row]]
) -> tuple[int, int]:
    """Put the rows of the load `told` in their place; return how many were outdated and how many rows it closed.

    LoadError where a row to close is not there.
    """
    is_real = told.data_kind == "register"
    if is_real and not before.has_register:
        _displace_demonstration(connection, before, told.id)
    later = [one.id for one in before.speaking(is_real=is_real) if one.recorded_on > told.recorded_on]
    outdated = sum(_outdate(connection, table, told.id, later) for table in tables) if later else 0
    if before.all:
        for table in tables:
            _supersede(connection, table, told.id)
    closed = sum(_close(connection, table, told.id, rows, later) for table, rows in closes.items())
    return outdated, closed


def _displace_demonstration(connection: Connection, before: History, batch_id: int) -> None:
    demonstration = [one.id for one in before.all if one.data_kind == "demonstration"]
    if not demonstration:
        return
    register = next(one.register for one in before.all)
    for table in REGISTERS[register]:
        connection.execute(
            table.update()
            .where(table.c.superseded_by.is_(None), table.c.batch_id.in_(demonstration))
            .values(superseded_by=batch_id)
        )


def _outdate(connection: Connection, table: Table, batch_id: int, later: Sequence[int]) -> int:
    """Rows whose identity a load known later has told were superseded before they came."""
    key = _key(table)
    told = sa.select(*key.clauses).where(table.c.batch_id.in_(later))
    mine = table.c.batch_id == batch_id
    outdated = connection.execute(table.update().where(mine, key.in_(told)).values(superseded_by=batch_id)).rowcount
    for values in _closed_by(connection, table, later):
        found = table.update().where(mine, table.c.superseded_by.is_(None), _is(table, json.loads(values)))
        outdated += connection.execute(found.values(superseded_by=batch_id)).rowcount
    return outdated


def _supersede(connection: Connection, table: Table, batch_id: int) -> None:
    key = _key(table)
    renewed = sa.select(*key.clauses).where(table.c.batch_id == batch_id, table.c.superseded_by.is_(None))
    connection.execute(
        table.update()
        .where(table.c.batch_id < batch_id, table.c.superseded_by.is_(None), key.in_(renewed))
        .values(superseded_by=batch_id)
    )


def _close(connection: Connection, table: Table, batch_id: int, rows: Iterable[Row], later: Sequence[int]) -> int:
    """Rows that are no more; what a load known later has told stays."""
    closed = 0
    for row in rows:
        values = _values(table, row)
        same = _is(table, values)
        found = connection.execute(sa.select(table.c.batch_id).where(same)).scalars().all()
        if not found or batch_id in found:
            raise _nothing_to_close(table, values)
        said = {"batch_id": batch_id, "register_table": table.name, "identity": _text(values)}
        connection.execute(closed_rows.insert(), said)
        if not set(found) & set(later) and _text(values) not in _closed_by(connection, table, later):
            current = table.update().where(same, table.c.superseded_by.is_(None)).values(superseded_by=batch_id)
            closed += connection.execute(current).rowcount
    return closed


def _nothing_to_close(table: Table, values: Sequence[Any]) -> LoadError:
    came = ", ".join(f"{column.name}={value}" for column, value in zip(identity(table), values, strict=True))
    allowed = "a row that an earlier load brought, and that this one does not bring"
    english = f"{table.name}: nothing to close at {came}; allowed: {allowed}"
    spanish = "se admite una fila que trajo una carga anterior y que ésta no trae"
    return LoadError(english, f"{table.name}: no hay nada que cerrar en {came}; {spanish}")


def _closed_by(connection: Connection, table: Table, batches: Sequence[int]) -> set[str]:
    query = sa.select(closed_rows.c.identity).where(
        closed_rows.c.register_table == table.name, closed_rows.c.batch_id.in_(batches)
    )
    return set(connection.execute(query).scalars())


# --- a load is taken back --------------------------------------------------------------------------------


def take_back(
    connection: Connection, before: History, batch_id: int, withdrawal: int, tables: Iterable[Table]
) -> tuple[int, int]:
    """Make everything that `batch_id` says unsaid; return how many rows were restored and how many are no more."""
    places = {one.id: one.place for one in before.speaking()}
    if batch_id not in places:
        return 0, 0
    restored = closed = 0
    for table in tables:
        statements = _statements(connection, table, batch_id, places)
        changed = [key for key, told in statements.items() if max(told, key=places.__getitem__) == batch_id]
        again: list[Row] = []
        for key in changed:
            others = {number: rows for number, rows in statements[key].items() if number != batch_id}
            again += others[max(others, key=places.__getitem__)] if others else []
            current = table.update().where(_is(table, json.loads(key)), table.c.superseded_by.is_(None))
            closed += connection.execute(current.values(superseded_by=withdrawal)).rowcount
        insert_rows(connection, table, ({**row, "batch_id": withdrawal} for row in again))
        restored += len(again)
    return restored, closed


def _statements(
    connection: Connection, table: Table, batch_id: int, places: Mapping[int, Any]
) -> dict[str, dict[int, list[Row]]]:
    """What each standing load says of the identities that `batch_id` speaks of: rows, or none where it closes them."""
    key = _key(table)
    found: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    mine = _closed_by(connection, table, [batch_id])
    conditions: list[ColumnElement[bool]] = [
        key.in_(sa.select(*key.clauses).where(table.c.batch_id == batch_id)),
        *(_is(table, json.loads(values)) for values in mine),
    ]
    query = sa.select(table).where(sa.or_(*conditions), table.c.batch_id.in_(list(places)))
    names = [column.name for column in table.columns if column.name not in {"batch_id", "superseded_by"}]
    for row in connection.execute(query).mappings():
        told = found[_text(_values(table, dict(row)))]
        told[row["batch_id"]].append({name: row[name] for name in names})
    closings = sa.select(closed_rows).where(
        closed_rows.c.register_table == table.name, closed_rows.c.batch_id.in_(list(places))
    )
    for row in connection.execute(closings).mappings():
        if row["identity"] in found or row["batch_id"] == batch_id:
            found[row["identity"]].setdefault(row["batch_id"], [])
    return found


# --- identities ------------------------------------------------------------------------------------------


def _key(table: Table) -> sa.Tuple:
    return sa.tuple_(*identity(table))


def _values(table: Table, row: Mapping[str, Any]) -> list[Any]:
    names = [column.name for column in identity(table)]
    if missing := [name for name in names if row.get(name) is None]:
        named, lacking = ", ".join(names), ", ".join(missing)
        english = f"{table.name}: a row is named by {named}; missing: {lacking}"
        raise LoadError(english, f"{table.name}: una fila se nombra por {named}; falta: {lacking}")
    return [row[name] for name in names]


def _text(values: Sequence[Any]) -> str:
    """An identity as it is stored and compared."""
    return json.dumps(values, default=str, ensure_ascii=False)


def _is(table: Table, values: Sequence[Any]) -> ColumnElement[bool]:
    return sa.and_(*(column == _typed(column, value) for column, value in zip(identity(table), values, strict=True)))


def _typed(column: Column[Any], value: Any) -> Any:
    """A value as it was before it was text."""
    return date.fromisoformat(value) if column.type.python_type is date and isinstance(value, str) else value

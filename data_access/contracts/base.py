"""What a row of a table must be to be loaded: what the schema says of each column, and what the contract adds.

A contract becomes a dataframely schema for one load, since what it allows depends on the days that the load speaks of
and on the reference tables of its database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from types import new_class
from typing import Any, cast

import dataframely as dy
import polars as pl
import sqlalchemy as sa
from sqlalchemy import Column, Connection, Table

from data_access.contracts.kinds import Checks, Kind, kind_of
from data_access.contracts.persons import are_runs
from data_access.schema import dimension_members
from data_access.schema.base import VERSION_COLUMNS, listed_values

ROW = "_row"
"""Beside the columns of a table: which row of the load it is, from 1."""

_LISTED = 12
"""How many of the values allowed an error names."""

_HIDDEN = r"\p{Cc}\u{2028}\u{2029}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}"
"""Control characters, and those that make text read otherwise than it is stored."""


@dataclass(frozen=True, kw_only=True)
class Days:
    """When a load was known, the days that it speaks of, and those that standing loads of its register speak of.

    `before` and `after` are the standing loads known until then and later, in the order in which they were known.
    """

    recorded_on: date
    covers_from: date
    covers_to: date
    covered: tuple[tuple[date, date], ...] = ()
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()


class Known:
    """What the reference tables of a database hold, each read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[str, list[Any]] = {}

    def values(self, query: sa.Select[Any]) -> list[Any]:
        """The first column of `query`, in its order."""
        key = str(query.compile(compile_kwargs={"literal_binds": True}))
        if key not in self._read:
            self._read[key] = list(self._connection.execute(query).scalars())
        return self._read[key]

    def rows(self, query: sa.Select[Any]) -> Iterator[Mapping[str, Any]]:
        """What `query` finds in the register's own tables, which is not kept."""
        yield from map(dict, self._connection.execute(query).mappings())

    def members(self, dimension: str) -> list[Any]:
        """The members of a dimension in the order of lists."""
        table = dimension_members
        query = sa.select(table.c.member).where(table.c.dimension == dimension)
        return self.values(query.order_by(table.c.position, table.c.member))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What `columns` of a row must satisfy together; where `holds` is null there is nothing to say.

    `allowed` names values of the row in braces.
    """

    name: str
    columns: tuple[str, ...]
    holds: pl.Expr
    allowed: str
    is_about_repetition: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A column of a load: what its values are, and what is told to who sent another one."""

    name: str
    kind: Kind
    allowed: str
    column: dy.Column


@dataclass(frozen=True, kw_only=True)
class Terms:
    """A contract as it stands for one load."""

    cells: tuple[Cell, ...]
    rules: tuple[Rule, ...]
    schema: type[dy.Schema]


Together = Callable[[Known, Days], Iterator[Rule]]


@dataclass(frozen=True, kw_only=True)
class Contract:
    """What the rows of `table` must be, beyond what the schema says of each column.

    `day`: on which a row counts; a covered one. `up_to`: days that may precede those covered and not follow them.
    `happened`: days of what had happened when the load was known. `not_before`: columns, each with the column of a day
    that it cannot precede. `together`: rules of several columns. `members`: columns of a dimension's members, by the dimension. `at_least`: the least number
    allowed. `months`: columns that hold the first day of a month. `blank`: columns of the key that may be empty.
    """

    table: Table
    day: str | None = None
    up_to: tuple[str, ...] = ()
    happened: tuple[str, ...] = ()
    not_before: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    at_least: Mapping[str, int] = field(default_factory=dict)
    months: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    together: Together = lambda _known, _days: iter(())

    @property
    def columns(self) -> list[Column[Any]]:
        """Those that a load says."""
        return [column for column in self.table.columns if column.name not in VERSION_COLUMNS]

    @property
    def key(self) -> list[str]:
        """What names one row of a load."""
        return [column.name for column in self.columns if column.primary_key]

    def terms(self, days: Days, known: Known) -> Terms:
        """The contract for a load of `days` into a database whose reference tables are `known`."""
        cells = tuple(self._cell(column, known) for column in self.columns)
        rules = tuple(self._rules(days, known))
        said: dict[str, Any] = {cell.name: cell.column for cell in cells} | {ROW: dy.Int64()}
        said |= {rule.name: _declared(rule) for rule in rules}
        made = new_class(f"{self.table.name}_rows", (dy.Schema,), exec_body=lambda body: body.update(said))
        return Terms(cells=cells, rules=rules, schema=cast("type[dy.Schema]", made))

    # --- one column --------------------------------------------------------------------------------------

    def _cell(self, column: Column[Any], known: Known) -> Cell:
        kind = kind_of(column)
        listed = self._listed(column, known)
        checks, allowed = _one_of(listed) if listed is not None else self._open(column, kind)
        return Cell(
            name=column.name,
            kind=kind,
            allowed=f"{allowed}, o nada" if column.nullable else allowed,
            column=kind.dy(nullable=bool(column.nullable), check=checks),
        )

    def _listed(self, column: Column[Any], known: Known) -> Sequence[Any] | None:
        """The values that a column may have, if there is a list of them."""
        if column.name in self.members:
            return known.members(self.members[column.name])
        if listed := listed_values(column):
            return listed
        referred = next((one.column for one in column.foreign_keys), None)
        return None if referred is None else known.values(sa.select(referred).order_by(referred))

    def _open(self, column: Column[Any], kind: Kind) -> tuple[Checks, str]:
        if isinstance(column.type, sa.String):
            return self._text(column, kind)
        if column.name in self.at_least:
            least = self.at_least[column.name]
            return {"at_least": lambda value: value >= least}, f"{kind.allowed} y no menor que {least}"
        if column.name in self.months:
            return {"first_of_month": lambda value: value.dt.day() == 1}, f"{kind.allowed}, que sea el 1 de un mes"
        return {}, kind.allowed

    def _text(self, column: Column[Any], kind: Kind) -> tuple[Checks, str]:
        is_long = isinstance(column.type, sa.Text)
        checks: Checks = {"hidden": lambda value: ~_has_hidden(value, is_long=is_long)}
        length = getattr(column.type, "length", None)
        if length:
            checks["length"] = lambda value: value.str.len_chars() <= length
        if not column.primary_key or column.name in self.blank:
            return checks, f"{kind.allowed}, sin caracteres de control"
        checks["blank"] = lambda value: value != ""
        checks["margin"] = lambda value: value == value.str.strip_chars()
        checks["run"] = lambda value: ~value.map_batches(are_runs, return_dtype=pl.Boolean())
        return checks, f"{kind.allowed}, ni vacío ni un RUN, sin caracteres de control ni espacios en los extremos"

    # --- several columns, or the load ------------------------------------------------------------------------

    def _rules(self, days: Days, known: Known) -> Iterator[Rule]:
        yield from (_not_before(column, other) for column, other in self.not_before.items())
        if self.day is not None:
            yield self._covered(self.day, days)
        last_covered = f"una fecha hasta el {days.covers_to}, último día que la carga cubre"
        yield from (_not_after(column, days.covers_to, "covers_to", last_covered) for column in self.up_to)
        known_on = f"una fecha hasta el {days.recorded_on}, día en que se supo la carga"
        yield from (_not_after(column, days.recorded_on, "recorded_on", known_on) for column in self.happened)
        yield from self.together(known, days)
        yield _once(self.key)

    def _covered(self, day: str, days: Days) -> Rule:
        """A row that nothing else happens to is of the days of its load; another one may be of days covered before.

        On a day that no load covers it would count nowhere.
        """
        holds = pl.col(day).is_between(days.covers_from, days.covers_to)
        allowed = f"una fecha entre {days.covers_from} y {days.covers_to}, días que la carga cubre"
        if self.happened:
            before = [pl.col(day).is_between(start, end) for start, end in days.covered]
            holds |= reduce(or_, before, pl.lit(value=False)) & (pl.col(day) <= days.covers_to)
            allowed += ", o una anterior que cubra una carga vigente"
        return Rule(name=f"{day}_is_covered", columns=(day,), holds=holds, allowed=allowed)


def _one_of(listed: Sequence[Any]) -> tuple[Checks, str]:
    shown = ", ".join(map(str, listed[:_LISTED]))
    more = f" y {len(listed) - _LISTED} más" if len(listed) > _LISTED else ""
    return {"member": lambda value: value.is_in(list(listed))}, f"uno de {shown}{more}"


def _has_hidden(value: pl.Expr, *, is_long: bool) -> pl.Expr:
    """Lines and tabs belong to texts of several lines, and to no other."""
    kept = value.str.replace_all(r"[\n\r\t]", "") if is_long else value
    return kept.str.contains(f"[{_HIDDEN}]")


def _not_before(column: str, other: str) -> Rule:
    return Rule(
        name=f"{column}_not_before_{other}",
        columns=(column,),
        holds=pl.col(column) >= pl.col(other),
        allowed=f"una fecha desde el {{{other}}}, que es {other}",
    )


def _not_after(column: str, last: date, what: str, allowed: str) -> Rule:
    return Rule(name=f"{column}_not_after_{what}", columns=(column,), holds=pl.col(column) <= last, allowed=allowed)


def _once(key: Sequence[str]) -> Rule:
    named = ", ".join(key)
    what = pl.col(key[0]) if len(key) == 1 else pl.struct(key)
    return Rule(
        name="is_told_once",
        columns=tuple(key),
        holds=what.is_first_distinct() | pl.any_horizontal(pl.col(name).is_null() for name in key),
        allowed=f"una sola fila por {named}",
        is_about_repetition=True,
    )


def _declared(rule: Rule) -> Any:
    return dy.rule()(lambda _schema: rule.holds)

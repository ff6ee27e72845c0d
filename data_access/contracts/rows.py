"""Rows as a contract reads them, whether they came as Python values or as typed columns, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import polars as pl
from sqlalchemy import Table

from data_access.bulk import Row
from data_access.contracts.base import ROW, Cell, Rule, Terms
from data_access.contracts.refusals import LISTED, Failure, shown

Part = list[Row] | pl.DataFrame
"""Rows of one table: Python values by name, or typed columns."""

Misfits = dict[str, dict[int, Any]]
"""By column: values that are none of its kind, by the numbers of their rows."""


def typed(terms: Terms, part: Part, before: int) -> tuple[pl.DataFrame, Misfits]:
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


def wrong(table: Table, terms: Terms, frame: pl.DataFrame, misfits: Misfits) -> Iterator[tuple[int, list[Failure]]]:
    """How many failures of each sort there are in what `typed` made, and the first of them."""
    yield from _misfit(table, terms, misfits)
    yield from _broken(table, terms, frame, misfits)


def _misfit(table: Table, terms: Terms, misfits: Misfits) -> Iterator[tuple[int, list[Failure]]]:
    for cell in terms.cells:
        found = misfits.get(cell.name, {})
        told = islice(found.items(), LISTED)
        yield len(found), [_misfit_cell(table, cell, row, value) for row, value in told]


def _misfit_cell(table: Table, cell: Cell, row: int, value: Any) -> Failure:
    return Failure.of(table, row, cell.name, rule="type", came=shown(value), allowed=cell.allowed)


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
        told = found.head(LISTED).iter_rows(named=True)
        listed = [_broken_cell(table, cell, row, _first(row, own[cell.name])) for row in told]
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


def _broken_cell(table: Table, cell: Cell, row: Mapping[str, Any], rule: str) -> Failure:
    return Failure.of(table, row[ROW], cell.name, rule=rule, came=shown(row[cell.name]), allowed=cell.allowed)


def _broken_rule(table: Table, rule: Rule, row: Mapping[str, Any]) -> Failure:
    values = tuple(row[name] for name in rule.columns)
    if rule.is_about_repetition:
        return repeated(table, rule, row[ROW], values)
    allowed = rule.allowed.format(**row)
    return Failure.of(table, row[ROW], *rule.columns, rule=rule.name, came=shown(*values), allowed=allowed)


def repeated(table: Table, rule: Rule, row: int, values: Sequence[Any]) -> Failure:
    again = f"{shown(*values)} otra vez"
    return Failure.of(table, row, *rule.columns, rule=rule.name, came=again, allowed=rule.allowed)


def stored(part: Part, frame: pl.DataFrame, names: Sequence[str]) -> Part:
    """The rows with every column of their table, for the driver; `frame` is what was checked of them."""
    if isinstance(part, pl.DataFrame):
        return frame.select(names)
    return [{name: row.get(name) for name in names} for row in part]


def column_names(part: Part) -> list[str]:
    """Every column that some row has."""
    return part.columns if isinstance(part, pl.DataFrame) else list(dict.fromkeys(name for row in part for name in row))


def keys(part: Part, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """What names each of the rows, in order."""
    if isinstance(part, pl.DataFrame):
        return part.select(names).iter_rows()
    return (tuple(row[name] for name in names) for row in part)

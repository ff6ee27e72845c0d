"""Which roll-ups there are: a table for each that a dataset declares, holding what the catalogue counts.

A table's name ends in a digest of what selects its cells, so that a declaration that changes makes a new table and
never reads an old one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, ColumnElement, MetaData, Select, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import GenerativeSelect

from data_access.schema import ROLLUP_PREFIX
from metrics.catalogue import catalogue
from metrics.model.dataset import Dataset, Rollup, Shape
from metrics.model.fetches import Aggregate, column_of
from metrics.model.sql import CALENDAR, TODAY_NUMBER
from metrics.queries.rollups.changes import BATCH, changes, is_something, summed
from metrics.registers.foi import STUDIED

RUNS: sa.BindParameter[int] = sa.bindparam("runs", type_=sa.Integer, expanding=True)
_NAME_LENGTH = 63
_DIGEST = 6


@dataclass(frozen=True, kw_only=True, eq=False)
class RollupTable:
    """A declared roll-up and the table that holds it.

    `columns` are the dimensions in the table; `measures` the column of each aggregate that it keeps, by
    its SQL; `changes` selects what a batch changes, `run` the cells that are kept under it.
    """

    dataset: Dataset
    rollup: Rollup
    table: Table
    columns: Mapping[str, ColumnElement[Any]]
    measures: Mapping[str, str]
    changes: GenerativeSelect
    run: Select[Any]

    @cached_property
    def uses_calendar(self) -> bool:
        """What it holds depends on which days are business days."""
        return any(element is CALENDAR for element in visitors.iterate(self.changes))


@lru_cache(1)
def declared() -> tuple[RollupTable, ...]:
    """Every roll-up that the datasets of the catalogue and of the studies declare."""
    counted: dict[Dataset, dict[str, Aggregate]] = {dataset: {} for dataset in STUDIED}
    for metric in catalogue().values():
        for dataset in metric.formula.datasets:
            counted.setdefault(dataset, {})
        for aggregate in metric.formula.aggregates:
            counted[aggregate.dataset].setdefault(sql_of(aggregate), aggregate)
    return tuple(_rollup(dataset, one, found) for dataset, found in counted.items() for one in dataset.rollups)


@lru_cache(1024)
def sql_of(aggregate: Aggregate) -> str:
    """Two aggregates of the same rows have the same text."""
    where = sa.true() if aggregate.where is None else aggregate.where
    compiled = sa.select(aggregate.of_a_row).where(where).compile(dialect=sqlite.dialect())
    return f"{compiled} {sorted(compiled.params.items(), key=str)}"


def _rollup(dataset: Dataset, rollup: Rollup, aggregates: Mapping[str, Aggregate]) -> RollupTable:
    counted = {text: one for text, one in aggregates.items() if _is_additive_in_time(one)}
    changed = changes(dataset, rollup, tuple(counted.values()))
    compiled = changed.compile(dialect=sqlite.dialect())
    digest = hashlib.sha256(f"{compiled} {sorted(compiled.params.items(), key=str)}".encode()).hexdigest()[:_DIGEST]
    words = "_".join((dataset.register, str(rollup.shape), *(rollup.by or ("all",))))
    name = f"{ROLLUP_PREFIX}{words}"[: _NAME_LENGTH - _DIGEST - 1] + f"_{digest}"
    table = _table(name, rollup, changed)
    return RollupTable(
        dataset=dataset,
        rollup=rollup,
        table=table,
        columns={dimension: table.c[dimension] for dimension in rollup.by},
        measures={text: column_of(number) for number, text in enumerate(counted)},
        changes=changed,
        run=_run(table, changed),
    )


def _is_additive_in_time(aggregate: Aggregate) -> bool:
    """Rows meet the condition or not, however many business days today is away."""
    return aggregate.where is None or not any(element is TODAY_NUMBER for element in visitors.iterate(aggregate.where))


def _table(name: str, rollup: Rollup, changed: GenerativeSelect) -> Table:
    """A table for what `changed` selects; it can be dropped and made again."""
    columns = [Column(column.name, column.type) for column in changed.selected_columns]
    table = Table(name, MetaData(), Column("batch_id", sa.Integer), *columns)
    time = {Shape.STOCKS: ("is_month", "day"), Shape.DUES: ()}.get(rollup.shape, ("month",))
    for number, names in enumerate((("batch_id", *time), ("batch_id", *rollup.by[:1], *time))[: 1 + bool(rollup.by)]):
        sa.Index(f"ix_{number}_{name.removeprefix(ROLLUP_PREFIX)}", *(table.c[one] for one in names))
    return table


def _run(table: Table, change: GenerativeSelect) -> Select[Any]:
    """What is kept under a batch: its change, and the runs that its own takes in, added up."""
    measures = [column.name for column in table.columns if isinstance(column.type, sa.BigInteger)]
    keys = [column.name for column in table.columns if column.name not in {"batch_id", *measures}]
    changed = change.subquery("changed")
    names = [*keys, *measures]
    within = sa.select(*(table.c[name] for name in names)).where(table.c.batch_id.in_(RUNS))
    cells = sa.union_all(sa.select(*(changed.c[name] for name in names)), within).subquery("cells")
    sums = [summed(cells, name) for name in measures]
    select = sa.select(BATCH.label("batch_id"), *(cells.c[name] for name in keys), *sums)
    return select.group_by(*(cells.c[name] for name in keys)).having(is_something(sums))

"""Roll-ups: aggregates of the registers kept beside them, as signed changes by runs of loads.

A batch brings rows and supersedes others. Its change to an aggregate is that of the rows it brings
minus that of the rows it supersedes, and the aggregate as of any batch is the sum of the changes up to
it. So a load adds to a roll-up and changes nothing in it, and a roll-up answers as of any day.

Years of daily loads would be thousands of changes to add up. Every second load therefore keeps its change
together with the one before it, every fourth those of four loads, every eighth of eight (`_runs`, a Fenwick
tree): the aggregate as of load n is the sum of at most log2(n) + 1 runs, and a load still only adds.

What a roll-up holds follows from the declarations: a dataset says by which dimensions, the catalogue
what is counted. A table's name ends in a digest of both, so that a declaration that changes makes a new
table and never reads an old one. A question that no roll-up covers goes to the rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, ColumnElement, Connection, FromClause, MetaData, Select, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import GenerativeSelect

from data_access.schema import ROLLUP_PREFIX, load_batches, rollup_batches
from metrics.catalogue import catalogue
from metrics.datasets import Dataset, Rollup, Shape, Stock
from metrics.model import Count, Difference, Growth, Metric, PerCapita, Ratio, ShareOfTotal, Sum
from metrics.question import Fetch, Part
from metrics.reader import Reader, calendar_version
from metrics.sql import TODAY_NUMBER, filters, group, is_demonstration, month_start

_BATCH: sa.BindParameter[int] = sa.bindparam("batch", type_=sa.Integer)
_RUNS: sa.BindParameter[int] = sa.bindparam("runs", type_=sa.Integer, expanding=True)
_NAME_LENGTH = 63
_DIGEST = 6


@dataclass(frozen=True, kw_only=True, eq=False)
class Stored:
    """A declared roll-up and the table that holds it.

    `columns` are the dimensions in the table; `measures` the column of each part that it counts, by
    the part's SQL; `changes` selects what a batch changes, `run` the cells that are kept under it.
    """

    dataset: Dataset
    rollup: Rollup
    table: Table
    columns: Mapping[str, ColumnElement[Any]]
    measures: Mapping[str, str]
    changes: GenerativeSelect
    run: Select[Any]


@dataclass(frozen=True, kw_only=True)
class Refreshed:
    """What a refresh did to one roll-up."""

    name: str
    batches: int
    cells: int


# --- which roll-ups there are ----------------------------------------------------------------------


@lru_cache(1)
def declared() -> tuple[Stored, ...]:
    """Every roll-up that the datasets of the catalogue declare."""
    parts: dict[Dataset, dict[str, Part]] = {}
    for metric in catalogue().values():
        for part in _parts(metric):
            parts.setdefault(part.dataset, {}).setdefault(_sql(part), part)
    return tuple(_stored(dataset, rollup, found) for dataset, found in parts.items() for rollup in dataset.rollups)


def _parts(metric: Metric) -> Iterator[Part]:
    """What a metric counts or sums."""
    match metric.formula:
        case Count() | Sum() as part:
            yield part
        case Ratio(numerator=one, denominator=other) | Difference(minuend=one, subtrahend=other):
            yield from (one, other)
        case ShareOfTotal(part=part) | Growth(of=part) | PerCapita(numerator=part):
            yield part
        case _:
            return


def _sql(part: Part) -> str:
    """Two parts that count the same rows have the same text."""
    whole = sa.literal(1) if isinstance(part, Count) else part.column
    where = sa.true() if part.where is None else part.where
    compiled = sa.select(whole).where(where).compile(dialect=sqlite.dialect())
    return f"{compiled} {sorted(compiled.params.items(), key=str)}"


def _stored(dataset: Dataset, rollup: Rollup, parts: Mapping[str, Part]) -> Stored:
    counted = {text: part for text, part in parts.items() if _is_additive_in_time(part)}
    changes = _CHANGES[rollup.shape](dataset, rollup, tuple(counted.values()))
    compiled = changes.compile(dialect=sqlite.dialect())
    digest = hashlib.sha256(f"{compiled} {sorted(compiled.params.items(), key=str)}".encode()).hexdigest()[:_DIGEST]
    words = "_".join((dataset.register, str(rollup.shape), *(rollup.by or ("all",))))
    name = f"{ROLLUP_PREFIX}{words}"[: _NAME_LENGTH - _DIGEST - 1] + f"_{digest}"
    table = _table(name, rollup, changes)
    return Stored(
        dataset=dataset,
        rollup=rollup,
        table=table,
        columns={dimension: table.c[dimension] for dimension in rollup.by},
        measures={text: f"part_{number}" for number, text in enumerate(counted)},
        changes=changes,
        run=_run(table, changes),
    )


def _is_additive_in_time(part: Part) -> bool:
    """Rows meet the condition or not, however many business days today is away."""
    return part.where is None or not any(element is TODAY_NUMBER for element in visitors.iterate(part.where))


def _table(name: str, rollup: Rollup, changes: GenerativeSelect) -> Table:
    """A table for what `changes` selects; it can be dropped and made again."""
    columns = [Column(column.name, column.type) for column in changes.selected_columns]
    table = Table(name, MetaData(), Column("batch_id", sa.Integer), *columns)
    time = ("is_month", "day") if rollup.shape is Shape.STOCKS else ("month",)
    for number, names in enumerate((("batch_id", *time), ("batch_id", *rollup.by[:1], *time))[: 1 + bool(rollup.by)]):
        sa.Index(f"ix_{number}_{name.removeprefix(ROLLUP_PREFIX)}", *(table.c[one] for one in names))
    return table


# --- runs of loads -----------------------------------------------------------------------------------


def _runs(loads: Sequence[int]) -> list[int]:
    """The last loads of the runs that `loads`, a register's first ones, are made of."""
    found, position = [], len(loads)
    while position:
        found.append(loads[position - 1])
        position &= position - 1  # without its lowest bit: the run ends there that the last one begins after
    return found


def _runs_within(loads: Sequence[int]) -> list[int]:
    """The runs before the last load that its own run takes in."""
    earlier = loads[:-1]
    return [run for run in _runs(earlier) if run not in _runs(loads)]


def _run(table: Table, changes: GenerativeSelect) -> Select[Any]:
    """What is kept under a batch: its change, and the runs that its own takes in, added up."""
    measures = [column.name for column in table.columns if isinstance(column.type, sa.BigInteger)]
    keys = [column.name for column in table.columns if column.name not in {"batch_id", *measures}]
    changed = changes.subquery("changed")
    names = [*keys, *measures]
    within = sa.select(*(table.c[name] for name in names)).where(table.c.batch_id.in_(_RUNS))
    cells = sa.union_all(sa.select(*(changed.c[name] for name in names)), within).subquery("cells")
    sums = [_summed(cells, name) for name in measures]
    select = sa.select(_BATCH.label("batch_id"), *(cells.c[name] for name in keys), *sums)
    return select.group_by(*(cells.c[name] for name in keys)).having(_is_something(sums))


def _summed(rows: FromClause, name: str) -> ColumnElement[Any]:
    return sa.cast(sa.func.sum(rows.c[name]), sa.BigInteger).label(name)


def _is_something(sums: Iterable[ColumnElement[Any]]) -> ColumnElement[bool]:
    """A new version of a row often changes nothing."""
    return sa.or_(*(one.element != 0 for one in sums))


# --- what a batch changes ----------------------------------------------------------------------------


def _versions(dataset: Dataset, rows: FromClause, columns: list[ColumnElement[Any]]) -> sa.Subquery:
    """Rows that a batch brings (`sign` 1) or supersedes (-1).

    Nothing adds up the rows' keys: with them in both halves a cluster distributed by key unites on each machine.
    """
    table = dataset.versions
    keys = [column for column in table.primary_key if column.name != "batch_id"]
    demonstration = is_demonstration(table.c.batch_id).label("is_demonstration")

    def of(batch: ColumnElement[Any], sign: int) -> Select[Any]:
        signed = sa.literal_column(str(sign), sa.Integer).label("sign")
        return sa.select(*keys, signed, demonstration, *columns).select_from(rows).where(batch == _BATCH)

    return sa.union_all(of(table.c.batch_id, 1), of(table.c.superseded_by, -1)).subquery("versions")


def _signed(name: str, rows: FromClause, value: ColumnElement[Any] | None = None) -> ColumnElement[Any]:
    signed = rows.c.sign if value is None else rows.c.sign * value
    return sa.cast(sa.func.sum(signed), sa.BigInteger).label(name)


def _keys(dataset: Dataset, rollup: Rollup) -> list[ColumnElement[Any]]:
    return [dataset.dimensions[name].label(name) for name in rollup.by]


def _counts(dataset: Dataset, rollup: Rollup, parts: tuple[Part, ...]) -> Select[Any]:
    """Columns: month, the dimensions, rows, demonstration_rows, and part_0 and so on."""
    month = month_start(dataset.time).label("month")
    values = [_value(part).label(f"part_{number}") for number, part in enumerate(parts)]
    rows = _versions(dataset, dataset.rows, [month, *_keys(dataset, rollup), *values])
    keys = [rows.c.month, *(rows.c[name] for name in rollup.by)]
    measures = [_signed(value.name, rows, rows.c[value.name]) for value in values]
    return sa.select(*keys, *_row_counts(rows), *measures).group_by(*keys)


def _value(part: Part) -> ColumnElement[Any]:
    """What a row adds to a part."""
    whole: ColumnElement[Any] = sa.literal_column("1", sa.Integer) if isinstance(part, Count) else part.column
    return whole if part.where is None else sa.case((part.where, whole), else_=0)


def _row_counts(rows: FromClause) -> list[ColumnElement[Any]]:
    return [_signed("rows", rows), _signed("demonstration_rows", rows, rows.c.is_demonstration)]


def _waits(dataset: Dataset, rollup: Rollup, _parts: tuple[Part, ...]) -> Select[Any]:
    """Columns: month, the dimensions, days, started, rows, demonstration_rows, answered.

    `days` are those of the rows whose wait has ended, `started` that of the others.
    """
    waiting = dataset.waits
    days = sa.case((waiting.has_ended, waiting.days)).label("days")
    started = sa.case((sa.not_(waiting.has_ended), waiting.started)).label("started")
    answered = sa.case((waiting.is_answered, 1), else_=0).label("answered")
    month = month_start(dataset.time).label("month")
    rows = _versions(dataset, dataset.rows, [month, *_keys(dataset, rollup), days, started, answered])
    keys = [rows.c.month, *(rows.c[name] for name in rollup.by), rows.c.days, rows.c.started]
    selected = [*keys, *_row_counts(rows), _signed("answered", rows, rows.c.answered)]
    return sa.select(*selected).where(sa.or_(rows.c.days.is_not(None), rows.c.started.is_not(None))).group_by(*keys)


def _stocks(dataset: Dataset, rollup: Rollup, _parts: tuple[Part, ...]) -> sa.CompoundSelect[Any]:
    """Columns: day, the dimensions, is_month, rows, demonstration_rows, open, overdue.

    Each is what enters on the day less what leaves; rows enter on the day that they count on and stay.
    """
    waiting = dataset.waits
    changes = waiting.changes
    days = [sa.case((change.holds, change.day)).label(f"day_{number}") for number, change in enumerate(changes)]
    entered = sa.type_coerce(dataset.time, sa.Date).label("entered")
    rows = _versions(dataset, waiting.rows, [*_keys(dataset, rollup), entered, *days])
    keys = [*(rows.c[name] for name in rollup.by), rows.c.entered, *(rows.c[day.name] for day in days)]
    spans = sa.select(*keys, *_row_counts(rows)).group_by(*keys).cte("spans")
    nothing = sa.literal_column("0", sa.Integer)
    moves = [_move(spans, rollup, spans.c.entered, rows=spans.c.rows, demonstration=spans.c.demonstration_rows)]
    for change, day in zip(changes, days, strict=True):
        moved = {str(change.stock): spans.c.rows * change.step}
        moves.append(_move(spans, rollup, spans.c[day.name], rows=nothing, demonstration=nothing, **moved))
    found = sa.union_all(*moves).subquery("moves")
    daily = _moved(found, found.c.day, rollup, _IN_MONTH).cte("daily")
    return sa.union_all(sa.select(daily), _moved(daily, month_start(daily.c.day).label("day"), rollup, _WHOLE_MONTH))


_IN_MONTH, _WHOLE_MONTH = 0, 1


def _moved(moves: FromClause, day: ColumnElement[Any], rollup: Rollup, is_month: int) -> Select[Any]:
    """The moves of each day, or of each whole month under its first day: a stock adds months, and days of the last."""
    keys = [day, *(moves.c[name] for name in rollup.by)]
    sums = [_summed(moves, name) for name in ("rows", "demonstration_rows", *map(str, Stock))]
    select = sa.select(*keys, sa.literal_column(str(is_month), sa.Integer).label("is_month"), *sums).group_by(*keys)
    return select.having(_is_something(sums))


def _move(
    spans: sa.CTE,
    rollup: Rollup,
    day: ColumnElement[Any],
    *,
    rows: ColumnElement[Any],
    demonstration: ColumnElement[Any],
    **stocks: ColumnElement[Any],
) -> Select[Any]:
    nothing = sa.literal_column("0", sa.Integer)
    return sa.select(
        day.label("day"),
        *(spans.c[name] for name in rollup.by),
        rows.label("rows"),
        demonstration.label("demonstration_rows"),
        *(stocks.get(str(stock), nothing).label(str(stock)) for stock in Stock),
    ).where(day.is_not(None))


_CHANGES = {Shape.COUNTS: _counts, Shape.WAITS: _waits, Shape.STOCKS: _stocks}


# --- refreshing --------------------------------------------------------------------------------------


def refresh(connection: Connection, *, full: bool = False) -> list[Refreshed]:
    """Bring the roll-ups up to the last load, in the caller's transaction, and drop those no longer declared.

    Only batches that a roll-up lacks are read, unless `full` or the calendar has changed.
    """
    calendar = calendar_version(connection)
    present = {name for name in sa.inspect(connection).get_table_names() if name.startswith(ROLLUP_PREFIX)}
    for name in sorted(present - {stored.table.name for stored in declared()}):
        _forget(connection, name)
        Table(name, MetaData()).drop(connection)
    return [_refresh(connection, stored, calendar, full=full) for stored in declared()]


def refresh_step(connection: Connection) -> int:
    """`refresh` as a step of initialising: it adds no rows of a register."""
    refresh(connection)
    return 0


def _forget(connection: Connection, name: str) -> None:
    connection.execute(sa.delete(rollup_batches).where(rollup_batches.c.rollup == name))


def _refresh(connection: Connection, stored: Stored, calendar: str, *, full: bool) -> Refreshed:
    table = stored.table
    table.create(connection, checkfirst=True)
    state = sa.select(sa.func.max(rollup_batches.c.batch_id), sa.func.min(rollup_batches.c.calendar)).where(
        rollup_batches.c.rollup == table.name
    )
    after, computed_with = connection.execute(state).one()
    if after is not None and (full or computed_with != calendar):
        connection.execute(sa.delete(table))
        _forget(connection, table.name)
        after = None
    loads = _loads(connection, stored.dataset.register)
    missing = [load for load in loads if load > (after or 0)]
    if not missing:
        return Refreshed(name=table.name, batches=0, cells=0)
    names = [column.name for column in stored.run.selected_columns]
    insert = table.insert().from_select(names, stored.run)
    with _planned_for_many_rows(connection):
        for load in missing:
            runs = _runs_within(loads[: loads.index(load) + 1])
            connection.execute(insert, {"batch": load, "runs": runs, "today": date.max, "today_number": 0})
    _note(connection, stored, missing, calendar)
    added = sa.select(sa.func.count()).where(table.c.batch_id >= missing[0])
    return Refreshed(name=table.name, batches=len(missing), cells=connection.scalar(added) or 0)


@contextmanager
def _planned_for_many_rows(connection: Connection) -> Iterator[None]:
    """No nested loops on PostgreSQL.

    It has no statistics of a batch loaded a moment ago, expects one row, and would read the calendar again for each.
    """
    has_planner = connection.dialect.name == "postgresql"
    if has_planner:
        connection.exec_driver_sql("SET LOCAL enable_nestloop = off")
    yield
    if has_planner:
        connection.exec_driver_sql("SET LOCAL enable_nestloop TO DEFAULT")


def _loads(connection: Connection, register: str) -> list[int]:
    query = sa.select(load_batches.c.id).where(load_batches.c.register == register)
    return list(connection.execute(query.order_by(load_batches.c.id)).scalars())


def _note(connection: Connection, stored: Stored, batches: list[int], calendar: str) -> None:
    """Remember which batches are in, and between which days their rows and what happens to them lie."""
    dataset = stored.dataset
    batch, events = dataset.versions.c.batch_id, dataset.events
    ends = [sa.func.min(dataset.time), sa.func.max(dataset.time), *map(sa.func.max, events)]
    query = sa.select(batch, *ends).where(batch >= batches[0]).group_by(batch)
    found = {row[0]: row[1:] for row in connection.execute(query)}
    nothing = (None,) * len(ends)
    rows = [
        {
            "rollup": stored.table.name,
            "batch_id": number,
            "calendar": calendar,
            "first_day": days[0],
            "last_day": days[1],
            "last_event": max((day for day in days[2:] if day), default=None),
        }
        for number in batches
        for days in [found.get(number, nothing)]
    ]
    connection.execute(rollup_batches.insert(), rows)


# --- choosing and reading ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Extent:
    """What a roll-up holds up to a horizon, and between which days."""

    last_batch: int
    first_day: date | None
    last_day: date | None
    last_event: date | None


def covering(reader: Reader, asked: Fetch) -> Stored | None:
    """The first declared roll-up that gives the answer to `asked` exactly, or None."""
    return next((stored for stored in declared() if _covers(reader, stored, asked)), None)


def _covers(reader: Reader, stored: Stored, asked: Fetch) -> bool:
    needed = {*asked.by, *(name for name, _ in asked.where)} & set(asked.dataset.dimensions)
    if stored.dataset is not asked.dataset or stored.rollup.shape is not asked.shape:
        return False
    if not needed <= set(stored.rollup.by) or not all(_sql_of(part) in stored.measures for part in asked.parts):
        return False
    extent = _extent(reader, stored, asked.horizon)
    return extent is not None and (asked.shape is Shape.STOCKS or _is_settled(extent, asked))


@lru_cache(1024)
def _sql_of(part: Part) -> str:
    return _sql(part)


def _is_settled(extent: _Extent, asked: Fetch) -> bool:
    """Whole months hold the days asked, and nothing happens to a row after the day that it is looked at."""
    starts = asked.first.day == 1 or extent.first_day is None or extent.first_day >= asked.first
    ends = _is_month_end(asked.last) or extent.last_day is None or extent.last_day <= asked.last
    return starts and ends and (extent.last_event is None or extent.last_event <= asked.today)


def _is_month_end(day: date) -> bool:
    return day == date.max or date.fromordinal(day.toordinal() + 1).day == 1


def _extent(reader: Reader, stored: Stored, horizon: int) -> _Extent | None:
    """None where the roll-up lacks a batch or was computed with another calendar."""
    key = ("rollup", stored.table.name, horizon)
    found: _Extent | None = reader.knowledge.remembered(key)
    if found is None:
        found = _read_extent(reader, stored, horizon)
        if found is not None:  # a roll-up that is behind may be refreshed within the snapshot
            reader.knowledge.remember(key, lambda: found)
    return found


def _read_extent(reader: Reader, stored: Stored, horizon: int) -> _Extent | None:
    state = rollup_batches
    query = sa.select(
        sa.func.max(state.c.batch_id),
        sa.func.min(state.c.first_day),
        sa.func.max(state.c.last_day),
        sa.func.max(state.c.last_event),
        sa.func.min(state.c.calendar),
    ).where(state.c.rollup == stored.table.name, state.c.batch_id <= horizon)
    last, first_day, last_day, last_event, calendar = reader.connection.execute(query).one()
    if last != horizon or calendar != reader.calendar_version():
        return None
    return _Extent(last_batch=last, first_day=first_day, last_day=last_day, last_event=last_event)


def runs_up_to(reader: Reader, register: str, horizon: int) -> list[int]:
    """The runs of loads whose cells make up a register as of the batch `horizon`: the bind `runs`."""
    return reader.knowledge.remember(
        ("runs", register, horizon),
        lambda: _runs([one.id for one in reader.knowledge.batches if one.register == register and one.id <= horizon]),
    )


@lru_cache(1024)
def select_from(stored: Stored, by: tuple[str, ...], where: tuple[str, ...], parts: tuple[Part, ...]) -> Select[Any]:
    """The statement that reads a roll-up, with the columns that reading rows gives."""
    table, shape = stored.table, stored.rollup.shape
    time = table.c.day if shape is Shape.STOCKS else table.c.month
    groups = [group(name, stored.columns, time).label(name) for name in by]
    if shape is Shape.WAITS:
        groups.append(sa.func.coalesce(table.c.days, TODAY_NUMBER - table.c.started).label("days"))
    measures = _measures(stored, parts)
    demonstration = sa.case((sa.func.sum(table.c.demonstration_rows) > 0, 1), (sa.func.sum(table.c.rows) > 0, 0))
    statement = (
        sa.select(*groups, *measures, demonstration.label("demonstration"))
        .where(table.c.batch_id.in_(_RUNS), _in_time(time, shape), *filters(where, stored.columns))
        .group_by(*groups)
    )
    return statement.having(sa.func.sum(table.c.rows) > 0) if groups else statement


def _in_time(time: Column[Any], shape: Shape) -> ColumnElement[bool]:
    first, last, day = (sa.bindparam(name, type_=sa.Date) for name in ("first_month", "last_month", "last"))
    if shape is not Shape.STOCKS:
        return time.between(first, last)
    is_month: ColumnElement[int] = time.table.c.is_month
    whole_months = sa.and_(is_month == _WHOLE_MONTH, time < last)
    return sa.or_(whole_months, sa.and_(is_month == _IN_MONTH, time.between(last, day)))


def _measures(stored: Stored, parts: tuple[Part, ...]) -> list[ColumnElement[Any]]:
    names = {
        Shape.COUNTS: {f"part_{number}": stored.measures.get(_sql_of(part), "") for number, part in enumerate(parts)},
        Shape.WAITS: {"rows": "rows", "answered": "answered"},
        Shape.STOCKS: {str(stock): str(stock) for stock in Stock},
    }[stored.rollup.shape]
    return [sa.cast(sa.func.sum(stored.table.c[column]), sa.BigInteger).label(name) for name, column in names.items()]

"""The rows of a register as a dataset: what a row is, when it counts and how it can be split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table

from metrics.model.dimensions import REGION


class Stock(StrEnum):
    """What can be counted at the end of a day."""

    OPEN = "open"
    OVERDUE = "overdue"
    OLDER_THAN_GOAL = "older_than_goal"
    OLDER_THAN_TERM = "older_than_term"
    OLDER_THAN_EXTENDED_TERM = "older_than_extended_term"


class Shape(StrEnum):
    """What is asked of a dataset: rows in a period, how long they wait, stocks at a date, or when what is open is due."""

    COUNTS = "counts"
    WAITS = "waits"
    STOCKS = "stocks"
    DUES = "dues"


@dataclass(frozen=True, kw_only=True)
class Rollup:
    """A pre-aggregation to be kept: its shape, and the dimensions beside time that it can be asked by."""

    shape: Shape
    by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Change:
    """On `day`, where `holds`, a row enters the stock (`step` 1) or leaves it (-1)."""

    stock: Stock
    day: ColumnElement[date]
    step: int
    holds: ColumnElement[bool]


@dataclass(frozen=True, kw_only=True, eq=False)
class Waiting:
    """How long a row waits for what it waits for, in business days; null where it does not.

    `days` ends with that, with what makes it never come, or today; `is_answered` tells the
    first of these from the others, which only say that it took longer. `stocks` hold at the end of today.
    The same without a today, for roll-ups: the count `has_stopped`, or it `started` with a business day's number; `changes` are the
    days on which a row enters or leaves each stock, over `rows`.
    """

    days: ColumnElement[int]
    is_answered: ColumnElement[bool]
    has_stopped: ColumnElement[bool]
    started: ColumnElement[int]
    stocks: Mapping[Stock, ColumnElement[bool]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    rows: FromClause | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Deadline:
    """By when a row that `is_open` is due: the number of a business day, null while its clock stands, and the `term` that it has."""

    is_open: ColumnElement[bool]
    due: ColumnElement[int]
    term: ColumnElement[int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Dataset:
    """Rows of a register as of a day.

    `register` is what its load batches are called: they say which days it covers. `time` places a row
    in a period; without it the dataset is a snapshot: the state of every row on a day, which cannot be
    split by month or added over time. `versions` is the table that loads fill; its key without the
    batch is what makes a row the same one in two loads. `dimensions` are what rows can be split by, and
    `labels` what people call those that are the register's own. `events` are the days on which
    something happens to a row after `time`: what is known of it depends on today only through them.
    `rollups` are tried in order, the smallest first. `protects` names what counts persons or their records: 'rows', or columns;
    sums of it are rounded for whoever is not entitled to them.
    """

    register: str
    rows: FromClause
    versions: Table
    visible: ColumnElement[bool]
    dimensions: Mapping[str, ColumnElement[Any]]
    labels: Mapping[str, str] = field(default_factory=dict)
    time: ColumnElement[Any] | None = None
    waiting: Waiting | None = None
    deadline: Deadline | None = None
    events: tuple[ColumnElement[Any], ...] = ()
    rollups: tuple[Rollup, ...] = ()
    protects: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unnamed = set(self.dimensions) - {REGION} - set(self.labels)
        if unnamed:
            msg = f"{self.register}: no label for {', '.join(sorted(unnamed))}; give one of each in labels"
            raise ValueError(msg)

    @property
    def key(self) -> tuple[ColumnElement[Any], ...]:
        """What makes a row the same one in two loads."""
        return tuple(column for column in self.versions.primary_key if column.name != "batch_id")

    @property
    def waits(self) -> Waiting:
        """How long rows wait; TypeError if they do not."""
        if self.waiting is None:
            msg = f"{self.register} does not say how long its rows wait"
            raise TypeError(msg)
        return self.waiting

    @property
    def dues(self) -> Deadline:
        """When rows are due; TypeError if they never are."""
        if self.deadline is None:
            msg = f"{self.register} does not say when its rows are due"
            raise TypeError(msg)
        return self.deadline

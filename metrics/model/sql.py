"""Expressions that the databases write differently, and the binds that every query fills.

`horizon` is the last load batch that may be seen, `calendar` the edition of the calendar that was known, `today` the day
that the figures speak of and `today_number` its business-day number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from data_access.schema import load_batches

HORIZON: sa.BindParameter[int] = sa.bindparam("horizon", type_=sa.Integer)
CALENDAR: sa.BindParameter[int] = sa.bindparam("calendar", type_=sa.Integer)
TODAY = sa.bindparam("today", type_=sa.Date)
TODAY_NUMBER: sa.BindParameter[int] = sa.bindparam("today_number", type_=sa.Integer)


def visible(table: Table) -> ColumnElement[bool]:
    """The versions of rows that were current at the horizon."""
    return visible_at(table, HORIZON)


def visible_at(table: Table, batch: ColumnElement[int]) -> ColumnElement[bool]:
    """The versions of rows that were current at a load."""
    superseded = table.c.superseded_by
    return sa.and_(table.c.batch_id <= batch, sa.or_(superseded.is_(None), superseded > batch))


def is_demonstration(batch_id: ColumnElement[int]) -> ColumnElement[int]:
    """1 where the batch holds demonstration rows, else 0."""
    batches = sa.select(load_batches.c.id).where(load_batches.c.data_kind == "demonstration")
    return sa.case((batch_id.in_(batches), 1), else_=0)


class month_label(GenericFunction[str]):  # noqa: N801
    """'2024-03' of a date."""

    type = sa.String()
    inherit_cache = True


class quarter_label(GenericFunction[str]):  # noqa: N801
    """'2024-Q1' of a date."""

    type = sa.String()
    inherit_cache = True


class year_label(GenericFunction[str]):  # noqa: N801
    """'2024' of a date."""

    type = sa.String()
    inherit_cache = True


class month_start(GenericFunction[Any]):  # noqa: N801
    """The first day of a date's month."""

    type = sa.Date()
    inherit_cache = True


class days_later(GenericFunction[Any]):  # noqa: N801
    """The day so many days after a date."""

    type = sa.Date()
    inherit_cache = True

    def __init__(self, day: ColumnElement[Any], days: int) -> None:
        super().__init__(day, sa.literal_column(str(days), sa.Integer))


_TEMPLATES: Mapping[str, Mapping[type[GenericFunction[Any]], str]] = {
    "postgresql": {
        month_label: "to_char({0}, 'YYYY-MM')",
        quarter_label: "to_char({0}, 'YYYY\"-Q\"Q')",
        year_label: "to_char({0}, 'YYYY')",
        month_start: "CAST(date_trunc('month', {0}) AS DATE)",
        days_later: "({0} + {1})",
    },
    "sqlite": {
        month_label: "(strftime('%Y-%m', {0}))",
        quarter_label: "(strftime('%Y', {0}) || '-Q' || ((CAST(strftime('%m', {0}) AS INTEGER) + 2) / 3))",
        year_label: "(strftime('%Y', {0}))",
        month_start: "date({0}, 'start of month')",
        days_later: "date({0}, '+' || {1} || ' days')",
    },
}


def _compile(element: GenericFunction[Any], compiler: Any, **options: Any) -> str:
    template = _TEMPLATES[compiler.dialect.name][type(element)]
    return template.format(*(compiler.process(clause, **options) for clause in element.clauses))


for _dialect, _templates in _TEMPLATES.items():
    for _function in _templates:
        compiles(_function, _dialect)(_compile)


TIME_LABELS: Mapping[str, Any] = {"year": year_label, "quarter": quarter_label, "month": month_label}


def group(
    name: str, dimensions: Mapping[str, ColumnElement[Any]], time: ColumnElement[Any] | None
) -> ColumnElement[Any]:
    """The expression of a dimension, one of time among them."""
    if name in dimensions:
        return dimensions[name]
    label: ColumnElement[Any] = TIME_LABELS[name](time)
    return label


def conditions(names: Iterable[str], dimensions: Mapping[str, ColumnElement[Any]]) -> list[ColumnElement[bool]]:
    """A condition per dimension that a question limits; the members are the bind `where_<dimension>`."""
    return [dimensions[name].in_(sa.bindparam(f"where_{name}", expanding=True)) for name in names]


def last_of(number: int) -> sa.BindParameter[Any]:
    """The last day of the span of that number."""
    return sa.bindparam(f"last_{number}", type_=sa.Date)


def in_spans(day: ColumnElement[Any], spans: int) -> ColumnElement[bool]:
    """`day` is in one of so many spans, whose first and last days are binds."""
    return sa.or_(
        *(day.between(sa.bindparam(f"first_{number}", type_=sa.Date), last_of(number)) for number in range(spans))
    )


def in_months(month: ColumnElement[Any], spans: int) -> ColumnElement[bool]:
    """The first day of a month is in one of so many spans of whole months."""
    first, last = "first_month", "last_month"
    return sa.or_(
        *(
            month.between(
                sa.bindparam(f"{first}_{number}", type_=sa.Date), sa.bindparam(f"{last}_{number}", type_=sa.Date)
            )
            for number in range(spans)
        )
    )


def span_binds(spans: Sequence[tuple[date, date]]) -> dict[str, date]:
    """The binds of `in_spans`, `last_of` and `in_months`."""
    binds: dict[str, date] = {}
    for number, (first, last) in enumerate(spans):
        binds |= {f"first_{number}": first, f"last_{number}": last}
        binds |= {f"first_month_{number}": first.replace(day=1), f"last_month_{number}": last.replace(day=1)}
    return binds

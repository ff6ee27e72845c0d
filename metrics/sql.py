"""Expressions that the databases write differently, and the binds that every query fills.

`horizon` is the last load batch that may be seen, `today` the day that the figures speak of and
`today_number` its business-day number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

HORIZON: sa.BindParameter[int] = sa.bindparam("horizon", type_=sa.Integer)
TODAY = sa.bindparam("today", type_=sa.Date)
TODAY_NUMBER: sa.BindParameter[int] = sa.bindparam("today_number", type_=sa.Integer)


def visible(table: Table) -> ColumnElement[bool]:
    """The versions of rows that were current at the horizon."""
    superseded = table.c.superseded_by
    return sa.and_(table.c.batch_id <= HORIZON, sa.or_(superseded.is_(None), superseded > HORIZON))


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


_POSTGRESQL = {month_label: "YYYY-MM", quarter_label: 'YYYY"-Q"Q', year_label: "YYYY"}
_SQLITE = {
    month_label: "strftime('%Y-%m', {0})",
    quarter_label: "strftime('%Y', {0}) || '-Q' || ((CAST(strftime('%m', {0}) AS INTEGER) + 2) / 3)",
    year_label: "strftime('%Y', {0})",
}


def _compile_postgresql(element: GenericFunction[str], compiler: Any, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    return f"to_char({column}, '{_POSTGRESQL[type(element)]}')"


def _compile_sqlite(element: GenericFunction[str], compiler: Any, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    return f"({_SQLITE[type(element)].format(column)})"


for _function in _POSTGRESQL:
    compiles(_function, "postgresql")(_compile_postgresql)
    compiles(_function, "sqlite")(_compile_sqlite)

TIME_LABELS: Mapping[str, Any] = {"year": year_label, "quarter": quarter_label, "month": month_label}

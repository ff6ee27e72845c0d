"""What the metrics' SQL would be on Trino: compiled for the goldens, never run."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from trino.sqlalchemy.dialect import TrinoDialect

from metrics.model.sql import month_label, month_start, quarter_label, year_label

__all__ = ["TrinoDialect"]

_TEMPLATES = {
    month_label: "date_format({0}, '%Y-%m')",
    quarter_label: "(date_format({0}, '%Y') || '-Q' || CAST(quarter({0}) AS VARCHAR))",
    year_label: "date_format({0}, '%Y')",
    month_start: "date_trunc('month', {0})",
}


def _compile(element: Any, compiler: Any, **options: Any) -> str:
    return _TEMPLATES[type(element)].format(compiler.process(element.clauses, **options))


for _function in _TEMPLATES:
    compiles(_function, "trino")(_compile)


@compiles(sa.BindParameter, "trino")
def _dated(element: sa.BindParameter[Any], compiler: Any, **options: Any) -> str:
    """A date written out is a DATE literal: Trino compares no date with text."""
    text: str = compiler.visit_bindparam(element, **options)
    return f"DATE {text}" if isinstance(element.type, sa.Date) and text.startswith("'") else text

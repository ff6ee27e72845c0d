"""Published figures as the database says them; what cannot be read of one is told, and holds up no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa

from data_access.published import PublishedFigure
from data_access.schema import published_figures
from metrics.catalogue import catalogue
from metrics.model.messages import Message
from metrics.model.sql import visible
from metrics.queries.reader import Reader
from metrics.studies.reconciliation.checks import Check, CheckKind, Outcome

_NAMES = tuple(PublishedFigure.__dataclass_fields__)
_TOO_LARGE = Decimal(10) ** 15
"""From here on, what is printed is no longer exact in floating point."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A figure, and where it cannot be read or held against anything, why; its own value is then not to be used."""

    figure: PublishedFigure
    fault: Message | None = None

    @property
    def check(self) -> Check:
        """That it cannot be checked, as a check that decides nothing."""
        return Check(
            kind=CheckKind.READING,
            figures=(self.figure,),
            name="",
            published=None,
            computed=None,
            difference=None,
            outcome=Outcome.UNDECIDABLE,
            note=self.fault,
        )


def readings(reader: Reader) -> list[Reading]:
    """The figures in the order of the document."""
    table = published_figures
    # As they are stored: SQLite keeps whatever it is given, and one value that is none must not fail the others.
    query = (
        sa.select(*(sa.type_coerce(table.c[name], sa.String).label(name) for name in _NAMES))
        .where(visible(table))
        .order_by(table.c.line, table.c.id)
    )
    rows = reader.rows(query, {"horizon": reader.coverage("published_figures", None).horizon})
    return [_reading(dict(zip(_NAMES, row, strict=True))) for row in rows]


def read_figures(reader: Reader) -> list[PublishedFigure]:
    """Those that can be read."""
    return [one.figure for one in readings(reader) if one.fault is None]


def figures_of(reader: Reader, metric_id: str) -> tuple[PublishedFigure, ...]:
    """Those of a metric that can be read, in the order of the document; all metrics are read once for a snapshot."""
    found = reader.facts.fact(("figures by metric",), lambda: _by_metric(read_figures(reader)))
    return found.get(metric_id, ())


def _by_metric(figures: Iterable[PublishedFigure]) -> dict[str, tuple[PublishedFigure, ...]]:
    found: dict[str, tuple[PublishedFigure, ...]] = {}
    for figure in figures:
        found[figure.metric] = (*found.get(figure.metric, ()), figure)
    return found


def _reading(row: Mapping[str, Any]) -> Reading:
    said, unread = dict(row), {}
    for name, read in _READ.items():
        try:
            said[name] = read(row[name])
        except (ValueError, InvalidOperation):
            said[name], unread[name] = _UNREAD[name], row[name]
    figure = PublishedFigure(**said)
    odd = next(iter(unread.items()), None) or _odd(figure)
    return Reading(figure=figure, fault=Message.of("unreadable", column=odd[0], found=str(odd[1])) if odd else None)


def _odd(figure: PublishedFigure) -> tuple[str, str] | None:
    """The column whose value nothing can be done with, and the value."""
    if not figure.value.is_finite() or abs(figure.value) >= _TOO_LARGE:
        return "value", str(figure.value)
    metric = catalogue().get(figure.metric)
    if metric is None:
        return "metric", figure.metric
    return ("member", figure.member) if figure.member and not metric.member_dimension else None


def _day(value: Any) -> date | None:
    return value if value is None or type(value) is date else date.fromisoformat(str(value))


def _decimal(value: Any) -> Decimal:
    return value if type(value) is Decimal else Decimal(str(value))


_READ: Mapping[str, Callable[[Any], Any]] = {
    "value": _decimal,
    "line": lambda value: int(str(value)),
    "period_from": _day,
    "period_to": _day,
}
_UNREAD: Mapping[str, Any] = {"value": Decimal("NaN"), "line": 0, "period_from": None, "period_to": None}

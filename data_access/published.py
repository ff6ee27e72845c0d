"""The figures of the Cuenta Pública as data: every one with the line that it stands on.

A figure is loaded as the document prints it. Those that answer an indicator's cell become
observations too, in stored units: shares as fractions, thousands of pesos as pesos.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from data_access import schema
from data_access.bulk import Row
from data_access.commitments import commitment_rows
from data_access.loading import Batch
from data_access.reference import read_csv

KNOWN_ON = date(2025, 6, 30)
"""The last day that the document itself speaks of; it prints no date of its own."""
COVERS_FROM = date(2017, 1, 1)
COVERS_TO = date(2025, 5, 31)
SOURCE = "cuenta_publica_2024"

_STORED = {"%": Decimal("0.01"), "M$": Decimal(1000)}


@dataclass(frozen=True)
class PublishedFigure:
    """One printed figure. `value` is as printed; `stored` is in the unit that metrics use."""

    id: str
    chapter: str
    table_name: str
    label: str
    period: str
    period_from: date | None
    period_to: date | None
    period_note: str
    territory: str
    territory_code: str
    dimension: str
    value: Decimal
    unit: str
    line: int
    raw: str
    qualifier: str
    restates: str
    metric: str
    member: str

    @property
    def place(self) -> str:
        """Where a reader finds it."""
        return self.table_name or self.chapter

    @property
    def stored(self) -> Decimal:
        """The value in stored units: 0.965 for 96,5 %, pesos for M$."""
        return to_stored(self.value, self.unit, self.metric)


def to_stored(value: Decimal, unit: str, metric: str) -> Decimal:
    """`value` printed in `unit`, in the stored unit of `metric` (the ITA is a score, not a share)."""
    if metric.startswith("foi.active_transparency"):
        return value
    return value * _STORED.get(unit, Decimal(1))


def _figure(row: dict[str, str]) -> PublishedFigure:
    texts = {name: row[name] for name in PublishedFigure.__dataclass_fields__ if name in row}
    return PublishedFigure(
        **texts
        | {
            "period_from": _date(row["period_from"]),
            "period_to": _date(row["period_to"]),
            "value": Decimal(row["value"]),
            "line": int(row["line"]),
        }  # type: ignore[arg-type]
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(1)
def published_figures() -> tuple[PublishedFigure, ...]:
    """Every published figure, in the order of the document."""
    return tuple(_figure(row) for row in read_csv("published_figures.csv"))


def figure_value(figure_id: str) -> Decimal:
    """The stored value of one figure; KeyError if there is none of that id."""
    return _values()[figure_id]


@lru_cache(1)
def _values() -> dict[str, Decimal]:
    return {figure.id: figure.stored for figure in published_figures()}


def period_key(start: date | None, end: date | None) -> str:
    """An interval as text: '2024-01-01..2024-12-31', open where a date is missing."""
    return f"{start or ''}..{end or ''}"


def _figure_row(figure: PublishedFigure) -> Row:
    return {name: getattr(figure, name) for name in PublishedFigure.__dataclass_fields__}


def _observation_row(figure: PublishedFigure) -> Row:
    return {
        "indicator": figure.metric,
        "territory_code": figure.territory_code,
        "member": figure.member,
        "period_key": period_key(figure.period_from, figure.period_to),
        "period_from": figure.period_from,
        "period_to": figure.period_to,
        "value": float(figure.stored),
    }


def _indicator_ids() -> frozenset[str]:
    return frozenset(row["id"] for row in read_csv("indicators.csv"))


def _observations() -> list[Row]:
    observed = _indicator_ids()
    return [
        _observation_row(figure) for figure in published_figures() if figure.metric in observed and not figure.restates
    ]


def published_batches() -> list[Batch]:
    """The batches that put the document into the database: its figures, what they answer, its norms and promises."""
    rows = {
        "published_figures": {schema.published_figures: [_figure_row(f) for f in published_figures()]},
        "observations": {schema.observations: _observations()},
        "commitments": {schema.commitments: commitment_rows()},
    }
    return [
        Batch(
            register=register,
            source_id=SOURCE,
            data_kind="published",
            recorded_on=KNOWN_ON,
            covers_from=COVERS_FROM,
            covers_to=COVERS_TO,
            rows=tables,
        )
        for register, tables in rows.items()
    ]

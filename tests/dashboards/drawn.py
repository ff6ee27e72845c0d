"""What drawings of the tests are made of, by hand: each state that a value can be in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from dashboards.charts.marks import Mark
from dashboards.charts.sparkline import Instant
from dashboards.display.columns import Column, MetricColumn
from dashboards.display.frames import CODE, NAME, Split
from metrics import Answer, Filters, metric
from metrics.answering.answer import Freshness
from tests.dashboards.splits import VALUES, split_of

PENDING = MetricColumn("foi.requests_open", "Pendientes")
PARTS = (
    MetricColumn(
        "plan.measures_implemented", "Implementadas", series="Implementadas, todas las que hay en el plan vigente"
    ),
    MetricColumn("plan.measures_in_progress", "En desarrollo"),
    MetricColumn("plan.measures_not_reported", "Sin reporte"),
)


REGIONS = split_of(
    [
        ("15", "Arica y Parinacota", 40.0),
        ("01", "Tarapacá", 10.0),
        ("16", "Ñuble", 20.0),
        ("08", "Biobío", 30.0),
        ("14", "Los Ríos", 50.0),
        ("11", "Aysén", None),
    ]
)


def answer_of(column: MetricColumn, partial: Mapping[str, date | None]) -> Answer:
    """An answer that says which units it does not know whole."""
    return Answer(
        metric=metric(column.name),
        frame=pl.DataFrame(),
        period="2024",
        filters=Filters(),
        days=None,
        known_on=None,
        kinds=frozenset(),
        partial=bool(partial),
        partial_units=partial,
        provisional_from=None,
        freshness=Freshness(last_load=None, covers_to=None, expected_next=None),
        is_protected=False,
        notes=(),
    )


def in_time(
    column: MetricColumn, rows: Sequence[tuple[str, float | None]], partial: Mapping[str, date | None] | None = None
) -> Split:
    """(unit, value) of one metric as a split."""
    return table([column], [(unit, unit, [value]) for unit, value in rows], partial)


def table(
    columns: Sequence[MetricColumn],
    rows: Sequence[tuple[str, str, Sequence[float | None]]],
    partial: Mapping[str, date | None] | None = None,
) -> Split:
    """(code, name, a value of each metric) as a split."""
    frame = pl.DataFrame({CODE: [row[0] for row in rows], NAME: [row[1] for row in rows]})
    for number, column in enumerate(columns):
        values = [row[2][number] for row in rows]
        texts = [column.format.text(value) for value in values]
        frame = frame.with_columns(
            pl.Series(column.name, values, dtype=pl.Float64),
            pl.Series(column.text_name, texts),
            pl.Series(column.short_name, texts),
        )
    answers = tuple(answer_of(column, partial or {}) for column in columns)
    return Split(frame, "Período", (Column(NAME, "Período"),), tuple(columns), answers)


STACK = table(
    PARTS,
    [
        ("1", "Integración e Inclusión de Personas", [23, 6, 4]),
        ("2", "Seguridad, Control de Fronteras y Crimen Organizado", [8, 0, 5]),
        ("3", "Reunificación Familiar", [0, 9, 4]),
    ],
)
NESTED = table(
    PARTS,
    [("2024-11", "nov", [90, 70, 30]), ("2024-12", "dic", [80, 75, 70]), ("2025-01", "ene", [60, 40, 20])],
    {"2025-01": date(2025, 1, 20)},
)
FLOWS = in_time(
    VALUES, [("2020", 40), ("2021", 60), ("2023", None), ("2024", 80), ("2025", 20)], {"2025": date(2025, 3, 31)}
)
STATES = in_time(
    PENDING, [("2020", 40), ("2021", 60), ("2023", 70), ("2024", 80), ("2025", 20)], {"2025": date(2025, 3, 31)}
)


def marks(code: str, name: str, rows: Sequence[tuple[str, float | None]], partial: str = "") -> list[Mark]:
    """(unit, value) of one series; `partial` is the unit that is not known whole."""
    return [
        Mark(
            code=code,
            name=name,
            unit=unit,
            value=value,
            text=VALUES.format.text(value),
            is_partial=unit == partial,
        )
        for unit, value in rows
    ]


_UNITS = ("2019", "2020", "2021", "2023", "2024", "2025")
MEMBERS = [
    mark
    for number, name in enumerate(["Ñuble", "Maule", "Metropolitana de Santiago", "Biobío", "Los Ríos"])
    for mark in marks(str(number), name, [(unit, 10.0 * number + place) for place, unit in enumerate(_UNITS)], "2025")
]
MONTHS = marks(
    "13",
    "Metropolitana",
    [(f"{year}-{month:02}", 10.0 * month + year - 2020) for year in (2023, 2024) for month in range(1, 13)],
)
SERIES = [
    Instant(start=date(2020, 1, 1), value=3.0),
    Instant(start=date(2021, 1, 1), value=None),
    Instant(start=date(2022, 1, 1), value=4.0),
    Instant(start=date(2023, 1, 1), value=5.0),
]
UNFINISHED = [*SERIES, Instant(start=date(2024, 1, 1), value=1.0, is_partial=True)]

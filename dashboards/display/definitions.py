"""The sheets of the metrics as rows, and the columns of their table."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from dashboards.display import words
from dashboards.display.columns import Column
from metrics import TOPICS, Metric

COLUMNS = (
    Column("topic", "Tema"),
    Column("label", "Indicador"),
    Column("definition", "Qué mide"),
    Column("unit", "Unidad"),
    Column("formula", "Cómo se calcula"),
    Column("source", "Fuente"),
    Column("basis", "Norma"),
    Column("id", "Código"),
)


def frame(metrics: Iterable[Metric]) -> pl.DataFrame:
    """A row per metric, with `COLUMNS`."""
    return pl.DataFrame([_row(metric) for metric in metrics])


def _row(metric: Metric) -> dict[str, str]:
    return {
        "topic": TOPICS[metric.topic],
        "label": metric.label,
        "definition": metric.definition,
        "unit": metric.unit.label,
        "formula": words.formula(metric),
        "source": f"{metric.source.label} ({metric.source.institution})",
        "basis": str(metric.legal_basis) if metric.legal_basis else "Ninguna",
        "id": metric.id,
    }

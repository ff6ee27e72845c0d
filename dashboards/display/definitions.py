"""The sheets of the metrics as rows, and the columns of their table."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from dashboards.display import words
from dashboards.display.columns import Column
from metrics import TOPICS, Metric

COLUMNS = (
    Column("label", "Indicador"),
    Column("definition", "Qué mide"),
    Column("unit", "Unidad"),
    Column("formula", "Cómo se calcula"),
    Column("source", "Fuente"),
    Column("basis", "Norma"),
    Column("id", "Código"),
)


def by_topic(metrics: Iterable[Metric]) -> list[tuple[str, pl.DataFrame]]:
    """(topic, a row per metric with `COLUMNS`), in order of topic."""
    topics: dict[str, list[dict[str, str]]] = {}
    for metric in metrics:
        topics.setdefault(TOPICS[metric.topic], []).append(_row(metric))
    return [(topic, pl.DataFrame(rows)) for topic, rows in sorted(topics.items())]


def _row(metric: Metric) -> dict[str, str]:
    return {
        "label": metric.label,
        "definition": metric.definition,
        "unit": metric.unit.label,
        "formula": words.formula(metric),
        "source": f"{metric.source.label} ({metric.source.institution})",
        "basis": str(metric.legal_basis) if metric.legal_basis else "Ninguna",
        "id": metric.id,
    }

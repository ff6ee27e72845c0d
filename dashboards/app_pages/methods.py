"""Métodos: what each metric means, generated from the catalogue."""

from __future__ import annotations

from dashboards import components, figures, tables
from dashboards.figures import Column

_COLUMNS = (
    Column("label", "Indicador"),
    Column("definition", "Qué mide"),
    Column("unit", "Unidad"),
    Column("formula", "Cómo se calcula"),
    Column("source", "Fuente"),
    Column("basis", "Norma"),
    Column("id", "Código"),
)


def render() -> None:
    """Draw the page."""
    components.title(
        "Métodos",
        "Cómo se obtiene cada cifra, con qué reglas y de qué fuente. Esta página se genera del catálogo de indicadores.",
    )
    components.method_notes()
    for topic, frame in tables.catalogue_by_topic():
        figures.listing(
            topic, "", frame, _COLUMNS, key=f"metodos-{topic}", notes=components.about_document(), is_folded=True
        )

"""Métodos: what each metric means, generated from the catalogue."""

from __future__ import annotations

from itertools import chain

from dashboards import components, figures, parts, results, tables
from dashboards.figures import Column
from dashboards.parts import Parts

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
    parts.show(_sheets())


@results.remembered
def _sheets() -> Parts:
    notes = components.about_document()
    topics = (
        figures.listing(topic, "", frame, _COLUMNS, key=f"metodos-{topic}", notes=notes, is_folded=True)
        for topic, frame in tables.catalogue_by_topic()
    )
    return (components.method_notes(), *chain.from_iterable(topics))

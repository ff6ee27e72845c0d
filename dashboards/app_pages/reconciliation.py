"""Conciliación: where the document agrees with itself and with the monitor, and where it does not."""

from __future__ import annotations

from dashboards import components, figures, filters, parts, results, tables, tiles
from dashboards.figures import Column
from dashboards.parts import Parts
from metrics.reconciliation import Outcome

_COLUMNS = (
    Column("figure", "Cifra"),
    Column("kind", "Se compara con"),
    Column("published", "Publicado", is_number=True),
    Column("computed", "Calculado", is_number=True),
    Column("difference", "Diferencia", is_number=True),
    Column("where", "Dónde"),
    Column("lines", "Líneas"),
    Column("note", "Nota"),
)


def render() -> None:
    """Draw the page."""
    components.title(
        "Conciliación",
        "Cada cifra de la Cuenta Pública 2024 contra sus partes, sus repeticiones y los indicadores de este monitor. "
        "Lo que no cuadra se muestra y no se corrige.",
    )
    checks = results.checks()
    if not checks:
        parts.show(components.missing_figures())
        return
    parts.show([tiles.outcomes(checks)])
    parts.show(_checks(filters.outcome()))


@results.remembered
def _checks(outcome: Outcome) -> Parts:
    frame = tables.checks(results.checks(), outcome)
    return figures.listing(
        f"{filters.outcome_label(outcome)}: {components.count_of(frame)}",
        filters.outcome_meaning(outcome),
        frame,
        _COLUMNS,
        key=f"conciliacion-{filters.outcome_label(outcome).split()[0].lower()}",
        notes=components.about_document(),
    )

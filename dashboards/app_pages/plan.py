"""Plan: which of the 86 measures are done, which are late and who owes them."""

from __future__ import annotations

from dashboards import charts, components, figures, filters, palette, parts, results, tables, tiles
from dashboards.figures import Column
from dashboards.parts import Parts

_SERIES = (
    charts.Series("implemented", "Implementadas", palette.IMPLEMENTED),
    charts.Series("in_progress", "En desarrollo", palette.IN_PROGRESS),
    charts.Series("not_reported", "Sin reporte", palette.NOT_REPORTED),
)
_HEADLINES = ("plan.measures", "plan.measures_implemented", "plan.measures_in_progress", "plan.implemented_share")
_COLUMNS = {
    "plan.measures_implemented": "implemented",
    "plan.measures_in_progress": "in_progress",
    "plan.measures_not_reported": "not_reported",
    "plan.measures": "total",
    "plan.axis_share": "share",
}
_LATE = (
    Column("code", "Medida"),
    Column("title", "Qué es"),
    Column("lead", "Responsable"),
    Column("planned_on", "Término planificado"),
    Column("days_late", "Días de atraso", is_number=True),
    Column("progress", "Avance", is_number=True),
)
_MOVED = (
    Column("code", "Medida"),
    Column("title", "Qué es"),
    Column("lead", "Responsable"),
    Column("change", "Estado"),
    Column("progress_before", "Avance antes", is_number=True),
    Column("progress", "Avance", is_number=True),
)
_ALL = (
    Column("code", "Medida"),
    Column("title", "Qué es"),
    Column("axis", "Eje"),
    Column("lead", "Responsable"),
    Column("status", "Estado"),
    Column("progress", "Avance", is_number=True),
    Column("planned_on", "Término planificado"),
)


def render() -> None:
    """Draw the page."""
    components.title(
        "Plan Nacional de Acción",
        "¿Cuáles de las 86 medidas están implementadas, cuáles están atrasadas y quién responde por ellas?",
    )
    parts.show(_answers(filters.plan_cut()))


@results.remembered
def _answers(cut: filters.Cut) -> Parts:
    headlines = results.plan_headlines(_HEADLINES, cut)
    answers = tiles.answers_of(headlines)
    notes = figures.about(answers)
    return components.missing(answers, "el Plan Nacional de Acción") or (
        *components.demonstration_notice(answers),
        tiles.tiles(headlines),
        *_axes(cut),
        *_moved(cut, notes),
        *_late(cut, notes),
        *_register(cut, notes),
    )


def _axes(cut: filters.Cut) -> Parts:
    result = results.ask(*_COLUMNS, by=("axis",), as_of=cut)
    frame = tables.side_by_side(result, _COLUMNS)
    return figures.figure(
        "¿En qué ejes están las medidas, y cuántas faltan en cada uno?",
        charts.composition(frame, "name", _SERIES, over_title="Eje"),
        result.answers,
        frame,
        (
            Column("name", "Eje"),
            Column("implemented", "Implementadas", is_number=True),
            Column("in_progress", "En desarrollo", is_number=True),
            Column("not_reported", "Sin reporte", is_number=True),
            Column("total", "Medidas", is_number=True),
            Column("share", "Parte de las medidas con eje", is_number=True),
        ),
        key="plan-ejes",
        description="Medidas implementadas y en desarrollo en cada eje del plan",
    )


def _moved(cut: filters.Cut, notes: figures.Notes) -> Parts:
    moved = results.moved_measures(cut)
    if moved is None:
        return ()
    return figures.listing(
        f"Qué se movió desde el {components.day(results.cut_before(cut))}: {components.count_of(moved)} medidas",
        "Medidas que cambiaron de estado o de avance entre los dos cortes.",
        tables.measures(moved),
        _MOVED,
        key="plan-movimientos",
        notes=notes,
        empty="Ninguna medida cambió entre los dos cortes.",
    )


def _late(cut: filters.Cut, notes: figures.Notes) -> Parts:
    late = tables.measures(results.late_measures(cut))
    return figures.listing(
        f"Medidas atrasadas al corte: {components.count_of(late)}",
        "No están implementadas y ya pasó la fecha de término de su plan vigente. La más atrasada, primero.",
        late,
        _LATE,
        key="plan-atrasadas",
        notes=notes,
        empty="Ninguna medida está atrasada a este corte.",
    )


def _register(cut: filters.Cut, notes: figures.Notes) -> Parts:
    return figures.listing(
        "Todas las medidas",
        "El título de cada medida de demostración viene de lo que la Cuenta Pública 2024 informa como logro o desafío.",
        tables.measures(results.measures(cut)),
        _ALL,
        key="plan-medidas",
        notes=notes,
        is_folded=True,
    )

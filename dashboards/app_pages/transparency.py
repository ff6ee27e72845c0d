"""Transparencia: whether the Service answers FOI requests in time."""

from __future__ import annotations

from dashboards import charts, components, figures, filters, palette, parts, results, tables, tiles
from dashboards.figures import Column
from dashboards.filters import Selection
from dashboards.parts import Heading, Parts, Text

_HEADLINES = (
    "foi.requests_received",
    "foi.answered_share",
    "foi.answered_within_15_days_share",
    "foi.response_days_median",
    "foi.requests_open",
    "foi.requests_overdue",
)
_NATIONAL = ("foi.appeals_filed", "foi.active_transparency_index")
_SERIES = (
    charts.Series("received", "Recibidas, en total", palette.LIGHT_GREY),
    charts.Series("answered", "De ellas, respondidas", palette.LIGHT_BLUE),
    charts.Series("within_15", "De ellas, respondidas en 15 días hábiles o menos", palette.BLUE),
)
_COLUMNS = {
    "foi.requests_received": "received",
    "foi.answered_within_15_days": "within_15",
    "foi.requests_answered": "answered",
    "foi.response_days_median": "median",
}


def render() -> None:
    """Draw the page."""
    components.title(
        "Transparencia",
        "¿Responde el Servicio a tiempo las solicitudes de acceso a la información? La ley da 20 días hábiles, "
        "prorrogables en 10; la meta institucional es 15.",
    )
    parts.show(_answers(filters.period_and_region()))


@results.remembered
def _answers(selection: Selection) -> Parts:
    headlines = results.compared(_HEADLINES, period=selection.period, where=selection.where)
    answers = [one.now for one in headlines]
    return components.missing(answers, "solicitudes de información") or (
        *components.demonstration_notice(answers),
        components.place(selection),
        tiles.tiles(headlines, is_national=selection.is_national),
        *_months(selection),
        *_regions(selection.period),
        *_appeals(selection.period),
    )


def _months(selection: Selection) -> Parts:
    result = results.ask(*_COLUMNS, by=("month",), period=selection.period, where=selection.where)
    frame = tables.side_by_side(result, _COLUMNS)
    return figures.figure(
        "¿Cuántas se responden, y cuántas dentro de la meta?",
        charts.subsets_in_time(frame, "name", _SERIES, over_title="Mes de recepción", axis_title="Solicitudes"),
        result.answers,
        frame,
        (
            Column("name", "Mes de recepción"),
            Column("received", "Recibidas", is_number=True),
            Column("answered", "Respondidas", is_number=True),
            Column("within_15", "En 15 días hábiles o menos", is_number=True),
            Column("median", "Mediana de días hábiles", is_number=True),
        ),
        key="transparencia-meses",
        description="Solicitudes recibidas, respondidas y respondidas dentro de la meta, por mes de recepción",
    )


@results.remembered
def _regions(period: str) -> Parts:
    columns = {"foi.requests_received": "received", "foi.answered_within_15_days_share": "share"}
    result = results.ask(*columns, by=("region",), period=period)
    return figures.listing(
        "Por región de quien solicita",
        figures.provenance(result.answers),
        tables.side_by_side(result, columns),
        (
            Column("name", "Región"),
            Column("received", "Recibidas", is_number=True),
            Column("share", "Respondidas en 15 días hábiles o menos", is_number=True),
        ),
        key="transparencia-regiones",
        notes=figures.about(result.answers),
        is_folded=True,
    )


@results.remembered
def _appeals(period: str) -> Parts:
    national = results.compared(_NATIONAL, period=period)
    return (
        Heading("Amparos (reclamos) y transparencia activa"),
        Text("Cifras de todo el país."),
        tiles.tiles(national),
        figures.caption(tiles.answers_of(national)),
    )

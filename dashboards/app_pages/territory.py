"""Territorio: how many people each regional directorate serves, and where the chosen one stands."""

from __future__ import annotations

from dashboards import charts, components, figures, filters, parts, results, tables, tiles
from dashboards.figures import Column
from dashboards.filters import Selection
from dashboards.parts import Columns, Parts

_METRICS = ("attention.records", "attention.referrals", "field_operations.count", "field_operations.people")
_COLUMNS = {
    "attention.records": "attentions",
    "attention.referrals": "referrals",
    "field_operations.count": "operations",
    "field_operations.people": "people",
}


def render() -> None:
    """Draw the page."""
    components.title(
        "Territorio",
        "¿Cuánta atención entrega cada Dirección Regional, en oficina y en terreno, y cómo se compara con las demás?",
    )
    parts.show(_answers(filters.period_and_region()))


@results.remembered
def _answers(selection: Selection) -> Parts:
    headlines = results.compared(_METRICS, period=selection.period, where=selection.where)
    answers = [one.now for one in headlines]
    return components.missing(answers, "atenciones y operativos") or (
        *components.demonstration_notice(answers),
        components.place(selection),
        tiles.tiles(headlines, is_national=selection.is_national),
        _where(selection),
        *_all(selection.period),
    )


def _where(selection: Selection) -> Columns:
    result = results.ask("attention.records", by=("region",), period=selection.period)
    frame = tables.by_member(result["attention.records"], "region")
    map_of_regions = figures.map_of_regions(
        "¿Dónde se concentra la atención?",
        result.answers,
        frame,
        title="Atenciones presenciales",
        highlighted=selection.region,
        key="territorio-mapa",
    )
    comparison = figures.figure(
        "¿Cómo se comparan las Direcciones Regionales?",
        charts.comparison(frame, "name", over_title="Dirección", highlighted=selection.place),
        result.answers,
        frame,
        (Column("name", "Dirección"), Column("value", "Atenciones presenciales", is_number=True)),
        key="territorio-atenciones",
        description="Atenciones presenciales de cada Dirección Regional, de norte a sur",
    )
    return Columns((5, 6), (map_of_regions, comparison))


@results.remembered
def _all(period: str) -> Parts:
    result = results.ask(*_COLUMNS, by=("region",), period=period)
    return figures.listing(
        "Atención en oficina y en terreno, de norte a sur",
        figures.provenance(result.answers),
        tables.side_by_side(result, _COLUMNS),
        (
            Column("name", "Dirección o unidad"),
            Column("attentions", "Atenciones", is_number=True),
            Column("referrals", "Derivaciones", is_number=True),
            Column("operations", "Operativos", is_number=True),
            Column("people", "Personas en operativos", is_number=True),
        ),
        key="territorio",
        notes=figures.about(result.answers),
    )

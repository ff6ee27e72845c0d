"""Territorio: how many people each regional directorate serves, and where the chosen one stands."""

from __future__ import annotations

from dashboards import charts, components, figures, filters, parts, results, tables, tiles
from dashboards.charts import Spec
from dashboards.figures import Column
from dashboards.filters import Selection
from dashboards.parts import Columns, Parts
from metrics import Answer

_COUNTED = "Atenciones presenciales"
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


@results.remembered
def _drawn(period: str) -> tuple[Spec | None, Spec]:
    """The map and the bars of a period, in which no region stands out yet."""
    frame = tables.by_member(_attentions(period), "region")
    bars = charts.comparison(frame, "name", over_title="Dirección")
    return figures.finished_map(frame, title=_COUNTED), charts.finished(bars)


def _attentions(period: str) -> Answer:
    return results.ask("attention.records", by=("region",), period=period).answers[0]


def _where(selection: Selection) -> Columns:
    answer = _attentions(selection.period)
    outlined, bars = _drawn(selection.period)
    map_of_regions = figures.map_of_regions(
        "¿Dónde se concentra la atención?",
        outlined and charts.highlighting(outlined, selection.region),
        [answer],
        title=_COUNTED,
        key="territorio-mapa",
    )
    comparison = figures.figure(
        "¿Cómo se comparan las Direcciones Regionales?",
        charts.highlighting(bars, selection.place),
        [answer],
        tables.by_member(answer, "region"),
        (Column("name", "Dirección"), Column("value", _COUNTED, is_number=True)),
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

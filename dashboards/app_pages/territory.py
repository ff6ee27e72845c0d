"""Territorio: how many people each regional directorate serves, and where the chosen one stands."""

from __future__ import annotations

import streamlit as st

from dashboards import charts, components, figures, filters, results, tables, tiles
from dashboards.figures import Column

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
    selection = filters.period_and_region()
    headlines = [results.compared(name, period=selection.period, where=selection.where) for name in _METRICS]
    answers = [one.now for one in headlines]
    components.require(answers, "atenciones y operativos")
    components.demonstration_notice(answers)
    components.place(selection)
    tiles.tiles(headlines, is_national=selection.is_national)
    _where(selection)
    _all(selection)


def _where(selection: filters.Selection) -> None:
    result = results.ask("attention.records", by=("region",), period=selection.period)
    frame = tables.by_member(result["attention.records"], "region")
    left, right = st.columns([5, 6], gap="large")
    with left:
        figures.map_of_regions(
            "¿Dónde se concentra la atención?",
            result.answers,
            frame,
            title="Atenciones presenciales",
            highlighted=selection.region,
            key="territorio-mapa",
        )
    with right:
        figures.figure(
            "¿Cómo se comparan las Direcciones Regionales?",
            charts.comparison(frame, "name", over_title="Dirección", highlighted=selection.place),
            result.answers,
            frame,
            (Column("name", "Dirección"), Column("value", "Atenciones presenciales", is_number=True)),
            key="territorio-atenciones",
            description="Atenciones presenciales de cada Dirección Regional, de norte a sur",
        )


def _all(selection: filters.Selection) -> None:
    result = results.ask(*_COLUMNS, by=("region",), period=selection.period)
    figures.listing(
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

"""Indicadores: any metric of the catalogue, with its sheet, its values and its file."""

from __future__ import annotations

from dashboards import charts, components, filters, results, tables
from dashboards.components import Column


def render() -> None:
    """Draw the page."""
    components.title(
        "Indicadores", "Todos los indicadores del monitor, uno por uno: qué miden, de dónde vienen y cuánto valen."
    )
    metric = filters.metric()
    components.sheet(metric)
    dimension = filters.dimension(metric)
    if not dimension:
        components.single(metric)
        return
    result = results.ask(metric.id, by=(dimension,))
    answer = result.answers[0]
    components.require([answer], f"«{metric.label}»")
    components.demonstration_notice([answer])
    frame = tables.by_member(answer, dimension)
    draw = charts.trend if filters.is_time(dimension) else charts.comparison
    components.figure(
        f"{metric.label}, por {filters.dimension_label(dimension).lower()}",
        draw(tables.written(frame, metric), "name", over_title=filters.dimension_label(dimension)),
        [answer],
        frame,
        (
            Column("name", filters.dimension_label(dimension)),
            Column("value", metric.unit.label.capitalize(), is_number=True),
        ),
        key=f"indicador-{metric.id}",
        description=f"{metric.label} por {filters.dimension_label(dimension).lower()}",
    )

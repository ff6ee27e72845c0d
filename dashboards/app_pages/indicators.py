"""Indicadores: any metric of the catalogue, with its sheet, its values and its file."""

from __future__ import annotations

from functools import partial

from dashboards import charts, components, figures, filters, results, tables, tiles
from dashboards.figures import Column
from metrics.model import Metric


def render() -> None:
    """Draw the page."""
    components.title(
        "Indicadores", "Todos los indicadores del monitor, uno por uno: qué miden, de dónde vienen y cuánto valen."
    )
    metric = filters.metric()
    components.sheet(metric)
    dimension = filters.dimension(metric)
    if not dimension:
        _single(metric)
        return
    is_time = filters.is_time(dimension)
    period = None if is_time else filters.year(metric)
    result = results.ask(metric.id, by=(dimension,), period=period)
    answer = result.answers[0]
    components.require([answer], f"«{metric.label}»")
    components.demonstration_notice([answer])
    frame = tables.by_member(answer, dimension)
    draw = partial(charts.trend, axis_title=tables.axis_title(metric)) if is_time else charts.comparison
    figures.figure(
        f"{metric.label}, por {filters.dimension_label(dimension).lower()}" + (f", {period}" if period else ""),
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


def _single(metric: Metric) -> None:
    """A metric that cannot be split: its only value, if it has one."""
    answers = results.ask(metric.id).answers
    components.require(answers, f"«{metric.label}»")
    components.demonstration_notice(answers)
    tiles.tiles(answers)
    components.caption(figures.provenance(answers))

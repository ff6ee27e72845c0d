"""Indicadores: any metric of the catalogue, with its sheet, its values and its file."""

from __future__ import annotations

from functools import partial

from dashboards import charts, components, figures, filters, parts, results, tables, tiles
from dashboards.figures import Column
from dashboards.parts import Parts
from metrics import Answer
from metrics.model import Metric


def render() -> None:
    """Draw the page."""
    components.title(
        "Indicadores", "Todos los indicadores del monitor, uno por uno: qué miden, de dónde vienen y cuánto valen."
    )
    metric = filters.metric()
    parts.show(components.sheet(metric))
    dimension = filters.dimension(metric)
    if not dimension:
        parts.show(_single(metric))
    elif filters.is_time(dimension):
        parts.show(_split(metric, dimension, None))
    else:
        parts.show(_split(metric, dimension, filters.year(metric)))


@results.remembered
def _split(metric: Metric, dimension: str, year: str | None) -> Parts:
    answer = results.ask(metric.id, by=(dimension,), period=year).answers[0]
    return components.missing([answer], f"«{metric.label}»") or (
        *components.demonstration_notice([answer]),
        *_figure(answer, dimension, year),
    )


def _figure(answer: Answer, dimension: str, year: str | None) -> Parts:
    metric = answer.metric
    frame = tables.by_member(answer, dimension)
    is_time = filters.is_time(dimension)
    draw = partial(charts.trend, axis_title=tables.axis_title(metric)) if is_time else charts.comparison
    return figures.figure(
        f"{metric.label}, por {filters.dimension_label(dimension).lower()}" + (f", {year}" if year else ""),
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


@results.remembered
def _single(metric: Metric) -> Parts:
    """A metric that cannot be split: its only value, if it has one."""
    answers = results.ask(metric.id).answers
    return components.missing(answers, f"«{metric.label}»") or (
        *components.demonstration_notice(answers),
        tiles.tiles(answers),
        figures.caption(answers),
    )

"""Indicadores: any metric of the catalogue, with its sheet, its values and its file."""

from __future__ import annotations

from dashboards.blocks import block, figures, notices, provenance, splits, tiles
from dashboards.blocks.block import Blocks
from dashboards.charts.comparison import comparison
from dashboards.charts.spec import to_spec
from dashboards.charts.trend import trend
from dashboards.display import words
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import Split
from dashboards.inputs import indicators
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import Metric


def render() -> None:
    """Draw the page."""
    notices.title(
        "Indicadores", "Todos los indicadores del monitor, uno por uno: qué miden, de dónde vienen y cuánto valen."
    )
    metric = indicators.metric()
    block.show(notices.sheet(metric))
    dimension = indicators.dimension(metric)
    if not dimension:
        block.show(_single(metric))
    elif indicators.is_time(dimension):
        block.show(_split(metric, dimension, None))
    else:
        block.show(_split(metric, dimension, indicators.year(metric)))


@cached
def _split(metric: Metric, dimension: str, year: str | None) -> Blocks:
    column = MetricColumn(metric.id, metric.unit.label.capitalize())
    split = splits.ask(column, by=dimension, title=words.dimension(dimension), period=year)
    return notices.missing(split.answers, f"«{metric.label}»") or (
        *notices.demonstration(split.answers),
        *_figure(metric, split, column, dimension, year),
    )


def _figure(metric: Metric, split: Split, column: MetricColumn, dimension: str, year: str | None) -> Blocks:
    draw = trend if indicators.is_time(dimension) else comparison
    heading = f"{metric.label}, por {words.dimension(dimension).lower()}"
    return figures.figure(
        f"{heading}, {year}" if year else heading,
        to_spec(draw(split, column)),
        split,
        key=f"indicador-{metric.id}",
        description=f"{metric.label} por {words.dimension(dimension).lower()}",
    )


@cached
def _single(metric: Metric) -> Blocks:
    """A metric that cannot be split: its only value, if it has one."""
    answers = questions.observe(metric.id).answers
    return notices.missing(answers, f"«{metric.label}»") or (
        *notices.demonstration(answers),
        tiles.tiles(answers),
        provenance.caption(answers),
    )


PAGE = Page(
    address="indicadores",
    title="Indicadores",
    section=Section.DATA,
    audience=Audience.EVERYONE,
    render=render,
)

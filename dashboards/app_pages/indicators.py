"""Indicadores: any figure of the monitor, found by words, looked at in any way, down to where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboards.blocks import block, explorer, finder, listings, markup, notices, origin, provenance, tiles
from dashboards.blocks.block import Blocks, Row
from dashboards.inputs import exploration
from dashboards.inputs.exploration import Exploration, View
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import Metric

_VIEWS: Mapping[View, Callable[[Exploration], Blocks]] = {
    View.CHART: explorer.chart,
    View.YEARS: explorer.year_against_year,
    View.TABLE: explorer.table,
    View.MAP: explorer.where,
    View.SOURCE: origin.blocks,
}


def render() -> None:
    """Draw the page."""
    notices.title(
        "Indicadores",
        "Todas las cifras del monitor: búsquelas por su nombre, por tema, región, país o tabla de la Cuenta Pública, y vea "
        "de dónde viene cada una.",
    )
    text, metric = exploration.searched(), exploration.metric()
    finder.field(text, place="pagina").show()
    if metric is None:
        block.show(_found(text))
        return
    block.show(_heading(metric))
    block.show(_view(exploration.exploration(metric)))


@cached
def _found(text: str) -> Blocks:
    return finder.results(text) if text else finder.topics()


@cached
def _heading(metric: Metric) -> Blocks:
    """What it is, and its latest value."""
    latest = questions.latest(metric.id)
    told = (tiles.tiles([latest]), Row(listings.answer_files(latest, key=f"valor-{metric.id}"))) if latest else ()
    return (markup.heading(metric.label), *notices.sheet(metric), *told)


@cached
def _view(asked: Exploration) -> Blocks:
    if asked.view is View.SOURCE:
        return _VIEWS[asked.view](asked)
    if not asked.breakdown:
        return _single(asked.metric)
    answers = questions.observe(asked.metric.id, by=(asked.breakdown,), period=asked.year).answers
    return notices.missing(answers, f"«{asked.metric.label}»") or (
        *notices.demonstration(answers),
        *_VIEWS[asked.view](asked),
    )


def _single(metric: Metric) -> Blocks:
    """A metric that cannot be split: its only value, if it has one."""
    answers = questions.observe(metric.id).answers
    return notices.missing(answers, f"«{metric.label}»") or (
        *notices.demonstration(answers),
        tiles.tiles(answers),
        provenance.source(answers, metric.label),
    )


PAGE = Page(
    address="indicadores",
    title="Indicadores",
    section=Section.DATA,
    audience=Audience.EVERYONE,
    render=render,
)

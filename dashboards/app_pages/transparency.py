"""Transparencia: whether the Service answers FOI requests in time."""

from __future__ import annotations

from dashboards.blocks import block, figures, headline, listings, markup, notices, provenance, splits, tiles
from dashboards.blocks.block import Blocks, Text
from dashboards.charts.subsets import subsets_in_time
from dashboards.display import dates, palette
from dashboards.display.columns import MetricColumn
from dashboards.display.markdown import NOTHING, as_text
from dashboards.inputs import selection
from dashboards.inputs.selection import Selection
from dashboards.serving import questions
from dashboards.serving.page import Audience, Card, Page, Section
from dashboards.serving.session import cached

_HEADLINES = (
    "foi.requests_received",
    "foi.answered_share",
    "foi.answered_within_15_days_share",
    "foi.response_days_median",
    "foi.requests_open",
    "foi.requests_overdue",
)
_NATIONAL = ("foi.appeals_filed", "foi.active_transparency_index")
_ANSWERED = (
    MetricColumn("foi.requests_received", "Recibidas", series="Recibidas, en total", color=palette.LIGHT_GREY),
    MetricColumn("foi.requests_answered", "Respondidas", series="De ellas, respondidas", color=palette.LIGHT_BLUE),
    MetricColumn(
        "foi.answered_within_15_days",
        "En 15 días hábiles o menos",
        series="De ellas, respondidas en 15 días hábiles o menos",
        color=palette.BLUE,
    ),
)
_MEDIAN = MetricColumn("foi.response_days_median", "Mediana de días hábiles")
_BY_REGION = (
    MetricColumn("foi.requests_received", "Recibidas"),
    MetricColumn("foi.answered_within_15_days_share", "Respondidas en 15 días hábiles o menos"),
)

_SENTENCE = "De las [foi.requests_received] solicitudes recibidas, el [foi.answered_share] ya tiene respuesta. De ellas, el [foi.answered_within_15_days_share] la tuvo en 15 días hábiles o menos, que es la meta."


def render() -> None:
    """Draw the page."""
    notices.title(
        "Transparencia",
        "¿Responde el Servicio a tiempo las solicitudes de acceso a la información? La ley da 20 días hábiles, "
        "prorrogables en 10; la meta institucional es 15.",
    )
    block.show(_answers(selection.period_and_region(_HEADLINES)))


@cached
def _answers(selected: Selection) -> Blocks:
    headlines = questions.beside_year_before(_HEADLINES, period=selected.period, where=selected.filters)
    answers = tiles.answers_of(headlines)
    return notices.missing(answers, "solicitudes de información") or (
        *notices.demonstration(answers),
        headline.headline(_SENTENCE, headlines, where=selected.place, when=dates.months(selected.period)),
        tiles.tiles(headlines, is_national=selected.is_national),
        provenance.source(answers, "Solicitudes de acceso a la información"),
        markup.link("/plazo", "¿Cómo se cuenta este plazo?"),
        *_months(selected),
        *_regions(selected.period),
        *_appeals(selected.period),
    )


def _months(selected: Selection) -> Blocks:
    split = splits.ask(
        *_ANSWERED,
        _MEDIAN,
        by="month",
        title="Mes de recepción",
        period=selected.period,
        where=selected.filters,
    )
    return figures.figure(
        "¿Cuántas se responden, y cuántas dentro de la meta?",
        subsets_in_time(split, _ANSWERED),
        split,
        key="transparencia-meses",
        description="Solicitudes recibidas, respondidas y respondidas dentro de la meta, por mes de recepción",
    )


@cached
def _regions(period: str) -> Blocks:
    split = splits.ask(*_BY_REGION, by="region", title="Región", period=period)
    return listings.listing(
        "Por región de quien solicita",
        NOTHING,
        split.frame,
        split.table,
        key="transparencia-regiones",
        about=provenance.about(split.answers),
        source=(provenance.source(split.answers, "Por región de quien solicita", anchor="transparencia-regiones"),),
        is_folded=True,
    )


@cached
def _appeals(period: str) -> Blocks:
    national = questions.beside_year_before(_NATIONAL, period=period)
    return (
        markup.heading("Amparos (reclamos) y transparencia activa"),
        Text(as_text("Cifras de todo el país.")),
        tiles.tiles(national),
        provenance.source(tiles.answers_of(national), "Amparos y transparencia activa"),
    )


PAGE = Page(
    address="transparencia",
    title="Transparencia",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
    card=Card(
        question="¿Responde el Servicio a tiempo las solicitudes de información?",
        metric_ids=("foi.requests_received", "foi.answered_within_15_days_share"),
    ),
)

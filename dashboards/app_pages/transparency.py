"""Transparencia: whether the Service answers FOI requests in time."""

from __future__ import annotations

from dashboards.blocks import block, figures, headline, listings, markup, notices, provenance, splits, tiles
from dashboards.blocks.block import Blocks, Text
from dashboards.charts.subsets import subsets_in_time
from dashboards.display import dates, palette, waits
from dashboards.display.columns import MetricColumn
from dashboards.display.markdown import NOTHING, as_text
from dashboards.inputs import selection
from dashboards.inputs.selection import Selection
from dashboards.serving import questions
from dashboards.serving.page import Audience, Card, Page, Section
from dashboards.serving.session import cached
from metrics import Answer

_HEADLINES = (
    "foi.requests_received",
    "foi.answered_share",
    "foi.answered_within_15_days_share",
    "foi.response_days_median",
    "foi.requests_open",
    "foi.requests_overdue",
)
_APPEALS = ("foi.appeals_filed", "foi.appeals_answered")
_FIRST_INSTANCE = "foi.appeals_first_instance_share"
_ACTIVE = (
    "foi.active_transparency_index",
    "foi.active_transparency_national_average",
    "foi.active_transparency_rank",
)
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
        *notices.rushed(answers),
        headline.headline(_SENTENCE, headlines, where=selected.place, when=dates.months(selected.period)),
        tiles.tiles(headlines, is_national=selected.is_national),
        provenance.source(answers, "Solicitudes de acceso a la información"),
        markup.link("/tiempos", "¿Cuánto se espera, dónde, y está mejorando?"),
        markup.link("/vencimientos", "¿Qué está por vencer?"),
        markup.link("/plazo", "¿Cómo se cuenta este plazo?"),
        *_months(selected),
        *_definitions(selected),
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
def _definitions(selected: Selection) -> Blocks:
    result = questions.observe(*waits.DEFINITION_METRICS, period=selected.period, where=selected.filters)
    values = {answer.metric.id: answer.value for answer in result.answers}
    return listings.listing(
        "Lo mismo, contado de cinco maneras",
        as_text(waits.both_are_true(values)),
        waits.definitions_table(values),
        waits.DEFINITIONS,
        key="transparencia-definiciones",
        about=provenance.about(result.answers),
        source=(
            provenance.source(
                result.answers, "Lo mismo, contado de cinco maneras", anchor="transparencia-definiciones"
            ),
        ),
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
    return (
        markup.heading("Amparos: reclamos ante el Consejo para la Transparencia", anchor="transparencia-amparos"),
        Text(as_text("Cifras de todo el país.")),
        tiles.tiles([*questions.beside_year_before(_APPEALS, period=period), *_latest(_FIRST_INSTANCE)]),
        *_appeals_by("year", "Amparos por año"),
        *_appeals_by("month", "Amparos por mes", is_folded=True),
        *_published(),
    )


@cached
def _appeals_by(grain: str, heading: str, *, is_folded: bool = False) -> Blocks:
    found, answers = questions.foi_appeals(grain)
    key = f"transparencia-amparos-{grain}"
    return listings.listing(
        heading,
        NOTHING,
        waits.appeals_table(found, grain, answers),
        waits.APPEALS[grain],
        key=key,
        about=provenance.about(answers),
        source=(provenance.source(answers, heading, anchor=key),),
        is_folded=is_folded,
    )


@cached
def _published() -> Blocks:
    """The index of active transparency beside the country's, each in the last year that is printed."""
    answers = _latest(*_ACTIVE)
    if not answers:
        return ()
    heading = "Transparencia activa: lo que se publica sin que nadie lo pida"
    return (
        markup.heading(heading, anchor="transparencia-activa"),
        tiles.tiles(answers),
        provenance.source(answers, heading, anchor="transparencia-activa"),
    )


def _latest(*metric_ids: str) -> list[Answer]:
    return [answer for answer in map(questions.latest, metric_ids) if answer is not None]


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

"""Transparencia: whether the Service answers FOI requests in time."""

from __future__ import annotations

from dashboards.blocks import block, figures, listings, notices, provenance, splits, tiles
from dashboards.blocks.block import Blocks, Heading, Text
from dashboards.charts.spec import to_spec
from dashboards.charts.subsets import subsets_in_time
from dashboards.display import palette
from dashboards.display.columns import MetricColumn
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


def render() -> None:
    """Draw the page."""
    notices.title(
        "Transparencia",
        "¿Responde el Servicio a tiempo las solicitudes de acceso a la información? La ley da 20 días hábiles, "
        "prorrogables en 10; la meta institucional es 15.",
    )
    block.show(_answers(selection.period_and_region()))


@cached
def _answers(selected: Selection) -> Blocks:
    headlines = questions.beside_year_before(_HEADLINES, period=selected.period, where=selected.filters)
    answers = tiles.answers_of(headlines)
    return notices.missing(answers, "solicitudes de información") or (
        *notices.demonstration(answers),
        notices.place(selected),
        tiles.tiles(headlines, is_national=selected.is_national),
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
        to_spec(subsets_in_time(split, _ANSWERED)),
        split,
        key="transparencia-meses",
        description="Solicitudes recibidas, respondidas y respondidas dentro de la meta, por mes de recepción",
    )


@cached
def _regions(period: str) -> Blocks:
    split = splits.ask(*_BY_REGION, by="region", title="Región", period=period)
    return listings.listing(
        "Por región de quien solicita",
        provenance.sentence(split.answers),
        split.frame,
        split.table,
        key="transparencia-regiones",
        about=provenance.about(split.answers),
        is_folded=True,
    )


@cached
def _appeals(period: str) -> Blocks:
    national = questions.beside_year_before(_NATIONAL, period=period)
    return (
        Heading("Amparos (reclamos) y transparencia activa"),
        Text("Cifras de todo el país."),
        tiles.tiles(national),
        provenance.caption(tiles.answers_of(national)),
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

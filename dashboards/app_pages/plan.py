"""Plan: which of the 86 measures are done, which are late and who owes them."""

from __future__ import annotations

from datetime import date

from dashboards.blocks import block, figures, listings, notices, provenance, splits, tiles
from dashboards.blocks.block import Blocks
from dashboards.charts.composition import composition
from dashboards.charts.spec import to_spec
from dashboards.display import dates, formats, measures, palette
from dashboards.display.columns import MetricColumn
from dashboards.documents.spreadsheets import About
from dashboards.inputs import reports
from dashboards.serving import questions
from dashboards.serving.page import Audience, Card, Follows, Page, Section
from dashboards.serving.session import cached

_HEADLINES = ("plan.measures", "plan.measures_implemented", "plan.measures_in_progress", "plan.implemented_share")
_STATES = (
    MetricColumn("plan.measures_implemented", "Implementadas", color=palette.IMPLEMENTED),
    MetricColumn("plan.measures_in_progress", "En desarrollo", color=palette.IN_PROGRESS),
    MetricColumn("plan.measures_not_reported", "Sin reporte", color=palette.NOT_REPORTED),
)
_TOTALS = (
    MetricColumn("plan.measures", "Medidas"),
    MetricColumn("plan.axis_share", "Parte de las medidas con eje"),
)
_LATE = (
    measures.CODE,
    measures.TITLE,
    measures.LEAD,
    measures.PLANNED,
    measures.DAYS_LATE,
    measures.PROGRESS,
)
_MOVED = (
    measures.CODE,
    measures.TITLE,
    measures.LEAD,
    measures.CHANGE,
    measures.PROGRESS_BEFORE,
    measures.PROGRESS,
)
_ALL = (
    measures.CODE,
    measures.TITLE,
    measures.AXIS,
    measures.LEAD,
    measures.STATUS,
    measures.PROGRESS,
    measures.PLANNED,
)


def render() -> None:
    """Draw the page."""
    notices.title(
        "Plan Nacional de Acción",
        "¿Cuáles de las 86 medidas están implementadas, cuáles están atrasadas y quién responde por ellas?",
    )
    block.show(_answers(reports.reporting_date()))


@cached
def _answers(reporting_date: date | None) -> Blocks:
    headlines = questions.beside_report_before(_HEADLINES, reporting_date)
    answers = tiles.answers_of(headlines)
    about = provenance.about(answers)
    return notices.missing(answers, "el Plan Nacional de Acción") or (
        *notices.demonstration(answers),
        tiles.tiles(headlines),
        *_axes(reporting_date),
        *_moved(reporting_date, about),
        *_late(reporting_date, about),
        *_register(reporting_date, about),
    )


def _axes(reporting_date: date | None) -> Blocks:
    split = splits.ask(*_STATES, *_TOTALS, by="axis", title="Eje", as_of=reporting_date)
    return figures.figure(
        "¿En qué ejes están las medidas, y cuántas faltan en cada uno?",
        to_spec(composition(split, _STATES)),
        split,
        key="plan-ejes",
        description="Medidas implementadas y en desarrollo en cada eje del plan",
    )


def _moved(reporting_date: date | None, about: About) -> Blocks:
    since = questions.report_before(reporting_date)
    if reporting_date is None or since is None:
        return ()
    moved = questions.measures_moved(reporting_date, since).frame
    return listings.listing(
        f"Qué se movió desde el {dates.day(since)}: {formats.number(moved.height)} medidas",
        "Medidas que cambiaron de estado o de avance entre los dos cortes.",
        measures.in_words(moved),
        _MOVED,
        key="plan-movimientos",
        about=about,
        empty="Ninguna medida cambió entre los dos cortes.",
    )


def _late(reporting_date: date | None, about: About) -> Blocks:
    late = questions.measures(reporting_date).late.frame
    return listings.listing(
        f"Medidas atrasadas al corte: {formats.number(late.height)}",
        "No están implementadas y ya pasó la fecha de término de su plan vigente. La más atrasada, primero.",
        measures.in_words(late),
        _LATE,
        key="plan-atrasadas",
        about=about,
        empty="Ninguna medida está atrasada a este corte.",
    )


def _register(reporting_date: date | None, about: About) -> Blocks:
    return listings.listing(
        "Todas las medidas",
        "El título de cada medida de demostración viene de lo que la Cuenta Pública 2024 informa como logro o desafío.",
        measures.in_words(questions.measures(reporting_date).frame),
        _ALL,
        key="plan-medidas",
        about=about,
        is_folded=True,
    )


PAGE = Page(
    address="plan",
    title="Plan (86 medidas)",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
    card=Card(
        question="¿Qué medidas del Plan Nacional de Acción están implementadas y cuáles faltan?",
        metric_ids=("plan.measures_implemented", "plan.measures_in_progress"),
        follows=Follows.LAST_REPORT,
    ),
)

"""Vencimientos: which open requests are due, when, in which unit, and how many are expected to be late."""

from __future__ import annotations

from dashboards.blocks import block, figures, listings, markup, notices, provenance, tiles
from dashboards.blocks.block import Blocks, Caption, Text
from dashboards.charts.spec import to_spec
from dashboards.charts.upcoming import upcoming
from dashboards.display import dates, dues
from dashboards.display.markdown import NOTHING, as_text
from dashboards.inputs import selection
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import Filters

_HEADLINES = (
    "foi.requests_open",
    "foi.requests_overdue",
    "foi.requests_due_in_0_to_5_days",
    "foi.requests_due_in_6_to_10_days",
)
_MONTHS = "Lo dicho y lo que pasó, mes por mes"
_BROKEN = ("foi.terms_broken_of_open",)


def render() -> None:
    """Draw the page."""
    notices.title(
        "Vencimientos",
        "¿Qué solicitudes de información están por vencer, en qué unidad, y cuántas se espera que venzan sin respuesta?",
    )
    block.show(_answers(selection.region()))


@cached
def _answers(where: Filters) -> Blocks:
    answers = questions.observe(*_HEADLINES, where=where).answers
    found = questions.foi_dues(where)
    if found.as_of is None:
        return notices.missing(answers, "solicitudes de información")
    units = questions.members("responsible_unit")
    told = " ".join(filter(None, (dues.open_now(found), dues.pressing(found, units))))
    about, days = provenance.about(answers), dues.days_table(found)
    return (
        *notices.demonstration(answers),
        *notices.rushed(answers),
        markup.html("headline", place=f"Al {dates.day(found.as_of)}", told=told),
        tiles.tiles(answers),
        provenance.source(answers, "Vencimientos"),
        *listings.listing(
            "Por unidad que debe responder",
            NOTHING,
            dues.due_table(found.by_unit, "responsible_unit", units),
            dues.due_columns("Unidad"),
            key="vencimientos-unidades",
            about=about,
        ),
        *figures.drawn(
            "Día por día, en los próximos 20 días hábiles",
            to_spec(upcoming(days)),
            days,
            dues.DAYS,
            answers,
            key="vencimientos-dias",
            description="Solicitudes abiertas por el último día de su plazo",
        ),
        *_expected(where),
        *listings.listing(
            "Por región de quien pide",
            NOTHING,
            dues.due_table(found.by_region, "region", questions.members("region")),
            dues.due_columns("Región"),
            key="vencimientos-regiones",
            about=about,
            is_folded=True,
        ),
        Caption(
            as_text(
                "La lista por folio no se publica: la obtiene quien administra la base, para el Departamento de Transparencia."
            )
        ),
    )


def _expected(where: Filters) -> Blocks:
    said = questions.foi_forecast(where)
    past = questions.foi_calibration(where)
    if said is None:
        return ()
    answers = questions.observe(*_BROKEN, where=where).answers
    return (
        markup.heading("¿Cuántas se espera que venzan?", anchor="vencimientos-pronostico"),
        Text(as_text(dues.expected(said))),
        markup.heading("¿Cuánto acierta este pronóstico?", anchor="vencimientos-acierto"),
        Text(as_text(dues.calibrated(past))),
        *listings.listing(
            _MONTHS,
            NOTHING,
            dues.calibration_table(past),
            dues.CALIBRATION,
            key="vencimientos-meses",
            about=provenance.about(answers),
            source=(provenance.source(answers, _MONTHS, anchor="vencimientos-meses"),),
            empty="Todavía no hay meses con que comparar.",
            is_folded=True,
        ),
    )


PAGE = Page(
    address="vencimientos",
    title="Vencimientos",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
)

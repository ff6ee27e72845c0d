"""Plan: which of the 86 measures are done, what moved, which are late and who owes what."""

from __future__ import annotations

from datetime import date

import polars as pl
import streamlit as st

from dashboards.blocks import block, course, figures, headline, listings, markup, notices, provenance, splits, tiles
from dashboards.blocks.block import Blocks, Columns
from dashboards.charts.composition import composition
from dashboards.charts.promises import promises
from dashboards.charts.spec import to_spec
from dashboards.display import dates, formats, links, measures, plan, words
from dashboards.display.columns import MetricColumn
from dashboards.display.markdown import as_text
from dashboards.documents.spreadsheets import About
from dashboards.inputs import address, reports
from dashboards.inputs import measures as filters
from dashboards.inputs.address import Parameter
from dashboards.inputs.measures import Chosen
from dashboards.packs import session as pack
from dashboards.serving import questions
from dashboards.serving.page import Audience, Card, Follows, Page, Section
from dashboards.serving.session import cached

_HEADLINES = (
    "plan.measures",
    "plan.measures_implemented",
    "plan.measures_in_progress",
    "plan.measures_moved",
    "plan.measures_late",
    "plan.measures_due_soon",
    "plan.measures_missing_report",
    "plan.measures_without_evidence",
)
_FILTERED = {
    "plan.measures": {},
    "plan.measures_implemented": {"estado": "implemented"},
    "plan.measures_in_progress": {"estado": "in_progress"},
    "plan.measures_late": {"plazo": "late"},
    "plan.measures_due_soon": {"orden": "hito"},
    "plan.measures_missing_report": {"calla": "si"},
    "plan.measures_without_evidence": {"estado": "implemented", "evidencia": "none"},
}
"""Of the figures above, the list of measures that each counts."""
_TOTALS = (MetricColumn("plan.measures", "Medidas"),)
_SHARES = (*_TOTALS, MetricColumn("plan.axis_share", "Parte de las medidas con eje"))
_BY = {"axis": "Eje", "subcommittee": "Subcomité", "ministry": "Ministerio", "lead_body": "Subsecretaría"}
_SPLIT = Parameter("por")
_LATE = (
    measures.CODE,
    measures.TITLE,
    measures.LEAD,
    measures.DAYS_LATE,
    measures.KIND,
)
_MOVED = (
    measures.CODE,
    measures.TITLE,
    measures.LEAD,
    measures.CHANGE,
    measures.PROGRESS_BEFORE,
    measures.PROGRESS,
    measures.KIND,
)
_SENTENCE = (
    "de las [plan.measures] medidas, [plan.measures_implemented|está implementada|están implementadas] y "
    "[plan.measures_in_progress|sigue|siguen] en desarrollo. Desde la sesión anterior [plan.measures_moved|se movió|se movieron]; "
    "[plan.measures_late|está atrasada|están atrasadas] y de [plan.measures_missing_report] no llegó el último reporte."
)


def render() -> None:
    """Draw the page."""
    notices.title(
        "Plan Nacional de Acción",
        "¿Cuáles de las 86 medidas están implementadas, cuáles están atrasadas y quién responde por ellas?",
    )
    left, right, _ = st.columns((1, 1, 1))
    with left:
        reporting_date = reports.reporting_date()
    with right:
        since = reports.compared_with(reporting_date)
    block.show(_first(reporting_date, since))
    if not questions.measures(reporting_date).frame.is_empty():
        block.show((markup.heading("Las medidas, una por una", anchor="plan-medidas"),))
        block.show(_list(reporting_date, filters.chosen()))
        block.show((markup.heading("¿Dónde están las medidas?", anchor="plan-reparto"),))
        block.show(_split(reporting_date, address.pick(_SPLIT, "Repartidas por", _BY, first="axis")))
        block.show(_last(reporting_date, since))
    address.tell()


@cached
def _first(reporting_date: date | None, since: date | None) -> Blocks:
    """What fits a first screen: how many, what moved, what is late, who owes."""
    headlines = questions.beside_report(_HEADLINES, reporting_date, since)
    answers = tiles.answers_of(headlines)
    cut = reports.said(reporting_date)
    return notices.missing(answers, "las medidas del Plan Nacional de Acción") or (
        headline.headline(
            _SENTENCE, headlines, where="Plan Nacional de Acción", when=f"al {dates.day(reporting_date)}"
        ),
        *_named(reporting_date),
        tiles.tiles(headlines, addresses={of: links.of_plan(**cut, **kept) for of, kept in _FILTERED.items()}),
        provenance.source(answers, "Plan Nacional de Acción"),
        Columns((1, 1), (_late(reporting_date), _owed(reporting_date)), gap="medium"),
        *notices.demonstration(answers),
    )


def _named(reporting_date: date | None) -> Blocks:
    """What is latest and who owes most, by name, each with its link, where there is something to name."""
    late = plan.latest(questions.measures(reporting_date).late.frame, **reports.said(reporting_date))
    owing = plan.most_owing(_owed_frame(reporting_date))
    return (markup.html("named", lines=[line for line in (late, owing) if line]),) if late or owing else ()


def _owed_frame(reporting_date: date | None) -> pl.DataFrame:
    return plan.owed(
        questions.measures(reporting_date).frame,
        questions.agreements(reporting_date),
        questions.members("lead_body"),
        **reports.said(reporting_date),
    )


def _about(reporting_date: date | None) -> About:
    return provenance.about(questions.observe("plan.measures", as_of=reporting_date).answers)


def _late(reporting_date: date | None) -> Blocks:
    late = questions.measures(reporting_date).late.frame
    return listings.listing(
        f"Medidas atrasadas al corte: {formats.number(late.height)}",
        as_text("No están implementadas y ya pasó la fecha de término de su plan vigente. La más atrasada, primero."),
        measures.in_words(late, **reports.said(reporting_date)),
        _LATE,
        key="plan-atrasadas",
        about=_about(reporting_date),
        empty="Ninguna medida está atrasada a este corte.",
    )


def _owed(reporting_date: date | None) -> Blocks:
    owed = _owed_frame(reporting_date)
    return listings.listing(
        f"Quién debe: {formats.counted(owed.height, 'organismo', 'organismos')}",
        as_text(
            "Por lo que está atrasado, en riesgo o sin reporte entre las medidas que lideran, y por acuerdos vencidos."
        ),
        owed,
        plan.OWED,
        key="plan-deudas",
        about=_about(reporting_date),
        empty="Nadie debe nada a este corte.",
    )


@cached
def _list(reporting_date: date | None, chosen: Chosen) -> Blocks:
    """The measures that the reader keeps, each with its three states."""
    whole = questions.measures(reporting_date).frame
    kept = chosen.of(whole)
    listed = listings.listing(
        f"{formats.number(kept.height)} de {formats.number(whole.height)} medidas",
        as_text(words.ABOUT_STATES),
        measures.in_words(kept, **reports.said(reporting_date), **chosen.said()),
        measures.LISTED,
        key="plan-lista",
        about=_about(reporting_date),
        empty="Ninguna medida cumple lo que se pide: quite algún filtro.",
    )
    return (*listed, pack.files(reporting_date, chosen, key="plan-carpeta")) if reporting_date else listed


@cached
def _split(reporting_date: date | None, by: str) -> Blocks:
    """Measures by one of the ways in which the State is divided, stacked by state."""
    totals = _SHARES if by == "axis" else _TOTALS
    split = splits.ask(*course.STATES, *totals, by=by, title=_BY[by], as_of=reporting_date)
    drawn = figures.figure(
        f"Medidas por {_BY[by].lower()}",
        to_spec(composition(split, course.STATES)),
        split,
        key=f"plan-{by}",
        description=f"Medidas implementadas, en desarrollo y sin reporte por {_BY[by].lower()}",
    )
    return (*drawn, *_without_axis(reporting_date)) if by == "axis" else drawn


def _without_axis(reporting_date: date | None) -> Blocks:
    """Why the published shares of the axes are not those of 86 measures."""
    frame = questions.measures(reporting_date).frame
    without = frame.filter(frame["axis_code"].is_null()).height
    if not without:
        return ()
    told = (
        f"Sin eje informado: {formats.number(without)} de las {formats.number(frame.height)} medidas. Por eso los "
        f"porcentajes por eje que imprime la Cuenta Pública tienen como base {formats.number(frame.height - without)} medidas."
    )
    return (block.Caption(as_text(told)),)


@cached
def _last(reporting_date: date | None, since: date | None) -> Blocks:
    """How the plan got here, what moved, and where axes and ministries meet."""
    return (*_over_time(reporting_date), *_matrix(reporting_date), *_moved(reporting_date, since))


def _over_time(reporting_date: date | None) -> Blocks:
    """What was done by each day, beside what had been promised for it."""
    frame = course.course(reporting_date)
    return figures.drawn(
        course.TITLE,
        to_spec(promises(frame)),
        frame,
        course.COLUMNS,
        course.answers(reporting_date),
        key="plan-compromisos",
        description=course.DESCRIPTION,
    )


def _matrix(reporting_date: date | None) -> Blocks:
    frame, columns = plan.matrix(questions.measures(reporting_date).frame)
    return listings.listing(
        "Ejes y ministerios",
        as_text(words.ABOUT_MATRIX),
        frame,
        columns,
        key="plan-matriz",
        about=_about(reporting_date),
        is_folded=True,
    )


def _moved(reporting_date: date | None, since: date | None) -> Blocks:
    if reporting_date is None or since is None:
        return ()
    moved = questions.measures_moved(reporting_date, since).frame
    return listings.listing(
        f"Qué se movió desde el {dates.day(since)}: {formats.number(moved.height)} medidas",
        as_text("Medidas que cambiaron de estado o de avance entre los dos cortes."),
        measures.in_words(moved, **reports.said(reporting_date)),
        _MOVED,
        key="plan-movimientos",
        about=_about(reporting_date),
        empty="Ninguna medida cambió entre los dos cortes.",
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

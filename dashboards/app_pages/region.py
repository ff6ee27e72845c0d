"""La ficha de una región: its indicators on one screen, what asks for attention and why, and a page of it to print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
import streamlit as st

from dashboards.blocks import block, listings, markup, notices, provenance, tiles
from dashboards.blocks.block import Advice, Blocks, Caption, Folded, Html, Row, Text
from dashboards.display import dates, links, measures
from dashboards.display import sheet as in_words
from dashboards.display.markdown import NOTHING, as_text, markdown
from dashboards.inputs import address, selection
from dashboards.inputs.address import Parameter
from dashboards.packs import region as printed
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import Answer, Filters, Measure, Reason, Sheet

_CODE = Parameter("codigo", carried="region")
_MEASURES = (measures.CODE, measures.TITLE, measures.STATUS, measures.KIND)


def render() -> None:
    """Draw the page."""
    left, middle, _ = st.columns([2, 2, 3])
    regions = questions.regions().labels
    with left:
        code = address.choose(_CODE, "Región", regions, first=next(iter(regions)), carries_first=False)
    with middle:
        period = selection.period_of(printed.OF)
    address.tell()
    block.show(_page(code, period))


@cached
def _page(code: str, period: str) -> Blocks:
    found = questions.sheet(code, period)
    name = questions.regions().label(code)
    answers = [line.table.answer for line in found.lines]
    head = (block.Title(f"{name}, {dates.months(period)}"),)
    if not answers:
        told = markdown("**Todavía no hay datos de {name} en {when}.**", name=name, when=dates.months(period))
        return (*head, Advice(told))
    return (
        *head,
        *notices.demonstration(answers),
        *notices.rushed(answers),
        *_told(found, name),
        Row((printed.file(code, period, key="ficha"),)),
        *_reasons(found, period),
        *_indicators(found, period, answers),
        *_litigation(code, name, period),
        *_plan(name),
        markup.link(links.of_territory(region=code, periodo=period), "Ver la región entre las demás"),
        markup.link(links.of_dues(code), "Ver qué solicitudes de la región están por vencer"),
    )


def _told(found: Sheet, name: str) -> Blocks:
    """The paragraph, and what is not known of the period."""
    paragraph = in_words.paragraph(found, name)
    incomplete = in_words.incomplete(found, questions.members("region"))
    return (
        *((markup.html("paragraph", text=paragraph),) if paragraph else ()),
        *((Caption(as_text(f"{incomplete}.")),) if incomplete else ()),
    )


def _reasons(found: Sheet, period: str) -> Blocks:
    backed, made_up = (list(in_words.reasons(found.reasons, is_backed=one)) for one in (True, False))
    shown: Blocks = (_listed(backed, found, period),) if backed else (Text(as_text(_nothing(made_up))),)
    folded: Blocks = ()
    if made_up:
        about = Caption(as_text("Muestran cómo avisa el monitor: no dicen nada de la región."))
        inside = (about, _listed(made_up, found, period, kind=in_words.DEMONSTRATION))
        folded = (Folded(f"Avisos que salen sólo de datos de demostración ({len(made_up)})", inside, "ficha-avisos"),)
    return (
        markup.heading("Qué requiere atención", anchor="ficha-atencion"),
        *shown,
        *folded,
        Folded("Con qué reglas", (Text(as_text(in_words.RULES)),), "ficha-reglas"),
    )


def _nothing(made_up: Sequence[Reason]) -> str:
    return in_words.NOTHING_BACKED if made_up else in_words.NOTHING


def _listed(reasons: Sequence[Reason], found: Sheet, period: str, kind: str = "") -> Html:
    told = [
        (in_words.reason(one), in_words.of_line(one.metric.id, one.measure, period, found.region)) for one in reasons
    ]
    return markup.html("reasons", reasons=told, kind=kind)


def _indicators(found: Sheet, period: str, answers: Sequence[Answer]) -> Blocks:
    heading = "Indicadores de la región"
    shown = in_words.shown(found, period)
    courses = tiles.lines(
        [line.metric.id for line in found.lines], Filters.of({"region": found.region}), until=_end(found)
    )
    drawn = [
        line if of.table.asked.measure is Measure.AMOUNT else None
        for line, of in zip(courses, found.lines, strict=True)
    ]
    about = provenance.about(answers, address=links.of_region(found.region, periodo=period))
    return (
        markup.heading(heading, anchor="ficha-indicadores"),
        markup.html("sheet", caption=heading, lines=list(zip(shown, drawn, strict=True))),
        Caption(as_text(in_words.alike(found, questions.regions()))),
        provenance.source(answers, heading, anchor="ficha-indicadores"),
        Row(listings.files(in_words.values(found), in_words.VALUES, about, key="ficha-indicadores")),
    )


def _end(found: Sheet) -> date | None:
    return found.period.end if found.period else None


@cached
def _litigation(code: str, name: str, period: str) -> Blocks:
    """Appeals before the courts, of which the document tells two places: the Metropolitan region and the rest."""
    asked = in_words.litigation(code, name, period)
    answer = questions.appeals_of(asked.place, asked.year)
    frame = in_words.appeals(answer, questions.members("appeal_type"))
    return listings.listing(
        f"Recursos judiciales, {asked.year}",
        as_text(asked.told),
        frame,
        in_words.APPEALS,
        key="ficha-judicial",
        about=provenance.about([answer]),
        source=(provenance.source([answer], "Recursos judiciales", anchor="ficha-judicial"),),
        empty=in_words.no_appeals(asked),
    )


@cached
def _plan(name: str) -> Blocks:
    """The measures of the plan that name the region, or else those that speak of all of them."""
    frame = questions.measures(None).frame
    own, of_all = in_words.naming(frame, name)
    shown = measures.in_words(frame.filter(pl.col("code").is_in(own or of_all)))
    told = "" if own else f"Ninguna medida del plan nombra a {name}; éstas hablan de las regiones o de sus direcciones."
    about = provenance.about(questions.observe("plan.measures").answers)
    return listings.listing(
        "Medidas del plan",
        as_text(told) if told else NOTHING,
        shown,
        _MEASURES,
        key="ficha-plan",
        about=about,
        empty="No hay medidas cargadas.",
        is_folded=not own,
    )


PAGE = Page(
    address="region",
    title="Ficha de una región",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
)

"""One measure of the plan: where it stands, how its plan moved, what was reported, what there is to show, who must act."""

from __future__ import annotations

from datetime import date

import polars as pl
import streamlit as st

from dashboards.blocks import block, figures, listings, markup, notices, provenance, tiles
from dashboards.blocks.block import Advice, Blocks, Caption, Text
from dashboards.charts.milestones import milestones
from dashboards.charts.spec import to_spec
from dashboards.display import links, plan, words
from dashboards.display.columns import Column
from dashboards.display.formats import counted
from dashboards.display.markdown import NOTHING, Markdown, as_text, markdown
from dashboards.documents.spreadsheets import About
from dashboards.inputs import address, reports
from dashboards.inputs import measures as filters
from dashboards.inputs.address import Parameter
from dashboards.inputs.measures import Chosen
from dashboards.packs import measure as card
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import Dossier, catalogue

_MEASURE = Parameter("id")
_TIES = (Column("kind", "Qué es"), Column("target", "Vinculado a"))
_BODIES = (Column("label", "Organismo"), Column("role", "Papel"))


def render() -> None:
    """Draw the page."""
    left, right, _ = st.columns((2, 1, 1))
    with right:
        reporting_date = reports.reporting_date()
    whole = questions.measures(reporting_date).frame
    listed = {code: f"{code} · {title}" for code, title in whole.select("code", "title").iter_rows()}
    if not listed:
        notices.title("Medida", "¿Dónde está una medida del Plan Nacional de Acción?")
        block.show(
            notices.missing(questions.observe("plan.measures").answers, "las medidas del Plan Nacional de Acción")
        )
        return
    chosen = filters.in_address()
    kept = chosen.of(whole)["code"].to_list() or list(listed)
    with left:
        code = address.choose(_MEASURE, "Medida", listed, first=kept[0])
    address.tell()
    block.show(_page(code, reporting_date, chosen))


@cached
def _page(code: str, reporting_date: date | None, chosen: Chosen) -> Blocks:
    found = questions.dossier(code, reporting_date)
    if found is None:
        return (Advice(markdown("**Esa medida no existía a esa fecha.** Elija otra, o un corte posterior.")),)
    cut = reports.said(reporting_date)
    said = cut | chosen.said()
    about = provenance.about(questions.observe("plan.measures", as_of=reporting_date).answers)
    return (
        block.Title(f"{code} · {found.measure['title']}"),
        *_neighbours(code, reporting_date, chosen, said),
        *notices.demonstration_row(is_made_up=found.measure["demonstration"]),
        tiles.facts(plan.states(found)),
        Text(_narrative(found)),
        card.file(found, reporting_date, key="medida-ficha"),
        *_plan(found, about),
        *_reports(found, about),
        *_evidence(found, about),
        *_others(found, reporting_date, about, cut),
    )


def _neighbours(code: str, reporting_date: date | None, chosen: Chosen, said: dict[str, str]) -> Blocks:
    """The measures before and after in the list that it was chosen from, and the way back to it."""
    kept = chosen.of(questions.measures(reporting_date).frame)["code"].to_list()
    at = kept.index(code) if code in kept else None
    around = [] if at is None else [*kept[max(0, at - 1) : at], None, *kept[at + 1 : at + 2]]
    before = around[: around.index(None)] if around else []
    after = around[around.index(None) + 1 :] if around else []
    place = f"{at + 1} de {len(kept)}" if at is not None else ""
    return (
        markup.html(
            "neighbours",
            back=links.of_plan(**said),
            place=place,
            filtered=bool(chosen),
            before=[(one, links.of_measure(one, **said)) for one in before],
            after=[(one, links.of_measure(one, **said)) for one in after],
        ),
    )


def _narrative(found: Dossier) -> Markdown:
    return (
        markdown("**{told}**", told=plan.EXPLANATION_OWED)
        if plan.owes_explanation(found)
        else as_text(plan.told_by_its_body(found))
    )


def _plan(found: Dossier, about: About) -> Blocks:
    if found.milestones.is_empty():
        return (markup.heading("Plan"), Text(as_text("No tiene hitos informados.")))
    answers = questions.observe("plan.measures_replanned", as_of=found.known_on).answers
    moved = plan.replans(found)
    count = moved.height
    told = (
        "Nunca se reprogramó."
        if not count
        else f"Reprogramaciones: {count}, en {counted(moved['told_on'].n_unique(), 'reporte', 'reportes')}."
    )
    return (
        *figures.drawn(
            "Plan: línea base, plan vigente y lo cumplido",
            to_spec(milestones(found.milestones, found.today)),
            plan.milestones(found),
            plan.MILESTONES,
            answers,
            key="medida-hitos",
            description=f"Hitos de la medida {found.measure['code']} sobre el tiempo; la raya vertical es el corte",
        ),
        Caption(as_text(told)),
        *_listed("Reprogramaciones", moved, plan.REPLANS, "medida-reprogramaciones", about),
    )


def _listed(heading: str, frame: pl.DataFrame, columns: tuple[Column, ...], key: str, about: About) -> Blocks:
    """A table, where there is something to list."""
    if frame.is_empty():
        return ()
    return listings.listing(heading, NOTHING, frame, columns, key=key, about=about)


def _reports(found: Dossier, about: About) -> Blocks:
    return listings.listing(
        f"Reportes: {found.reports.height}",
        as_text("Lo que se informó en cada ronda, y qué cambió respecto de la anterior."),
        plan.reports(found),
        plan.REPORTS,
        key="medida-reportes",
        about=about,
        empty=f"{words.NOT_REPORTED}: no reportar no es tener 0 % de avance.",
    )


def _evidence(found: Dossier, about: About) -> Blocks:
    return listings.listing(
        "Evidencia",
        NOTHING,
        plan.evidence(found),
        plan.EVIDENCE,
        key="medida-evidencia",
        about=about,
        empty="Nadie ha presentado evidencia.",
    )


def _others(found: Dossier, reporting_date: date | None, about: About, cut: dict[str, str]) -> Blocks:
    """Who must act first, what the committee agreed, who answers, and what is tied to it."""
    agreed = questions.agreements(reporting_date).filter(pl.col("measure") == found.measure["code"])
    bodies = found.bodies.with_columns(pl.col("role").replace_strict(words.BODY_ROLES))
    return (
        *_listed("Quién debe actuar primero", plan.blockers(found), plan.BLOCKERS, "medida-bloqueos", about),
        *_blocked(found),
        *_listed("Acuerdos del Comité", plan.agreements(agreed, **cut), plan.AGREEMENTS, "medida-acuerdos", about),
        *_listed("Organismos", bodies, _BODIES, "medida-organismos", about),
        *_listed("Indicadores y presupuesto vinculados", _ties(found), _TIES, "medida-vinculos", about),
    )


def _blocked(found: Dossier) -> Blocks:
    """Who must act first as a drawing, where there are several."""
    pending = found.blockers.filter(pl.col("resolved_on").is_null())
    if pending.height < 2:  # noqa: PLR2004
        return ()
    return (markup.html("blockers", bodies=pending["body"].to_list(), measure=found.measure["code"]),)


def _ties(found: Dossier) -> pl.DataFrame:
    lines = questions.members("budget_line")
    rows = []
    known = catalogue()
    for kind, target in found.ties.iter_rows():
        if kind != "metric":
            rows.append(
                {"kind": "Línea de presupuesto", "target": f"{target} · {lines.label(target)}", "target_address": ""}
            )
        elif target in known:
            rows.append({"kind": "Indicador", "target": known[target].label, "target_address": links.of_metric(target)})
        else:
            rows.append({"kind": "Indicador que el monitor no tiene", "target": target, "target_address": ""})
    return pl.DataFrame(rows, schema={"kind": pl.String, "target": pl.String, "target_address": pl.String})


PAGE = Page(
    address="medida",
    title="Medida",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
)

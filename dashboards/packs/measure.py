"""The card of a measure: where it stands on one page, to be put on a table."""

from __future__ import annotations

from datetime import date
from functools import partial

import polars as pl

from dashboards.blocks import provenance
from dashboards.blocks.block import File
from dashboards.charts.milestones import milestones
from dashboards.charts.spec import to_spec
from dashboards.display import dates, links, measures, plan, words
from dashboards.display.columns import Column
from dashboards.display.names import as_name
from dashboards.documents.paper import Headline, Headlines, Listing, Paper, Paragraph, Part, Picture, Section
from dashboards.documents.pdf import PDF, as_pdf
from dashboards.serving import questions
from dashboards.serving.session import later
from metrics import Dossier

_LAST_REPORTS, _LAST_REPLANS, _PENDING = 3, 3, 3
"""Rows: what a page has room for. The page of the measure has all of them."""
_ROW = 30
"""Pixels of a milestone."""
_NOT_ON_A_CARD = {"narrative", "measure", "resolved"}


def file(found: Dossier, reporting_date: date | None, *, key: str) -> File:
    """The card to print, made when it is asked for; its name says which measure, of when, and which kind of data."""
    kind = words.kind_of_load(is_made_up=found.measure["demonstration"])
    stem = as_name(" ".join(("pnme ficha", found.measure["code"], found.today.isoformat(), words.KINDS_IN_NAMES[kind])))
    make = later(partial(_pdf, found, reporting_date))
    return File(f"{key}-pdf", "la ficha para imprimir (PDF)", f"{stem}.pdf", PDF, make)


def _pdf(found: Dossier, reporting_date: date | None) -> bytes:
    return as_pdf(card(found, reporting_date))


def card(found: Dossier, reporting_date: date | None) -> Paper:
    """What is known of a measure, the last of what there is more of than a page holds."""
    one, kind = found.measure, measures.kind(found.measure)
    answers = questions.observe("plan.measures", as_of=reporting_date).answers
    about = {fact.name: fact.text for fact in provenance.about(answers).facts}
    address = links.of_measure(one["code"], corte=found.today.isoformat())
    led = "; ".join(
        f"{body} ({words.BODY_ROLES[role].lower()})" for body, role in found.bodies.select("label", "role").rows()
    )
    return Paper(
        title=f"{one['code']} · {one['title']}",
        subtitle=f"Al {dates.day(found.today)}. {one['axis'] or 'Sin eje informado'}. {led or 'Sin responsable informado'}.",
        author="Servicio Nacional de Migraciones · Monitor PNME",
        head=f"Ficha de la medida {one['code']}",
        foot=f"Monitor PNME · {address} · versión de los datos {about['version_de_datos']}",
        kinds=(kind,),
        note=words.MADE_UP_MEASURE if one["demonstration"] else "",
        facts=(),
        day=found.today,
        is_card=True,
        sections=(
            Section(
                title="Dónde está", name="Estado", parts=(_states(found, kind), Paragraph(plan.told_by_its_body(found)))
            ),
            _plan(found),
            *_listed("Últimas reprogramaciones", plan.replans(found).tail(_LAST_REPLANS), plan.REPLANS),
            *_listed("Últimos reportes", plan.reports(found).head(_LAST_REPORTS), plan.REPORTS),
            *_pending(found, reporting_date),
        ),
    )


def _states(found: Dossier, kind: str) -> Headlines:
    told = (Headline(label=label, value=value, lines=lines) for label, value, lines in plan.states(found))
    return Headlines(tuple(told), (kind,))


def _plan(found: Dossier) -> Section:
    parts: tuple[Part, ...] = (Paragraph("No tiene hitos informados."),)
    if not found.milestones.is_empty():
        described = f"Hitos de la medida {found.measure['code']} sobre el tiempo; la raya vertical es el corte"
        parts = (
            Picture(
                to_spec(milestones(found.milestones, found.today)), described, "", height=_ROW * found.milestones.height
            ),
            Listing(plan.milestones(found), plan.MILESTONES, ""),
        )
    return Section(title="Plan: línea base, plan vigente y lo cumplido", name="Plan", parts=parts)


def _pending(found: Dossier, reporting_date: date | None) -> tuple[Section, ...]:
    """Who must act first, and what the committee agreed that is not done."""
    waits = plan.blockers(found).filter(pl.col("resolved_on").is_null()).head(_PENDING)
    agreed = questions.agreements(reporting_date)
    open_ones = agreed.filter(
        pl.col("measure") == found.measure["code"], pl.col("state").is_in(["pending", "overdue"])
    ).head(_PENDING)
    return (
        *_listed("Quién debe actuar primero", waits, plan.BLOCKERS),
        *_listed("Acuerdos del Comité sin cumplir", plan.agreements(open_ones), plan.AGREEMENTS),
    )


def _listed(title: str, frame: pl.DataFrame, columns: tuple[Column, ...]) -> tuple[Section, ...]:
    if frame.is_empty():
        return ()
    shown = tuple(column for column in columns if column.name not in _NOT_ON_A_CARD)
    return (Section(title=title, name=title, parts=(Listing(frame, shown, ""),)),)

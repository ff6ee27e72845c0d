"""Conciliación: what the document gets wrong, by chapter and table; what nothing decides, and what agrees."""

from __future__ import annotations

from dashboards.blocks import block, findings, listings, notices, provenance
from dashboards.blocks.block import Blocks, Caption, Row, Text
from dashboards.blocks.markup import heading, html
from dashboards.display import checks, words
from dashboards.display import findings as told
from dashboards.display.markdown import as_text
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import Group, Outcome

_LINES = "Las líneas son las del texto de la Cuenta Pública; nada se corrige."


def render() -> None:
    """Draw the page."""
    notices.title(
        "Conciliación",
        "Dónde la Cuenta Pública 2024 se contradice: cada cifra contra sus partes, sus repeticiones y los indicadores de este "
        "monitor, y sus fechas entre sí. Lo que no cuadra se muestra y no se corrige.",
    )
    if not questions.checks():
        block.show(notices.missing_figures())
        return
    for part in (_headline, _contradictions, _undecided, _agreements, _files):
        block.show(part())


@cached
def _headline() -> Blocks:
    found = questions.findings()
    meaning = words.could_have_failed(found, questions.checks())
    return (html("headline", place=words.contradictions(found).rstrip("."), told=meaning), Caption(as_text(_LINES)))


@cached
def _contradictions() -> Blocks:
    return (findings.by_chapter(questions.findings()),)


@cached
def _undecided() -> Blocks:
    found = questions.undecided()
    return (
        heading("Lo que no se puede decidir"),
        *listings.listing(
            words.OUTCOMES[Outcome.UNDECIDABLE],
            as_text(f"{words.OUTCOME_MEANINGS[Outcome.UNDECIDABLE]} {_LINES}"),
            told.in_words(found),
            told.UNDECIDED_COLUMNS,
            key="conciliacion-sin-decidir",
            about=provenance.about_document(),
            is_folded=True,
        ),
    )


@cached
def _agreements() -> Blocks:
    return (
        heading("Lo que concuerda"),
        listings.table(
            checks.by_group(questions.checks()), checks.GROUP_COLUMNS, caption="Comprobaciones de cada grupo"
        ),
        *(shown for group in Group for shown in _of_group(group)),
        *_alone(),
    )


def _of_group(group: Group) -> Blocks:
    found = [check for check in questions.checks() if check.outcome is Outcome.AGREES and check.group is group]
    return listings.listing(
        f"{words.GROUPS[group]}, {words.OUTCOMES[Outcome.AGREES].lower()}",
        as_text(f"{words.OUTCOME_MEANINGS[Outcome.AGREES]} {_LINES}"),
        checks.in_words(found),
        checks.COLUMNS,
        key=f"conciliacion-{group}",
        about=provenance.about_document(),
        is_folded=True,
    )


def _alone() -> Blocks:
    alone = questions.figures_alone()
    return (
        Text(as_text(words.standing_alone(len(alone), questions.checks()))),
        *listings.listing(
            "Cifras que están solas",
            as_text(_LINES),
            checks.alone(alone),
            checks.ALONE_COLUMNS,
            key="conciliacion-solas",
            about=provenance.about_document(),
            is_folded=True,
        ),
    )


@cached
def _files() -> Blocks:
    about = provenance.about_document()
    found = told.in_words(questions.findings())
    every = checks.in_words(questions.checks())
    return (
        heading("Archivos"),
        Text(as_text("Las contradicciones, una por fila:")),
        Row(listings.files(found, told.COLUMNS, about, key="conciliacion-contradicciones")),
        Text(as_text("Todas las comprobaciones, con su resultado:")),
        Row(listings.files(every, checks.ALL_COLUMNS, about, key="conciliacion-comprobaciones")),
    )


PAGE = Page(
    address="conciliacion",
    title="Conciliación",
    section=Section.DATA,
    audience=Audience.EVERYONE,
    render=render,
)

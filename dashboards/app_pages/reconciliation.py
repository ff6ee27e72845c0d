"""Conciliación: where the document agrees with itself and with the monitor, and where it does not."""

from __future__ import annotations

from dashboards.blocks import block, listings, notices, provenance, tiles
from dashboards.blocks.block import Blocks
from dashboards.display import checks, formats, words
from dashboards.inputs import outcomes
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import Outcome

_LINES = "Las líneas son las del texto de la Cuenta Pública; nada se corrige."


def render() -> None:
    """Draw the page."""
    notices.title(
        "Conciliación",
        "Cada cifra de la Cuenta Pública 2024 contra sus partes, sus repeticiones y los indicadores de este monitor. "
        "Lo que no cuadra se muestra y no se corrige.",
    )
    block.show(_summary())
    if questions.checks():
        block.show(_checks(outcomes.outcome()))


@cached
def _summary() -> Blocks:
    found = questions.checks()
    return (tiles.outcomes(found),) if found else notices.missing_figures()


@cached
def _checks(outcome: Outcome) -> Blocks:
    name = words.OUTCOMES[outcome]
    frame = checks.in_words(questions.checks(), outcome)
    return listings.listing(
        f"{name}: {formats.number(frame.height)}",
        f"{words.OUTCOME_MEANINGS[outcome]} {_LINES}",
        frame,
        checks.COLUMNS,
        key=f"conciliacion-{name.split()[0].lower()}",
        about=provenance.about_document(),
    )


PAGE = Page(
    address="conciliacion",
    title="Conciliación",
    section=Section.DATA,
    audience=Audience.EVERYONE,
    render=render,
)

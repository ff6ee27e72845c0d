"""Conciliación: where the document agrees with itself and with the monitor, and where it does not."""

from __future__ import annotations

from dashboards.blocks import block, listings, notices, provenance, tiles
from dashboards.blocks.block import Blocks, Text
from dashboards.display import checks, formats, words
from dashboards.inputs import outcomes
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import Group, Outcome

_LINES = "Las líneas son las del texto de la Cuenta Pública; nada se corrige."


def render() -> None:
    """Draw the page."""
    notices.title(
        "Conciliación",
        "Cada cifra de la Cuenta Pública 2024 contra sus partes, sus repeticiones y los indicadores de este monitor, y "
        "sus fechas entre sí. Lo que no cuadra se muestra y no se corrige.",
    )
    block.show(_summary())
    if questions.checks():
        block.show(_checks(outcomes.outcome()))
        block.show(_alone())


@cached
def _summary() -> Blocks:
    found = questions.checks()
    if not found:
        return notices.missing_figures()
    counts = listings.table(checks.by_group(found), checks.GROUP_COLUMNS)
    return (tiles.outcomes(found), Text(words.could_have_failed(found)), counts)


@cached
def _checks(outcome: Outcome) -> Blocks:
    return tuple(shown for group in Group for shown in _of_group(outcome, group))


def _of_group(outcome: Outcome, group: Group) -> Blocks:
    found = [check for check in questions.checks() if check.outcome is outcome and check.group is group]
    name = f"{words.GROUPS[group]}, {words.OUTCOMES[outcome].lower()}"
    is_folded = not group.could_fail
    return listings.listing(
        name if is_folded else f"{name}: {formats.number(len(found))}",
        f"{words.OUTCOME_MEANINGS[outcome]} {_LINES}",
        checks.in_words(found),
        checks.COLUMNS,
        key=f"conciliacion-{outcome}-{group}",
        about=provenance.about_document(),
        is_folded=is_folded,
    )


@cached
def _alone() -> Blocks:
    alone = questions.figures_alone()
    return (
        Text(words.standing_alone(len(alone), questions.checks())),
        *listings.listing(
            "Cifras que están solas",
            _LINES,
            checks.alone(alone),
            checks.ALONE_COLUMNS,
            key="conciliacion-solas",
            about=provenance.about_document(),
            is_folded=True,
        ),
    )


PAGE = Page(
    address="conciliacion",
    title="Conciliación",
    section=Section.DATA,
    audience=Audience.EVERYONE,
    render=render,
)

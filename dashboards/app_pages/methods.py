"""Métodos: what each metric means, generated from the catalogue."""

from __future__ import annotations

from dashboards.blocks import block, finder, listings, markup, notices, provenance, sheets
from dashboards.blocks.block import Blocks, Row, Text
from dashboards.display import definitions
from dashboards.display.markdown import as_text, markdown
from dashboards.inputs import exploration
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import Metric, catalogue, definition_changes, find

_MOST = 30


def render() -> None:
    """Draw the page."""
    notices.title(
        "Métodos",
        "Cómo se obtiene cada cifra, con qué reglas y de qué fuente. Esta página se genera del catálogo de indicadores.",
    )
    text, metric = exploration.searched(), exploration.metric()
    finder.field(text, place="pagina", leads_to="metodos", label="Buscar una definición").show()
    block.show(_one(metric) if metric else _found(text) if text else _everything())


@cached
def _one(metric: Metric) -> Blocks:
    changed = [one for one in definition_changes() if one.concerns(metric)]
    return (
        sheets.listed([metric]),
        markup.heading("Qué cambió en su definición", anchor="cambios"),
        sheets.changes(changed),
    )


@cached
def _found(text: str) -> Blocks:
    found = [one.metric for one in find(text, _MOST)]
    if not found:
        return (
            Text(markdown("Nada calza con «{text}». Pruebe con otra palabra, o con menos.", text=text)),
            *_everything(),
        )
    return (sheets.listed(found),)


@cached
def _everything() -> Blocks:
    frame = definitions.frame(catalogue().values())
    files = listings.files(frame, definitions.COLUMNS, provenance.about_document(), key="metodos")
    return (
        notices.method(),
        sheets.by_topic(catalogue().values()),
        markup.heading("Qué ha cambiado en las definiciones", anchor="cambios"),
        sheets.changes(definition_changes()),
        Text(as_text("Todas las definiciones en un archivo:")),
        Row(files),
    )


PAGE = Page(
    address="metodos",
    title="Métodos",
    section=Section.DATA,
    audience=Audience.EVERYONE,
    render=render,
)

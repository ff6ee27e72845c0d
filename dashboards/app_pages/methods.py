"""Métodos: what each metric means, generated from the catalogue."""

from __future__ import annotations

from itertools import chain

from dashboards.blocks import block, listings, notices, provenance
from dashboards.blocks.block import Blocks
from dashboards.display import definitions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import catalogue


def render() -> None:
    """Draw the page."""
    notices.title(
        "Métodos",
        "Cómo se obtiene cada cifra, con qué reglas y de qué fuente. Esta página se genera del catálogo de indicadores.",
    )
    block.show(_sheets())


@cached
def _sheets() -> Blocks:
    about = provenance.about_document()
    topics = (
        listings.listing(topic, "", frame, definitions.COLUMNS, key=f"metodos-{topic}", about=about, is_folded=True)
        for topic, frame in definitions.by_topic(catalogue().values())
    )
    return (notices.method(), *chain.from_iterable(topics))


PAGE = Page(
    address="metodos",
    title="Métodos",
    section=Section.DATA,
    audience=Audience.EVERYONE,
    render=render,
)

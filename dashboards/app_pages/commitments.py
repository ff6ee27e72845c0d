"""Compromisos: the norms that the Cuenta Pública names, the promises that it makes, and what came of each."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboards.blocks import block, listings, markup, notices, provenance
from dashboards.blocks.block import Advice, Blocks, Caption
from dashboards.display import commitments, formats, words
from dashboards.display.columns import Column
from dashboards.display.commitments import PROMISE
from dashboards.display.markdown import as_text, markdown
from dashboards.documents.spreadsheets import About
from dashboards.inputs import address
from dashboards.inputs import commitments as filters
from dashboards.inputs.commitments import Wanted
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached

_ABOUT = (
    "Cada texto está tal como lo imprime la Cuenta Pública 2024, con la línea en que empieza; nada se corrige. Lo que un "
    "encabezado dice y el párrafo que lo sigue van unidos por una raya. El boletín del proyecto de ley está impreso entre los "
    "desafíos del Eje 9, en la línea 2586. «Sin reporte» quiere decir que nadie ha informado aquí qué fue de un compromiso: no "
    "dice si se cumplió. La medida vinculada es la del Plan que trata claramente de lo mismo."
)


def render() -> None:
    """Draw the page."""
    notices.title(
        "Compromisos",
        "¿Qué normas nombra la Cuenta Pública 2024, qué prometió para 2025 en cada capítulo, y qué fue de cada cosa?",
    )
    whole = questions.commitments()
    if whole.is_empty():
        block.show((Advice(markdown("**Todavía no se cargan las normas ni las promesas de la Cuenta Pública.**")),))
        return
    block.show(_first())
    wanted = filters.wanted(whole)
    address.tell()
    block.show(_listed(wanted))


@cached
def _first() -> Blocks:
    whole = questions.commitments()
    promises = whole.filter(kind=PROMISE)
    reported = whole.drop_nulls("status").height
    told = (
        f"la Cuenta Pública nombra {formats.number(whole.height - promises.height)} normas y promete "
        f"{formats.number(promises.height)} cosas para 2025. "
        + (
            f"De {formats.number(reported)} se ha informado qué fue ({words.kinds_of_data(commitments.kinds_reported(whole))})."
            if reported
            else "De ninguna se ha informado aquí qué fue."
        )
    )
    return (
        markup.html("headline", place="Cuenta Pública 2024", told=told),
        Caption(as_text(_ABOUT)),
    )


@dataclass(frozen=True, kw_only=True)
class _Sort:
    """Norms, or promises: which rows they are, and how their table is told."""

    holds: pl.Expr
    several: str
    one: str
    explanation: str
    columns: tuple[Column, ...]


_NORM = _Sort(
    holds=pl.col("kind") != PROMISE,
    several="normas",
    one="norma",
    explanation="Proyectos, leyes, acuerdos, decretos, resoluciones, oficios y circulares del Eje 9.",
    columns=commitments.NORMS,
)
_PROMISED = _Sort(
    holds=pl.col("kind") == PROMISE,
    several="promesas",
    one="promesa",
    explanation="Lo que cada capítulo anuncia bajo «Desafíos 2025».",
    columns=commitments.PROMISES,
)


def _those(sort: _Sort, whole: pl.DataFrame, kept: pl.DataFrame, about: About) -> Blocks:
    found = kept.filter(sort.holds)
    return listings.listing(
        f"{formats.number(found.height)} de {formats.number(whole.filter(sort.holds).height)} {sort.several}",
        as_text(sort.explanation),
        commitments.in_words(found),
        sort.columns,
        key=f"compromisos-{sort.several}",
        filed=commitments.FILED,
        about=about,
        empty=f"Ninguna {sort.one} cumple lo que se pide.",
    )


@cached
def _listed(wanted: Wanted) -> Blocks:
    whole = questions.commitments()
    kept = wanted.of(whole)
    about = provenance.about_document(address="/compromisos", reported=commitments.kinds_reported(kept))
    return (
        *_those(_NORM, whole, kept, about),
        *_those(_PROMISED, whole, kept, about),
        *listings.listing(
            "Por capítulo",
            as_text("De lo que muestran las dos tablas anteriores."),
            commitments.by_chapter(kept),
            commitments.BY_CHAPTER,
            key="compromisos-capitulos",
            about=about,
        ),
        *listings.listing(
            "Por responsable",
            as_text("De lo que muestran las dos primeras tablas, lo que alguien ha informado."),
            commitments.by_body(kept),
            commitments.BY_BODY,
            key="compromisos-responsables",
            about=about,
            empty="Ningún organismo ha informado todavía de estos compromisos.",
        ),
    )


PAGE = Page(
    address="compromisos",
    title="Compromisos",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
)

"""Compromisos: the norms that the Cuenta Pública names, the promises that it makes, and what came of each."""

from __future__ import annotations

import polars as pl

from dashboards.blocks import block, listings, markup, notices, provenance
from dashboards.blocks.block import Advice, Blocks, Caption
from dashboards.display import commitments, formats, words
from dashboards.display.commitments import PROMISE
from dashboards.display.markdown import as_text, markdown
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


@cached
def _listed(wanted: Wanted) -> Blocks:
    whole = questions.commitments()
    kept = wanted.of(whole)
    promises, norms = kept.filter(kind=PROMISE), kept.filter(pl.col("kind") != PROMISE)
    about = provenance.about_document(address="/compromisos", reported=commitments.kinds_reported(kept))
    of_each = whole.group_by(pl.col("kind") == PROMISE).len().sort("kind")["len"].to_list()
    return (
        *listings.listing(
            f"{formats.number(norms.height)} de {formats.number(of_each[0])} normas",
            as_text("Proyectos, leyes, acuerdos, decretos, resoluciones, oficios y circulares del Eje 9."),
            commitments.in_words(norms),
            commitments.NORMS,
            key="compromisos-normas",
            filed=commitments.FILED,
            about=about,
            empty="Ninguna norma cumple lo que se pide.",
        ),
        *listings.listing(
            f"{formats.number(promises.height)} de {formats.number(of_each[-1])} promesas",
            as_text("Lo que cada capítulo anuncia bajo «Desafíos 2025»."),
            commitments.in_words(promises),
            commitments.PROMISES,
            key="compromisos-promesas",
            filed=commitments.FILED,
            about=about,
            empty="Ninguna promesa cumple lo que se pide.",
        ),
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

"""Where a metric comes from: the lines of the document, how it is computed, what was known when, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from dashboards.blocks import listings, markup, provenance
from dashboards.blocks.block import Blocks, Text
from dashboards.display import checks, dates, words
from dashboards.display.columns import Column
from dashboards.display.formats import format_of
from dashboards.display.markdown import as_text
from dashboards.inputs.exploration import Exploration
from dashboards.serving import questions
from metrics import CUENTA_PUBLICA_2024, Metric, MetricError, PublishedFigure, passage

_PRINTED = (
    Column("place", "Dónde"),
    Column("line", "Línea", is_number=True),
    Column("period", "Período"),
    Column("member", "De qué"),
    Column("raw", "Impreso", is_number=True),
    Column("passage", "Lo que dice el documento"),
)
_HISTORY = (
    Column("known_on", "Conocido desde"),
    Column("value", "Valor", is_number=True),
    Column("kind", "Tipo de dato"),
)
_NOTHING_PRINTED = "La Cuenta Pública 2024 no imprime esta cifra: viene de un registro."


def blocks(asked: Exploration) -> Blocks:
    """All of it."""
    metric = asked.metric
    return (*_document(metric), *_checked(metric), *_told_so_far(metric), *_computed(metric))


def _document(metric: Metric) -> Blocks:
    found = questions.figures_of(metric.id)
    heading = f"En la Cuenta Pública 2024: {len(found)} {'cifra' if len(found) == 1 else 'cifras'}"
    return listings.listing(
        heading,
        as_text("Tal como está impreso; nada se corrige."),
        pl.DataFrame([_printed(one) for one in found], schema={one.name: pl.String for one in _PRINTED}),
        _PRINTED,
        key=f"documento-{metric.id}",
        about=provenance.about_document(),
        empty=_NOTHING_PRINTED,
    )


def _printed(figure: PublishedFigure) -> dict[str, str]:
    return {
        "place": figure.place,
        "line": str(figure.line),
        "period": dates.published_period(figure.period),
        "member": ", ".join(filter(None, [figure.dimension.partition("=")[2], figure.territory])) or "—",
        "raw": figure.raw,
        "passage": passage(figure.line),
    }


def _checked(metric: Metric) -> Blocks:
    found = questions.checks_of(metric.id)
    return listings.listing(
        f"Qué dice la conciliación: {len(found)} {'comprobación' if len(found) == 1 else 'comprobaciones'}",
        as_text("Cada cifra contra sus partes, sus repeticiones y lo que responde este monitor."),
        checks.in_words(found),
        checks.COLUMNS,
        key=f"conciliacion-{metric.id}",
        about=provenance.about_document(),
        empty="Ninguna comprobación trata de este indicador.",
    )


def _told_so_far(metric: Metric) -> Blocks:
    """What its latest value was said to be, load by load."""
    latest = questions.latest(metric.id)
    if latest is None:
        return ()
    told = questions.history(metric.id, latest.period)
    written = format_of(metric.unit)
    loaded = "published" if metric.source == CUENTA_PUBLICA_2024 else "register"
    rows = [
        {
            "known_on": dates.day(one.known_on),
            "value": written.text(one.value, is_suppressed=one.is_suppressed),
            "kind": words.KINDS_OF_DATA["demonstration" if one.is_demonstration else loaded].capitalize(),
        }
        for one in told
    ]
    return listings.listing(
        f"Qué valor se conocía y desde cuándo, {dates.period(latest.period)}",
        as_text("Cada carga que cambió el valor; ninguna borra lo que se sabía antes."),
        pl.DataFrame(rows, schema={one.name: pl.String for one in _HISTORY}),
        _HISTORY,
        key=f"historia-{metric.id}",
        about=provenance.about([latest]),
    )


def _computed(metric: Metric) -> Blocks:
    statements = _statements(metric)
    return (
        markup.heading("Cómo se calcula", anchor="calculo"),
        Text(
            as_text(
                f"{provenance.definition(metric)} Estas son las consultas a la base de datos que responden por él hoy:"
            )
        ),
        markup.html("statements", statements=statements),
    )


def _statements(metric: Metric) -> Iterable[str]:
    try:
        return questions.statements(metric.id)
    except MetricError:
        return ()

"""The words around the figures: titles, notices, what is missing, what a metric is."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboards.blocks.block import Advice, Blocks, Caption, Heading, Notice, Text
from dashboards.display import dates, words
from dashboards.inputs.selection import Selection
from dashboards.serving.session import current
from metrics import Answer, Metric


def title(text: str, question: str) -> None:
    """A page's title and the question that it answers."""
    st.title(text, anchor=False)
    st.markdown(question)


def demonstration(answers: Sequence[Answer]) -> Blocks:
    """Say that there is demonstration data behind a page, if there is."""
    if not any(answer.is_demonstration for answer in answers):
        return ()
    notice = (
        "**Datos de demostración.** Las filas de esta página fueron generadas por programa a partir de las cifras que "
        "publica la Cuenta Pública 2024, celda por celda. No son registros reales."
    )
    return (Notice(notice),)


def missing(answers: Sequence[Answer], what: str) -> Blocks:
    """When no answer has a value: what is missing and what to run."""
    if not all(answer.frame["value"].is_null().all() for answer in answers):
        return ()
    advice = (
        f"**Faltan los datos de {what}.** La base de datos no tiene filas de este registro para lo que se pidió. "
        "Cargue el registro de la institución o, para ver el monitor con datos de demostración, ejecute `pnme init`."
    )
    return (Advice(advice),)


def missing_figures() -> Blocks:
    """There is no published figure to check: what to run."""
    return (Advice("**Faltan las cifras publicadas.** Ejecute `pnme init` para cargarlas."),)


def place(selection: Selection) -> Text:
    """Which territory the figures are of, and when."""
    where = "de todo el país" if selection.is_national else f"de la región **{selection.place}**"
    return Text(f"Cifras {where}, {dates.months(selection.period)}.")


def sheet(metric: Metric) -> Blocks:
    """What a metric is, in a few lines."""
    basis = f" · **Norma:** {metric.legal_basis}" if metric.legal_basis else ""
    small = (
        f"**Unidad:** {metric.unit.label} · **Cómo se calcula:** {words.formula(metric)} · "
        f"**Fuente:** {metric.source.label}, {metric.source.institution}{basis} · **Código:** `{metric.id}`"
    )
    return (Text(f"**{metric.label}.** {metric.definition}"), Caption(small))


def kinds_of_data() -> Blocks:
    """What the three kinds of data are, and as of when."""
    kinds = (
        "- **Cifra publicada**: impresa en la Cuenta Pública 2024; se muestra tal como aparece, con su línea.\n"
        "- **Registro institucional**: filas que cargó la institución responsable.\n"
        "- **Datos de demostración**: filas generadas por programa que reproducen las cifras publicadas; sirven para "
        "probar el monitor y no son registros reales."
    )
    version = Caption(f"Versión de los datos: {current().snapshot.data_version}")
    return (Heading("Qué clase de datos son estos"), Text(kinds), version)


def method() -> Text:
    """The rules that hold for every figure."""
    return Text(
        "- **Días hábiles**: lunes a viernes que no son feriado nacional (Ley 19.880, art. 25). El conteo parte el día "
        "hábil siguiente a la recepción.\n"
        "- **Solicitudes abiertas**: no son datos perdidos; cuentan en los tiempos de respuesta por lo que ya esperaron.\n"
        "- **Lo que no se suma**: porcentajes, medianas y conteos de personas que se traslapan se recalculan o no se "
        "muestran; nunca se suman ni se promedian.\n"
        "- **Sin dato, reservado y cero** son tres cosas distintas. «Reservado»: hay tan pocas personas atendidas, o tan "
        "pocas de sus atenciones, que no se muestran.\n"
        "- **Recuentos protegidos**: los de personas atendidas y de sus atenciones se redondean antes de sumarlos. El de "
        "cada mes, oficina y resolución va, al azar y siempre al mismo, a uno de los dos múltiplos de 5 que lo rodean. Así "
        "ninguna resta entre cuadros, períodos o fechas revela un recuento pequeño. Por eso un total puede apartarse del que "
        "imprime la Cuenta Pública; cuando ocurre, se dice al lado.\n"
        "- **Períodos incompletos**: un año en curso no se compara con uno completo."
    )

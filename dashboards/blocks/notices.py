"""The words around the figures: titles, notices, what is missing, what a metric is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboards.blocks import markup
from dashboards.blocks.block import Advice, Blocks, Caption, Failure, Html, Notice, Text
from dashboards.display import dates, formats, words
from dashboards.display.markdown import NOTHING, as_text, code, markdown
from dashboards.serving import questions
from dashboards.serving.session import cached, current
from dashboards.serving.source import Outage
from metrics import Answer, Metric


def title(text: str, question: str) -> None:
    """A page's title and the question that it answers."""
    st.title(as_text(text).source, anchor=False)
    st.markdown(as_text(question).source)


def outage(found: Outage | None) -> Blocks:
    """Say that the figures are the last ones known, and since when, while the database does not answer."""
    if found is None:
        return ()
    notice = markdown(
        "**La base de datos no responde desde el {since}.** Se muestran las últimas cifras que se alcanzaron a leer; lo que "
        "nadie había consultado antes no se puede mostrar ({fault}). Quien administra el monitor ya tiene el aviso.",
        since=dates.moment(found.since),
        fault=_without_the_act(found.spanish),
    )
    return (Notice(notice),)


def unavailable(fault: str) -> Failure:
    """Say that a page cannot be shown for what is wrong with the database, and the act that mends it."""
    failure = markdown(
        "**La base de datos no está disponible.** Vuelva a intentarlo en unos minutos ({fault}). Quien administra el monitor "
        "ya tiene el aviso.",
        fault=_without_the_act(fault),
    )
    return Failure(failure)


def _without_the_act(fault: str) -> str:
    """What is wrong, without what mends it: that is told to who runs the monitor, in its log and at its address."""
    return fault.partition(":")[0]


def broken() -> Failure:
    """Say that a page cannot be shown, for a reason that is ours."""
    return Failure(markdown("**Algo falló al armar esta página.** El error quedó registrado; vuelva a intentarlo."))


def demonstration(answers: Sequence[Answer]) -> Blocks:
    """Say that there is demonstration data behind a page, if there is."""
    if not any(answer.is_demonstration for answer in answers):
        return ()
    notice = markdown(
        "**Datos de demostración.** Las filas de esta página fueron generadas por programa y no son registros reales. "
        "Donde la Cuenta Pública 2024 imprime una cifra, que es casi siempre de 2024, suman lo que ella imprime. Los demás "
        "años, meses y desgloses no los respalda nada publicado."
    )
    return (Notice(notice),)


_QUARTER = (date(2025, 1, 1), date(2025, 3, 31))
"""The days of which the document says how much had been answered on the last of them."""


def rushed(answers: Sequence[Answer]) -> Blocks:
    """Say that what was generated of the last quarter is answered sooner than anything real, where an answer speaks of it."""
    first, last = _QUARTER
    concerned = [
        one for one in answers if one.is_demonstration and one.days and one.days[1] >= first and one.days[0] <= last
    ]
    if not concerned:
        return ()
    printed = next((one for one in questions.figures_of("foi.answered_share") if one.period == "2025-Q1"), None)
    if printed is None:
        return ()
    notice = markdown(
        "**Las esperas más cortas del primer trimestre de 2025 no son una mejora.** La Cuenta Pública dice que al {last} el {share} de lo "
        "recibido en el trimestre tenía respuesta. Para sumar eso, las solicitudes de demostración de las últimas semanas "
        "tienen respuesta en pocos días, como no la tiene ninguna real.",
        last=dates.day(last),
        share=f"{formats.number(float(printed.value), 1)} %",
    )
    return (Notice(notice),)


def demonstration_row(*, is_made_up: bool) -> Blocks:
    """Say of one thing that it was made up, if it was."""
    if not is_made_up:
        return ()
    notice = markdown("**Datos de demostración.** {told}", told=words.MADE_UP_MEASURE)
    return (Notice(notice),)


def missing(answers: Sequence[Answer], what: str) -> Blocks:
    """When no answer has a value: what is missing."""
    if not all(answer.frame["value"].is_null().all() for answer in answers):
        return ()
    advice = markdown(
        "**Todavía no hay datos de {what}.** La institución responsable no ha cargado este registro para lo que se pidió.",
        what=what,
    )
    return (Advice(advice),)


def missing_figures() -> Blocks:
    """There is no published figure to check."""
    return (Advice(markdown("**Todavía no se cargan las cifras publicadas.** Sin ellas no hay qué comparar.")),)


def sheet(metric: Metric) -> Blocks:
    """What a metric is, in a few lines."""
    basis = metric.legal_basis
    small = markdown(
        "**Unidad:** {unit} · **Cómo se calcula:** {formula} · **Fuente:** {source}, {institution}{basis} · "
        "**Código:** {id}",
        unit=metric.unit.label,
        formula=words.formula(metric),
        source=metric.source.label,
        institution=metric.source.institution,
        basis=markdown(" · **Norma:** {norm}", norm=str(basis)) if basis else NOTHING,
        id=code(metric.id),
    )
    return (Text(as_text(metric.definition)), Caption(small))


def kinds_of_data() -> Blocks:
    """What the three kinds of data are."""
    kinds = markdown(
        "- **Cifra publicada**: impresa en la Cuenta Pública 2024; se muestra tal como aparece, con su línea. También la "
        "población de cada región que proyecta el Instituto Nacional de Estadísticas.\n"
        "- **Registro institucional**: filas que cargó la institución responsable.\n"
        "- **Datos de demostración**: filas generadas por programa, para probar el monitor. No son registros reales. Donde la "
        "Cuenta Pública imprime una cifra suman lo impreso; lo demás no lo respalda nada publicado."
    )
    return (markup.heading("Qué clase de datos son estos"), Text(kinds))


def method() -> Text:
    """The rules that hold for every figure."""
    rules = markdown(
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
    return Text(rules)


@cached
def foot() -> Html:
    """What every page ends with, and every printed sheet: the version of the data, the licence, whom to ask."""
    monitor = current()
    return markup.html(
        "foot",
        version=monitor.snapshot.data_version,
        day=dates.day(questions.last_load()),
        updated=_last_load(questions.last_load()),
        licence=words.LICENCE,
    )


def _last_load(day: date | None) -> str:
    return f"Última carga: {dates.day(day)}." if day else "Todavía no se ha cargado nada."

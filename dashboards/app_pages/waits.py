"""Tiempos de respuesta: how long people wait for an answer, whether it gets better, where, and through which steps."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.blocks import block, figures, listings, markup, notices, provenance, tiles
from dashboards.blocks.block import Advice, Blocks, Caption, Columns, Text
from dashboards.blocks.cohorts import cohorts, given, older, volumes
from dashboards.charts.intervals import intervals
from dashboards.charts.spec import to_spec
from dashboards.charts.waiting import answered_by_then, answers_by_day
from dashboards.display import dates, waits
from dashboards.display.markdown import as_text, markdown
from dashboards.inputs import address, selection
from dashboards.inputs.address import Parameter
from dashboards.inputs.selection import Selection
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import ENOUGH, Answer, Course, Filters, Period

_HEADLINES = (
    "foi.response_days_median",
    "foi.response_days_p75",
    "foi.response_days_p90",
    "foi.waiting_after_15_days_share",
    "foi.waiting_after_20_days_share",
    "foi.answered_in_time_share",
)
_QUANTILES = _HEADLINES[:3]
_SPLIT = Parameter("por")


def render() -> None:
    """Draw the page."""
    notices.title(
        "Tiempos de respuesta",
        "¿Cuánto espera quien pide información al Servicio, está mejorando, y dónde se espera más? Lo que sigue abierto también "
        "espera, y aquí cuenta.",
    )
    selected = selection.period_and_region(_HEADLINES)
    block.show(_first(selected))
    if questions.foi_course(selected.period, selected.filters).points:
        block.show(_better(f"{Period.parse(selected.period).end:%Y-%m}", selected.filters))
        block.show((markup.heading("¿Quién responde antes?", anchor="tiempos-quien"),))
        by = address.pick(_SPLIT, "Por", waits.BY, first="responsible_unit")
        block.show(_who(selected, by))
        block.show(_steps(selected))
    address.tell()


@cached
def _first(selected: Selection) -> Blocks:
    headlines = questions.beside_year_before(_HEADLINES, period=selected.period, where=selected.filters)
    answers = tiles.answers_of(headlines)
    when = _when(selected, answers)
    course = questions.foi_course(selected.period, selected.filters)
    if not course.received and any(answer.days for answer in answers):
        return (
            Advice(
                markdown("**No se recibió ninguna solicitud** en {when} ({place}).", when=when, place=selected.place)
            ),
        )
    quantiles = [answer for answer in answers if answer.metric.id in _QUANTILES]
    beyond = next(one for one in headlines if one.now.metric.id == "foi.waiting_after_15_days_share")
    told = " ".join(filter(None, (waits.waited(course, when, quantiles), waits.against(beyond, when))))
    return notices.missing(answers, "solicitudes de información") or (
        *notices.demonstration(answers),
        *notices.rushed(answers),
        markup.html("headline", place=selected.place, told=told),
        tiles.tiles(headlines, is_national=selected.is_national),
        provenance.source(answers, "Tiempos de respuesta"),
        markup.link("/plazo", "¿Cómo se cuenta este plazo?"),
        *_how_long(course, quantiles),
    )


def _when(selected: Selection, answers: Sequence[Answer]) -> str:
    """The period in words, and up to which day it is known where that is not all of it."""
    last = max((answer.days[1] for answer in answers if answer.days), default=None)
    is_partial = last is not None and any(answer.partial for answer in answers)
    return (
        f"{dates.months(selected.period)} hasta el {dates.day(last)}" if is_partial else dates.months(selected.period)
    )


def _how_long(course: Course, answers: Sequence[Answer]) -> Blocks:
    drawn, table = waits.course_drawn(course), waits.course_table(course)
    by_day = figures.drawn(
        "¿En cuántos días llega la respuesta?",
        to_spec(answers_by_day(drawn, waits.MARKS)),
        table,
        waits.COURSE,
        answers,
        key="tiempos-dias",
        description="Respuestas por los días hábiles que tardó cada una, con la meta y los plazos",
    )
    by_then = figures.drawn(
        "¿Cuántas tienen respuesta a los tantos días?",
        to_spec(answered_by_then(drawn, waits.MARKS)),
        table,
        waits.COURSE,
        answers,
        key="tiempos-curva",
        description="Parte de las solicitudes que ya tenía respuesta tras cada día hábil, con su intervalo de confianza",
    )
    return (Columns((1, 1), (by_day, by_then), gap="medium"), Caption(as_text(waits.rests_on(course))))


@cached
def _better(last: str, where: Filters) -> Blocks:
    """Month by month up to the last of the period: periods that end alike share it."""
    told = (
        "Son dos preguntas distintas: por mes de recepción, cuántas de las recibidas en un mes tuvieron respuesta en plazo; por mes de "
        "respuesta, cuántas de las respuestas dadas en un mes llegaron en plazo. Los puntos huecos son de meses con solicitudes que "
        "todavía pueden responderse en ese plazo: no se leen como una mejora ni como un retroceso."
    )
    return (
        markup.heading("¿Está mejorando?", anchor="tiempos-mejora"),
        Text(as_text(told)),
        Columns((1, 1), (cohorts(last, where), given(last, where)), gap="medium"),
        Columns((1, 1), (volumes(last, where), older(last, where)), gap="medium"),
    )


@cached
def _who(selected: Selection, by: str) -> Blocks:
    found = questions.foi_ranking(by, selected.period, selected.filters)
    table = waits.ranking_table(found, questions.members(by))
    if table.is_empty():
        return (Text(as_text("No se recibió ninguna solicitud.")),)
    title = waits.BY[by]
    heading = f"Respondidas en 15 días hábiles o menos, por {title.lower()}"
    told = (
        "De las respondidas de cada una, la parte que lo fue en 15 días hábiles o menos. La línea es el intervalo de confianza del 95 % "
        "(Wilson): si las de dos se traslapan, sus lugares no dicen que una responda antes que la otra. Con menos de "
        f"{ENOUGH} respuestas no hay lugar, y el punto va hueco."
    )
    return (
        Text(as_text(told)),
        *figures.drawn(
            heading,
            to_spec(intervals(waits.ranking_drawn(table), title=title, of="En 15 días hábiles o menos, %")),
            table,
            waits.ranking_columns(by),
            found.answers,
            key=f"tiempos-{by.replace('_', '-')}",
            description=heading,
        ),
    )


@cached
def _steps(selected: Selection) -> Blocks:
    result = questions.observe(*waits.STEP_METRICS, period=selected.period, where=selected.filters)
    values = {answer.metric.id: answer.value for answer in result.answers}
    filed = questions.observe("foi.appeals_filed", period=selected.period).answers[0].value
    appeals = filed if selected.is_national else None
    told = (
        "De las recibidas en el período, cuántas pasaron por cada paso hasta el último día que se conoce. La primera respuesta no cierra una solicitud: "
        "puede faltar entregar, pagar o aclarar. Cada mediana cuenta desde la recepción, y a las que aún no llegan a ese paso por lo que "
        "llevan."
    )
    return listings.listing(
        "De la recepción al cierre",
        as_text(told),
        waits.steps_table(values, appeals),
        waits.STEPS,
        key="tiempos-pasos",
        about=provenance.about(result.answers),
        source=(provenance.source(result.answers, "De la recepción al cierre", anchor="tiempos-pasos"),),
    )


PAGE = Page(
    address="tiempos",
    title="Tiempos de respuesta",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
)

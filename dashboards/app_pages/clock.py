"""Plazo: how the days of a request for information are counted, for any days that a reader types."""

from __future__ import annotations

from dashboards.blocks import block, listings, markup, notices, provenance, tiles
from dashboards.blocks.block import Advice, Blocks, Notice
from dashboards.display import clock
from dashboards.display.markdown import as_text, markdown
from dashboards.inputs import address
from dashboards.inputs import clock as days
from dashboards.inputs.clock import Typed
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from metrics import foi_clock

_MOST_DAYS = 400
_EXAMPLE = "/plazo?recibida=13-09-2024&prorrogada=10-10-2024&al=14-10-2024"


def render() -> None:
    """Draw the page."""
    notices.title(
        "Plazo de una solicitud",
        "¿Cómo se cuenta el plazo para responder una solicitud de acceso a la información? Escriba sus fechas y vea el conteo, "
        "día por día.",
    )
    typed = days.typed(questions.latest_day("foi.requests_open"))
    address.tell()
    block.show(_counted(typed))


def _counted(typed: Typed) -> Blocks:
    unread = tuple(
        Notice(markdown("No se entiende «{text}»: escriba el día como 13-09-2024.", text=text)) for text in typed.unread
    )
    if typed.is_reply_alone:
        unread += (Notice(markdown("Para contar la aclaración falta el día en que se pidió.")),)
    if typed.case is None or typed.as_of is None:
        advice = markdown("**Escriba al menos el día en que se recibió**, y a qué día quiere saber cómo está.")
        return (*unread, Advice(advice), markup.link(_EXAMPLE, "Ver un ejemplo: Fiestas Patrias de 2024, con prórroga"))
    calendar = questions.business_calendar(typed.as_of)
    told = foi_clock.read(typed.case, typed.as_of, calendar)
    listed = clock.days(foi_clock.steps(typed.case, typed.as_of, calendar, most=_MOST_DAYS))
    told_of_days = (
        "Sólo cuentan los días hábiles: de lunes a viernes, salvo feriados. El día de la recepción no se cuenta."
    )
    if listed.height == _MOST_DAYS:
        told_of_days += f" Se muestran los primeros {_MOST_DAYS} días."
    return (
        *unread,
        markup.html("headline", place="Su solicitud", told=clock.sentence(typed.case, told)),
        tiles.facts(clock.tiles(told)),
        *listings.listing(
            "Día por día",
            as_text(told_of_days),
            listed,
            clock.COLUMNS,
            key="plazo-dias",
            about=provenance.about_calendar(),
        ),
    )


PAGE = Page(
    address="plazo",
    title="Plazo de una solicitud",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
)

"""Sesión: what the committee reviews on a day, against its session before, as was known then."""

from __future__ import annotations

from datetime import date

from dashboards.blocks import block, headline, listings, notices, provenance, tiles
from dashboards.blocks.block import Advice, Blocks, Text
from dashboards.display import dates, formats, plan
from dashboards.display.markdown import Markdown, as_text, markdown
from dashboards.inputs import address
from dashboards.inputs.address import Parameter
from dashboards.packs import session as pack
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached

_SESSION = Parameter("id")


def render() -> None:
    """Draw the page."""
    notices.title(
        "Sesión del Comité",
        "¿Qué cambió desde la sesión anterior, qué debe verse y qué fue de lo acordado?",
    )
    held = {one.code: f"{one.label}, {dates.day(one.held_on)}" for one in questions.sessions()}
    if not held:
        block.show((Advice(markdown("**Todavía no hay sesiones del Comité registradas.**")),))
        return
    code = address.choose(
        _SESSION, "Sesión o fecha", held, first=next(iter(held)), width=520, read=_read, describe=_described
    )
    address.tell()
    block.show(_page(pack.day_of(code) or questions.sessions()[0].held_on))


def _read(text: str) -> str | None:
    """The code of a session, or any day from the first that something is known of."""
    if any(one.code == text for one in questions.sessions()):
        return text
    day = pack.day_of(text)
    return day.isoformat() if day else address.code_of(text, {one.code: one.label for one in questions.sessions()})


def _described(code: str) -> str:
    return f"Al {dates.day(date.fromisoformat(code))}, sin sesión"


@cached
def _page(as_of: date) -> Blocks:
    since, headlines = pack.since(as_of), pack.headlines(as_of)
    answers = tiles.answers_of(headlines)
    about = provenance.about(answers)
    cut = {"corte": as_of.isoformat()}
    review = questions.review(as_of, since)
    changes = plan.changes(review, **cut)
    order = plan.agenda(questions.agenda(as_of, since), **cut)
    agreed = plan.agreements(questions.agreements(as_of), **cut)
    return (
        Text(_banner(as_of, since)),
        headline.headline(
            pack.sentence(as_of), headlines, where="Plan Nacional de Acción", when=f"al {dates.day(as_of)}"
        ),
        tiles.tiles(headlines),
        provenance.source(answers, "Sesión del Comité"),
        pack.files(as_of, key="sesion-carpeta"),
        *notices.demonstration(answers),
        *listings.listing(
            f"Orden del día sugerido: {formats.counted(order.height, 'medida', 'medidas')}",
            as_text(
                "Las que tienen más razones para verse, primero. Las razones siguen reglas, y cada una está escrita."
            ),
            order,
            plan.AGENDA,
            key="sesion-orden",
            about=about,
            empty="Nada pide ser visto.",
        ),
        *listings.listing(
            plan.changed(changes.height, since),
            as_text(plan.about_changes(since)),
            changes,
            plan.CHANGES,
            key="sesion-cambios",
            about=about,
            empty="Nada cambió.",
        ),
        *listings.listing(
            f"Acuerdos: {formats.number(agreed.height)}",
            as_text("Los de esta sesión y los de las anteriores, con lo que fue de cada uno hasta esta fecha."),
            agreed,
            plan.AGREEMENTS,
            key="sesion-acuerdos",
            about=about,
            empty="No hay acuerdos registrados.",
        ),
        *listings.listing(
            "¿Quién informa a tiempo?",
            as_text(
                "Se debe un reporte por ronda y por cada medida que se lidera, hasta que una se informe implementada. Con menos "
                "de cinco reportes debidos no se calcula la puntualidad."
            ),
            plan.punctuality(questions.punctuality(as_of)),
            plan.PUNCTUALITY,
            key="sesion-puntualidad",
            about=about,
            empty="Ninguna ronda ha vencido.",
        ),
    )


def _banner(as_of: date, since: date | None) -> Markdown:
    known = questions.told_on(as_of)
    until = f", con lo informado hasta el {dates.day(known)}" if known != as_of else ""
    earlier = f"se compara con la sesión del {dates.day(since)}" if since else "no hay una sesión anterior"
    return markdown(
        "Todo lo que sigue es **lo que se sabía el {day}**{until}; {earlier}. Lo que se informó después no lo cambia.",
        day=dates.day(as_of),
        until=until,
        earlier=earlier,
    )


PAGE = Page(
    address="sesion",
    title="Sesión del Comité",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
)

"""Inicio: what this is, and the first figures of each topic with the way to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from dashboards.blocks import block, finder, markup, notices, tiles
from dashboards.blocks.block import Blocks, Columns, Framed, Text
from dashboards.display.markdown import as_text
from dashboards.inputs import selection
from dashboards.serving import questions
from dashboards.serving.page import Audience, Card, Follows, Page, Section
from dashboards.serving.session import cached

Topic = tuple[Page, Card]


def front_page(pages: Sequence[Page]) -> Page:
    """The front page, with a card for each of `pages` that has one."""
    topics = tuple((page, page.card) for page in pages if page.card)
    followed = tuple(name for _, card in topics if card.follows is Follows.PERIOD for name in card.metric_ids)

    @cached
    def answers(period: str) -> Blocks:
        return cards(topics, period)

    def render() -> None:
        notices.title(
            "Monitor de la Política Nacional de Migración y Extranjería",
            "Seguimiento público de la política migratoria de Chile: las 86 medidas de su plan de acción, la atención "
            "en regiones, los tiempos de respuesta de transparencia y la ejecución del presupuesto.",
        )
        finder.field(place="inicio").show()
        block.show(answers(selection.period(followed)))

    return Page(address="inicio", title="Inicio", section=Section.FRONT, audience=Audience.EVERYONE, render=render)


def cards(topics: Sequence[Topic], period: str) -> Blocks:
    """A card for each topic, between what must be known of their data."""
    headlines = [_headlines(card, period) for _, card in topics]
    answers = [answer for shown in headlines for answer in tiles.answers_of(shown)]
    drawn = [_card(page, card, shown) for (page, card), shown in zip(topics, headlines, strict=True)]
    return (
        *notices.demonstration(answers),
        *notices.rushed([one for one in answers if one.metric.id.startswith("foi.")]),
        *_two_by_two(drawn),
        *notices.kinds_of_data(),
    )


def _card(page: Page, card: Card, headlines: Sequence[tiles.Content]) -> Blocks:
    figures = (markup.heading(page.title), Text(as_text(card.question)), tiles.tiles(headlines))
    return (Framed((*figures, markup.link(f"/{page.address}", f"Ver {page.short_title}"))),)


def _two_by_two(drawn: Sequence[Blocks]) -> Blocks:
    pairs = zip_longest(drawn[::2], drawn[1::2], fillvalue=())
    return tuple(Columns((1, 1), pair, gap="medium") for pair in pairs)


def _headlines(card: Card, period: str) -> Sequence[tiles.Content]:
    """Those of the plan are of its last report, whatever the period."""
    if card.follows is Follows.LAST_REPORT:
        reported = questions.latest_report()
        return questions.beside_report(card.metric_ids, reported, questions.session_before(reported))
    return questions.beside_year_before(card.metric_ids, period=period)

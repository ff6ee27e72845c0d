"""Inicio: what this is, and the first figures of each topic with the way to it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.blocks import block, notices, tiles
from dashboards.blocks.block import Blocks, Columns, Framed, Heading, PageLink, Text
from dashboards.inputs import selection
from dashboards.serving import questions
from dashboards.serving.page import Audience, Card, Follows, Page, Section
from dashboards.serving.session import cached

Topic = tuple[Page, Card]


def front_page(pages: Sequence[Page]) -> Page:
    """The front page, with a card for each of `pages` that has one."""
    topics = tuple((page, page.card) for page in pages if page.card)

    def render() -> None:
        _render(topics)

    return Page(address="inicio", title="Inicio", section=Section.FRONT, audience=Audience.EVERYONE, render=render)


def _render(topics: tuple[Topic, ...]) -> None:
    notices.title(
        "Monitor de la Política Nacional de Migración y Extranjería",
        "Seguimiento público de la política migratoria de Chile: las 86 medidas de su plan de acción, la atención en "
        "regiones, los tiempos de respuesta de transparencia y la ejecución del presupuesto.",
    )
    block.show(_answers(topics, selection.period()))


@cached
def _answers(topics: tuple[Topic, ...], period: str) -> Blocks:
    headlines = [_headlines(card, period) for _, card in topics]
    cards = [_card(page, card, shown) for (page, card), shown in zip(topics, headlines, strict=True)]
    return (
        *notices.demonstration([answer for shown in headlines for answer in tiles.answers_of(shown)]),
        *_two_by_two(cards),
        *notices.kinds_of_data(),
    )


def _card(page: Page, card: Card, headlines: Sequence[tiles.Content]) -> Blocks:
    figures = (Heading(page.title), Text(card.question), tiles.tiles(headlines))
    return (Framed((*figures, PageLink(page, f"Ver {page.short_title}"))),)


def _two_by_two(cards: Sequence[Blocks]) -> Blocks:
    pairs = [(cards[start], cards[start + 1] if start + 1 < len(cards) else ()) for start in range(0, len(cards), 2)]
    return tuple(Columns((1, 1), pair, gap="medium") for pair in pairs)


def _headlines(card: Card, period: str) -> Sequence[tiles.Content]:
    """Those of the plan are of its last report, whatever the period."""
    if card.follows is Follows.LAST_REPORT:
        return questions.beside_report_before(card.metric_ids, questions.latest_report())
    return questions.beside_year_before(card.metric_ids, period=period)

"""Territorio: how many people each regional directorate serves, and where the chosen one stands."""

from __future__ import annotations

from dashboards.blocks import block, figures, headline, listings, notices, provenance, splits, tiles
from dashboards.blocks.block import Blocks, Columns
from dashboards.charts.comparison import comparison
from dashboards.charts.spec import Spec, highlighting, to_spec
from dashboards.display import dates
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import Split
from dashboards.display.markdown import NOTHING
from dashboards.inputs import selection
from dashboards.inputs.selection import Selection
from dashboards.serving import questions
from dashboards.serving.page import Audience, Card, Page, Section
from dashboards.serving.session import cached

_HEADLINES = ("attention.records", "attention.referrals", "field_operations.count", "field_operations.people")
_ATTENTIONS = MetricColumn("attention.records", "Atenciones presenciales")
_ALL = (
    MetricColumn("attention.records", "Atenciones"),
    MetricColumn("attention.referrals", "Derivaciones"),
    MetricColumn("field_operations.count", "Operativos"),
    MetricColumn("field_operations.people", "Personas en operativos"),
)

_SENTENCE = "[attention.records] atenciones en oficina y [field_operations.count] operativos en terreno."


def render() -> None:
    """Draw the page."""
    notices.title(
        "Territorio",
        "¿Cuánta atención entrega cada Dirección Regional, en oficina y en terreno, y cómo se compara con las demás?",
    )
    block.show(_answers(selection.period_and_region(_HEADLINES), has_map=questions.has_boundaries()))


@cached
def _answers(selected: Selection, *, has_map: bool) -> Blocks:
    headlines = questions.beside_year_before(_HEADLINES, period=selected.period, where=selected.filters)
    answers = tiles.answers_of(headlines)
    return notices.missing(answers, "atenciones y operativos") or (
        *notices.demonstration(answers),
        headline.headline(_SENTENCE, headlines, where=selected.place, when=dates.months(selected.period)),
        tiles.tiles(headlines, is_national=selected.is_national),
        provenance.source(answers, "Atención y operativos"),
        _where(selected, has_map=has_map),
        *_everything(selected.period),
    )


@cached
def _drawn(period: str, *, has_map: bool) -> tuple[Spec | None, Spec]:
    """The map, where there is one, and the bars of a period, in which no region stands out yet."""
    split = _attentions(period)
    return figures.regions(split, _ATTENTIONS) if has_map else None, to_spec(comparison(split, _ATTENTIONS))


@cached
def _attentions(period: str) -> Split:
    return splits.ask(_ATTENTIONS, by="region", title="Dirección", period=period)


def _where(selected: Selection, *, has_map: bool) -> Columns:
    split = _attentions(selected.period)
    outlined, bars = _drawn(selected.period, has_map=has_map)
    map_of_regions = figures.map_of_regions(
        "¿Dónde se concentra la atención?",
        outlined and highlighting(outlined, selected.region),
        split,
        _ATTENTIONS,
        key="territorio-mapa",
    )
    compared = figures.figure(
        "¿Cómo se comparan las Direcciones Regionales?",
        highlighting(bars, selected.region),
        split,
        key="territorio-atenciones",
        description="Atenciones presenciales de cada Dirección Regional, de norte a sur",
    )
    return Columns((5, 6), (map_of_regions, compared))


@cached
def _everything(period: str) -> Blocks:
    split = splits.ask(*_ALL, by="region", title="Dirección o unidad", period=period)
    return listings.listing(
        "Atención en oficina y en terreno, de norte a sur",
        NOTHING,
        split.frame,
        split.table,
        key="territorio-todo",
        about=provenance.about(split.answers),
        source=(
            provenance.source(
                split.answers, "Atención en oficina y en terreno, de norte a sur", anchor="territorio-todo"
            ),
        ),
    )


PAGE = Page(
    address="territorio",
    title="Territorio",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
    card=Card(
        question="¿Cuánta atención entregan las Direcciones Regionales, en oficina y en terreno?",
        metric_ids=("attention.records", "field_operations.count"),
    ),
)

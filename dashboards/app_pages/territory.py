"""Territorio: every indicator that has regions, seen as a map, a ranking, a trend or a table, with one region standing out."""

from __future__ import annotations

from dashboards.blocks import block, listings, markup, notices, provenance, regions, splits
from dashboards.blocks.block import Blocks, Caption
from dashboards.display import dates, links, told, words
from dashboards.display import regions as in_words
from dashboards.display.columns import MetricColumn
from dashboards.display.markdown import NOTHING, as_text
from dashboards.inputs import selection, territory
from dashboards.inputs.territory import Look, Order, View
from dashboards.serving import questions
from dashboards.serving.page import Audience, Card, Page, Section
from dashboards.serving.session import cached
from metrics import COUNTRY, RegionalTable

_ALL = (
    MetricColumn("attention.records", "Atenciones"),
    MetricColumn("attention.referrals", "Derivaciones"),
    MetricColumn("field_operations.count", "Operativos"),
    MetricColumn("field_operations.people", "Personas en operativos"),
)


def render() -> None:
    """Draw the page."""
    notices.title(
        "Territorio",
        "¿Cómo está cada región, dónde queda entre las demás y cómo llegó hasta ahí? Elija un indicador y una región, en las "
        "listas, en el mapa o en la tabla.",
    )
    block.show(_answers(territory.look(), has_map=questions.has_boundaries()))


@cached
def _answers(look: Look, *, has_map: bool) -> Blocks:
    table = questions.regional_table(look.metric_id, period=look.period, measure=look.measure, against=look.against)
    return notices.missing([table.answer], f"«{table.asked.metric.label}»") or (
        *notices.demonstration([table.answer]),
        *notices.rushed([table.answer]),
        *_said(look, table),
        *_seen(look, table),
        *_noted(look, table),
        *_everything(look.period),
    )


def _said(look: Look, table: RegionalTable) -> Blocks:
    """What the table says of the region that stands out, which leads to its sheet."""
    sentence = in_words.sentence(table, look.region, questions.members("region"))
    place = f"{selection.places()[look.region]}, {dates.months(look.period)}"
    sheet = (
        ()
        if look.region == COUNTRY
        else (markup.link(links.of_region(look.region, periodo=look.period), "Abrir la ficha de la región"),)
    )
    return (markup.html("headline", place=place, told=sentence), *sheet)


def _noted(look: Look, table: RegionalTable) -> Blocks:
    """What the metric is, what is not known of the period, and where the document prints another total."""
    country = questions.observe(look.metric_id, period=look.period).answers[0]
    partial = told.incomplete(table.answer, questions.members("region"))
    other = questions.published_otherwise(country)
    printed = (
        f"La suma de las filas es {in_words.amount(country)}; la Cuenta Pública imprime {other.raw} "
        f"({other.table_name or other.chapter}). Por qué difieren está en"
        if other
        else ""
    )
    return (
        Caption(as_text(table.asked.metric.definition)),
        *((Caption(as_text(f"{partial}.")),) if partial else ()),
        *((Caption(as_text(words.PROTECTED)),) if table.answer.is_protected else ()),
        *((markup.html("aside", told=printed, address="/conciliacion", name="Conciliación"),) if printed else ()),
    )


def _seen(look: Look, table: RegionalTable) -> Blocks:
    heading = f"{in_words.told(table)}, {dates.months(look.period)}"
    key = f"territorio-{look.view}"

    def address(region: str) -> str:
        return links.of_territory(**look.said(region))

    match look.view:
        case View.MAP:
            return regions.on_a_map(heading, table, address, own=look.region, key=key)
        case View.RANKING:
            by_value = look.order is Order.VALUE
            return regions.ranked(heading, table, address, own=look.region, by_value=by_value, key=key)
        case View.TREND:
            return regions.over_time(
                f"{in_words.measured(table)}, región por región", table, address, own=look.region, key=key
            )
        case View.TABLE:
            return regions.tabled(heading, table, address, own=look.region, key=key)


@cached
def _everything(period: str) -> Blocks:
    """Attention in offices and in the field, which is what the directorates do, whatever is looked at above."""
    split = splits.ask(*_ALL, by="region", title="Dirección o unidad", period=period)
    if all(answer.frame["value"].is_null().all() for answer in split.answers):
        return ()
    heading = f"Atención en oficina y en terreno, de norte a sur, {dates.months(period)}"
    return listings.listing(
        heading,
        NOTHING,
        split.frame,
        split.table,
        key="territorio-todo",
        is_folded=True,
        about=provenance.about(split.answers),
        source=(provenance.source(split.answers, heading, anchor="territorio-todo"),),
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

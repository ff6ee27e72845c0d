"""Detalle del gasto: a place of the budget's classifier, with its own address: what stands in it, at what pace, and what changed it."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.blocks import block, budget, listings, markup, notices, provenance
from dashboards.blocks.block import Blocks, Html
from dashboards.display import links, measures
from dashboards.display.columns import Column
from dashboards.display.markdown import as_text
from dashboards.inputs import address
from dashboards.inputs import budget as looking
from dashboards.inputs.address import Parameter
from dashboards.inputs.budget import Look
from dashboards.serving import questions
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from metrics import Node

_CODE = Parameter("codigo")
_TIED = (measures.CODE, measures.TITLE, measures.STATUS, Column("line", "Línea"), measures.KIND)


def render() -> None:
    """Draw the page."""
    options = _options()
    if not options:
        notices.title("Detalle del gasto", "¿En qué se gasta, subtítulo por subtítulo, ítem por ítem?")
        block.show(budget.nothing())
        return
    left, _ = st.columns([4, 3])
    with left:
        code = address.choose(
            _CODE, "Subtítulo, ítem o asignación", options, first=next(iter(options)), key="gasto-codigo"
        )
    look = looking.look()
    address.tell()
    if look is not None:
        block.show(_page(code, look))


@cached
def _options() -> dict[str, str]:
    """Every place of the classifier that has a line, in its order, if anything is known of the budget."""
    return {one.code: budget.title_of(one.code) for one in questions.budget_places() if questions.covered(looking.OF)}


@cached
def _page(code: str, look: Look) -> Blocks:
    found = questions.breakdown(code, look.month)
    name = budget.title_of(code)
    answers = found.whole.answers
    return (
        block.Title(name),
        _path(found.node, look),
        *notices.demonstration(answers),
        budget.told(found, look, name),
        budget.standing(found, look),
        provenance.source(answers, name, anchor="gasto"),
        *(budget.alerts(found, look) if found.level else ()),
        *budget.parts(found, look, "¿En qué se gasta?"),
        *budget.pace(questions.pace(code, look.month), look),
        *budget.modifications(code, look),
        *_tied(found.node),
        markup.link(links.of_budget(**look.said), "Ver todo el presupuesto"),
    )


def _path(node: Node, look: Look) -> Html:
    """Where in the classifier it stands, each place above it a link."""
    above = [("", "Todo el presupuesto"), *((one, budget.title_of(one)) for one in node.above)]
    return markup.html(
        "path",
        places=[(links.of_budget_node(code, **look.said), text) for code, text in above],
        here=budget.title_of(node.code),
    )


def _tied(node: Node) -> Blocks:
    """The measures of the plan that say that they are paid from here."""
    lines = questions.members("budget_line")
    shown = measures.in_words(questions.measures(None).frame)
    declared = questions.measures_paid_from(node.lines).select("code", "target")
    named = pl.col("target").map_elements(lambda code: f"{code} {lines.label(code)}", pl.String)
    frame = declared.with_columns(line=named).join(shown, on="code", how="inner", maintain_order="left")
    return listings.listing(
        "Medidas del plan que se pagan de aquí",
        as_text("Según lo que cada medida declara; una medida puede declarar varias líneas, y ninguna dice cuánto."),
        frame,
        _TIED,
        key="gasto-medidas",
        about=provenance.about(questions.observe("plan.measures").answers),
        empty="Ninguna medida del plan declara que se paga de aquí.",
    )


PAGE = Page(
    address="gasto",
    title="Detalle del gasto",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
)

"""Presupuesto: what was voted, what is in force, what was spent of it, at what pace, on what, and what it bought."""

from __future__ import annotations

from collections.abc import Iterable

from dashboards.blocks import block, budget, findings, listings, markup, notices, provenance, tiles
from dashboards.blocks.block import Blocks, Caption, Row, Text
from dashboards.display import budget as in_words
from dashboards.display import costs, links
from dashboards.display import modifications as changes
from dashboards.display.markdown import as_text
from dashboards.inputs import address
from dashboards.inputs import budget as looking
from dashboards.inputs.budget import Look
from dashboards.packs import budget as printed
from dashboards.serving import questions
from dashboards.serving.page import Audience, Card, Page, Section
from dashboards.serving.session import cached
from metrics import PRICES, Outcome, PublishedFigure

_REVENUE = ("revenue.total", "revenue.fees", "revenue.fines_regularity", "revenue.fines_airlines")
_INCREASE = "budget.increase"


def render() -> None:
    """Draw the page."""
    notices.title(
        "Presupuesto",
        "¿Cuánto aprobó la ley, cuánto rige, cuánto se ha devengado y pagado en el año, en qué, a qué ritmo y qué se obtuvo? Son "
        "montos distintos y no se mezclan.",
    )
    look = looking.look()
    if look is None:
        block.show(budget.nothing())
        return
    months, base = questions.base_months(), ""
    address.tell()
    block.show(_before_prices(look))
    if months:
        block.show((markup.heading("¿Nominal o real?", anchor="presupuesto-real"),))
        base = looking.base(months, look.month)
    block.show(_after_prices(look, base))


@cached
def _before_prices(look: Look) -> Blocks:
    found = questions.breakdown("", look.month)
    answers = found.whole.answers
    return (
        *notices.demonstration(answers),
        budget.told(found, look, "Todo el Servicio"),
        budget.standing(found, look),
        provenance.source(answers, "Presupuesto del Servicio", anchor="presupuesto"),
        Row((printed.file(look.month, key="presupuesto"),)),
        *budget.alerts(found, look),
        *budget.pace(questions.pace("", look.month), look),
        *budget.parts(found, look, "¿En qué se gasta?"),
        *budget.modifications("", look),
        *_bought(look),
        *_income(look),
    )


def _bought(look: Look) -> Blocks:
    heading, key = "¿Qué se obtuvo?", "presupuesto-costos"
    found = questions.unit_costs(look.month)
    answers = [answer for one in found for answer in (one.spent, one.bought)]
    lines = [costs.unit_cost(one, look.amounts) for one in found]
    meant = " ".join(costs.UNIT_COSTS[one.spent.metric.id][1] for one in found)
    return (
        markup.heading(heading, anchor=key),
        *(Text(as_text(line)) for line in lines),
        Caption(as_text(f"{meant} {costs.NO_UNIT_COST}")),
        provenance.source(answers, "Gasto por expulsión", anchor=key),
        *(
            markup.link(
                links.of_budget_node(costs.PLACES[one.spent.metric.id], **look.said),
                "Ver este gasto: cuánto es, a qué ritmo va y dónde está impreso",
            )
            for one in found
        ),
    )


def _income(look: Look) -> Blocks:
    """What came in over the same months: a flow, told as one."""
    period = _year_to(look.month)
    compared = questions.beside_year_before(_REVENUE, period=period)
    answers = tiles.answers_of(compared)
    heading, key = "¿Cuánto ingresó?", "presupuesto-ingresos"
    about = "Lo que el Servicio recauda no es parte de su presupuesto de gastos, y no se compara con él."
    return (
        markup.heading(heading, anchor=key),
        Caption(as_text(about)),
        tiles.tiles(compared, amounts=look.amounts),
        provenance.source(answers, heading, anchor=key),
    )


def _year_to(month: str) -> str:
    """The months of the year up to one; the year where it is whole."""
    year, _, number = month.partition("-")
    return year if number == "12" else f"{year}-01..{month}"


@cached
def _after_prices(look: Look, base: str) -> Blocks:
    return (*_real(look, base), *_increase(look), *_mismatches(look))


def _real(look: Look, base: str) -> Blocks:
    if not base:
        return (markup.heading("¿Nominal o real?", anchor="presupuesto-real"), Text(as_text(costs.NO_INDEX)))
    found = questions.deflated("", look.month, base)
    return (
        Text(as_text(costs.real(found, look.amounts))),
        Caption(
            as_text(
                f"Índice: {PRICES.label}, {PRICES.institution}. Cada mes se lleva a los precios del mes elegido con el índice "
                "de ese mes, y recién entonces se suma."
            )
        ),
    )


def _increase(look: Look) -> Blocks:
    found = questions.meanings()
    if not found:
        return ()
    heading, key = f"¿Qué significa el «{found[0].printed.raw}»?", "presupuesto-aumento"
    answers = questions.observe(_INCREASE, period=found[0].printed.period).answers
    return (
        markup.heading(heading, anchor=key),
        Text(as_text(costs.meant(found))),
        listings.table(costs.meanings(found, look.amounts), costs.MEANING_COLUMNS, caption=heading),
        provenance.source(answers, "Aumento impreso del presupuesto", anchor=key),
    )


def _mismatches(look: Look) -> Blocks:
    """What of the budget does not agree: in the document, with the register, and with what was told before."""
    corrected = changes.corrected(questions.corrections(look.month), questions.members("budget_line"), look.amounts)
    return (
        *_contradictions(),
        *listings.listing(
            "Lo que se informó de otra manera",
            as_text(
                "Gasto de un mes que bajó respecto de lo informado antes: por una corrección, que da su fecha, o porque se retiró una carga o se cerró una fila."
            ),
            corrected,
            changes.CORRECTED_COLUMNS,
            key="presupuesto-correcciones",
            about=provenance.about(
                questions.observe("budget.accrued_to_date", period=look.month).answers,
                address=links.of_budget(**look.said),
            ),
            empty="Nada de lo informado bajó después.",
            is_folded=True,
        ),
        markup.link("/conciliacion", "Ver todas las comprobaciones de la Cuenta Pública"),
    )


@cached
def _contradictions() -> Blocks:
    found = [one for one in questions.findings() if any(_is_of_budget(check.figures) for check in one.checks)]
    checked = [one for one in questions.checks() if _is_of_budget(one.figures)]
    agree, undecided = (
        sum(one.outcome is outcome for one in checked) for outcome in (Outcome.AGREES, Outcome.UNDECIDABLE)
    )
    return (
        markup.heading("¿Qué no concuerda?", anchor="presupuesto-diferencias"),
        Text(as_text(in_words.checked(len(checked), agree, undecided, len(found)))),
        *((findings.by_chapter(found, level=3),) if found else ()),
    )


def _is_of_budget(figures: Iterable[PublishedFigure]) -> bool:
    return any(one.metric.startswith(("budget.", "revenue.")) for one in figures)


PAGE = Page(
    address="presupuesto",
    title="Presupuesto",
    section=Section.TOPICS,
    audience=Audience.EVERYONE,
    render=render,
    card=Card(
        question="¿Cuánto presupuesto rige, y cuánto se ha ejecutado?",
        metric_ids=("budget.current", "budget.execution_share"),
    ),
)

"""Presupuesto: what was enacted, what is current, what was spent, and what came in."""

from __future__ import annotations

from dashboards.blocks import block, figures, headline, markup, notices, provenance, splits, tiles
from dashboards.blocks.block import Blocks
from dashboards.charts.comparison import comparison
from dashboards.charts.spec import to_spec
from dashboards.charts.trend import trend
from dashboards.display import dates
from dashboards.display.columns import MetricColumn
from dashboards.inputs import selection
from dashboards.serving import questions
from dashboards.serving.page import Audience, Card, Page, Section
from dashboards.serving.session import cached

_HEADLINES = ("budget.enacted", "budget.current", "budget.accrued", "budget.paid", "budget.execution_share")
_REVENUE = ("revenue.total", "revenue.fees", "revenue.fines")
_PURPOSES = ("budget.payroll", "budget.expulsions", "budget.backlog_plan", "budget.equipment")
_BY_SUBTITLE = MetricColumn("budget.accrued_by_subtitle", "Devengado, en pesos")
_BY_MONTH = MetricColumn("budget.accrued", "Devengado, en pesos")

_SENTENCE = "De los [budget.current] que rigen se ha gastado el [budget.execution_share]: [budget.accrued] devengados."


def render() -> None:
    """Draw the page."""
    notices.title(
        "Presupuesto",
        "¿Cuánto aprobó la ley, cuánto rige hoy, cuánto se ha gastado y cuánto ha ingresado? Son montos distintos y "
        "no se mezclan.",
    )
    block.show(_answers(selection.period(_HEADLINES)))


@cached
def _answers(period: str) -> Blocks:
    headlines = questions.beside_year_before(_HEADLINES, period=period)
    answers = tiles.answers_of(headlines)
    return notices.missing(answers, "presupuesto") or (
        *notices.demonstration(answers),
        headline.headline(_SENTENCE, headlines, where="Todo el país", when=dates.months(period)),
        tiles.tiles(headlines),
        provenance.source(answers, "Presupuesto del Servicio"),
        *_subtitles(period),
        *_months(period),
        *_headed("Gastos por destino", _PURPOSES, period),
        *_headed("Ingresos por derechos y multas", _REVENUE, period),
    )


def _headed(heading: str, metric_ids: tuple[str, ...], period: str) -> Blocks:
    compared = questions.beside_year_before(metric_ids, period=period)
    return (markup.heading(heading), tiles.tiles(compared), provenance.source(tiles.answers_of(compared), heading))


def _subtitles(period: str) -> Blocks:
    split = splits.ask(_BY_SUBTITLE, by="subtitle", title="Subtítulo", names="Nombre", period=period)
    return figures.figure(
        "¿En qué se gasta?",
        to_spec(comparison(split, _BY_SUBTITLE)),
        split,
        key="presupuesto-subtitulos",
        description="Gasto devengado en cada subtítulo del presupuesto",
    )


def _months(period: str) -> Blocks:
    split = splits.ask(_BY_MONTH, by="month", title="Mes", period=period)
    return figures.figure(
        "¿A qué ritmo se gasta?",
        to_spec(trend(split, _BY_MONTH)),
        split,
        key="presupuesto-meses",
        description="Gasto devengado mes a mes, en millones de pesos",
    )


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

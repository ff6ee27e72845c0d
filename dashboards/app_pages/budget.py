"""Presupuesto: what was enacted, what is current, what was spent, and what came in."""

from __future__ import annotations

from dashboards import charts, components, figures, filters, parts, results, tables, tiles
from dashboards.figures import Column
from dashboards.parts import Heading, Parts

_HEADLINES = ("budget.enacted", "budget.current", "budget.accrued", "budget.paid", "budget.execution_share")
_REVENUE = ("revenue.total", "revenue.fees", "revenue.fines")
_PURPOSES = ("budget.payroll", "budget.expulsions", "budget.backlog_plan", "budget.equipment")


def render() -> None:
    """Draw the page."""
    components.title(
        "Presupuesto",
        "¿Cuánto aprobó la ley, cuánto rige hoy, cuánto se ha gastado y cuánto ha ingresado? Son montos distintos y "
        "no se mezclan.",
    )
    parts.show(_answers(filters.period().period))


@results.remembered
def _answers(period: str) -> Parts:
    headlines = results.compared(_HEADLINES, period=period)
    answers = [one.now for one in headlines]
    return components.missing(answers, "presupuesto") or (
        *components.demonstration_notice(answers),
        tiles.tiles(headlines),
        *_subtitles(period),
        *_months(period),
        *_headed("Gastos por destino", _PURPOSES, period),
        *_headed("Ingresos por derechos y multas", _REVENUE, period),
    )


def _headed(heading: str, metric_ids: tuple[str, ...], period: str) -> Parts:
    compared = results.compared(metric_ids, period=period)
    return (Heading(heading), tiles.tiles(compared), figures.caption(tiles.answers_of(compared)))


def _subtitles(period: str) -> Parts:
    result = results.ask("budget.accrued_by_subtitle", by=("subtitle",), period=period)
    frame = tables.by_member(result.answers[0], "subtitle")
    return figures.figure(
        "¿En qué se gasta?",
        charts.comparison(frame, "name", over_title="Subtítulo"),
        result.answers,
        frame,
        (
            Column("subtitle", "Subtítulo"),
            Column("name", "Nombre"),
            Column("value", "Devengado, en pesos", is_number=True),
        ),
        key="presupuesto-subtitulos",
        description="Gasto devengado en cada subtítulo del presupuesto",
    )


def _months(period: str) -> Parts:
    result = results.ask("budget.accrued", by=("month",), period=period)
    frame = tables.in_millions(tables.by_member(result.answers[0], "month"))
    return figures.figure(
        "¿A qué ritmo se gasta?",
        charts.trend(frame, "name", over_title="Mes", axis_title="Millones de pesos"),
        result.answers,
        frame,
        (Column("name", "Mes"), Column("pesos", "Devengado, en pesos", is_number=True)),
        key="presupuesto-meses",
        description="Gasto devengado mes a mes, en millones de pesos",
    )

"""Inicio: what this is, and the four headlines with the way to each topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboards import components, filters, parts, paths, results, tiles
from dashboards.parts import Heading, Parts, Text


@dataclass(frozen=True)
class Topic:
    """A topic as the front page presents it."""

    heading: str
    question: str
    path: str
    metric_ids: tuple[str, ...]


_TOPICS = (
    Topic(
        "Plan (86 medidas)",
        "¿Qué medidas del Plan Nacional de Acción están implementadas y cuáles faltan?",
        paths.PLAN,
        ("plan.measures_implemented", "plan.measures_in_progress"),
    ),
    Topic(
        "Territorio",
        "¿Cuánta atención entregan las Direcciones Regionales, en oficina y en terreno?",
        paths.TERRITORY,
        ("attention.records", "field_operations.count"),
    ),
    Topic(
        "Transparencia",
        "¿Responde el Servicio a tiempo las solicitudes de información?",
        paths.TRANSPARENCY,
        ("foi.requests_received", "foi.answered_within_15_days_share"),
    ),
    Topic(
        "Presupuesto",
        "¿Cuánto presupuesto rige, y cuánto se ha ejecutado?",
        paths.BUDGET,
        ("budget.current", "budget.execution_share"),
    ),
)


def render(pages: Mapping[str, Any]) -> None:
    """Draw the page; `pages` are those that its links go to."""
    components.title(
        "Monitor de la Política Nacional de Migración y Extranjería",
        "Seguimiento público de la política migratoria de Chile: las 86 medidas de su plan de acción, la atención en "
        "regiones, los tiempos de respuesta de transparencia y la ejecución del presupuesto.",
    )
    period = filters.period().period
    parts.show(_notice(period))
    for left, right in (_TOPICS[:2], _TOPICS[2:]):
        for column, topic in zip(st.columns(2, gap="medium"), (left, right), strict=True):
            with column, st.container(border=True):
                parts.show(_card(topic, period))
                components.link(pages[topic.path], f"Ver {topic.heading.split(' (')[0]}")
    parts.show(components.kinds_of_data())


@results.remembered
def _notice(period: str) -> Parts:
    headlines = [_headlines(topic, period) for topic in _TOPICS]
    return components.demonstration_notice([one for group in headlines for one in tiles.answers_of(group)])


@results.remembered
def _card(topic: Topic, period: str) -> Parts:
    return (Heading(topic.heading), Text(topic.question), tiles.tiles(_headlines(topic, period)))


def _headlines(topic: Topic, period: str) -> Sequence[tiles.Content]:
    """The plan as of its last report, whatever the period; the rest in the period."""
    if topic.path == paths.PLAN:
        return results.plan_headlines(topic.metric_ids, results.latest_cut())
    return results.compared(topic.metric_ids, period=period)

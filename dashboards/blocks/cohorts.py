"""Requests for information month by month: by receipt, by answer, in and out, and those that were open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboards.blocks import figures, splits
from dashboards.blocks.block import Blocks
from dashboards.charts.development import development
from dashboards.charts.marks import Mark, of_metric
from dashboards.charts.spec import to_spec
from dashboards.display.columns import MetricColumn
from dashboards.serving import questions
from metrics import Answer, Filters, Period

_MONTHS, _A_YEAR = 24, 13
"""Months that are drawn: two years, or as many as reach the same month of the year before."""
_STILL_OPEN = " (todavía pueden responderse)"


def cohorts(last: str, where: Filters) -> Blocks:
    """Of what was received in each month, the share answered within the goal and within the term."""
    columns = (
        MetricColumn("foi.answered_within_15_days_of_received_share", "En 15 días hábiles o menos"),
        MetricColumn("foi.answered_within_20_days_of_received_share", "En 20 días hábiles o menos"),
    )
    return _months(
        "Por mes de recepción: respondidas en plazo, de las recibidas",
        columns,
        last,
        where,
        key="tiempos-recepcion",
        within=(15, 20),
    )


def given(last: str, where: Filters) -> Blocks:
    """Of the answers given in each month, the share that came within the goal and within the term."""
    columns = (
        MetricColumn("foi.answers_given_within_15_days_share", "En 15 días hábiles o menos"),
        MetricColumn("foi.answers_given_within_20_days_share", "En 20 días hábiles o menos"),
    )
    return _months(
        "Por mes de respuesta: llegadas en plazo, de las respuestas dadas",
        columns,
        last,
        where,
        key="tiempos-respuesta",
    )


def volumes(last: str, where: Filters) -> Blocks:
    """What came in and what went out in each month."""
    columns = (
        MetricColumn("foi.requests_received", "Recibidas"),
        MetricColumn("foi.answers_given", "Respuestas dadas"),
    )
    return _months("Recibidas y respuestas dadas, por mes", columns, last, where, key="tiempos-volumen")


def older(last: str, where: Filters) -> Blocks:
    """What was open at the end of each month, by how long it had waited."""
    columns = (
        MetricColumn("foi.requests_open", "Abiertas"),
        MetricColumn("foi.requests_older_than_15_days", "Más de 15 días hábiles"),
        MetricColumn("foi.requests_older_than_20_days", "Más de 20 días hábiles"),
        MetricColumn("foi.requests_older_than_30_days", "Más de 30 días hábiles"),
    )
    return _months(
        "Abiertas al término de cada mes, por lo que llevaban",
        columns,
        last,
        where,
        key="tiempos-abiertas",
        months=_A_YEAR,
    )


def _months(
    heading: str,
    columns: Sequence[MetricColumn],
    last: str,
    where: Filters,
    *,
    key: str,
    within: Sequence[int] = (),
    months: int = _MONTHS,
) -> Blocks:
    split = splits.ask(*columns, by="month", title="Mes", period=_until(last, months), where=where)
    marks: list[Mark] = []
    for place, (column, answer) in enumerate(zip(columns, split.answers, strict=True)):
        told = of_metric(answer, column.title)
        marks += _settled(told, answer, within[place]) if within else told
    spec = to_spec(development(marks, columns[0].format, is_at_a_date=split.answers[0].tells_a_state))
    return figures.drawn(heading, spec, split.frame, split.table, split.answers, key=key, description=heading)


def _until(last: str, months: int) -> str:
    """So many months up to the `last`, '2024-12', so that a year can be seen beside the one before."""
    year, month = map(int, last.split("-"))
    first = year * 12 + month - months
    return f"{first // 12:04}-{first % 12 + 1:02}..{last}"


def _settled(marks: Sequence[Mark], answer: Answer, days: int) -> list[Mark]:
    """Months whose last request has had so many business days; the others are marked as what may still change."""
    known = answer.freshness.covers_to
    if known is None:
        return list(marks)
    calendar = questions.business_calendar(known)
    return [
        replace(mark, is_partial=True, until=known, text=mark.text + _STILL_OPEN)
        if calendar.after(Period.parse(mark.unit).end, days) > known
        else mark
        for mark in marks
    ]

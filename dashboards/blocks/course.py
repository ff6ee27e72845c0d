"""How the plan got where it is: what was done by each day, beside what had been promised for it."""

from __future__ import annotations

from datetime import date

import polars as pl

from dashboards.display import palette, plan
from dashboards.display.columns import Column, MetricColumn
from dashboards.serving import questions
from metrics import Answer

TITLE = "¿Se cumple lo comprometido?"
DESCRIPTION = "Medidas implementadas en cada corte, frente a las que comprometían la línea base y el plan vigente"
COLUMNS = (
    Column("name", "Fecha"),
    Column("implemented", "Implementadas", is_number=True),
    Column("promised_at_first", "Comprometidas en la línea base", is_number=True),
    Column("promised", "Comprometidas en el plan vigente", is_number=True),
)
STATES = (
    MetricColumn("plan.measures_implemented", "Implementadas", color=palette.IMPLEMENTED),
    MetricColumn("plan.measures_in_progress", "En desarrollo", color=palette.IN_PROGRESS),
    MetricColumn("plan.measures_not_reported", "Sin reporte", color=palette.NOT_REPORTED),
)


def course(reporting_date: date | None) -> pl.DataFrame:
    """`COLUMNS` for each day on which the plan was reported or something is due; what is to come is not done yet."""
    done = {
        day: questions.observe("plan.measures_implemented", as_of=day).answers[0].value
        for day in sorted(questions.reporting_dates())
        if reporting_date is None or day <= reporting_date
    }
    return plan.promises(questions.promises(reporting_date), done)


def answers(reporting_date: date | None) -> tuple[Answer, ...]:
    """Where its figures come from."""
    return questions.observe(
        "plan.measures_implemented", "plan.measures_promised_at_first", "plan.measures_promised", as_of=reporting_date
    ).answers

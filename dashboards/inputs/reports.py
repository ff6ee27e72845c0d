"""Which report of the plan."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboards.display import dates
from dashboards.serving import questions


def reporting_date() -> date | None:
    """Ask for the day of a report; None if the plan was never reported."""
    days = {day.isoformat(): day for day in questions.reporting_dates()}
    if not days:
        return None
    chosen = st.selectbox(
        "Corte del reporte",
        list(days),
        format_func=lambda text: dates.day(days[text]),
        key="corte",
        bind="query-params",
        width=260,
    )
    return days[chosen or next(iter(days))]

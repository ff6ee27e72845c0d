"""Which metric of the catalogue, split by what, and of which year."""

from __future__ import annotations

import streamlit as st

from dashboards.display import words
from dashboards.serving import questions
from metrics import GRAINS, Metric, catalogue

_FIRST = "permits.requested"


def metric() -> Metric:
    """Ask for one metric of the catalogue, by its name."""
    known = catalogue()
    chosen = st.selectbox(
        "Indicador",
        list(known),
        format_func=lambda metric_id: f"{known[metric_id].label} · {metric_id}",
        index=list(known).index(_FIRST),
        key="indicador",
        bind="query-params",
    )
    return known[chosen or _FIRST]


def dimension(metric: Metric) -> str:
    """Ask for the dimension to split a metric by; the one that says most comes first. Empty where there is none."""
    options = [name for name in _by_interest(metric) if questions.has_several_values(metric.id, name)]
    if len(options) < 2:  # noqa: PLR2004
        return options[0] if options else ""
    chosen = st.segmented_control(
        "Desglose", options, format_func=words.dimension, default=options[0], key=f"desglose-{metric.id}"
    )
    return chosen or options[0]


def is_time(name: str) -> bool:
    """The dimension is a unit of time."""
    return name in GRAINS


def year(metric: Metric) -> str | None:
    """Ask for one of the years that a metric has values of; None if it has none by year."""
    answer = questions.by_year(metric.id)
    if answer is None:
        return None
    years = answer.frame.drop_nulls("value")["year"].to_list()
    whole = [one for one in years if one not in answer.partial_units]
    index = years.index(whole[-1] if whole else years[-1])
    chosen: str | None = st.selectbox("Año", years, index=index, key=f"año-{metric.id}", width=160)
    return chosen


def _by_interest(metric: Metric) -> list[str]:
    own = metric.formula.own_dimension
    first = [*metric.requires, "year", *([own] if own else []), "region"]
    allowed = metric.dimensions
    return [name for name in dict.fromkeys([*first, *allowed]) if name in allowed]

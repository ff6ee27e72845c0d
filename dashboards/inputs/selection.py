"""What a reader chose: widgets bound to the URL, so that a link shows the same and pages share it.

Streamlit writes a choice into the URL by its label, so labels here are short and stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboards import formats, results
from metrics.additivity import dimensions_of
from metrics.catalogue import catalogue
from metrics.dimensions import LABELS
from metrics.model import Metric, Observed
from metrics.periods import GRAINS
from metrics.reconciliation import Outcome

Cut = date | None
PERIODS = ("2024", "2025-Q1", "2024-Q4", "2024-Q3", "2024-Q2", "2024-Q1")
COUNTRY = "CL"
_COUNTRY_LABEL = "Todo el país"


@dataclass(frozen=True)
class Selection:
    """The period asked, and the region ('CL' for the whole country)."""

    period: str
    region: str = COUNTRY

    @property
    def where(self) -> dict[str, str]:
        """The filter that the region means."""
        return {} if self.region == COUNTRY else {"region": self.region}

    @property
    def is_national(self) -> bool:
        """The whole country is asked for."""
        return self.region == COUNTRY

    @property
    def place(self) -> str:
        """The region's name, or the country's."""
        return _places()[self.region]


@results.remembered
def _places() -> dict[str, str]:
    """The country and its regions, each with its name as it is shown."""
    return {COUNTRY: _COUNTRY_LABEL, **results.regions().labels}


def period() -> Selection:
    """Ask for the period."""
    return Selection(_period())


def period_and_region() -> Selection:
    """Ask for the period and the region, side by side."""
    left, right, _ = st.columns([2, 2, 3])
    with left:
        chosen = _period()
    with right:
        places = _places()
        region = st.selectbox(
            "Región", list(places), format_func=lambda code: places[code], key="region", bind="query-params"
        )
    return Selection(chosen, region or COUNTRY)


@results.remembered
def _periods() -> dict[str, str]:
    """The periods, each as it is shown."""
    return {text: formats.months(text) for text in PERIODS}


def _period() -> str:
    names = _periods()
    chosen = st.selectbox(
        "Período", list(names), format_func=lambda text: names[text], key="periodo", bind="query-params", width=260
    )
    return chosen or PERIODS[0]


def plan_cut() -> date | None:
    """Ask for the cut of the plan; None if it was never reported."""
    cuts = {cut.isoformat(): cut for cut in results.plan_cuts()}
    if not cuts:
        return None
    chosen = st.selectbox(
        "Corte del reporte",
        list(cuts),
        format_func=lambda text: formats.day(cuts[text]),
        key="corte",
        bind="query-params",
        width=260,
    )
    return cuts[chosen or next(iter(cuts))]


def metric() -> Metric:
    """Ask for one metric of the catalogue, by its name."""
    known = catalogue()
    chosen = st.selectbox(
        "Indicador",
        list(known),
        format_func=lambda metric_id: f"{known[metric_id].label} · {metric_id}",
        index=list(known).index("permits.requested"),
        key="indicador",
        bind="query-params",
    )
    return known[chosen or "permits.requested"]


def dimension(metric: Metric) -> str:
    """Ask for the dimension to split a metric by; the one that says most comes first."""
    options = [name for name in _by_interest(metric) if results.is_answerable(metric.id, name)]
    if len(options) < 2:  # noqa: PLR2004
        return options[0] if options else ""
    chosen = st.segmented_control(
        "Desglose", options, format_func=dimension_label, default=options[0], key=f"desglose-{metric.id}"
    )
    return chosen or options[0]


def _by_interest(metric: Metric) -> list[str]:
    own = metric.formula.by if isinstance(metric.formula, Observed) else None
    first = [*metric.requires, "year", *([own] if own else []), "region"]
    allowed = dimensions_of(metric)
    return [name for name in dict.fromkeys([*first, *allowed]) if name in allowed]


def is_time(name: str) -> bool:
    """The dimension is a unit of time."""
    return name in GRAINS


def dimension_label(name: str) -> str:
    """A dimension's name as it is shown."""
    return LABELS.get(name, name)


_OUTCOMES = {
    Outcome.DIFFERS: "Difieren",
    Outcome.UNDECIDABLE: "No se pueden decidir",
    Outcome.AGREES: "Concuerdan",
}


def outcome() -> Outcome:
    """Ask which outcome of the reconciliation to show."""
    chosen = st.segmented_control(
        "Resultado",
        [str(one) for one in _OUTCOMES],
        format_func=lambda text: outcome_label(Outcome(text)),
        default=str(Outcome.DIFFERS),
        key="resultado",
        bind="query-params",
    )
    return Outcome(chosen or Outcome.DIFFERS)


def outcome_label(outcome: Outcome) -> str:
    """An outcome's name as it is shown."""
    return _OUTCOMES[outcome]


_MEANINGS = {
    Outcome.DIFFERS: "Lo impreso y lo calculado no son iguales. ",
    Outcome.UNDECIDABLE: "El documento no dice lo necesario: falta una fecha de corte, una base o una de las partes. ",
    Outcome.AGREES: "Lo impreso y lo calculado son iguales, con los decimales que imprime el documento. ",
}
_LINES = "Las líneas son las del texto de la Cuenta Pública; nada se corrige."


def outcome_meaning(outcome: Outcome) -> str:
    """What an outcome means, in a sentence."""
    return _MEANINGS[outcome] + _LINES


def year(metric: Metric) -> str | None:
    """Ask for one of the years that a metric has values of; None if it has none by year."""
    answer = results.by_year(metric.id)
    if answer is None:
        return None
    years = answer.frame.drop_nulls("value")["year"].to_list()
    whole = [one for one in years if one not in answer.partial_units]
    index = years.index(whole[-1] if whole else years[-1])
    chosen: str | None = st.selectbox("Año", years, index=index, key=f"año-{metric.id}", width=160)
    return chosen

"""What is looked at of one metric: how, split by what, of which year, for which members, beside which other metric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from dashboards.display import words
from dashboards.inputs import address
from dashboards.inputs.address import Parameter
from dashboards.serving import questions
from dashboards.serving.session import cached
from metrics import GRAINS, Answer, Metric, catalogue

SEARCH, METRIC = Parameter("buscar"), Parameter("indicador")
VIEW, BREAKDOWN, YEAR = Parameter("vista"), Parameter("desglose"), Parameter("anio")
MEMBERS, BESIDE = Parameter("miembros"), Parameter("junto")
MOST_MEMBERS = 5
_REGION = "region"
_ALONE = "ninguno"


class View(StrEnum):
    """How a metric is looked at, each by its code in the address."""

    CHART = "grafico"
    YEARS = "anios"
    TABLE = "tabla"
    MAP = "mapa"
    SOURCE = "fuente"


_VIEWS: Mapping[View, str] = {
    View.CHART: "Gráfico",
    View.YEARS: "Año contra año",
    View.TABLE: "Tabla",
    View.MAP: "Mapa",
    View.SOURCE: "Fuente",
}
_SEVERAL = (View.CHART, View.TABLE)
"""The views that show several members, or another metric."""


@dataclass(frozen=True, kw_only=True)
class Exploration:
    """One metric, and how it is looked at. `members` are (dimension, code); `beside` is another metric's id, or empty."""

    metric: Metric
    view: View
    breakdown: str
    year: str | None
    members: tuple[tuple[str, str], ...]
    beside: str

    @property
    def is_in_time(self) -> bool:
        """The breakdown is by years, quarters or months."""
        return self.breakdown in GRAINS


def searched() -> str:
    """The words that are looked for, if any are."""
    return address.said(SEARCH)


def metric() -> Metric | None:
    """The metric that the address names, by its id or its label; None where it names none."""
    text = address.said(METRIC)
    if not text:
        return None
    labels = {metric_id: one.label for metric_id, one in catalogue().items()}
    known = address.code_of(text, labels) or address.code_of(text.rpartition(" · ")[2], labels)
    if known is None:
        address.tell_no_such(text, "El buscador muestra lo más parecido.")
        return None
    address.note(METRIC, known)
    return catalogue()[known]


def exploration(metric: Metric) -> Exploration:
    """Ask how to look at a metric."""
    view = View(address.pick(VIEW, "Vista", _views(metric), first=str(View.CHART)))
    left, middle, right = st.columns([2, 2, 3])
    with left:
        breakdown = _breakdown(metric, view)
    with middle:
        year = _year(metric) if view is View.MAP or (breakdown and breakdown not in GRAINS) else None
        members = _members(metric) if view in _SEVERAL and breakdown in GRAINS else ()
    with right:
        beside = _beside(metric) if view in _SEVERAL and breakdown else ""
    address.tell()
    _keep()
    return Exploration(metric=metric, view=view, breakdown=breakdown, year=year, members=members, beside=beside)


def _keep() -> None:
    """What this view does not ask for stays in the address, for the view that does."""
    for parameter in (BREAKDOWN, YEAR, MEMBERS, BESIDE):
        if not address.is_shown(parameter):
            address.said(parameter)


@cached
def _views(metric: Metric) -> Mapping[str, str]:
    """The views in which the metric has something to show."""
    fits = {
        View.CHART: True,
        View.YEARS: _finest(metric) != "",
        View.TABLE: True,
        View.MAP: questions.has_boundaries() and _REGION in questions.breakdowns(metric.id),
        View.SOURCE: True,
    }
    return {str(view): label for view, label in _VIEWS.items() if fits[view]}


def _breakdown(metric: Metric, view: View) -> str:
    """The dimension to split a metric by; the one that says most comes first. Empty where there is none."""
    if view is View.MAP:
        return _REGION
    if view is View.YEARS:
        return _finest(metric)
    options = _breakdowns(metric)
    if not options or view is View.SOURCE:
        return ""
    return address.choose(BREAKDOWN, "Desglose", options, first=next(iter(options)), key=f"desglose-{metric.id}")


@cached
def _breakdowns(metric: Metric) -> Mapping[str, str]:
    """What the metric can be split by, each with its name."""
    return {name: words.dimension(name) for name in questions.breakdowns(metric.id)}


def _years(answer: Answer) -> dict[str, str]:
    """The years of which there are values, latest first."""
    return {year: year for year in reversed(answer.frame.drop_nulls("value")["year"].to_list())}


def _finest(metric: Metric) -> str:
    """Months, or else quarters, where the metric has values of them."""
    return next((grain for grain in ("month", "quarter") if grain in questions.breakdowns(metric.id)), "")


def _year(metric: Metric) -> str | None:
    """One of the years of which a metric has values; None if it has none by year."""
    answer = questions.by_year(metric.id)
    if answer is None:
        return None
    named = _years(answer)
    whole = [one for one in named if one not in answer.partial_units]
    return address.choose(YEAR, "Año", named, first=(whole or [*named])[0], key=f"anio-{metric.id}")


def _members(metric: Metric) -> tuple[tuple[str, str], ...]:
    """Up to five members of the metric's dimensions, to see them beside each other."""
    options = questions.series_of(metric.id)
    if not options:
        return ()
    chosen = address.choose_several(
        MEMBERS, "Comparar hasta cinco", options, most=MOST_MEMBERS, key=f"miembros-{metric.id}"
    )
    parts = (code.partition(":") for code in chosen)
    return tuple((dimension, member) for dimension, _, member in parts)


def _beside(metric: Metric) -> str:
    """Another metric to show with it."""
    others = {one.id: one.label for one in catalogue().values() if one.id != metric.id}
    options = {_ALONE: "Ninguno", **others}
    chosen = address.choose(BESIDE, "Junto a otro indicador", options, first=_ALONE, key=f"junto-{metric.id}")
    return "" if chosen == _ALONE else chosen

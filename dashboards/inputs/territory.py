"""How the regions are looked at: which metric, of when, in which measure and view, against what, and which region stands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from dashboards.display import words
from dashboards.inputs import address, selection
from dashboards.inputs.address import Parameter
from dashboards.inputs.exploration import METRIC, VIEW
from dashboards.serving import questions
from dashboards.serving.session import cached
from metrics import COUNTRY, TOPICS, Against, Measure, measures_of, metric

MEASURE, AGAINST, ORDER = Parameter("medida"), Parameter("comparar"), Parameter("orden")
FIRST = "attention.records"


class View(StrEnum):
    """How the regions are seen, each by its code in the address."""

    MAP = "mapa"
    RANKING = "ranking"
    TREND = "tendencia"
    TABLE = "tabla"


class Order(StrEnum):
    """In which order a ranking lists them."""

    VALUE = "valor"
    NORTH_TO_SOUTH = "norte-sur"


_VIEWS = {View.MAP: "Mapa", View.RANKING: "Ranking", View.TREND: "Tendencia", View.TABLE: "Tabla"}
_ORDERS = {Order.VALUE: "Por valor", Order.NORTH_TO_SOUTH: "De norte a sur"}
_MEASURES: Mapping[str, Measure] = {code: measure for measure, code in words.MEASURE_CODES.items()}
_AGAINST: Mapping[str, Against] = {
    "nada": Against.NOTHING,
    "anio-antes": Against.YEAR_BEFORE,
    "periodo-antes": Against.PREVIOUS,
    "pais": Against.COUNTRY,
}


@dataclass(frozen=True, kw_only=True)
class Look:
    """What is looked at. `region` is a code, or the country's."""

    metric_id: str
    period: str
    region: str
    view: View
    measure: Measure
    against: Against
    order: Order

    def said(self, region: str) -> dict[str, str]:
        """The same of another region, as an address says it."""
        return {
            METRIC.name: self.metric_id,
            selection.PERIOD.name: self.period,
            selection.REGION.name: region,
            VIEW.name: str(self.view),
            MEASURE.name: _code(_MEASURES, self.measure),
            AGAINST.name: _code(_AGAINST, self.against),
            ORDER.name: str(self.order),
        }


def _code(codes: Mapping[str, StrEnum], value: StrEnum) -> str:
    return next(code for code, one in codes.items() if one is value)


def look() -> Look:
    """Ask for all of it."""
    first, second, third = st.columns([5, 3, 3])
    with first:
        metric_id = address.choose(METRIC, "Indicador", _offered(), first=FIRST, key="territorio-indicador")
    with second:
        period = selection.period_of((metric_id,))
    with third:
        region = address.choose(selection.REGION, "Región", selection.places(), first=COUNTRY)
    left, middle, right = st.columns([5, 3, 3])
    with left:
        view = View(address.pick(VIEW, "Vista", {str(one): text for one, text in _VIEWS.items()}, first=str(View.MAP)))
    with middle:
        measures = {
            code: words.MEASURES[one]
            for code, one in _MEASURES.items()
            if one in measures_of(metric(metric_id), questions.regional_metrics())
        }
        measure = address.choose(MEASURE, "Cómo se mide", measures, first="cifra", key=f"medida-{metric_id}")
    with right:
        against, order = "nada", str(Order.VALUE)
        if view is View.RANKING:
            order = address.choose(ORDER, "Orden", {str(one): text for one, text in _ORDERS.items()}, first=order)
        elif view is View.TABLE:
            held = {code: words.AGAINST[one] for code, one in _AGAINST.items()}
            against = address.choose(AGAINST, "Comparar con", held, first=against)
    _keep()
    address.tell()
    return Look(
        metric_id=metric_id,
        period=period,
        region=region,
        view=view,
        measure=_MEASURES[measure],
        against=_AGAINST[against],
        order=Order(order),
    )


def _keep() -> None:
    """What this view does not ask for stays in the address, for the view that does."""
    for parameter in (AGAINST, ORDER):
        if not address.is_shown(parameter):
            address.said(parameter)


@cached
def _offered() -> Mapping[str, str]:
    """The metrics that have values by region, those of one topic together."""
    found = [metric(one) for one in questions.regional_metrics()]
    return {one.id: f"{TOPICS[one.topic]}: {one.label}" for one in sorted(found, key=lambda one: TOPICS[one.topic])}

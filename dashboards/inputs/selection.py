"""The period and the region: asked for once, and from there one value that questions take as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboards.display import dates
from dashboards.inputs import address, periods
from dashboards.inputs.address import Parameter
from dashboards.serving import questions
from dashboards.serving.session import cached
from metrics import COUNTRY, Filters

PERIOD = Parameter("periodo", carried="periodo")
REGION = Parameter("region", carried="region")
_REGION = "region"
_COUNTRY_LABEL = "Todo el país"
_FROM, _TO = "periodo-desde", "periodo-hasta"


@dataclass(frozen=True)
class Selection:
    """The period asked, and the members that questions are limited to."""

    period: str
    filters: Filters

    @property
    def is_national(self) -> bool:
        """The whole country is asked for."""
        return not self.filters

    @property
    def region(self) -> str:
        """The code of the region, or the country's."""
        return next(iter(self.filters.members_of(_REGION)), COUNTRY)

    @property
    def place(self) -> str:
        """The region's name, or the country's."""
        return places()[self.region]


def period(metric_ids: tuple[str, ...]) -> str:
    """Ask for a period of which these metrics have data."""
    left, _ = st.columns([2, 5])
    with left:
        chosen = period_of(metric_ids)
    address.tell()
    return chosen


def period_and_region(metric_ids: tuple[str, ...]) -> Selection:
    """Ask for a period of which these metrics have data, and for the region, side by side."""
    left, right, _ = st.columns([2, 2, 3])
    with left:
        chosen = period_of(metric_ids)
    with right:
        code = address.choose(REGION, "Región", places(), first=COUNTRY)
    address.tell()
    return Selection(chosen, _filters(code))


def region() -> Filters:
    """Ask for the region alone; no filter is the whole country."""
    left, _ = st.columns([2, 5])
    with left:
        code = address.choose(REGION, "Región", places(), first=COUNTRY)
    address.tell()
    return _filters(code)


def _filters(code: str) -> Filters:
    return Filters() if code == COUNTRY else Filters.of({_REGION: code})


def period_of(metric_ids: tuple[str, ...]) -> str:
    """Ask for a period of which these metrics have data, where the page wants it."""
    spans, offered = questions.covered(metric_ids), _offered(metric_ids)

    def read(text: str) -> str | None:
        found = periods.read(text, spans)
        return address.code_of(text, offered) or (found.label if found else None)

    first = _first(metric_ids)
    code = address.choose(PERIOD, "Período", offered, first=first, read=read, describe=dates.months)
    chosen = _between(spans) if code == periods.OTHER else code
    address.note(PERIOD, chosen)
    years = (words for code, words in offered.items() if code.isdigit())
    address.offer(PERIOD, dates.months(chosen), [*years, "sus trimestres y sus meses"])
    return chosen


def _between(spans: periods.Spans) -> str:
    """Ask for a first and a last month, at first those of the last twelve."""
    known = periods.months(spans)
    edges = (periods.last_twelve(spans) or f"{min(known)}..{max(known)}").split("..")
    for key, month in zip((_FROM, _TO), edges, strict=True):
        if st.session_state.get(key) not in known:
            st.session_state[key] = month
    left, right = st.columns(2)
    chosen = [
        column.selectbox(label, list(known), format_func=lambda code: address.searchable(known[code]), key=key)
        for column, label, key in ((left, "Desde", _FROM), (right, "Hasta", _TO))
    ]
    return "..".join(sorted(month or edge for month, edge in zip(chosen, edges, strict=True)))


@cached
def _offered(metric_ids: tuple[str, ...]) -> Mapping[str, str]:
    """The periods, each as it is shown."""
    return periods.offered(questions.covered(metric_ids))


@cached
def _first(metric_ids: tuple[str, ...]) -> str:
    """The period that is shown where none is asked for."""
    return periods.first(questions.covered(metric_ids))


@cached
def places() -> Mapping[str, str]:
    """The country and its regions, each with its name as it is shown."""
    return {COUNTRY: _COUNTRY_LABEL, **questions.regions().labels}

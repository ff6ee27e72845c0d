"""The period and the region: asked for once, and from there one value that questions take as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboards.display import dates
from dashboards.serving import questions
from dashboards.serving.session import cached
from metrics import COUNTRY, Filters

PERIODS = ("2024", "2025-Q1", "2024-Q4", "2024-Q3", "2024-Q2", "2024-Q1")
"""The periods that can be asked for, the first one where the address says nothing."""
_REGION = "region"
_COUNTRY_LABEL = "Todo el país"


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
        return _places()[self.region]


def period() -> str:
    """Ask for the period."""
    names = _periods()
    chosen = st.selectbox(
        "Período", list(names), format_func=names.__getitem__, key="periodo", bind="query-params", width=260
    )
    return chosen or PERIODS[0]


def period_and_region() -> Selection:
    """Ask for the period and the region, side by side."""
    left, right, _ = st.columns([2, 2, 3])
    with left:
        chosen = period()
    with right:
        filters = _region()
    return Selection(chosen, filters)


def _region() -> Filters:
    names = _places()
    code = st.selectbox("Región", list(names), format_func=names.__getitem__, key="region", bind="query-params")
    return Filters() if code in (None, COUNTRY) else Filters.of({_REGION: code})


@cached
def _periods() -> Mapping[str, str]:
    """The periods, each as it is shown."""
    return {text: dates.months(text) for text in PERIODS}


@cached
def _places() -> Mapping[str, str]:
    """The country and its regions, each with its name as it is shown."""
    return {COUNTRY: _COUNTRY_LABEL, **questions.regions().labels}

"""How the budget is looked at: up to which month, in pesos or in thousands of them, and in the prices of which month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboards.display import dates
from dashboards.display.formats import Amounts
from dashboards.inputs import address, periods, selection
from dashboards.inputs.address import Parameter
from dashboards.serving import questions
from dashboards.serving.session import cached
from metrics import Period

AMOUNTS, BASE = Parameter("montos", carried="montos"), Parameter("base")
OF = ("budget.current",)
_AMOUNTS: Mapping[str, str] = {Amounts.THOUSANDS: "Miles de pesos (M$)", Amounts.PESOS: "Pesos"}


@dataclass(frozen=True, kw_only=True)
class Look:
    """What is looked at: the year up to `month` ('2025-03'), written in `amounts`."""

    month: str
    amounts: Amounts

    @property
    def said(self) -> dict[str, str]:
        """The same as an address says it."""
        return {selection.PERIOD.name: self.month, AMOUNTS.name: str(self.amounts)}


def look() -> Look | None:
    """Ask for both, side by side; None where nothing is known of any month."""
    if not _months():
        return None
    left, right, _ = st.columns([2, 3, 2])
    with left:
        month = _month()
    with right:
        amounts = address.pick(AMOUNTS, "Montos en", _AMOUNTS, first=Amounts.THOUSANDS)
    return Look(month=month, amounts=Amounts(amounts))


def _month() -> str:
    """The last month of the year's amounts; whoever asks for another period gets the last month known of it."""
    offered, spans = _months(), questions.covered(OF)

    def read(text: str) -> str | None:
        found = periods.read(text, spans)
        return address.code_of(text, offered) or (_last_of(found, offered) if found else None)

    first = next(iter(offered))
    chosen = address.choose(
        selection.PERIOD, "De enero a", offered, first=first, read=read, describe=dates.months, carries_first=False
    )
    address.offer(selection.PERIOD, offered.get(chosen, chosen), offered.values())
    return chosen


def _last_of(period: Period, offered: Mapping[str, str]) -> str | None:
    known = {unit.label for unit in period.units("month")}
    return next((code for code in offered if code in known), None)


@cached
def _months() -> Mapping[str, str]:
    """The months that are known, the latest first."""
    known = periods.months(questions.covered(OF))
    return dict(reversed([*known.items()]))


def base(months: tuple[str, ...], month: str) -> str:
    """Ask for the month whose prices amounts are told in: that of the amounts, or the last one known."""
    first = month if month in months else months[-1]
    left, _ = st.columns([2, 5])
    with left:
        return address.choose(BASE, "En pesos de", {code: dates.period(code) for code in reversed(months)}, first=first)

"""Which measures of the plan: each column that they can be filtered by has its parameter of the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl
import streamlit as st

from dashboards.display import words
from dashboards.display.words import folded
from dashboards.inputs import address
from dashboards.inputs.address import Parameter
from dashboards.serving import questions

_TEXT, _ORDER = Parameter("texto"), Parameter("orden")
_ALL = "Todas"
_ORDERS: Mapping[str, tuple[str, str, bool]] = {
    "": ("Por código", "code", False),
    "atraso": ("La más atrasada primero", "days_late", True),
    "avance": ("La de menor avance primero", "progress", False),
    "hito": ("La del hito más próximo primero", "next_on", False),
    "reporte": ("La que hace más no se reporta primero", "report_age", True),
}
"""By code: words, column, and whether the greatest comes first."""


@dataclass(frozen=True)
class _Filter:
    """A column of the list of measures, the parameter that keeps one value of it, and what its values are called."""

    name: str
    label: str
    column: str
    named: Mapping[str, str] = field(default_factory=dict)
    dimension: str = ""

    def options(self) -> Mapping[str, str]:
        """Its values by code, and none of them."""
        named = self.named or dict(questions.members(self.dimension).labels)
        return {"": _ALL, **named}


_SILENT = {"si": "Sin reporte en la última ronda", "no": "Con reporte o terminadas"}
FILTERS = (
    _Filter("plazo", "Situación de plazo", "schedule", words.MEASURE_SCHEDULE),
    _Filter("estado", "Estado oficial", "status", {**words.MEASURE_STATUS, "sin_reporte": words.NOT_REPORTED}),
    _Filter("evidencia", "Evidencia", "proof", words.MEASURE_PROOF),
    _Filter("calla", "Último reporte", "misses_report", _SILENT),
    _Filter("eje", "Eje", "axis_code", dimension="axis"),
    _Filter("subcomite", "Subcomité", "subcommittee_code", dimension="subcommittee"),
    _Filter("ministerio", "Ministerio", "ministry_code", dimension="ministry"),
    _Filter("responsable", "Subsecretaría", "lead_code", dimension="lead_body"),
)


@dataclass(frozen=True)
class Chosen:
    """What is kept, by parameter and code, the words looked for and the order; hashable."""

    kept: tuple[tuple[str, str], ...] = ()
    text: str = ""
    order: str = ""

    def __bool__(self) -> bool:
        """Something is left out."""
        return bool(self.kept or self.text)

    def said(self) -> dict[str, str]:
        """What an address says of it."""
        found = dict(self.kept) | {"texto": self.text, "orden": self.order}
        return {name: text for name, text in found.items() if text}

    def told(self) -> list[str]:
        """What is kept, in words: 'Ministerio: Ministerio del Interior'."""
        named = {one.name: one for one in FILTERS}
        found = [f"{named[name].label}: {named[name].options()[code]}" for name, code in self.kept]
        return [*found, *([f"Texto: «{self.text}»"] if self.text else [])]

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The measures that are kept, in order."""
        for filtered in FILTERS:
            if code := dict(self.kept).get(filtered.name):
                frame = frame.filter(_holds(filtered.column, code))
        if self.text:
            asked = folded(self.text)
            told = [any(asked in folded(str(cell or "")) for cell in row) for row in frame.select(_READ).iter_rows()]
            frame = frame.filter(pl.Series(told, dtype=pl.Boolean))
        _, column, is_descending = _ORDERS[self.order]
        return frame.sort(pl.col(column), pl.col("code"), descending=[is_descending, False], nulls_last=True)


_READ = ("code", "title", "lead", "ministry", "axis")


def _holds(column: str, code: str) -> pl.Expr:
    if column == "misses_report":
        return pl.col(column) == (code == "si")
    return pl.col(column).is_null() if code == "sin_reporte" else pl.col(column) == code


def chosen() -> Chosen:
    """Ask which measures and in which order, in rows of lists."""
    kept: dict[str, str] = {}
    places = [*st.columns(4), *st.columns(4)]
    for filtered, place in zip(FILTERS, places, strict=True):
        with place:
            kept[filtered.name] = address.choose(Parameter(filtered.name), filtered.label, filtered.options(), first="")
    left, right = st.columns((2, 1))
    with left:
        text = address.type_in(_TEXT, "Buscar en código, título y responsables", placeholder="Por ejemplo, niñez")
    with right:
        order = address.choose(_ORDER, "Orden", {code: told for code, (told, _, _) in _ORDERS.items()}, first="")
    return Chosen(tuple((name, code) for name, code in kept.items() if code), text, order)


def in_address() -> Chosen:
    """What the address says of the list that a measure was chosen from; no widget asks for it."""
    found = {one.name: address.said(Parameter(one.name)) for one in FILTERS}
    kept = tuple((one.name, found[one.name]) for one in FILTERS if found[one.name] in one.options() and found[one.name])
    order = address.said(_ORDER)
    return Chosen(kept, address.said(_TEXT), order if order in _ORDERS else "")

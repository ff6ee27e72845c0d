"""The checks of the reconciliation in words, and the columns of their table."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dashboards.display import dates, words
from dashboards.display.columns import Column
from dashboards.display.formats import as_printed, number
from metrics import COUNTRY, Check, CheckKind, Outcome, PublishedFigure, printed_decimals

COLUMNS = (
    Column("figure", "Cifra"),
    Column("kind", "Se compara con"),
    Column("published", "Publicado", is_number=True),
    Column("computed", "Calculado", is_number=True),
    Column("difference", "Diferencia", is_number=True),
    Column("where", "Dónde"),
    Column("lines", "Líneas"),
    Column("note", "Nota"),
)
_NONE = "—"


def in_words(checks: Sequence[Check], outcome: Outcome) -> pl.DataFrame:
    """The checks of one outcome, a row each, with `COLUMNS`."""
    rows = [_row(check) for check in checks if check.outcome is outcome]
    return pl.DataFrame(rows, schema={column.name: pl.String for column in COLUMNS}, orient="row")


def _row(check: Check) -> dict[str, str]:
    figure = check.figures[0]
    decimals = printed_decimals(figure.raw)
    computed_decimals = decimals + 1 if figure.unit == "%" else decimals
    return {
        "figure": _name(figure),
        "kind": words.CHECKED_AGAINST[check.kind],
        "published": _amount(check.published, figure.unit, decimals),
        "computed": _amount(check.computed, figure.unit, computed_decimals),
        "difference": _difference(check, computed_decimals),
        "where": ", ".join(dict.fromkeys(one.table_name or one.chapter for one in check.figures)),
        "lines": ", ".join(dict.fromkeys(str(one.line) for one in check.figures)),
        "note": words.sentence(check.note) if check.note else "",
    }


def _name(figure: PublishedFigure) -> str:
    """Its label, its member or territory, and its period."""
    member = figure.dimension.partition("=")[2] if figure.member else ""
    place = figure.territory if figure.territory_code != COUNTRY else ""
    return ", ".join(filter(None, [figure.label, member, place, dates.published_period(figure.period)]))


def _difference(check: Check, decimals: int) -> str:
    if check.difference is None:
        return _NONE
    if check.kind is CheckKind.DATE:
        return f"{number(check.difference)} días"
    return number(check.difference, decimals)


def _amount(value: float | str | None, unit: str, decimals: int) -> str:
    if value is None:
        return _NONE
    return dates.published_period(value) if isinstance(value, str) else as_printed(value, unit, decimals)

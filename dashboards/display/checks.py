"""The checks of the reconciliation in words, and the columns of their tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import polars as pl

from dashboards.display import dates, words
from dashboards.display.columns import Column
from dashboards.display.formats import as_printed, number
from metrics import COUNTRY, Check, CheckKind, Claim, Group, PublishedFigure, printed_decimals

COLUMNS = (
    Column("figure", "Cifra o fecha"),
    Column("kind", "Se compara con"),
    Column("published", "Publicado", is_number=True),
    Column("computed", "Calculado", is_number=True),
    Column("difference", "Diferencia", is_number=True),
    Column("where", "Dónde"),
    Column("lines", "Líneas"),
    Column("note", "Nota"),
)
GROUP_COLUMNS = (
    Column("group", "Grupo"),
    Column("meaning", "Qué compara"),
    *(Column(str(outcome), words.OUTCOMES[outcome], is_number=True) for outcome in words.OUTCOMES),
)
ALONE_COLUMNS = (
    Column("figure", "Cifra"),
    Column("published", "Publicado", is_number=True),
    Column("where", "Dónde"),
    Column("lines", "Línea"),
)
_NONE = "—"
_IN_WORDS = frozenset({CheckKind.BASE, CheckKind.NAME})
"""What they compare is in their note: words are too long for a column of numbers."""
_NO_PLACE = frozenset({COUNTRY, "DIG"})
"""The whole country, and the digital channels, which are nowhere."""
_MANY = 20
"""Lines that are no longer listed one by one."""


def in_words(checks: Iterable[Check]) -> pl.DataFrame:
    """The checks, a row each, with `COLUMNS`."""
    return _frame([_row(check) for check in checks], COLUMNS)


def by_group(checks: Sequence[Check]) -> pl.DataFrame:
    """How many checks of each group came out each way, with `GROUP_COLUMNS`."""
    counts = Counter((check.group, check.outcome) for check in checks)
    rows = [
        {
            "group": words.GROUPS[group],
            "meaning": words.GROUP_MEANINGS[group],
            **{str(outcome): number(counts[group, outcome]) for outcome in words.OUTCOMES},
        }
        for group in Group
    ]
    return _frame(rows, GROUP_COLUMNS)


def alone(figures: Iterable[PublishedFigure]) -> pl.DataFrame:
    """Figures that nothing else backs, with `ALONE_COLUMNS`."""
    rows = [
        {
            "figure": _name(figure),
            "published": as_printed(float(figure.value), figure.unit, printed_decimals(figure.raw)),
            "where": figure.place,
            "lines": str(figure.line),
        }
        for figure in figures
    ]
    return _frame(rows, ALONE_COLUMNS)


def _frame(rows: Sequence[dict[str, str]], columns: Sequence[Column]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={column.name: pl.String for column in columns}, orient="row")


def _row(check: Check) -> dict[str, str]:
    unit, decimals = _unit(check), printed_decimals(check.passages[0].raw)
    is_worked_out = unit == "%" or check.kind is CheckKind.AVERAGE
    computed_decimals = decimals + 1 if is_worked_out else decimals
    return {
        "figure": _subject(check),
        "kind": words.CHECKED_AGAINST[check.kind],
        "published": _published(check, unit, decimals),
        "computed": _amount(check, check.computed, unit, computed_decimals),
        "difference": _difference(check, computed_decimals),
        "where": _where(check),
        "lines": _lines(check),
        "note": words.sentence(check.note) if check.note else "",
    }


def _unit(check: Check) -> str:
    if check.kind is CheckKind.PERIODS:
        return "cifras"
    return check.figures[0].unit if check.figures else ""


def _subject(check: Check) -> str:
    """What is checked: a figure, what is claimed of a subject, or a table or chapter."""
    if check.kind is CheckKind.PERIODS:
        return check.name
    return _claimed(check.claims[0], check) if check.claims else _name(check.figures[0])


def _claimed(claim: Claim, check: Check) -> str:
    if claim.about in words.EVENTS:
        return f"{claim.subject}: {words.EVENTS[claim.about]}"
    if check.kind is CheckKind.RANK and check.figures:
        return f"{claim.subject}: {_name(check.figures[0])}"
    return f"{claim.subject}: {claim.about}" if check.kind in (CheckKind.NUMBER, CheckKind.NAME) else claim.subject


def _name(figure: PublishedFigure) -> str:
    """Its label, its member or territory, and its period."""
    member = figure.dimension.partition("=")[2] if figure.member else ""
    place = figure.territory if figure.territory_code not in _NO_PLACE else ""
    return ", ".join(filter(None, [figure.label, member, place, dates.published_period(figure.period)]))


def _where(check: Check) -> str:
    return ", ".join(dict.fromkeys(one.place for one in check.passages))


def _lines(check: Check) -> str:
    lines = sorted({one.line for one in check.passages}, key=[one.line for one in check.passages].index)
    return ", ".join(map(str, lines)) if len(lines) <= _MANY else f"{min(lines)} a {max(lines)}"


def _difference(check: Check, decimals: int) -> str:
    if check.difference is None:
        return _NONE
    if check.kind is CheckKind.DATE:
        return f"{number(check.difference)} días"
    return number(check.difference, decimals)


def _published(check: Check, unit: str, decimals: int) -> str:
    """What is printed; of a number said of two things, the number."""
    if check.kind is CheckKind.BASE:
        return as_printed(float(check.figures[0].value), unit, printed_decimals(check.figures[0].raw))
    return _amount(check, check.published, unit, decimals)


def _amount(check: Check, value: float | str | None, unit: str, decimals: int) -> str:
    if value is None:
        return _NONE
    if check.kind in _IN_WORDS:
        return _NONE
    if isinstance(value, str):
        return dates.published_period(value)
    return as_printed(value, unit, decimals)

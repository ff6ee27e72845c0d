"""The checks of the reconciliation in words, and the columns of their tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import polars as pl

from dashboards.display import dates, rows, words
from dashboards.display.columns import Column
from dashboards.display.formats import as_printed, number
from dashboards.display.rows import UNWRITTEN, Row
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
ALL_COLUMNS = (Column("outcome", "Resultado"), Column("group", "Grupo"), *COLUMNS)
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
    """The checks, a row each, with `ALL_COLUMNS`."""
    return _frame(rows.written(checks, _row, _told_only), ALL_COLUMNS)


def by_group(checks: Sequence[Check]) -> pl.DataFrame:
    """How many checks of each group came out each way, with `GROUP_COLUMNS`."""
    counts = Counter((check.group, check.outcome) for check in checks)
    counted = [
        {
            "group": words.GROUPS[group],
            "meaning": words.GROUP_MEANINGS[group],
            **{str(outcome): number(counts[group, outcome]) for outcome in words.OUTCOMES},
        }
        for group in Group
    ]
    return _frame(counted, GROUP_COLUMNS)


def alone(figures: Iterable[PublishedFigure]) -> pl.DataFrame:
    """Figures that nothing else backs, with `ALONE_COLUMNS`."""
    return _frame(rows.written(figures, _alone, _named_only), ALONE_COLUMNS)


def _alone(figure: PublishedFigure) -> Row:
    return {**_named_only(figure), "figure": name(figure), "published": amount(figure)}


def _named_only(figure: PublishedFigure) -> Row:
    """A figure of which nothing else can be written: its letters."""
    return {"figure": figure.label, "published": figure.raw, "where": figure.place, "lines": str(figure.line)}


def _told_only(check: Check) -> Row:
    """A check of which nothing else can be written: what it is of, and that it cannot."""
    return {
        **_came_out(check),
        "figure": check.name or check.passages[0].id,
        "kind": words.CHECKED_AGAINST[check.kind],
        **dict.fromkeys(("published", "computed", "difference"), _NONE),
        "where": _where(check),
        "lines": _lines(check),
        "note": UNWRITTEN,
    }


def _frame(written: Sequence[Row], columns: Sequence[Column]) -> pl.DataFrame:
    return pl.DataFrame(written, schema={column.name: pl.String for column in columns}, orient="row")


def _came_out(check: Check) -> Row:
    return {"outcome": words.OUTCOMES[check.outcome], "group": words.GROUPS[check.group]}


def _row(check: Check) -> Row:
    return {
        **_came_out(check),
        "figure": subject(check),
        "kind": words.CHECKED_AGAINST[check.kind],
        "published": published(check),
        "computed": computed(check),
        "difference": _difference(check),
        "where": _where(check),
        "lines": _lines(check),
        "note": words.sentence(check.note) if check.note else "",
    }


def published(check: Check) -> str:
    """What is printed; of a number said of two things, the number; of what cannot be read, its letters."""
    if check.kind is CheckKind.READING:
        return check.figures[0].raw
    if check.kind is CheckKind.BASE:
        return amount(check.figures[0])
    return _amount(check, check.published, decimals_of(check))


def computed(check: Check) -> str:
    """What comes out: what is worked out has one more decimal than is printed."""
    return _amount(check, check.computed, _worked_out_decimals(check))


def amount(figure: PublishedFigure) -> str:
    """The number of a figure, as it is printed."""
    return as_printed(float(figure.value), figure.unit, printed_decimals(figure.raw))


def name(figure: PublishedFigure) -> str:
    """Its label, its member or territory, and its period."""
    member = figure.dimension.partition("=")[2] if figure.member else ""
    place = figure.territory if figure.territory_code not in _NO_PLACE else ""
    return ", ".join(filter(None, [figure.label, member, place, dates.published_period(figure.period)]))


def _unit(check: Check) -> str:
    if check.kind is CheckKind.PERIODS:
        return "cifras"
    return check.figures[0].unit if check.figures else ""


def subject(check: Check) -> str:
    """What is checked: a figure, what is claimed of a subject, or a table or chapter."""
    if check.kind is CheckKind.PERIODS:
        return check.name
    return _claimed(check.claims[0], check) if check.claims else name(check.figures[0])


def _claimed(claim: Claim, check: Check) -> str:
    if claim.about in words.EVENTS:
        return f"{claim.subject}: {words.EVENTS[claim.about]}"
    if check.kind is CheckKind.RANK and check.figures:
        return f"{claim.subject}: {name(check.figures[0])}"
    return f"{claim.subject}: {claim.about}" if check.kind in (CheckKind.NUMBER, CheckKind.NAME) else claim.subject


def _where(check: Check) -> str:
    return ", ".join(dict.fromkeys(one.place for one in check.passages))


def _lines(check: Check) -> str:
    lines = sorted({one.line for one in check.passages}, key=[one.line for one in check.passages].index)
    return ", ".join(map(str, lines)) if len(lines) <= _MANY else f"{min(lines)} a {max(lines)}"


def _difference(check: Check) -> str:
    if check.difference is None:
        return _NONE
    if check.kind is CheckKind.DATE:
        return f"{number(check.difference)} días"
    return number(check.difference, _worked_out_decimals(check))


def decimals_of(check: Check) -> int:
    """Those that its first number is printed with."""
    return printed_decimals(check.passages[0].raw)


def _worked_out_decimals(check: Check) -> int:
    is_worked_out = _unit(check) == "%" or check.kind is CheckKind.AVERAGE
    return decimals_of(check) + is_worked_out


def _amount(check: Check, value: float | str | None, decimals: int) -> str:
    if value is None or check.kind in _IN_WORDS:
        return _NONE
    if isinstance(value, str):
        return dates.published_period(value)
    return as_printed(value, _unit(check), decimals)

"""Numbers and dates as they are written in Chile: the one formatter of every page and export."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from metrics.model import Unit
from metrics.periods import Period

LOCALE = "es_CL"
ABSENT, SUPPRESSED = "Sin dato", "Reservado"
_PATTERNS = {decimals: "#,##0" + ("." + "0" * decimals if decimals else "") for decimals in range(5)}
_MILLION = 1_000_000
_HALVES = {"1": "primer", "2": "segundo"}
_QUARTERS = {"1": "1.er", "2": "2.º", "3": "3.er", "4": "4.º"}


def number(value: float, decimals: int = 0) -> str:
    """1234567.8 with one decimal: '1.234.567,8'."""
    return format_decimal(value, _PATTERNS[decimals], locale=LOCALE)


def quantity(value: float | None, unit: Unit, *, is_suppressed: bool = False) -> str:
    """A stored value in its unit: '32,1 %', '$21.791.324.000', '25.009'; absent and hidden say so."""
    if is_suppressed:
        return SUPPRESSED
    if value is None:
        return ABSENT
    text = number(value * unit.multiplier, unit.decimals)
    match unit.id:
        case "percent":
            return f"{text} %"
        case "clp":
            return f"${text}".replace("$-", "-$")
        case "utm":
            return f"{text} UTM"
        case _:
            return text


def headline(value: float | None, unit: Unit, *, is_suppressed: bool = False) -> str:
    """As `quantity`, with long peso amounts in millions: '$24.111 millones'."""
    if value is not None and not is_suppressed and unit.id == "clp" and abs(value) >= 10 * _MILLION:
        return f"${number(value / _MILLION)} millones".replace("$-", "-$")
    return quantity(value, unit, is_suppressed=is_suppressed)


def change(value: float, unit: Unit) -> str:
    """A difference with its sign: '+1,2 puntos', '-340'."""
    sign = "-" if value < 0 else "+"
    if unit.id == "percent":
        return f"{sign}{number(abs(value) * unit.multiplier, unit.decimals)} puntos"
    return sign + headline(abs(value), unit)


def month(text: str) -> str:
    """'2024-03' as 'mar 2024', for axes."""
    return format_date(Period.parse(text).start, "MMM yyyy", locale=LOCALE)


def months(text: str) -> str:
    """'2025-Q1' as 'ene-mar 2025'; anything but a quarter as `period` writes it."""
    asked = Period.parse(text)
    if asked.grain != "quarter":
        return period(text)
    first, last = (format_date(edge, "LLL", locale=LOCALE).rstrip(".") for edge in (asked.start, asked.end))
    return f"{first}-{last} {asked.end.year}"


def day(value: date | None) -> str:
    """31-03-2025."""
    return format_date(value, "dd-MM-yyyy", locale=LOCALE) if value else ABSENT


def period(text: str) -> str:
    """'2025-Q1' as '1.er trimestre de 2025', '2024-03' as 'marzo de 2024', a range with its two days."""
    if not text:
        return "sin fecha"
    if ".." in text and text.count("-") != 1:
        start, _, end = text.partition("..")
        return f"{_edge(start)} a {_edge(end)}"
    parsed = Period.parse(text)
    match parsed.grain:
        case "year":
            return f"{parsed.start.year}"
        case "quarter":
            year, _, quarter = text.partition("-Q")
            return f"{_QUARTERS[quarter]} trimestre de {year}"
        case "month":
            return format_date(parsed.start, "LLLL 'de' yyyy", locale=LOCALE)
        case _:
            return day(parsed.end)


def _edge(text: str) -> str:
    return day(date.fromisoformat(text)) if text.count("-") == 2 else period(text)  # noqa: PLR2004


def cell(value: Any) -> str:
    """Any value of a table of text."""
    if value is None:
        return ABSENT
    return day(value) if isinstance(value, date) else str(value)


def published_period(text: str) -> str:
    """A period as the document gives it: '2024', '2025-Q1', '2024-H2', 's/f', '2022..2025-Q1', '2024-09..'."""
    if text == "s/f":
        return "sin fecha"
    year, _, half = text.partition("-H")
    if half:
        return f"{_HALVES[half]} semestre de {year}"
    start, dots, end = text.partition("..")
    if not dots:
        return period(text)
    return f"{period(start)} a {period(end)}" if end else f"desde {period(start)}"

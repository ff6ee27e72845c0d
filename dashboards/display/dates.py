"""Days and periods as they are written in Chile."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from dashboards.display.formats import ABSENT, LOCALE
from metrics import MetricError, Period

_SANTIAGO = ZoneInfo("America/Santiago")
_HALVES = {"1": "primer", "2": "segundo"}
_QUARTERS = {1: "1.er", 2: "2.º", 3: "3.er", 4: "4.º"}


def day(value: date | None) -> str:
    """31-03-2025."""
    return format_date(value, "dd-MM-yyyy", locale=LOCALE) if value else ABSENT


def weekday(value: date, *, is_short: bool = False) -> str:
    """'viernes 13-09-2024', or 'vie 13-09-2024'."""
    return format_date(value, "EEE dd-MM-yyyy" if is_short else "EEEE dd-MM-yyyy", locale=LOCALE).replace(".", "")


def written(text: str) -> date | None:
    """The day that a person wrote: '13-09-2024', '13/09/2024' or '2024-09-13'; None where it is none."""
    parts = re.split(r"[-/.]", text.strip())
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):  # noqa: PLR2004
        return None
    year, month, number = parts if len(parts[0]) == 4 else reversed(parts)  # noqa: PLR2004
    try:
        return date(int(year), int(month), int(number)) if len(year) == 4 else None  # noqa: PLR2004
    except ValueError:
        return None


def moment(value: datetime) -> str:
    """25-11-2026 a las 14:03, by the clocks of Santiago."""
    return format_datetime(value, "dd-MM-yyyy 'a' 'las' HH:mm", tzinfo=_SANTIAGO, locale=LOCALE)


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


def period(text: str) -> str:
    """'2025-Q1' as '1.er trimestre de 2025', '2024-03' as 'marzo de 2024', a range with its two days."""
    if not text:
        return "sin fecha"
    if ".." in text and text.count("-") != 1:
        start, _, end = text.partition("..")
        return f"{_edge(start)} a {_edge(end)}"
    parsed = Period.parse(text)
    return _UNITS[parsed.grain](parsed.end) if parsed.grain else day(parsed.end)


def since_january(text: str) -> str:
    """What adds up over a year until the end of a period: 'enero a marzo de 2025', 'enero de 2025', '2024'."""
    asked = Period.parse(text)
    last = f"{asked.end:%Y-%m}"
    if last.endswith("-12"):
        return last[:4]
    return period(last) if last.endswith("-01") else f"enero a {period(last)}"


_UNITS = {
    "year": lambda end: f"{end.year}",
    "quarter": lambda end: f"{_QUARTERS[end.month // 3]} trimestre de {end.year}",
    "month": lambda end: format_date(end, "LLLL 'de' yyyy", locale=LOCALE),
}


def _edge(text: str) -> str:
    return day(date.fromisoformat(text)) if text.count("-") == 2 else period(text)  # noqa: PLR2004


def unit_of_time(code: str, *, is_partial: bool = False, until: date | None = None) -> str:
    """A year, quarter or month, saying up to when it is known if it is not known whole."""
    name = month(code) if Period.parse(code).grain == "month" else period(code)
    if not is_partial:
        return name
    return f"{name} (al {day(until)})" if until else f"{name} (sin fecha de corte)"


def published_period(text: str) -> str:
    """A period as the document gives it: '2024', '2025-Q1', '2024-H2', 's/f', '2022..2025-Q1', '2024-09..'.

    What is none of these stays as it is.
    """
    try:
        return _published_period(text)
    except (MetricError, LookupError, ValueError):
        return text


def _published_period(text: str) -> str:
    if text == "s/f":
        return "sin fecha"
    year, _, half = text.partition("-H")
    if half:
        return f"{_HALVES[half]} semestre de {year}"
    start, dots, end = text.partition("..")
    if not dots:
        return period(text)
    return f"{period(start)} a {period(end)}" if end else f"desde {period(start)}"

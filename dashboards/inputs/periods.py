"""The periods that can be asked for: those of which there are data, and no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboards.display import dates
from metrics import GRAINS, MetricError, Period

Spans = Sequence[tuple[date, date]]
OTHER = "rango"
"""The option that asks for two months."""
_WITHOUT_DATA = "2024"
_YEAR_OF_MONTHS = 12


def offered(spans: Spans) -> Mapping[str, str]:
    """Codes and words: years, the last twelve months, quarters and months, latest first, and any other range."""
    if not spans:
        return {_WITHOUT_DATA: _WITHOUT_DATA}
    years, quarters, months = (_units(spans, grain) for grain in GRAINS)
    twelve = last_twelve(spans)
    recent = {twelve: f"Últimos 12 meses ({dates.months(twelve)})"} if twelve else {}
    return {**years, **recent, **quarters, **months, OTHER: "Otros meses, de uno a otro…"}


def first(spans: Spans) -> str:
    """The last whole year of which there are data; without one, the last that there are any of."""
    years = [unit for span in spans for unit in Period(*span, "").units("year")]
    whole = [unit for unit in years if _is_whole(unit, spans)]
    return (whole or years)[-1].label if years else _WITHOUT_DATA


def months(spans: Spans) -> Mapping[str, str]:
    """Each month of which there are data, earliest first."""
    return dict(reversed(_units(spans, "month").items()))


def last_twelve(spans: Spans) -> str:
    """The last twelve whole months, as a range; none where there are not as many in a row."""
    found = [unit for span in spans for unit in Period(*span, "").units("month") if _is_whole(unit, spans)]
    first, last = found[-_YEAR_OF_MONTHS:][:1], found[-1:]
    if not first or len([*Period(first[0].start, last[0].end, "").units("month")]) != _YEAR_OF_MONTHS:
        return ""
    return f"{first[0].label}..{last[0].label}"


def read(text: str, spans: Spans) -> Period | None:
    """What an address asks for, if it is a period of which there are data."""
    try:
        asked = Period.parse(text)
    except MetricError:
        return None
    return asked if any(start <= asked.end and end >= asked.start for start, end in spans) else None


def _units(spans: Spans, grain: str) -> dict[str, str]:
    found = {unit.label: unit for span in spans for unit in Period(*span, "").units(grain)}
    return {code: _words(unit, spans) for code, unit in sorted(found.items(), reverse=True)}


def _words(unit: Period, spans: Spans) -> str:
    named = dates.months(unit.label)
    if _is_whole(unit, spans):
        return named
    last = max(min(end, unit.end) for start, end in spans if start <= unit.end and end >= unit.start)
    return f"{named} (datos al {dates.day(last)})" if last < unit.end else f"{named} (incompleto)"


def _is_whole(unit: Period, spans: Spans) -> bool:
    return any(start <= unit.start and end >= unit.end for start, end in spans)

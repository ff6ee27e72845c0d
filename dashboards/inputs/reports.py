"""Which report of the plan, and against which earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dashboards.display import dates
from dashboards.inputs import address
from dashboards.inputs.address import Parameter
from dashboards.serving import questions

REPORT, SINCE = Parameter("corte", carried="corte"), Parameter("frente")


def reporting_date() -> date | None:
    """Ask for the day of a report; None if the plan was never reported."""
    days = {day.isoformat(): _told(day) for day in questions.reporting_dates()}
    if not days:
        return None
    chosen = address.choose(
        REPORT, "Corte del reporte", days, first=next(iter(days)), width=300, read=lambda text: _read(text, days)
    )
    return date.fromisoformat(chosen)


def compared_with(reporting_date: date | None) -> date | None:
    """Ask for the earlier day that a report is held against, at first the session before it; None where there is none."""
    earlier = [day for day in questions.reporting_dates() if reporting_date and day < reporting_date]
    before = questions.session_before(reporting_date) or next(iter(earlier), None)
    if before is None:
        return None
    days = {day.isoformat(): _told(day) for day in sorted({before, *earlier}, reverse=True)}
    chosen = address.choose(
        SINCE, "Comparado con", days, first=before.isoformat(), width=300, read=lambda text: _read(text, days)
    )
    return date.fromisoformat(chosen)


def said(reporting_date: date | None) -> dict[str, str]:
    """What an address says of the day of a report, if it is not the last one."""
    if reporting_date is None or reporting_date == questions.latest_report():
        return {}
    return {REPORT.name: reporting_date.isoformat()}


def _read(text: str, days: Mapping[str, str]) -> str | None:
    """A day by its code, its words, or as it is written in Chile."""
    written = next((code for code in days if dates.day(date.fromisoformat(code)) == text), None)
    return written or address.code_of(text, days)


def _told(day: date) -> str:
    """A day, and the session that was held on it."""
    held = next((one for one in questions.sessions() if one.held_on == day), None)
    return f"{dates.day(day)} (sesión {held.code})" if held else dates.day(day)

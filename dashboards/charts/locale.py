"""Chile's numbers and dates, as Vega wants to be told of them."""

from __future__ import annotations

import altair as alt
from babel import Locale

from dashboards.display.formats import LOCALE as _CHILE

_LETTERS = 3
_chile = Locale.parse(_CHILE)
_months = [_chile.months["stand-alone"]["wide"][number] for number in range(1, 13)]
_monday_first = [_chile.days["stand-alone"]["wide"][number] for number in range(7)]
_days = [*_monday_first[-1:], *_monday_first[:-1]]  # Vega's weeks start on Sunday

LOCALE = alt.Locale(
    number=alt.NumberLocale(
        decimal=_chile.number_symbols["latn"]["decimal"],
        thousands=_chile.number_symbols["latn"]["group"],
        grouping=[3],
        currency=["$", ""],
    ),
    time=alt.TimeLocale(
        dateTime="%A %e de %B de %Y, %X",
        date="%d-%m-%Y",
        time="%H:%M:%S",
        periods=["AM", "PM"],
        days=_days,
        shortDays=[name[:_LETTERS] for name in _days],
        months=_months,
        shortMonths=[name[:_LETTERS] for name in _months],
    ),
)

"""Appeals beside the requests of the same days."""

from __future__ import annotations

import polars as pl

from metrics.answering.answer import Answer
from metrics.answering.asking import Asks

_FILED, _ANSWERED, _RECEIVED = "foi.appeals_filed", "foi.appeals_answered", "foi.requests_received"
_PER = 1000


def by_unit_of_time(monitor: Asks, grain: str) -> tuple[pl.DataFrame, tuple[Answer, ...]]:
    """A row of each year or month that the appeals' register knows: the unit under its grain, `filed`, `answered`, `received`, `per_1000`; and its answers.

    `per_1000` requests received is null where one of the two registers knows other days of the unit than the other.
    """
    result = monitor.observe(_FILED, _ANSWERED, _RECEIVED, by=[grain])
    filed, received = result[_FILED], result[_RECEIVED]
    rows = [
        {
            grain: unit,
            "filed": one,
            "answered": answered,
            "received": of,
            "per_1000": one * _PER / of if of and is_same else None,
        }
        for unit, one, answered, of in result.wide.select(grain, _FILED, _ANSWERED, _RECEIVED).iter_rows()
        for is_same in [filed.partial_units.get(unit) == received.partial_units.get(unit)]
        if one is not None
    ]
    numbers: dict[str, type[pl.DataType]] = dict.fromkeys(("filed", "answered", "received", "per_1000"), pl.Float64)
    return pl.DataFrame(rows, schema={grain: pl.String, **numbers}), result.answers

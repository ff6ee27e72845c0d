"""Inhabitants of each region by year: the totals of INE's projection, which rates are per so many of.

`data/inhabitants.csv` adds up sexes and ages of «Estimaciones y proyecciones 2002-2035, base 2017», population at 30 June.
"""

from __future__ import annotations

from datetime import date

from data_access import schema
from data_access.loading import Batch
from data_access.published import period_key
from data_access.reference import read_csv

SOURCE = "ine_projections_2017"
INDICATOR = "population.inhabitants"
KNOWN_ON = date(2025, 6, 30)
"""The day of the last population loaded: what INE projects of days to come is no observation yet."""
_MONTH, _DAY = 6, 30


def inhabitant_batches() -> list[Batch]:
    """The batch of all regions and years up to that of `KNOWN_ON`."""
    told = [(date(int(row["year"]), _MONTH, _DAY), row) for row in read_csv("inhabitants.csv")]
    rows = [
        {
            "indicator": INDICATOR,
            "territory_code": row["region"],
            "member": "",
            "period_key": period_key(day, day),
            "period_from": day,
            "period_to": day,
            "value": float(row["inhabitants"]),
        }
        for day, row in told
    ]
    return [
        Batch(
            register="observations",
            source_id=SOURCE,
            data_kind="published",
            recorded_on=KNOWN_ON,
            covers_from=min(day for day, _ in told),
            covers_to=max(day for day, _ in told),
            rows={schema.observations: rows},
        )
    ]

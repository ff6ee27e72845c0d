"""Attentions and operations: on a day that the load covers, of no fewer than nobody, in a commune of their own region."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from data_access.contracts.base import Contract, Days, Known, Rule
from data_access.schema.attention import attention_records, field_operations


def _in_its_region(_known: Known, _days: Days) -> Iterator[Rule]:
    """A commune's code begins with that of its region; a body without territory works in any."""
    begins, has_territory = pl.col("commune_code").str.slice(0, 2), pl.col("unit_code").str.contains(r"^\d")
    yield Rule(
        name="commune_of_its_region",
        columns=("commune_code",),
        holds=~has_territory | (begins == pl.col("unit_code")),
        allowed="una comuna de la región {unit_code}, o vacío",
    )


CONTRACTS = (
    Contract(
        table=attention_records,
        day="attended_on",
        members={"resolution": "resolution", "attention_type": "attention_type", "commune_code": "commune"},
        together=_in_its_region,
    ),
    Contract(
        table=field_operations,
        day="held_on",
        at_least={"people_attended": 0},
        members={"operation_type": "operation_type", "commune_code": "commune"},
        together=_in_its_region,
    ),
)

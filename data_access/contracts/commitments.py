"""Commitments as printed, and what is reported of them: on a day that is over, by a body, with a link if there is one."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from data_access.contracts.base import Contract, Days, Known, Rule
from data_access.contracts.plan import ADDRESS, ADDRESS_ALLOWED
from data_access.schema.commitments import commitment_reports, commitments


def _is_link_or_blank(_known: Known, _days: Days) -> Iterator[Rule]:
    yield Rule(
        name="url_is_a_link",
        columns=("url",),
        holds=(pl.col("url") == "") | pl.col("url").str.contains(ADDRESS),
        allowed=f"{ADDRESS_ALLOWED}, o nada",
    )


CONTRACTS = (
    Contract(table=commitments),
    Contract(table=commitment_reports, up_to=("reported_on",), together=_is_link_or_blank),
)

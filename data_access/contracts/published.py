"""Figures as printed, and observations: of intervals that are over when they are known, for what is added up is past.

Their days are those of their intervals: a load may speak of intervals longer than the days that it covers.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import sqlalchemy as sa

from data_access.contracts.base import Contract, Days, Known, Rule
from data_access.schema import dimension_members
from data_access.schema.published import indicators, observations, published_figures

_BETWEEN = "|"


def _member_of_its_indicator(known: Known, _days: Days) -> Iterator[Rule]:
    """The whole of an indicator is a member without a name."""
    joined = dimension_members.c.dimension == indicators.c.dimension
    named = sa.select(indicators.c.id + _BETWEEN + dimension_members.c.member).join_from(
        indicators, dimension_members, joined
    )
    whole = [f"{indicator}{_BETWEEN}" for indicator in known.values(sa.select(indicators.c.id))]
    told = pl.concat_str("indicator", "member", separator=_BETWEEN)
    yield Rule(
        name="member_of_its_indicator",
        columns=("member",),
        holds=told.is_in([*known.values(named), *whole]),
        allowed="un miembro de la dimensión del indicador {indicator}, o vacío para el total",
    )


CONTRACTS = (
    Contract(table=published_figures, happened=("period_from", "period_to"), not_before={"period_to": "period_from"}),
    Contract(
        table=observations,
        happened=("period_from", "period_to"),
        not_before={"period_to": "period_from"},
        blank=("member",),
        together=_member_of_its_indicator,
    ),
)

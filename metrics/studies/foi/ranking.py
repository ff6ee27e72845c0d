"""Who answers sooner: members of a dimension by the share that they answered within the goal, where they are enough to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from metrics.answering.answer import Answer
from metrics.answering.asking import Asks
from metrics.model.filters import Filters
from metrics.model.periods import Period
from metrics.model.proportions import wilson

ENOUGH = 30
"""With fewer answers a share says nothing of who gave them: no rank is given."""
BY = ("responsible_unit", "channel", "topic", "region", "outcome")
"""What is ranked, or set side by side."""
_ANSWERED, _QUICK = "foi.requests_answered", "foi.answered_within_15_days"
SHARE = "foi.answered_within_15_days_share"
BESIDE = (
    "foi.requests_received",
    "foi.answered_in_time_share",
    "foi.extended_share",
    "foi.clarified_share",
    "foi.referred_share",
)


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Members of the dimension `by`, those ranked first; those of which nothing was received are left out.

    `frame`: the member (under the name of the dimension), `rank` (null where it is withheld, and of rows that do not say whose they are), `answered`, `quick`, `share`, its Wilson
    interval `low` to `high`, and one column of each metric of BESIDE, by its id; shares are fractions. `answers` are those that
    it is made of.
    """

    by: str
    frame: pl.DataFrame
    answers: Sequence[Answer]


def ranking(monitor: Asks, by: str, *, period: Period | None, filters: Filters, as_of: date | None) -> Ranking:
    """The members of a dimension, those of the greatest share first; equal shares have equal ranks."""
    result = monitor.observe(_ANSWERED, _QUICK, SHARE, *BESIDE, by=[by], period=period, where=filters, as_of=as_of)
    values = {answer.metric.id: dict(answer.frame.select(by, "value").iter_rows()) for answer in result.answers}
    told = pl.DataFrame([_row(member, by, values) for member in values[_ANSWERED]], schema=_schema(by))
    found = told.filter(pl.col("foi.requests_received") > 0)
    shown = pl.when((pl.col("answered") >= ENOUGH) & pl.col(by).is_not_null()).then("share")
    ranks = shown.rank("min", descending=True).cast(pl.Int64).alias("rank")
    frame = found.select(by, ranks, pl.exclude(by)).sort("rank", "answered", descending=[False, True], nulls_last=True)
    return Ranking(by=by, frame=frame, answers=result.answers)


def _schema(by: str) -> dict[str, type[pl.DataType]]:
    counts = dict.fromkeys(("answered", "quick"), pl.Int64)
    shares = dict.fromkeys(("share", "low", "high", *BESIDE), pl.Float64)
    return {by: pl.String, **counts, **shares}


def _row(member: str | None, by: str, values: Mapping[str, Mapping[str | None, float | None]]) -> dict[str, Any]:
    answered, quick = (int(values[metric].get(member) or 0) for metric in (_ANSWERED, _QUICK))
    low, high = wilson(quick, answered) or (None, None)
    share = values[SHARE].get(member)
    beside = {metric: values[metric].get(member) for metric in BESIDE}
    return {by: member, "answered": answered, "quick": quick, "share": share, "low": low, "high": high, **beside}

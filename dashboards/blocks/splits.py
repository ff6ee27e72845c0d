"""Metrics by the members of a dimension, asked and named."""

from __future__ import annotations

from datetime import date

from dashboards.display import frames
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import Split
from dashboards.serving import questions
from metrics import Filters

_EVERYWHERE = Filters()


def ask(
    *columns: MetricColumn,
    by: str,
    title: str,
    names: str = "",
    period: str | None = None,
    where: Filters = _EVERYWHERE,
    as_of: date | None = None,
) -> Split:
    """The metrics of `columns` by one dimension, whose members go under `title`: by name, or with `names` by code too."""
    result = questions.observe(*(one.name for one in columns), by=(by,), period=period, where=where, as_of=as_of)
    return frames.split(result, columns, questions.members(by), title=title, names=names)

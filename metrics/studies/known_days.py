"""Which days anything is known of: what pages may offer as periods."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.model.days import Spans, joined
from metrics.model.metric import Metric
from metrics.queries.observations import observed_days
from metrics.queries.reader import Reader


def covered(reader: Reader, metrics: Iterable[Metric]) -> Spans:
    """The runs of days that the registers of the metrics speak of, one or another; of one that is observed, its own values."""
    return joined(days for metric in metrics for days in _spans(reader, metric))


def _spans(reader: Reader, metric: Metric) -> Spans:
    known = reader.coverage(metric.formula.register, None)
    if metric.formula.datasets:
        return known.spans
    # The load of a document covers all that it speaks of, and not each of its indicators.
    return reader.facts.fact(("observed days", metric.id), lambda: observed_days(reader, metric.id, known.horizon))

"""Finds metrics by words of their id, label, definition or topic, however they are accented."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from metrics.model.metric import Metric
from metrics.model.topics import TOPICS


def matching(metrics: Iterable[Metric], query: str) -> list[Metric]:
    """Those that have every word of `query`, in the order given; all of them for an empty one."""
    words = _folded(query).split()
    return [metric for metric in metrics if all(word in _text(metric) for word in words)]


def _text(metric: Metric) -> str:
    topic = TOPICS.get(metric.topic, "")
    return _folded(" ".join((metric.id, metric.label, metric.definition, topic)))


def _folded(text: str) -> str:
    """Lower case, without accents: 'Niñez' is found by 'ninez'."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))

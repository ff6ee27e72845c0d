"""Every metric, by id. A module of this folder holds the declarations of one topic as METRICS; `changes`, what changed in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from metrics.model.dimensions import LABELS
from metrics.model.errors import UnknownMetricError
from metrics.model.metric import Metric


@lru_cache(1)
def catalogue() -> dict[str, Metric]:
    """All metrics in order of id; ValueError if two share one."""
    names = (module.name for module in iter_modules(__path__) if module.name != "changes")
    modules = (import_module(f"{__name__}.{name}") for name in names)
    return index(metric for module in modules for metric in module.METRICS)


def index(metrics: Iterable[Metric]) -> dict[str, Metric]:
    """`metrics` by id, in order; ValueError naming an id declared twice."""
    found: dict[str, Metric] = {}
    for metric in metrics:
        if metric.id in found:
            msg = f"metric {metric.id} is declared twice"
            raise ValueError(msg)
        found[metric.id] = metric
    return dict(sorted(found.items()))


def metric(metric_id: str) -> Metric:
    """The metric of that id; UnknownMetricError names the nearest ones."""
    known = catalogue()
    if metric_id not in known:
        raise UnknownMetricError(metric_id, known)
    return known[metric_id]


@lru_cache(1)
def dimension_labels() -> Mapping[str, str]:
    """What every dimension is called: those of no register alone, and each register's own."""
    owned = (dataset.labels for metric in catalogue().values() for dataset in metric.formula.datasets)
    return {**LABELS, **{name: label for labels in owned for name, label in labels.items()}}

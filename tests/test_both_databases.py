"""Every metric says the same on SQLite and on PostgreSQL, whole and by each of its dimensions."""

from __future__ import annotations

import pytest

from metrics import observe
from metrics.additivity import dimensions_of
from metrics.catalogue import catalogue
from metrics.errors import MetricError
from metrics.model import Observed

QUARTER = "2025-Q1"


def _answers(engine, metric):
    """Rows, or the refusal, of the metric by nothing and by each dimension, beside those that it requires."""
    period = None if isinstance(metric.formula, Observed) else QUARTER
    found = {}
    for dimension in (None, *dimensions_of(metric)):
        by = dict.fromkeys((*metric.requires, *([dimension] if dimension else [])))
        try:
            found[dimension] = observe(engine, metric.id, by=list(by), period=period).rows()
        except MetricError as error:
            found[dimension] = str(error)
    return found


@pytest.mark.parametrize("topic", sorted({metric.topic for metric in catalogue().values()}))
def test_the_same_rows(demo_engines, topic):
    for metric in catalogue().values():
        if metric.topic == topic:
            sqlite, postgresql = (_answers(engine, metric) for engine in demo_engines)
            assert sqlite == postgresql
            assert any(isinstance(answer, list) and answer for answer in sqlite.values()), metric.id


def test_the_same_version_of_the_data(demo_engines):
    versions = {observe(engine, "plan.measures").data_version for engine in demo_engines}
    assert len(versions) == 1


def test_the_same_reconciliation(demo_engines, reconciled):
    sqlite, postgresql = (reconciled(engine) for engine in demo_engines)
    assert [check.as_row() for check in sqlite] == [check.as_row() for check in postgresql]

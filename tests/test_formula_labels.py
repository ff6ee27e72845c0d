"""Every metric of the catalogue says in words how it is computed."""

from __future__ import annotations

import pytest

from dashboards import tables
from metrics.catalogue import catalogue


@pytest.mark.parametrize("metric_id", catalogue())
def test_a_metric_says_how_it_is_computed(metric_id):
    assert tables.formula_label(catalogue()[metric_id])

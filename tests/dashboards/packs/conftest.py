"""A page runs that asks of the small plan."""

from __future__ import annotations

import pytest

from dashboards.serving import session
from tests.small_plan import tell_plan


@pytest.fixture
def plan(engine, served):
    tell_plan(engine)
    served(engine)
    with session.at_one_snapshot():
        yield engine

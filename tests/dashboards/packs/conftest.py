"""A page runs that asks of the small plan."""

from __future__ import annotations

import pytest

from dashboards.serving import session
from dashboards.serving.cache import Cache
from metrics import Monitor
from tests.small_plan import tell_plan


@pytest.fixture
def served(monkeypatch):
    """Pages ask the database that is named, of which nothing was asked before."""

    def serve(engine):
        monkeypatch.setattr(session, "open_monitor", lambda viewer: Monitor(engine, viewer=viewer))
        monkeypatch.setattr(session, "_cache", Cache(1_000_000))

    return serve


@pytest.fixture
def plan(engine, served):
    tell_plan(engine)
    served(engine)
    with session.at_one_snapshot():
        yield engine

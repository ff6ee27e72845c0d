"""Pages ask of a database that the test names."""

from __future__ import annotations

import pytest

from dashboards.serving import session
from dashboards.serving.cache import Cache
from metrics import Monitor


@pytest.fixture
def served(monkeypatch):
    """Pages ask the database that is named, of which nothing was asked before."""

    def serve(engine):
        monkeypatch.setattr(session, "open_monitor", lambda viewer: Monitor(engine, viewer=viewer))
        monkeypatch.setattr(session, "_cache", Cache(1_000_000))

    return serve

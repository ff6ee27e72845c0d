"""What sessions share: once per question, snapshot and viewer, and one snapshot for all of a run."""

from __future__ import annotations

import pytest

from dashboards.serving import session
from dashboards.serving.cache import Cache
from metrics import PUBLIC, MetricError, Monitor, Snapshot, Viewer

V1 = Snapshot("v1", 1)
MINISTRY = Viewer(id="ministry", regions=frozenset({"13"}))


@pytest.fixture
def versions(monkeypatch):
    """The snapshots that the database will tell, one per look-up; empties as they are told."""
    upcoming = [Snapshot(f"v{number}", number) for number in (1, 2, 3)]
    monkeypatch.setattr(session, "open_monitor", lambda viewer: Monitor(None, upcoming.pop(0), viewer))
    monkeypatch.setattr(session, "_cache", Cache(100_000))
    return upcoming


def test_a_run_sees_one_snapshot_and_looks_it_up_once(versions):
    with session.at_one_snapshot() as outer, session.at_one_snapshot() as inner:
        assert (outer.snapshot, inner, session.current()) == (V1, outer, outer)
    assert [one.data_version for one in versions] == ["v2", "v3"]


def test_a_run_ends_even_if_it_fails(versions):
    with pytest.raises(ZeroDivisionError), session.at_one_snapshot():
        raise ZeroDivisionError
    with pytest.raises(LookupError, match="no page is running"):
        session.current()
    with session.at_one_snapshot() as later:
        assert later.snapshot.data_version == "v2"


def test_the_same_question_is_computed_once_per_snapshot(versions):
    asked = []

    @session.cached
    def answer(name: str, *, by: str) -> str:
        asked.append(name)
        return f"{name} by {by}"

    with session.at_one_snapshot():
        assert answer("a", by="region") is answer("a", by="region")
        assert answer("b", by="region") == "b by region"
    with session.at_one_snapshot():
        assert answer("a", by="region") == "a by region"
    assert asked == ["a", "b", "a"]


def test_what_was_computed_for_one_viewer_is_never_given_to_another(versions):
    @session.cached
    def regions() -> list[str]:
        return sorted(session.current().viewer.regions)

    @session.cached
    def said() -> str:
        return f"exactly {regions()}"

    with session.at_one_snapshot(PUBLIC):
        assert said() == "exactly []"
    with session.at_one_snapshot(MINISTRY):
        assert said() == "exactly ['13']"
        with session.at_one_snapshot(PUBLIC) as inside:
            assert (inside.viewer, inside.snapshot.data_version) == (PUBLIC, "v2")
            assert said() == "exactly []"
        assert session.current().viewer is MINISTRY


def test_one_snapshot_is_not_enough_to_share(versions, monkeypatch):
    """The same snapshot, asked by two: the viewer is part of the key."""
    monkeypatch.setattr(session, "open_monitor", lambda viewer: Monitor(None, V1, viewer))
    seen = session.cached(lambda: session.current().viewer.id)
    found = []
    for viewer in (PUBLIC, MINISTRY, PUBLIC):
        with session.at_one_snapshot(viewer):
            found.append(seen())
    assert found == ["public", "ministry", "public"]


def test_what_an_answer_is_made_of_is_of_its_snapshot(versions):
    @session.cached
    def part() -> Snapshot:
        return session.current().snapshot

    @session.cached
    def whole() -> tuple[Snapshot, Snapshot]:
        return session.current().snapshot, part()

    assert whole() == (V1, V1)


def test_a_refused_question_is_asked_again(versions):
    attempts = []

    @session.cached
    def refused() -> None:
        attempts.append(1)
        raise MetricError("unreadable_filter", "refused", asked="x")

    with session.at_one_snapshot():
        for _ in range(2):
            with pytest.raises(MetricError):
                refused()
    assert len(attempts) == 2

"""What pages remember: once per question and version of the data, and one version for all of a run."""

from __future__ import annotations

import pytest

from dashboards import results
from dashboards.memory import Memory
from metrics import Snapshot
from metrics.model.errors import MetricError

V1 = Snapshot("v1", 1)


@pytest.fixture
def versions(monkeypatch):
    """The versions that the database will tell, one per look-up; empties as they are told."""
    upcoming = [Snapshot(f"v{number}", number) for number in (1, 2, 3)]
    monkeypatch.setattr(results, "latest", lambda: upcoming.pop(0))
    monkeypatch.setattr(results, "_memory", Memory(100_000))
    return upcoming


def test_a_run_sees_one_version_and_looks_it_up_once(versions):
    with results.pinned() as outer, results.pinned() as inner:
        assert (outer, inner) == (V1, V1)
    assert [one.data_version for one in versions] == ["v2", "v3"]


def test_a_pin_ends_with_its_run_even_if_the_run_fails(versions):
    with pytest.raises(LookupError), results.pinned():
        raise LookupError
    with results.pinned() as later:
        assert later.data_version == "v2"


def test_the_same_question_is_computed_once_per_version(versions):
    asked = []

    @results.remembered
    def answer(name: str, *, by: str) -> str:
        asked.append(name)
        return f"{name} by {by}"

    with results.pinned():
        assert answer("a", by="region") is answer("a", by="region")
        assert answer("b", by="region") == "b by region"
    with results.pinned():
        assert answer("a", by="region") == "a by region"
    assert asked == ["a", "b", "a"]


def test_what_an_answer_is_made_of_is_of_its_version(versions):
    @results.remembered
    def part() -> Snapshot:
        with results.pinned() as at:
            return at

    @results.remembered
    def whole() -> tuple[Snapshot, Snapshot]:
        with results.pinned() as at:
            return at, part()

    assert whole() == (V1, V1)


def test_a_refused_question_is_asked_again(versions):
    attempts = []

    @results.remembered
    def refused() -> None:
        attempts.append(1)
        raise MetricError("refused", "rechazada")

    with results.pinned():
        for _ in range(2):
            with pytest.raises(MetricError):
                refused()
    assert len(attempts) == 2

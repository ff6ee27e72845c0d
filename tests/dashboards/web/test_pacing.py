"""How long who asks too fast has to wait, and that the others do not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboards.serving.web import pacing
from dashboards.serving.web.pacing import Pace, Paces


def test_a_burst_then_one_after_another():
    pace = Pace(per_second=2, burst=3)
    assert [pace.wait(10.0) for _ in range(5)] == [0, 0, 0, 0.5, 1.0]


def test_who_has_waited_may_ask_again_at_once():
    pace = Pace(per_second=2, burst=3)
    assert [pace.wait(0.0) for _ in range(3)] == [0, 0, 0]
    assert [pace.wait(1.5) for _ in range(4)] == [0, 0, 0, 0.5]


def test_who_was_told_no_does_not_wait_for_it_later():
    pace = Pace(per_second=1, burst=1)
    assert [pace.wait(0.0, 2) for _ in range(6)] == [0, 1, 2, 3, 3, 3]
    assert pace.wait(3.0, 2) == 0


def test_each_client_has_a_pace_of_its_own():
    paces = Paces(per_second=1, burst=1, clock=lambda: 5.0)
    assert [paces.wait(one) for one in ("a", "a", "b")] == [0, 1, 0]


def test_those_not_heard_of_for_longest_are_forgotten(monkeypatch):
    monkeypatch.setattr(pacing, "_REMEMBERED", 2)
    paces = Paces(per_second=1, burst=1, clock=lambda: 5.0)
    assert [paces.wait(one) for one in ("a", "b", "a", "c", "b", "a")] == [0, 0, 1, 0, 0, 0]


@given(st.lists(st.floats(0, 3), max_size=60), st.floats(0.5, 20), st.integers(1, 20))
def test_no_window_holds_more_than_its_share(gaps, per_second, burst):
    """Against counting: whoever goes on when told to never passes the burst and what the time since then allows."""
    pace, now, went = Pace(per_second, burst), 0.0, []
    for gap in gaps:
        now += gap
        went.append(now + pace.wait(now))
    for first, start in enumerate(went):
        for last in range(first, len(went)):
            assert last - first + 1 <= burst + (went[last] - start) * per_second + 1e-6

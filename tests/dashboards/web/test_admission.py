"""Places: who gets one, who has to come back, and that those inside keep theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.serving.web.admission import KEPT_SECONDS, Admission, Refusal, client_of


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_as_many_as_there_are_places():
    admission = Admission(2, 2, Clock())
    assert [admission.knock(one) for one in ("a", "b", "c")] == [None, None, Refusal.FULL]


def test_one_client_gets_no_more_than_its_part():
    admission = Admission(10, 2, Clock())
    assert [admission.knock("a") for _ in range(3)] == [None, None, Refusal.CLIENT_FULL]
    assert admission.knock("b") is None


def test_the_place_that_a_page_was_given_is_taken_by_its_session():
    admission = Admission(2, 2, Clock())
    assert [admission.knock("a"), admission.enter("a"), admission.knock("a"), admission.enter("a")] == [None] * 4
    assert admission.inside == 2
    assert admission.knock("a") is Refusal.FULL


def test_a_place_that_nobody_takes_is_free_after_a_while():
    clock = Clock()
    admission = Admission(1, 1, clock)
    assert admission.knock("a") is None
    clock.now += KEPT_SECONDS - 0.1
    assert admission.knock("b") is Refusal.FULL
    clock.now += 0.1
    assert admission.knock("b") is None


def test_who_lost_the_connection_comes_back_even_when_it_is_full():
    admission = Admission(10, 10, Clock())
    for _ in range(10):
        assert admission.enter("a") is None
    assert admission.knock("b") is Refusal.FULL
    assert admission.enter("c") is None  # a tenth more
    assert admission.enter("d") is Refusal.FULL


def test_who_leaves_makes_room():
    admission = Admission(1, 1, Clock())
    admission.enter("a")
    admission.leave("a")
    assert (admission.inside, admission.knock("b")) == (0, None)


def test_nobody_is_let_in_at_the_end():
    admission = Admission(9, 9, Clock(), is_ending=True)
    assert (admission.knock("a"), admission.enter("a")) == (Refusal.ENDING, Refusal.ENDING)


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("a name", "a name"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_who_counts_as_one_client(host, client):
    assert client_of(host) == client


@given(st.lists(st.tuples(st.sampled_from(["knock", "enter", "leave", "later"]), st.sampled_from("abc")), max_size=80))
def test_bounds_hold_whatever_happens(happenings):
    clock = Clock()
    admission, inside = Admission(5, 3, clock), {"a": 0, "b": 0, "c": 0}
    for what, client in happenings:
        if what == "knock":
            admission.knock(client)
        elif what == "enter" and admission.enter(client) is None:
            inside[client] += 1
        elif what == "leave" and inside[client]:
            inside[client] -= 1
            admission.leave(client)
        elif what == "later":
            clock.now += 7
        assert admission.inside == sum(inside.values()) <= 6
        assert max(inside.values()) <= 4

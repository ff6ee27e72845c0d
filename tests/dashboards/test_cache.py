"""What sessions share: bounded, in order of use, computed once, and never a failure."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, Event

import polars as pl
import pytest

from dashboards.serving.cache import Cache, size_of

KILOBYTE = bytes(1_000)


def kept(cache: Cache, keys: str) -> str:
    """The keys that are kept: what is not would be refused."""

    def refuse() -> None:
        raise LookupError

    found = ""
    for key in keys:
        try:
            cache.get_or_compute(key, refuse)
        except LookupError:
            continue
        found += key
    return found


def test_what_was_asked_before_is_the_same_object():
    cache = Cache(10_000)
    first = cache.get_or_compute("a", lambda: [1])
    assert cache.get_or_compute("a", lambda: [2]) is first


def test_the_bound_holds_and_the_least_recently_used_leaves():
    cache = Cache(3_500)
    for key in "abc":
        cache.get_or_compute(key, lambda: bytes(1_000))
    cache.get_or_compute("a", lambda: KILOBYTE)
    cache.get_or_compute("d", lambda: bytes(1_000))
    assert cache.size <= cache.bound
    assert kept(cache, "abcd") == "acd"


def test_a_large_value_takes_the_place_of_several():
    cache = Cache(3_500)
    for key in "abc":
        cache.get_or_compute(key, lambda: bytes(1_000))
    cache.get_or_compute("d", lambda: bytes(2_000))
    assert cache.size <= cache.bound
    assert kept(cache, "abcd") == "cd"


def test_a_value_larger_than_the_whole_bound_is_returned_and_not_kept():
    cache = Cache(500)
    cache.get_or_compute("small", lambda: b"x")
    assert cache.get_or_compute("large", lambda: KILOBYTE) is KILOBYTE
    assert (len(cache), kept(cache, ["small", "large"])) == (1, "small")


def test_a_failure_is_not_kept():
    cache = Cache(10_000)
    with pytest.raises(ZeroDivisionError):
        cache.get_or_compute("a", lambda: 1 // 0)
    assert cache.get_or_compute("a", lambda: 1) == 1


def test_threads_that_ask_at_once_compute_once():
    cache = Cache(10_000)
    together = Barrier(8)
    computing = Event()
    calls = []

    def compute() -> str:
        calls.append(1)
        computing.wait()
        return "value"

    def ask() -> str:
        together.wait()
        return cache.get_or_compute("a", compute)

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask) for _ in range(7)]
        together.wait()
        computing.set()
        assert [one.result() for one in asked] == ["value"] * 7
    assert len(calls) == 1


def test_who_waited_for_a_failure_computes_in_turn():
    cache = Cache(10_000)
    started, may_fail = Event(), Event()

    def fail() -> str:
        started.set()
        may_fail.wait()
        raise ZeroDivisionError

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get_or_compute, "a", fail)
        started.wait()
        second = pool.submit(cache.get_or_compute, "a", lambda: "value")
        may_fail.set()
        assert second.result() == "value"
        with pytest.raises(ZeroDivisionError):
            first.result()


def test_different_questions_do_not_wait_for_each_other():
    cache = Cache(10_000)
    both = Barrier(2, timeout=30)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(cache.get_or_compute, key, both.wait) for key in "ab"]
        assert sorted(one.result() for one in asked) == [0, 1]


@dataclass(frozen=True)
class Holder:
    frame: pl.DataFrame
    texts: tuple[str, ...]
    by_name: dict[str, bytes]


def test_sizes_follow_what_is_held():
    frame = pl.DataFrame({"value": [0.0] * 10_000})
    holder = Holder(frame, ("x" * 5_000, "y" * 5_000), {"file": bytes(20_000)})
    assert size_of(holder) == pytest.approx(80_000 + 10_000 + 20_000, rel=0.02)


def test_what_is_held_twice_counts_once():
    assert size_of([KILOBYTE, KILOBYTE]) == pytest.approx(1_000, rel=0.2)

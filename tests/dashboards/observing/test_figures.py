"""Figures: what Prometheus reads, as it reads it."""

from __future__ import annotations

from datetime import date

import pytest
from prometheus_client.parser import text_string_to_metric_families

from dashboards.serving.observing.figures import CacheUse, Figures


@pytest.fixture
def figures():
    return Figures(pages={"plan"}, version="0.1.0", revision="0010", clock=lambda: 1_735_776_000.0)  # 2025-01-02


def read(figures):
    """Every sample by its name and labels, after Prometheus's own parser."""
    text = figures.text().decode()
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_route_and_status_and_timed_by_route(figures):
    figures.answered(route="page", status=200, seconds=0.03)
    figures.answered(route="page", status=200, seconds=0.3)
    figures.answered(route="stream", status=101)
    found = read(figures)
    assert found["pnme_http_requests_total", ("route", "page"), ("status", "200")] == 2
    assert found["pnme_http_requests_total", ("route", "stream"), ("status", "101")] == 1
    assert found["pnme_http_seconds_bucket", ("le", "0.05"), ("route", "page")] == 1
    assert found["pnme_http_seconds_count", ("route", "page")] == 2
    assert ("pnme_http_seconds_count", ("route", "stream")) not in found


def test_pages_that_are_not_declared_are_one(figures):
    for page in ("plan", "stranger", "another"):
        figures.page_drawn(page, 0.02)
        figures.page_failed(page, "no_answer")
    found = read(figures)
    counts = {key[1][1]: value for key, value in found.items() if key[0] == "pnme_page_seconds_count"}
    assert counts == {"plan": 1, "other": 2}
    assert found["pnme_page_failures_total", ("fault", "no_answer"), ("page", "other")] == 2


def test_sessions_and_the_cache_are_read_when_somebody_looks(figures):
    figures.sessions_open(lambda: 7)
    figures.session_refused("full")
    figures.cache(lambda: CacheUse(size=1000, entries=3, hits=20, misses=5))
    figures.heartbeat(lambda: 0.25)
    found = read(figures)
    assert found["pnme_sessions",] == 7
    assert found["pnme_sessions_refused_total", ("reason", "full")] == 1
    assert [found[f"pnme_cache_{name}",] for name in ("bytes", "entries", "hits_total", "misses_total")] == [
        1000,
        3,
        20,
        5,
    ]
    assert found["pnme_event_loop_age_seconds",] == 0.25


def test_the_database_and_the_checks_are_as_last_looked_at(figures):
    assert ("pnme_database_up",) not in read(figures)
    figures.database_checked(is_up=True, seconds=0.004)
    figures.database_checked(is_up=False, seconds=2.0)
    figures.checked("map", is_met=True)
    found = read(figures)
    assert (found["pnme_database_up",], found["pnme_database_check_seconds",]) == (0, 2.0)
    assert found["pnme_check_ok", ("check", "map")] == 1


def test_one_version_of_the_data_and_how_stale_it_is(figures):
    figures.data_known("aaaaaaaaaaaa", date(2024, 12, 1))
    figures.data_known("bbbbbbbbbbbb", date(2025, 1, 1))
    found = read(figures)
    assert [key for key in found if key[0] == "pnme_data_version_info"] == [
        ("pnme_data_version_info", ("version", "bbbbbbbbbbbb"))
    ]
    assert found["pnme_data_known_on_timestamp_seconds",] == 1_735_689_600
    assert found["pnme_data_staleness_seconds",] == 86_400


def test_without_data_there_is_no_staleness(figures):
    figures.data_known("0" * 12, None)
    assert not [key for key in read(figures) if key[0] == "pnme_data_staleness_seconds"]


def test_the_program_its_memory_and_its_descriptors_are_told(figures):
    found = read(figures)
    assert found["pnme_build_info", ("revision", "0010"), ("version", "0.1.0")] == 1
    assert found["process_resident_memory_bytes",] > 1_000_000
    assert found["process_open_fds",] >= 3


def test_two_sets_of_figures_share_nothing(figures):
    figures.session_refused("full")
    assert ("pnme_sessions_refused_total", ("reason", "full")) not in read(Figures())

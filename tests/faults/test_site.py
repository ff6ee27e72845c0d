"""PostgreSQL breaks under the dashboards: what a reader, the operator and the log are told, how soon, and that it heals."""

from __future__ import annotations

import re
import subprocess
from contextlib import contextmanager
from itertools import pairwise
from threading import Event, Thread

import pytest
import sqlalchemy as sa

from data_access.engine import QUESTION_SECONDS, Fault
from data_access.engine.server import READER_LOCK_SECONDS
from metrics import latest_snapshot
from tests.faults.conftest import PASSWORD
from tests.filled import add_request
from tests.sites import PROGRAM, free_port

BOUND = 3.0
"""Seconds: what a reader waits at most for the last known page, or for being told that there is none."""
NEVER_ASKED = 3
"""Of the periods of Territorio, one that no test looks at while all is well."""
OBSERVED, OTHERS_OBSERVED, THIRD_OBSERVED = "permits.resolved", "inclusion.talks", "foi.active_transparency_index"
"""Each is asked by one test alone, for what was asked once is not asked of the database again."""
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pnme_sitio'"
PAGES = ("", "plan", "territorio", "transparencia", "presupuesto", "indicadores", "conciliacion", "metodos")


def _assert_logged(site, event, fault):
    """By a line of its own, or by how many lines were held back: the tests before this one may have filled the window."""
    told = {"event": event, "fault": fault}

    def is_told():
        return any(told.items() <= one.items() or one["event"] == "suppressed" for one in site.events())

    site.until(is_told)  # how many were held back is told when the window is over


def _assert_told_well(site):
    """One JSON object a line, and nothing in it that is nobody's business."""
    events = site.events()
    log = site.served.log.read_text()
    assert "Traceback" not in log
    assert PASSWORD not in log
    assert "SELECT" not in log
    assert all(one["event"] != "other" for one in events), [one for one in events if one["event"] == "other"]


@pytest.fixture
def site(on_postgresql):
    """The same one for all: each test leaves it healthy, with every page drawn."""
    on_postgresql.until_warm()
    yield on_postgresql
    on_postgresql.until_healthy()
    _assert_told_well(on_postgresql)


# --- frozen ----------------------------------------------------------------------------------------------


def test_while_it_is_frozen_every_page_that_was_there_is_shown(filled_server, site):
    with site.witness("territorio") as reader:
        assert reader.first.is_usual
        with filled_server.frozen():
            first = reader.again()
            assert first.is_last_known
            assert first.seconds < BOUND
            assert "pnme-panel" in first.text
            site.until_silent()
            for page in PAGES:
                seen = site.look(page)
                assert (seen.is_last_known, seen.is_refused) == (True, False), (page, seen.text)
                assert seen.seconds < BOUND
            assert site.health() == (503, {"status": "unavailable", "fault": "no_answer"})
            assert site.alive() == 200
            site.until(lambda: site.ready()[0] == 503)
            site.until(
                lambda: site.ready()[1]["checks"]["database"]["why"] in (Fault.NO_ANSWER.spanish, "no respondió en 2 s")
            )
        assert site.until_healthy() < BOUND
        assert reader.again().is_usual
        assert site.look("territorio").is_usual
        site.until(lambda: site.ready()[0] == 200)
    _assert_logged(site, "database_silent", "no_answer")


def test_while_it_is_frozen_what_nobody_asked_is_refused_and_comes_later(filled_server, site):
    with site.witness("territorio") as reader:
        with filled_server.frozen():
            refused = [reader.choose("Período", NEVER_ASKED) for _ in range(3)]
            assert all(one.seconds < BOUND for one in refused), refused
            assert all(one.is_refused for one in refused), refused
            assert refused[-1].seconds < 1  # everybody knows by now
            back = reader.choose("Período", 0)
            assert (back.is_last_known, back.is_refused) == (True, False)
        site.until_healthy()
        later = reader.choose("Período", NEVER_ASKED)
        assert later.is_usual
    _assert_logged(site, "page_failed", "no_answer")


def test_a_process_that_starts_while_it_is_frozen_says_so(filled_server, home):
    database = filled_server.address(username="pnme_sitio", password=PASSWORD)
    with filled_server.frozen():
        run = subprocess.run(  # noqa: S603
            [PROGRAM, "serve", "--port", str(free_port()), "--database", database],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert (run.returncode, run.stderr) == (2, f"pnme: {Fault.NO_ANSWER.spanish}\n")


def test_it_ends_in_time_while_the_database_is_frozen(filled_server, home, site_on):
    database = filled_server.address(username="pnme_sitio", password=PASSWORD)
    with site_on(database, home) as own:
        own.until_healthy()
        with own.witness("territorio") as reader, filled_server.frozen():
            reader.again()
            own.served.process.terminate()
            assert own.served.process.wait(10) == 0
        assert own.events()[-1]["event"] == "ended"


# --- dead, and back ----------------------------------------------------------------------------------------


def test_killed_and_started_again(filled_server, site):
    with site.witness("plan") as reader:
        filled_server.kill()
        try:
            seen = [reader.again() for _ in range(3)]
            assert all(one.is_last_known for one in seen), seen
            assert all(one.seconds < BOUND for one in seen)
            site.until_silent()
            assert site.health()[1]["fault"] == "refused"
            assert site.look("territorio").is_last_known
            with site.witness("territorio") as other:
                assert other.choose("Período", NEVER_ASKED + 1).is_refused
        finally:
            filled_server.start()
        site.until_healthy()
        assert reader.again().is_usual


def test_restarted_while_somebody_asks_and_asks(filled_server, site):
    seen, is_over = [], Event()

    def ask():
        with site.witness("transparencia") as reader:
            number = 0
            while not is_over.is_set():
                seen.append(reader.choose("Región", number % 17))
                number += 1

    thread = Thread(target=ask)
    thread.start()
    try:
        for _ in range(2):
            filled_server.kill()
            filled_server.start()
        site.until_healthy()
    finally:
        is_over.set()
        thread.join(30)
    assert not thread.is_alive()
    assert len(seen) > 10
    assert max(one.seconds for one in seen) < 2 * BOUND
    assert "Algo falló" not in "".join(one.text for one in seen)
    assert site.look("transparencia").is_usual


# --- locked, refused ----------------------------------------------------------------------------------------


@contextmanager
def _locked(server, table):
    engine = sa.create_engine(sa.make_url(server.url).set(drivername="postgresql+psycopg"))
    try:
        with engine.begin() as holding:
            holding.exec_driver_sql(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        engine.dispose()


def test_a_locked_table_stops_the_questions_about_it_and_no_other(filled_server, site):
    with site.witness("indicadores") as reader, _locked(filled_server, "observations"):
        seen = reader.ask(f"indicador={OBSERVED}")
        assert seen.is_refused
        assert "otra orden está escribiendo" in seen.text
        assert seen.seconds < READER_LOCK_SECONDS + BOUND
        assert site.health()[0] == 200
        for page in ("plan", "territorio", "transparencia"):
            assert site.look(page).is_usual
        assert reader.ask("indicador=foi.requests_received").is_usual
    with site.witness("indicadores") as reader:
        assert reader.ask(f"indicador={OBSERVED}").is_usual
    _assert_logged(site, "page_failed", "busy")


def test_the_loads_are_locked_and_the_last_pages_are_shown(filled_server, site):
    """Which version the data are of is what every page asks first."""
    with _locked(filled_server, "load_batches"):
        site.until_silent()
        assert site.health()[1]["fault"] == "busy"
        seen = site.look("plan")
        assert seen.is_last_known
        assert seen.seconds < BOUND
    site.until_healthy()
    assert site.look("plan").is_usual


def test_a_right_that_is_taken_away_is_told_on_the_pages_that_need_it(filled_server, site):
    filled_server.run("REVOKE SELECT ON observations FROM pnme_sitio")
    try:
        with site.witness("indicadores") as reader:
            seen = reader.ask(f"indicador={OTHERS_OBSERVED}")
            assert (seen.is_refused, Fault.NO_RIGHT.spanish[:40] in seen.text) == (True, True)
            assert seen.seconds < BOUND
        assert site.look("transparencia").is_usual
        assert site.health()[0] == 200
    finally:
        filled_server.run("GRANT SELECT ON observations TO pnme_sitio")
    with site.witness("indicadores") as reader:
        assert reader.ask(f"indicador={OTHERS_OBSERVED}").is_usual
    _assert_logged(site, "page_failed", "no_right")


def test_a_role_that_may_not_log_in_any_more(filled_server, site):
    filled_server.run("ALTER ROLE pnme_sitio NOLOGIN", CUT)
    try:
        site.until_silent()
        assert site.health()[1]["fault"] == "refused"
        seen = site.look("territorio")
        assert (seen.is_last_known, seen.is_refused) == (True, False)
        assert "rechaza la conexión" in seen.text
        assert seen.seconds < BOUND
    finally:
        filled_server.run("ALTER ROLE pnme_sitio LOGIN")
    site.until_healthy()
    assert site.look("territorio").is_usual


def test_connections_that_are_cut_are_noticed_by_nobody(filled_server, site):
    with site.witness("transparencia") as reader:
        for number in range(5):
            filled_server.run(CUT)
            seen = reader.choose("Región", number)
            assert not seen.is_refused, seen
    site.until_healthy()


def test_a_question_that_takes_too_long_is_ended_and_holds_up_nobody(filled_server, site):
    """A view that sleeps takes the place of a table: the database is there, and slow."""
    filled_server.run(
        "ALTER TABLE observations RENAME TO observations_there",
        "CREATE VIEW observations AS SELECT one.* FROM (SELECT pg_sleep(60)) AS slow, observations_there AS one",
        "GRANT SELECT ON observations TO pnme_sitio",
    )
    try:
        with site.witness("indicadores") as reader:
            slow = Thread(target=lambda: found.append(reader.ask(f"indicador={THIRD_OBSERVED}")))
            found = []
            slow.start()
            for page in ("plan", "territorio", "transparencia") * 2:
                seen = site.look(page)
                assert seen.is_usual
                assert seen.seconds < BOUND
            assert site.health()[0] == 200
            slow.join(30)
            assert (found[0].is_refused, Fault.TOO_SLOW.spanish[:40] in found[0].text) == (True, True)
            assert found[0].seconds < QUESTION_SECONDS + BOUND
    finally:
        filled_server.run("DROP VIEW observations", "ALTER TABLE observations_there RENAME TO observations")
    with site.witness("indicadores") as reader:
        assert reader.ask(f"indicador={THIRD_OBSERVED}").is_usual
    _assert_logged(site, "page_failed", "too_slow")


# --- loads --------------------------------------------------------------------------------------------------


def test_a_load_changes_pages_whole_and_holds_up_nobody(filled_server, site, opened):
    writer = opened(filled_server.url, read_only=False)
    versions = []
    with site.witness("") as reader:
        before = site.health()[1]["data_version"]
        for number in range(2):
            load = Thread(target=add_request, args=(writer, f"N{number}"))
            load.start()
            while load.is_alive() or not site.is_warm():
                seen = reader.choose("Período", len(versions) % 6)
                assert seen.is_usual
                assert seen.seconds < BOUND
                (version,) = set(re.findall(r"Versión de los datos: (\w+)", seen.text))
                versions.append(version)
            load.join()
    after = site.health()[1]["data_version"]
    assert (versions[0], before != after, after in versions) == (before, True, True)
    assert len([one for one, following in pairwise(versions) if one != following]) <= 2, versions


def test_frozen_right_after_a_load_every_page_is_there(filled_server, site, opened):
    before = site.health()[1]["data_version"]
    add_request(opened(filled_server.url, read_only=False), "JUST-BEFORE")
    with filled_server.frozen():  # whether the pages of the new version have been drawn or not
        site.until_silent()
        seen = [site.look(page) for page in PAGES]
        assert [page for page, one in zip(PAGES, seen, strict=True) if one.is_refused] == []
    site.until_warm()
    assert site.health()[1]["data_version"] != before


def test_frozen_once_the_pages_of_a_load_are_drawn_they_are_the_new_ones(filled_server, site, opened):
    add_request(opened(filled_server.url, read_only=False), "LONG-BEFORE")
    site.until(lambda: _version_in(opened(filled_server.url)) in site.look("").text)
    site.until_warm()
    with filled_server.frozen():
        site.until_silent()
        seen = site.look("")
        assert seen.is_last_known
        assert f"Versión de los datos: {site.details()['data']['seen']}" in seen.text


def _version_in(engine):
    return latest_snapshot(engine).data_version

"""Readiness: every check by its name, in Spanish, bounded, and never an exception; seen again and again."""

from __future__ import annotations

import io
import json
import shutil
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboards.serving.observing import checks, log
from dashboards.serving.observing.checks import Needs
from dashboards.serving.observing.readiness import Check, Finding, Readiness, Report
from dashboards.serving.observing.watch import Watch
from data_access import schema
from data_access.engine import DatabaseUnavailableError, Fault, connect
from data_access.schema import rollup_batches
from geo.boundaries import write_regions
from metrics.queries.rollups import refresh
from tests.tables import load_table


def nothing_wrong():
    return None


def fail():
    raise ValueError("12.345.678-5")


def test_a_report_is_json_by_the_names_of_the_checks():
    found = Readiness(
        [Check(name="map", look=nothing_wrong), Check(name="disk", look=lambda: "quedan 3 MB", required=False)],
        version="0.1.0",
    ).look()
    assert found.as_json() == {
        "status": "ok",
        "checks": {"map": {"ok": True}, "disk": {"ok": False, "why": "quedan 3 MB", "warning": True}},
        "version": "0.1.0",
    }


def test_a_required_check_that_fails_is_no():
    assert Readiness([Check(name="map", look=lambda: "falta")]).look().as_json()["status"] == "no"


def test_what_a_check_raises_is_its_kind_or_its_own_spanish_sentence():
    error = DatabaseUnavailableError("host=servidor password=clave")
    error.spanish = "la base de datos no responde"

    def unavailable():
        raise error

    found = Readiness([Check(name="a", look=fail), Check(name="b", look=unavailable)]).look()
    assert [one.why for one in found.findings.values()] == [
        "no se pudo comprobar (ValueError)",
        "la base de datos no responde",
    ]


def test_what_needs_another_check_is_not_made_where_that_fails():
    made = []
    found = Readiness(
        [Check(name="database", look=fail), Check(name="schema", look=lambda: made.append(1), needs="database")]
    ).look()
    assert found.findings["schema"].why == "no se puede comprobar mientras falle «database»"
    assert made == []


def test_a_check_that_hangs_is_left_alone_and_not_begun_again_until_it_ends():
    begun, let_go = [], threading.Event()

    def hang():
        begun.append(1)
        let_go.wait(60)

    readiness = Readiness([Check(name="disk", look=hang), Check(name="map", look=nothing_wrong)], seconds=0.05)
    assert readiness.look().findings["disk"].why == "no respondió en 0.05 s"
    again = [readiness.look() for _ in range(3)]
    assert {one.findings["disk"].why for one in again} == {"la comprobación anterior aún no termina"}
    assert all(one.findings["map"].is_met for one in again)
    assert begun == [1]
    let_go.set()


# --- what is checked -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def derived(tmp_path_factory):
    path = tmp_path_factory.mktemp("home") / "regions.geojson"
    write_regions(path)
    return path


@pytest.fixture
def regions(tmp_path, derived):
    return shutil.copyfile(derived, tmp_path / "regions.geojson")


def found_on(engine, regions, **more):
    needs = Needs(engine=lambda: engine, home=regions.parent, regions=regions, **more)
    return {name: one.why for name, one in Readiness(checks.checks(needs), seconds=30).look().findings.items()}


def test_a_database_without_loads_is_ready(engine, regions):
    assert found_on(engine, regions) == dict.fromkeys(("database", "schema", "rollups", "map", "disk"))


def load_requests(engine, folio):
    load_table(engine, schema.foi_requests, f"| folio | received_on |\n| {folio} | 2024-03-04 |")


def test_a_load_that_the_roll_ups_lack_is_told(engine, regions):
    load_requests(engine, "A")
    with engine.begin() as connection:
        refresh(connection)
    assert found_on(engine, regions)["rollups"] is None
    with engine.begin() as connection:
        connection.execute(sa.update(rollup_batches).values(calendar=0))
    behind = "17 de 21 agregados no están al día; ejecute «pnme refresh»"
    assert found_on(engine, regions)["rollups"] == behind  # those of another calendar
    with engine.begin() as connection:
        connection.execute(sa.delete(rollup_batches))
    assert found_on(engine, regions)["rollups"] == behind  # those that lack the load


@pytest.mark.parametrize(
    ("revision", "why"),
    [
        ("0001", "la base de datos está en la revisión 0001 y el programa usa la 0010: ejecute pnme upgrade"),
        (
            "9999",
            "esta base la hizo una versión más nueva del programa (revisión 9999; ésta llega hasta la 0010): instale esa versión",
        ),
    ],
)
def test_another_revision_is_told_and_roll_ups_are_not_looked_at(engine, regions, revision, why):
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    found = found_on(engine, regions)
    assert (found["schema"], found["rollups"]) == (why, "no se puede comprobar mientras falle «schema»")


def test_a_database_without_tables_is_told(bare_url, regions):
    engine = connect(bare_url)
    found = found_on(engine, regions)
    engine.dispose()
    assert found["schema"] == Fault.NOT_INITIALISED.spanish


def test_a_database_that_is_not_there_is_told(regions):
    def missing():
        return connect(f"sqlite:///{regions.parent / 'nothing.sqlite3'}", read_only=True)

    needs = Needs(engine=missing, home=regions.parent, regions=regions)
    assert not Readiness(checks.checks(needs)).look().is_ready


def test_a_map_that_is_missing_or_damaged_is_told_and_a_whole_one_is_read_once(regions, monkeypatch):
    look = checks.checks(Needs(engine=fail, home=regions.parent, regions=regions))[3].look
    assert look() is None
    with monkeypatch.context() as patch:
        patch.setattr(checks, "read_regions", fail)
        assert look() is None
    regions.write_text("{}")
    assert look() == "el mapa de las regiones está dañado; bórrelo y ejecute «pnme init»"
    regions.unlink()
    assert look() == "falta el mapa de las regiones; ejecute «pnme init»"


@pytest.mark.parametrize(
    ("total", "free", "is_met"),
    [
        (10**12, 200_000_000, True),
        (10**12, 199_999_999, False),
        (10**9, 50_000_000, True),
        (10**9, 49_999_999, False),
    ],
)
def test_room_is_200_megabytes_or_a_twentieth(monkeypatch, total, free, is_met):
    usage = type("Usage", (), {"total": total, "free": free})
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _: usage)
    disk = checks.checks(Needs(engine=fail, home=Path("x"), regions=Path("x")))[4]
    assert (disk.look() is None, disk.required) == (is_met, False)


def test_no_room_is_more_than_a_warning_where_the_process_writes(monkeypatch):
    usage = type("Usage", (), {"total": 10**12, "free": 3_000_000})
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _: usage)
    disk = checks.checks(Needs(engine=fail, home=Path("x"), regions=Path("x"), writes=True))[4]
    assert (disk.look(), disk.required) == ("quedan 3 MB libres en el disco de PNME_HOME; libere espacio", True)


def test_a_role_that_may_write_is_a_warning(engine, regions):
    needs = Needs(engine=lambda: engine, home=regions.parent, regions=regions, may_write=lambda: True)
    report = Readiness(checks.checks(needs), seconds=30).look()
    assert report.is_ready
    assert report.findings["role"].why == (
        "quien sirve puede escribir en la base de datos; use un rol, o permisos de archivo, con que sólo se lea"
    )
    assert found_on(engine, regions, may_write=lambda: False)["role"] is None


# --- again and again -------------------------------------------------------------------------------------


def of(**whys):
    return Report(findings={name: Finding(why=why) for name, why in whys.items()})


def test_a_watch_tells_how_old_what_it_found_is():
    now = [100.0]
    watch = Watch(lambda: of(map=None), clock=lambda: now[0])
    assert watch.last() is None
    watch.look()
    now[0] += 4.0
    assert (watch.last().report, watch.last().age) == (of(map=None), 4.0)


def test_a_watch_looks_in_its_own_thread_until_it_is_stopped():
    looked = threading.Semaphore(0)
    watch = Watch(lambda: of(map=None), every=0.001, seen=lambda _: looked.release())
    watch.start()
    assert all(looked.acquire(timeout=10) for _ in range(3))
    watch.stop()
    watch._thread.join(10)
    assert not watch._thread.is_alive()


def test_only_what_changes_is_logged():
    reports = [of(map=None, disk="lleno"), of(map="falta", disk="lleno"), of(map="falta", disk=None)]
    stream = io.StringIO()
    configured = log.configure(stream=stream)
    watch = Watch(lambda: reports.pop(0))
    for _ in range(3):
        watch.look()
    configured.close()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(line["event"], line["check"], line.get("why")) for line in lines] == [
        ("not_ready", "disk", "lleno"),
        ("not_ready", "map", "falta"),
        ("ready", "disk", None),
    ]


def test_a_check_that_only_warns_is_logged_as_such():
    stream = io.StringIO()
    configured = log.configure(stream=stream)
    Watch(lambda: Report(findings={"role": Finding(why="puede escribir", required=False)})).look()
    configured.close()
    assert json.loads(stream.getvalue())["event"] == "warned"

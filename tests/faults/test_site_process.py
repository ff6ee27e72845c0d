"""The process itself: it is told to end, killed, left without a disk, without a map, with a page that hangs, at another hour."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import psutil
import pytest

from geo.layer import read_regions
from tests.faults.witness import Site, Witness
from tests.hostile.strangers import ask
from tests.sites import PROGRAM, Served, free_port, serve, wait_until_it_answers

MAP = "territorio-mapa-png"
END = 10.0
"""Seconds within which a process that is told to end has ended."""
ODD = [sys.executable, str(Path(__file__).with_name("apps") / "odd_pages.py")]


@pytest.fixture(scope="module")
def database(sqlite_server, demonstration_on) -> str:
    return demonstration_on(sqlite_server)


@pytest.fixture
def own_home(home, tmp_path) -> Path:
    """A home of the test's own, with the map."""
    (tmp_path / "regions.geojson").write_bytes((home / "regions.geojson").read_bytes())
    return tmp_path


@contextmanager
def started(database: str, home: Path, *, before: list[str] | tuple[str, ...] = (), **settings: str) -> Iterator[Site]:
    """A site that the test ends by itself, or that is killed in the end."""
    operator = f"127.0.0.1:{free_port()}"
    served = serve(database, home, before=before, operator_address=operator, **settings)
    try:
        yield Site(served, operator)
    finally:
        served.process.kill()
        served.process.wait()


def _ended(found: Site) -> tuple[int, float]:
    begun = monotonic()
    code = found.served.process.wait(END)
    return code, monotonic() - begun


def _in_thread(work):
    """What it returned or raised, once the thread is joined."""
    found = []

    def run():
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001  the test looks at it
            found.append(error)

    thread = Thread(target=run)
    thread.start()
    return thread, found


# --- it is told to end -------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
def test_it_ends_in_order_with_readers_inside(database, own_home, told):
    with started(database, own_home) as own:
        own.until_warm()
        readers = [Witness(own.served, page) for page in ("plan", "territorio")]
        own.served.process.send_signal(told)
        code, seconds = _ended(own)
        assert (code, seconds < END) == (0, True)
        assert [one["event"] for one in own.events()][-2:] == ["draining", "ended"]
        assert "Traceback" not in own.served.log.read_text()
        for one in readers:
            one.leave()


def test_a_page_under_way_is_drawn_to_its_end_and_nobody_new_is_let_in(database, own_home):
    with started(database, own_home, before=ODD) as own:
        own.until_healthy()
        thread, found = _in_thread(lambda: Witness(own.served, "espera"))
        own.until((own_home / "waiting").exists)
        own.served.process.terminate()
        own.until(lambda: ask(own.served.port, "/plan").status == 503)
        assert ask(own.served.port, "/salud").status == 200
        (own_home / "released").touch()
        thread.join(20)
        assert "Llegó al final." in found[0].first.text
        found[0].leave()
        assert _ended(own)[0] == 0


def test_a_page_that_never_ends_is_not_waited_for(database, own_home):
    with started(database, own_home, before=ODD) as own:
        own.until_healthy()
        thread, _ = _in_thread(lambda: Witness(own.served, "espera"))
        own.until((own_home / "waiting").exists)
        own.served.process.terminate()
        code, seconds = _ended(own)
        assert (code in (0, 1), seconds < END) == (True, True)
        thread.join(20)


def test_told_twice_it_ends_all_the_same(database, own_home):
    with started(database, own_home) as own:
        with own.witness("plan"):
            own.served.process.terminate()
            own.served.process.terminate()
            code, seconds = _ended(own)
        assert (code, seconds < END) == (0, True)


def test_told_while_the_pages_are_drawn_for_the_first_time(database, own_home):
    with started(database, own_home) as own:
        own.served.process.terminate()
        code, seconds = _ended(own)
        assert (code, seconds < END) == (0, True)
        assert "Traceback" not in own.served.log.read_text()


# --- killed -------------------------------------------------------------------------------------------------


def test_killed_it_leaves_nobody_behind_and_the_next_one_starts(database, own_home):
    with started(database, own_home) as own:
        with own.witness("territorio") as reader:
            assert reader.download(MAP)[:4] == b"\x89PNG"
            children = own.process.children(recursive=True)
            assert children  # who draws
            own.served.process.kill()
            own.served.process.wait(END)
            _, alive = psutil.wait_procs(children, timeout=END)
            assert alive == []
        with socket.create_server(("127.0.0.1", own.served.port)):
            pass
    with started(database, own_home) as other:
        assert other.look("plan").is_usual


def test_a_drawer_that_is_killed_is_replaced(database, own_home):
    with started(database, own_home) as own:
        with own.witness("territorio") as reader:
            reader.download(MAP)
        for child in own.process.children(recursive=True):
            child.kill()
        with own.witness("territorio") as reader:
            reader.choose("Período", 1)
            assert reader.download(MAP)[:4] == b"\x89PNG"
        assert own.look("plan").is_usual


def test_an_init_that_is_killed_leaves_nobody_behind(tmp_path):
    environment = os.environ | {"PNME_HOME": str(tmp_path), "PNME_DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}"}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([PROGRAM, "init"], env=environment, stdout=log, stderr=log)  # noqa: S603
    try:
        found = psutil.Process(process.pid)
        begun = monotonic()
        while not (children := found.children(recursive=True)):
            assert process.poll() is None
            assert monotonic() - begun < 60
            sleep(0.02)
    finally:
        process.kill()
        process.wait()
    _, alive = psutil.wait_procs(children, timeout=END)
    assert alive == []


# --- a page that fails, a page that hangs -------------------------------------------------------------------


@pytest.fixture(scope="module")
def odd(database, home, tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("odd")
    (folder / "regions.geojson").write_bytes((home / "regions.geojson").read_bytes())
    with started(database, folder, before=ODD) as found:
        found.until_warm()
        yield found


def _home_of(found: Site) -> Path:
    return found.served.log.parent


def test_a_page_that_fails_is_told_in_one_sentence_and_one_line(odd):
    before = len(odd.events())
    seen = odd.look("falla")
    assert "Algo falló al armar esta página." in seen.text
    (line,) = odd.events()[before:]
    assert (line["event"], line["page"], line["error"]) == ("page_failed", "falla", "ZeroDivisionError")
    assert "secreto" not in json.dumps(line)
    assert odd.look("plan").is_usual


def test_pages_that_hang_hold_up_nobody(odd):
    hanging = [_in_thread(lambda: Witness(odd.served, "espera")) for _ in range(6)]
    odd.until((_home_of(odd) / "waiting").exists)
    try:
        for page in ("plan", "territorio", "transparencia", ""):
            seen = odd.look(page)
            assert seen.is_usual
            assert seen.seconds < 7  # behind those that hang: two rounds of a second's turn, and as much again
        assert odd.health()[0] == 200
        assert odd.alive() == 200
    finally:
        (_home_of(odd) / "released").touch()
    for thread, found in hanging:
        thread.join(20)
        assert "Llegó al final." in found[0].first.text
        found[0].leave()
    (_home_of(odd) / "released").unlink()


# --- another hour --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [86_400 * 400, -86_400 * 400], ids=["forward", "back"])
def test_a_clock_that_is_set_changes_nothing_but_what_is_said(odd, seconds):
    with odd.witness("transparencia") as reader:
        (_home_of(odd) / "clock").write_text(str(seconds))
        try:
            for number in range(5):
                assert reader.choose("Región", number).is_usual
            assert odd.look("plan").is_usual
            assert odd.health()[0] == 200
            assert odd.alive() == 200
            assert odd.ready()[0] == 200
        finally:
            (_home_of(odd) / "clock").unlink()
        assert reader.again().is_usual


# --- the map -------------------------------------------------------------------------------------------------


def test_a_map_that_comes_late_is_shown(database, home, tmp_path):
    with started(database, tmp_path) as own:
        own.until_warm()
        assert "El mapa no está disponible por ahora" in own.look("territorio").text
        own.until(lambda: own.ready()[0] == 503)
        assert "pnme init" in own.ready()[1]["checks"]["map"]["why"]
        assert ask(own.served.port, "/regiones.css").status == 404
        damaged = tmp_path / "regions.geojson"
        damaged.write_text('{"type": "FeatureCollection"')
        assert "El mapa no está disponible" in own.look("territorio").text
        incoming = tmp_path / "incoming"
        incoming.write_bytes((home / "regions.geojson").read_bytes())
        incoming.replace(damaged)
        assert read_regions(damaged)
        with own.witness("territorio") as reader:
            assert "El mapa no está disponible" not in reader.first.text
            assert "pnme-panel" in reader.first.text
            assert reader.download(MAP)[:4] == b"\x89PNG"
        own.until(lambda: own.ready()[0] == 200)
        assert ask(own.served.port, "/regiones.css").status == 200


# --- no room, nobody who reads the log -----------------------------------------------------------------------


@pytest.fixture
def full_home(own_home, tmp_path_factory) -> Iterator[Path]:
    """A home on a disk on which not a byte is left; mounting it takes root."""
    if os.geteuid() != 0:
        pytest.fail("a small disk is mounted by root; run the fault suite as root")
    place = tmp_path_factory.mktemp("full")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], check=True)  # noqa: S603, S607
    try:
        (place / "regions.geojson").write_bytes((own_home / "regions.geojson").read_bytes())
        with suppress(OSError), (place / "rest").open("wb", buffering=0) as rest:
            while True:
                rest.write(b"x" * 4096)
        yield place
    finally:
        # The resource tracker of the process that drew holds the log for a moment after the site has ended.
        subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S603, S607


def test_a_full_disk_is_told_and_stops_nobody(database, full_home):
    """Its log too is on that disk: not a line of it can be written."""
    with started(database, full_home) as own:
        own.until_healthy()
        assert own.served.log.read_text() == ""
        for page in ("", "plan", "territorio"):
            assert own.look(page).is_usual
        with own.witness("territorio") as reader:
            assert reader.download(MAP)[:4] == b"\x89PNG"
        own.until(lambda: "disk" in own.ready()[1]["checks"])
        assert "libere espacio" in own.ready()[1]["checks"]["disk"]["why"]
        assert own.ready()[0] == 200  # it warns: nothing is written here
        own.served.process.terminate()
        assert _ended(own)[0] == 0


@pytest.mark.parametrize("how", ["closed", "full"])
def test_a_log_that_nobody_reads_stops_nobody(database, own_home, how):
    port, operator = free_port(), f"127.0.0.1:{free_port()}"
    settings = {"DATABASE_URL": database, "HOME": str(own_home), "OPERATOR_ADDRESS": operator, "LOG_LEVEL": "debug"}
    environment = os.environ | {f"PNME_{name}": value for name, value in settings.items()}
    reading, writing = os.pipe()
    process = subprocess.Popen(  # noqa: S603
        [PROGRAM, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=writing
    )
    os.close(writing)
    try:
        if how == "closed":
            os.close(reading)
        served = Served(f"http://127.0.0.1:{port}", process, own_home / "none.log")
        (own_home / "none.log").touch()
        wait_until_it_answers(served)
        own = Site(served, operator)
        own.until_healthy()
        for _ in range(40):
            for page in ("plan", "nada"):
                ask(port, f"/{page}")
        with own.witness("transparencia") as reader:
            for number in range(17):
                assert reader.choose("Región", number).is_usual
        assert own.health()[0] == 200
        process.terminate()
        assert process.wait(END) in (0, 1)
    finally:
        process.kill()
        process.wait()
        if how == "full":
            os.close(reading)

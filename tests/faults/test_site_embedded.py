"""The embedded file is locked, swapped, cut, spoilt, hidden or of another version under the dashboards: what readers see."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from data_access.engine import Fault, connect
from metrics import latest_snapshot
from tests.filled import add_request
from tests.servers import folder_of_databases
from tests.sites import PROGRAM, free_port

BOUND = 3.0
PAGES = ("", "plan", "territorio", "transparencia", "presupuesto", "indicadores", "conciliacion", "metodos")


@pytest.fixture(scope="module")
def folder():
    with folder_of_databases() as made:
        yield made


@pytest.fixture(scope="module")
def path(folder, sqlite_server, demonstration_on):
    """A copy of the demonstration, in one file."""
    source = demonstration_on(sqlite_server).removeprefix("sqlite:///")
    return _copy(Path(source), folder / "site.sqlite3")


@pytest.fixture(scope="module")
def whole(folder, path):
    """The same, for repairs."""
    return Path(shutil.copyfile(path, folder / "whole.sqlite3"))


@pytest.fixture(scope="module")
def newer(folder, whole):
    """Another database: that of the next day."""
    made = Path(shutil.copyfile(whole, folder / "newer.sqlite3"))
    engine = connect(f"sqlite:///{made}")
    add_request(engine, "N1")
    engine.dispose()
    return _copy(made, folder / "next.sqlite3")


@pytest.fixture(scope="module")
def served(path, whole, home, site_on):
    with site_on(f"sqlite:///{path}", home) as found:
        yield found


@pytest.fixture
def site(served, path, whole):
    """The same one for all: healthy and warm before, and healthy again once the file is what it was."""
    served.until_warm()
    yield served
    _put(whole, path)
    served.until_healthy()
    served.until_warm()
    assert all(served.look(page).is_usual for page in PAGES)
    log = served.served.log.read_text()
    assert "Traceback" not in log
    assert path.name not in log
    assert [one for one in served.events() if one["event"] == "other"] == []


def _copy(source: Path, target: Path) -> Path:
    with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
        one.backup(other)
    one.close()
    other.execute("PRAGMA journal_mode=DELETE")
    other.close()
    return target


def _put(source: Path, path: Path) -> None:
    """As a restore does it: a new file in the place of the old one, and nothing left beside it."""
    for side in ("-wal", "-shm"):
        Path(f"{path}{side}").unlink(missing_ok=True)
    Path(shutil.copyfile(source, path.with_name("incoming"))).replace(path)


def _assert_last_known(site, fault, said=""):
    """Every page is shown as it was, with what is wrong; what nobody asked is refused."""
    site.until(lambda: site.health() == (503, {"status": "unavailable", "fault": fault}))
    for page in PAGES:
        seen = site.look(page)
        assert (seen.is_last_known, seen.is_refused) == (True, False), (page, seen.text)
        assert seen.seconds < BOUND
    assert (said or fault.spanish[:30]) in seen.text
    assert site.alive() == 200
    site.until(lambda: site.ready()[0] == 503)
    assert fault in {one.get("fault") for one in site.events() if one["event"] == "database_silent"}


# --- locked ----------------------------------------------------------------------------------------------


@contextmanager
def _held(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield


def test_a_file_that_another_program_holds(site, path):
    with _held(path):
        _assert_last_known(site, Fault.BUSY)
        with site.witness("territorio") as reader:
            seen = reader.choose("Período", 4)
            assert (seen.is_refused, seen.seconds < BOUND) == (True, True)
    site.until_healthy()


# --- another file ------------------------------------------------------------------------------------------


def test_a_database_that_takes_its_place_is_shown_whole(site, path, newer):
    engine = connect(f"sqlite:///{newer}", read_only=True)
    wanted = latest_snapshot(engine).data_version
    engine.dispose()
    before = site.health()[1]["data_version"]
    with site.witness("") as reader:
        _put(newer, path)
        seen = [reader.again()]
        while wanted not in seen[-1].text:
            assert len(seen) < 100
            seen.append(reader.again())
    for one in seen:
        assert one.is_usual
        assert (before in one.text) != (wanted in one.text)
    assert site.until(lambda: site.health()[1].get("data_version") == wanted) < BOUND


@pytest.mark.parametrize("left", [0.0, 0.5])
def test_a_file_that_is_cut_short(site, path, left):
    os.truncate(path, int(path.stat().st_size * left))
    with site.witness("territorio") as reader:
        seen = reader.choose("Período", 3 + int(2 * left))
        assert seen.seconds < BOUND
    assert "Algo falló" not in seen.text
    if not left:
        site.until(lambda: site.health()[0] == 503)
        assert site.look("plan").is_last_known


def test_a_text_in_its_place(site, path):
    path.with_name("incoming").write_text("esto no es una base\n" * 1000)
    path.with_name("incoming").replace(path)
    _assert_last_known(site, Fault.DAMAGED)


def test_a_file_that_is_deleted(site, path):
    path.unlink()
    _assert_last_known(site, Fault.NOT_INITIALISED)


def test_a_file_that_may_not_be_read_any_more(site, path):
    """Root may read everything, so a folder stands where the file was: opening it fails all the same."""
    path.unlink()
    path.mkdir()
    try:
        site.until_silent()
        assert site.look("plan").is_last_known
    finally:
        path.rmdir()


def test_what_stands_beside_the_file_is_deleted(site, path):
    engine = connect(f"sqlite:///{path}")
    add_request(engine, "W1")
    for side in ("-wal", "-shm"):
        Path(f"{path}{side}").unlink(missing_ok=True)
    engine.dispose()
    with site.witness("plan") as reader:
        seen = reader.again()
        assert seen.seconds < BOUND
    assert "Algo falló" not in seen.text


# --- of another version ------------------------------------------------------------------------------------


OTHER_REVISIONS = {
    "older": ("0001", "ejecute pnme upgrade"),
    "newer": ("9999_after_us", "instale esa versión"),
}


def _at_revision(source: Path, target: Path, revision: str) -> Path:
    shutil.copyfile(source, target)
    with sqlite3.connect(target) as one:
        one.execute("UPDATE alembic_version SET version_num = ?", [revision])
    one.close()
    return target


@pytest.mark.parametrize("which", OTHER_REVISIONS)
def test_a_file_of_another_version_is_not_served(folder, whole, home, which):
    revision, said = OTHER_REVISIONS[which]
    url = f"sqlite:///{_at_revision(whole, folder / f'{which}.sqlite3', revision)}"
    run = subprocess.run(  # noqa: S603
        [PROGRAM, "serve", "--port", str(free_port()), "--database", url],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (run.returncode, run.stdout) == (2, "")
    (line,) = run.stderr.splitlines()
    assert line.startswith("pnme: ")
    assert said in line


@pytest.mark.parametrize("which", OTHER_REVISIONS)
def test_a_file_of_another_version_takes_its_place(site, folder, path, whole, which):
    """As somebody restores a backup under the running process; what every page asks first is not there."""
    revision, said = OTHER_REVISIONS[which]
    _put(_other_version(whole, folder, revision, without="load_batches"), path)
    _assert_last_known(site, Fault.WRONG_SCHEMA, f"revisión {revision[:4]}")
    site.until(lambda: said in site.ready()[1]["checks"]["schema"].get("why", ""))


@pytest.mark.parametrize("which", OTHER_REVISIONS)
def test_a_table_of_another_version_fails_the_pages_that_need_it(site, folder, path, whole, which):
    revision, said = OTHER_REVISIONS[which]
    asked = {"older": "permits.resolved", "newer": "inclusion.talks"}[which]  # each asked for the first time
    _put(_other_version(whole, folder, revision, without="observations"), path)
    with site.witness("indicadores") as reader:
        seen = reader.ask(f"indicador={asked}")
    assert (seen.is_refused, f"revisión {revision[:4]}" in seen.text, said in seen.text) == (True, True, False), (
        seen.text
    )
    assert site.look("plan").is_usual
    site.until(lambda: said in site.ready()[1]["checks"]["schema"].get("why", ""))


def _other_version(source: Path, folder: Path, revision: str, *, without: str) -> Path:
    made = _at_revision(source, folder / "other_version.sqlite3", revision)
    with closing(sqlite3.connect(made)) as one:
        one.execute(f"ALTER TABLE {without} RENAME TO of_others")
    return made

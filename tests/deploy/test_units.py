"""The units and settings of a machine with systemd: read by its own tools, and the command run as it is declared there."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from data_access.settings import Settings
from tests.deploy.proxy import free_port
from tests.filled import fill

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = DEPLOY / "systemd"
SERVICES = ("pnme@.service", "pnme-backup.service")
EXPOSURE = 15
"""Tenths, of systemd's own measure: 0 nothing is exposed, 100 everything is."""
_INSTALLED = "/opt/pnme/.venv/bin"
_HARDENED = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "SystemCallArchitectures": "native",
    "IPAddressDeny": "any",
    "IPAddressAllow": "localhost",
}


def _declared(name):
    parser = configparser.RawConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(UNITS / name)
    return parser["Service"]


def _settings(path):
    lines = (line for line in path.read_text().splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def installed(tmp_path):
    """The units with the commands of this environment, which systemd looks for."""
    for path in UNITS.iterdir():
        text = path.read_text().replace(_INSTALLED, str(Path(sys.executable).parent))
        (tmp_path / path.name).write_text(text)
    return tmp_path


def _told(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.mark.parametrize("name", ["pnme@8501.service", "pnme.target", "pnme-backup.service", "pnme-backup.timer"])
def test_systemd_finds_nothing_wrong(installed, name):
    told = _told("systemd-analyze", "verify", "--man=no", str(installed / name))
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_little_is_exposed(name):
    told = _told("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE}", str(UNITS / name))
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_what_must_be_closed_is(name):
    said = _declared(name)
    assert {key: said[key] for key in _HARDENED} == _HARDENED
    assert {"MemoryMax", "TasksMax", "TimeoutStartSec"} <= set(said)
    assert said["User"] in ("pnme", "pnme-web")


def test_the_web_and_the_data_have_users_of_their_own():
    assert _declared("pnme@.service")["User"] == "pnme-web"
    assert _declared("pnme-backup.service")["User"] == "pnme"
    lines = (DEPLOY / "sysusers.d" / "pnme.conf").read_text()
    assert re.findall(r"^u (\S+)", lines, re.MULTILINE) == ["pnme", "pnme-web"]


def test_users_and_folders_are_as_systemd_reads_them(tmp_path):
    for program, kind in (("systemd-sysusers", "sysusers.d"), ("systemd-tmpfiles", "tmpfiles.d")):
        options = ["--dry-run"] if program == "systemd-sysusers" else ["--create", "--prefix=/nowhere"]
        told = _told(program, *options, f"--root={tmp_path}", str(DEPLOY / kind / "pnme.conf"))
        assert told.returncode == 0, told.stderr


def _environment(unit, port):
    """What systemd would tell the process, and nothing else."""
    text = (UNITS / unit).read_text().replace("%i", str(port))
    said = dict(
        pair.split("=", 1) for line in re.findall(r"^Environment=(.*)$", text, re.MULTILINE) for pair in line.split()
    )
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", **_settings(DEPLOY / "etc" / "pnme.env"), **said}


@contextmanager
def _as_declared(port: int, changes: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The command of the unit, with its settings but for `changes`; where the tests are root, as nobody who can write nothing."""
    declared = _declared("pnme@.service")["ExecStart"].replace("%i", str(port))
    command = shlex.split(declared.replace(_INSTALLED, str(Path(sys.executable).parent)))
    environment = _environment("pnme@.service", port) | changes
    process = subprocess.Popen(  # noqa: S603
        [*_confined(), *command],
        env=environment,
        cwd=DEPLOY.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=15)


def _confined() -> list[str]:
    """A namespace in which every file system is read only, and a user without rights.

    The interpreter of the tests may lie in root's home, so what root could read may be read; nothing may be written.
    """
    if os.geteuid() != 0:
        return []
    closed = 'findmnt -rno TARGET | while read -r one; do mount -o remount,bind,ro "$one" 2>/dev/null || true; done'
    user = "setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs"
    reading = (
        "--inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search --bounding-set=-all,+dac_read_search"
    )
    return ["unshare", "--mount", "sh", "-c", f'{closed}; exec {user} {reading} "$@"', "confined"]


def test_the_command_of_the_unit_serves_without_rights_and_writes_nothing(readers_url, served_home):
    port = free_port()
    changes = {
        "PNME_DATABASE_URL": readers_url,
        "PNME_HOME": str(served_home),
        "PNME_OPERATOR_ADDRESS": f"127.0.0.1:{free_port()}",
    }
    before = {path: path.stat().st_mtime_ns for path in served_home.rglob("*")}
    with _as_declared(port, changes) as process:
        answers = [_answer(process, port, path, "monitor.example.cl") for path in ("/salud", "/")]
        ready = _answer(process, int(changes["PNME_OPERATOR_ADDRESS"].rpartition(":")[2]), "/listo", "127.0.0.1")
    assert answers == [200, 200]
    assert ready == 200
    assert process.returncode == 0
    assert {path: path.stat().st_mtime_ns for path in served_home.rglob("*")} == before


def test_what_runs_so_can_write_nowhere(served_home):
    if not _confined():
        return  # only root can take rights away
    for folder in (served_home, Path("/tmp"), Path("/var/tmp")):  # noqa: S108
        assert "Read-only file system" in _told(*_confined(), "touch", str(folder / "written")).stderr


def _answer(process, port, path, host):
    """The status, as soon as it is no 503: the process has to begin."""
    for _ in range(600):
        assert process.poll() is None, process.stdout.read()
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": host, "Accept": "text/html"})
            status = connection.getresponse().status
        except OSError:
            status = 503
        finally:
            connection.close()
        if status != 503:
            return status
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    return 503


def test_the_command_of_the_nightly_copy_makes_one(sqlite_server, tmp_path):
    """As it is declared, with systemd's two escapes taken back and its folders here."""
    declared = _declared("pnme-backup.service")["ExecStart"].replace("$$", "$").replace("%%", "%")
    here = {_INSTALLED: str(Path(sys.executable).parent), "/var/backups/pnme": str(tmp_path)}
    for installed, folder in here.items():
        assert installed in declared
        declared = declared.replace(installed, folder)
    settings = {"PATH": os.environ["PATH"], "PNME_DATABASE_URL": fill(sqlite_server.create("pnme_copied_nightly"))}
    told = subprocess.run(shlex.split(declared), env=settings, capture_output=True, text=True, check=False)  # noqa: S603
    assert told.returncode == 0, told.stderr
    (copy,) = tmp_path.iterdir()
    assert re.fullmatch(r"pnme-\d{4}-\d\d-\d\dT\d{6}Z\.zip", copy.name)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_the_replicas_ports_are_those_of_the_proxy():
    text = (DEPLOY / "nginx" / "nginx.conf").read_text()
    assert set(re.findall(r"server 127\.0\.0\.1:(\d+)", text)) == {"8501", "8502"}


def test_no_secret_is_shipped():
    for path in (DEPLOY / "etc").iterdir():
        assert not re.search(r"://\w+:[^@]+@", path.read_text()), path
    assert "PNME_PROTECTION_KEY" not in _settings(DEPLOY / "etc" / "pnme-owner.env")


def test_the_settings_of_the_example_are_read(monkeypatch):
    for name, value in _settings(DEPLOY / "etc" / "pnme-owner.env").items():
        monkeypatch.setenv(name, value)
    assert Settings().url == "postgresql:///pnme?host=/var/run/postgresql&user=pnme"


def test_the_tools_are_there():
    assert shutil.which("systemd-analyze"), "no systemd-analyze: it is of Debian's systemd"

"""No code path looks outward: in a network where every name and every address is silence, everybody is answered."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import serving

_NETWORK = """
set -e
ip link set lo up
ip link add silence type veth peer name beyond
ip link set beyond up
ip addr add 10.231.0.2/24 dev silence
ip link set silence up arp off
ip route add default via 10.231.0.1 dev silence
mount --bind "$1" /etc/resolv.conf
shift
exec "$@"
"""
"""What goes into the one end comes out where nobody listens; the network is the command's own, and ends with it."""
_LOUD = """
import socket

_look_up = socket.getaddrinfo


def _refuse(host, *rest, **more):
    if host not in (None, "", "127.0.0.1", "::1", "localhost", b"127.0.0.1"):
        with open({path!r}, "a") as told:
            told.write(f"{{host}}\\n")
        raise OSError(f"looked up {{host}}")
    return _look_up(host, *rest, **more)


socket.getaddrinfo = _refuse
"""


def _may_make_networks() -> bool:
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("ip"):
        return False
    made = subprocess.run(
        ["unshare", "--net", "--mount", "ip", "link", "add", "silence", "type", "veth"],  # noqa: S607
        check=False,
        capture_output=True,
    )
    return made.returncode == 0


def test_in_a_network_where_nobody_answers_everybody_here_is_answered(sqlite_server, demonstration_on, home, tmp_path):
    if not _may_make_networks():
        pytest.skip("this machine lets nobody make a network; the other test of this file makes look-ups fail instead")
    (tmp_path / "resolv.conf").write_text("nameserver 10.231.0.53\noptions timeout:20 attempts:1\n")
    network = ["unshare", "--net", "--mount", "sh", "-c", _NETWORK, "sh", str(tmp_path / "resolv.conf")]
    database = demonstration_on(sqlite_server)
    ended = subprocess.run(  # noqa: S603
        [*network, sys.executable, "-m", "tests.hostile.silence", database, str(home)],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=180,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.splitlines()[-1] == "answered"


def test_the_network_is_silent(tmp_path):
    """The trap itself works: a look-up there has no answer and no refusal within a second."""
    if not _may_make_networks():
        pytest.skip("this machine lets nobody make a network")
    (tmp_path / "resolv.conf").write_text("nameserver 10.231.0.53\noptions timeout:20 attempts:1\n")
    network = ["unshare", "--net", "--mount", "sh", "-c", _NETWORK, "sh", str(tmp_path / "resolv.conf")]
    look_up = [sys.executable, "-c", "import socket; socket.getaddrinfo('checkip.example.invalid', 80)"]
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([*network, *look_up], check=False, capture_output=True, timeout=3)  # noqa: S603


def test_nothing_is_looked_up(sqlite_server, demonstration_on, home, tmp_path, monkeypatch):
    """The same requests where a look-up fails aloud and leaves a trace, on any machine."""
    from tests.hostile.silence import ask_everything

    told = tmp_path / "looked_up"
    (tmp_path / "sitecustomize.py").write_text(_LOUD.format(path=str(told)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with serving(demonstration_on(sqlite_server), home) as served:
        ask_everything(served)
    assert not told.exists(), told.read_text()


def test_a_look_up_would_be_seen(tmp_path):
    """The trap itself works."""
    told = tmp_path / "looked_up"
    (tmp_path / "sitecustomize.py").write_text(_LOUD.format(path=str(told)))
    tried = subprocess.run(
        [sys.executable, "-c", "import socket; socket.getaddrinfo('checkip.example.invalid', 80)"],
        check=False,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )
    assert tried.returncode == 1
    assert told.read_text() == "checkip.example.invalid\n"

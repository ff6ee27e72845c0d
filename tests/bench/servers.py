"""Servers under measurement: started on a free port of this machine, counted with their children, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from tests.sites import free_port

_PATIENCE = 90.0
_BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Usage:
    """Processor seconds so far, and megabytes now, of a server with its children."""

    cpu_seconds: float
    megabytes: float


@dataclass(frozen=True)
class Served:
    """A running server; `url` is its page."""

    url: str
    process: subprocess.Popen[bytes]

    def usage(self) -> Usage:
        """What the whole tree of processes has used."""
        root = psutil.Process(self.process.pid)
        cpu = memory = 0.0
        for process in [root, *root.children(recursive=True)]:
            times = process.cpu_times()
            cpu += times.user + times.system
            memory += process.memory_info().rss / 1e6
        return Usage(cpu, memory)


@contextmanager
def serve(
    command: Sequence[str], *, path: str, healthy: str, log: Path, settings: Mapping[str, str]
) -> Iterator[Served]:
    """Run `command` ('{port}' is filled in) until `healthy` answers, and stop it in the end."""
    port = free_port()
    program, *arguments = (part.format(port=port) for part in command)
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())} | settings
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(_BIN / program), *arguments], env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(process, f"{base}/{healthy}", log)
        yield Served(f"{base}/{path}", process)
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=5):  # noqa: S310  an address of this machine
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    msg = f"{url} does not answer; its log ends: {log.read_text()[-2000:]}"
    raise RuntimeError(msg)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the whole group to end; insist after a while."""
    for insistence in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, insistence)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            continue
        return

"""The dashboards as they are served: a `pnme serve` on a free port of this machine, ended by who started it."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psutil

PROGRAM = str(Path(sys.executable).with_name("pnme"))


def free_port() -> int:
    """Below the ports that the system gives to whoever connects: one of those may be taken before a server listens."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as listener, suppress(OSError):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", port))
            return port
    msg = "no port of a hundred is free"
    raise RuntimeError(msg)


@dataclass
class Served:
    """A running `pnme serve`."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def descriptors(self) -> int:
        return psutil.Process(self.process.pid).num_fds()

    def megabytes(self) -> float:
        return float(psutil.Process(self.process.pid).memory_info().rss / 1e6)


def serve(database: str, home: Path, *, before: Sequence[str] = (), **settings: str) -> Served:
    """Start the dashboards on `database` and return when the port answers.

    `settings` are variables of the environment, without PNME_ and in lower case; `before` is put before the command.
    """
    port = free_port()
    named = {f"PNME_{name.upper()}": value for name, value in settings.items()}
    environment = os.environ | {"PNME_DATABASE_URL": database, "PNME_HOME": str(home)} | named
    log = home / f"serve-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            [*before, PROGRAM, "serve", "--port", str(port)], env=environment, stdout=output, stderr=output
        )
    served = Served(f"http://127.0.0.1:{port}", process, log)
    try:
        wait_until_it_answers(served)
    except BaseException:
        process.kill()
        process.wait()
        raise
    return served


def wait_until_it_answers(served: Served, path: str = "/salud") -> None:
    for _ in range(600):
        assert served.process.poll() is None, served.log.read_text()
        try:
            with urlopen(f"{served.url}{path}", timeout=1):  # noqa: S310
                return
        except HTTPError as answered:
            answered.close()
            return
        except (URLError, ConnectionError, TimeoutError):
            try:  # the process tells when it ends; until then, ask again
                served.process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    msg = f"the dashboards did not answer; their log: {served.log.read_text()[-2000:]}"
    raise AssertionError(msg)


def stop(served: Served) -> None:
    served.process.terminate()
    served.process.wait(20)


@contextmanager
def serving(database: str, home: Path, **settings: str) -> Iterator[Served]:
    """`serve`, and `stop` at the end."""
    served = serve(database, home, **settings)
    try:
        yield served
    finally:
        stop(served)

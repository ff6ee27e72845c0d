"""Replicas of the dashboards behind the proxy, and readers who come through it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from tests.deploy.proxy import NAME, Proxy, trusting
from tests.readers import StreamlitReader

_PNME = Path(sys.executable).with_name("pnme")


@dataclass
class Replica:
    """A `pnme serve` on a port, which can be ended and started again."""

    port: int
    settings: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return when it answers with data."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PNME_")}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [_PNME, "serve", "--port", str(self.port)], env=kept | self.settings, stdout=log, stderr=log
            )
        for _ in range(1200):
            assert self.process.poll() is None, self.log.read_text()
            if self._is_ready():
                return
            try:
                self.process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
        raise AssertionError(self.log.read_text())

    def _is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/salud", headers={"Host": NAME})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """End it as a machine that fails would."""
        if self.process:
            self.process.kill()
            self.process.wait(10)

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self.process:
            self.process.terminate()
            self.process.wait(30)


@contextmanager
def replicas(
    proxy: Proxy, ports: tuple[int, int], database: str, home: Path, **changes: str
) -> Iterator[tuple[Replica, Replica]]:
    """Two of them on one database, as the proxy's configuration has them; `changes` are settings by their names."""
    settings = {
        "PNME_DATABASE_URL": database,
        "PNME_HOME": str(home),
        "PNME_ORIGINS": proxy.origin,
        "PNME_TRUSTED_PROXIES": "127.0.0.1",
        **changes,
    }
    first, second = (Replica(port, settings, home / f"replica-{port}.log") for port in ports)
    try:
        first.start()
        second.start()
        yield first, second
    finally:
        first.kill()
        second.kill()


@dataclass
class Visitor:
    """A reader with a browser: they keep the cookie, and when the server goes away they load the page again."""

    proxy: Proxy
    path: str
    cookie: str = ""
    statuses: list[int] = field(default_factory=list)
    reader: StreamlitReader | None = None

    async def come(self) -> None:
        """Load the page and its figures."""
        answer = await asyncio.to_thread(self.proxy.get, self.path, Accept="text/html", Cookie=self.cookie)
        self.statuses.append(answer.status)
        self.cookie = answer.cookie or self.cookie
        self.reader = StreamlitReader(
            f"{self.proxy.origin}{self.path}",
            ssl=trusting(),
            host="127.0.0.1",
            port=self.proxy.port,
            additional_headers={"Cookie": self.cookie},
        )
        await self.reader.open()

    async def stay(self, until: asyncio.Event) -> None:
        """Come again whenever the server goes away, until that is over."""
        over = asyncio.create_task(until.wait())
        while True:
            gone = asyncio.create_task(self.reader.closed())
            await asyncio.wait((over, gone), return_when=asyncio.FIRST_COMPLETED)
            if not gone.done():
                gone.cancel()
                return
            await self.come()

    async def leave(self) -> None:
        await self.reader.close()

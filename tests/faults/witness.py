"""Somebody who reads the site while something breaks: what is shown, how soon, and what operators and the log are told."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from time import monotonic, sleep
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.readers import PageFailedError, StreamlitReader
from tests.sites import Served

_T = TypeVar("_T")
_FILE_MADE = "backend_operation_response"
SILENT = "La base de datos no responde desde el "
UNAVAILABLE = "La base de datos no está disponible."
_TECHNICAL = re.compile(
    r"Traceback|SELECT |psycopg|sqlalchemy|sqlite3\.|\.py\b|/home/|/tmp/|/dev/shm|:\d+ line", re.IGNORECASE
)
PATIENCE = 20.0
"""Seconds after which something that heals by itself has not."""


class Tab(StreamlitReader):
    """A browser tab that keeps what it is shown."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.shown: list[str] = []
        self._bodies: dict[str, ForwardMsg] = {}
        self._files: dict[str, str] = {}
        self._session = ""

    def position(self, label: str, text: str) -> int:
        """That of the first option of a filter in whose name a text is."""
        return next(number for number, name in enumerate(self._filters[label][1]) if text in name)

    async def download(self, name: str) -> bytes:
        """The file that is made when a button is pressed, by the end of its key; PageFailedError if it cannot be made."""
        file_id = next(found for key, found in self._files.items() if key.endswith(name))
        asked = BackMsg()
        asked.backend_operation_request.request_id = "1"
        asked.backend_operation_request.session_id = self._session
        asked.backend_operation_request.deferred_file.file_id = file_id
        await self.send(asked.SerializeToString())
        while ForwardMsg.FromString(raw := await self._socket.recv(decode=False)).WhichOneof("type") != _FILE_MADE:
            pass
        made = ForwardMsg.FromString(raw).backend_operation_response
        if made.error_msg:
            raise PageFailedError(made.error_msg)
        return await asyncio.to_thread(_content, self.address("http", made.deferred_file.url))

    async def _rerun(self, fragment: str) -> None:
        self.shown = []
        await super()._rerun(fragment)

    def _is_finished(self, raw: bytes) -> bool:
        message = ForwardMsg()
        message.ParseFromString(raw)
        if message.metadata.cacheable:
            self._bodies[message.hash] = message
        told = self._bodies.get(message.ref_hash, message) if message.WhichOneof("type") == "ref_hash" else message
        if told.WhichOneof("type") == "new_session":
            self._session = told.new_session.initialize.session_id or self._session
        if told.WhichOneof("type") == "delta" and told.delta.WhichOneof("type") == "new_element":
            element = told.delta.new_element
            self.shown.extend(_texts(element))
            if element.WhichOneof("type") == "download_button":
                self._files[element.download_button.id] = element.download_button.deferred_file_id
        return super()._is_finished(raw)


def _content(url: str) -> bytes:
    with urlopen(url, timeout=10) as response:  # noqa: S310
        return bytes(response.read())


def _texts(element: Any) -> Iterator[str]:
    kind = element.WhichOneof("type")
    if kind in ("markdown", "alert", "heading", "html", "text"):
        yield getattr(getattr(element, kind), "body", "")
    elif kind == "exception":
        yield f"{element.exception.type}: {element.exception.message}"
    elif kind in ("vega_lite_chart", "arrow_vega_lite_chart", "skeleton", "spinner"):
        yield f"<{kind}>"


@dataclass
class Seen:
    """A page as it was shown, and after how many seconds."""

    text: str
    seconds: float

    @property
    def is_last_known(self) -> bool:
        return SILENT in self.text

    @property
    def is_usual(self) -> bool:
        """Neither: as if nothing had happened."""
        return not (self.is_last_known or self.is_refused or "Algo falló" in self.text)

    @property
    def is_refused(self) -> bool:
        return UNAVAILABLE in self.text


class Witness:
    """One session of a page, asked from tests that do not wait otherwise."""

    def __init__(self, served: Served, path: str, within: float = PATIENCE) -> None:
        self.tab = Tab(f"{served.url}/{path}")
        self._runner = asyncio.Runner()
        self._thread = ThreadPoolExecutor(1)  # in that of a test, a browser's own loop may be running
        self._within = within
        try:
            self.first = self._seen(self.tab.open)
        except BaseException:
            self.leave()
            raise

    def choose(self, label: str, option: int) -> Seen:
        """Choose an option of a filter, by its position."""
        return self._seen(lambda: self.tab.choose(label, option))

    def pick(self, label: str, text: str) -> Seen:
        """Choose the option of a filter whose name has a text."""
        return self.choose(label, self.tab.position(label, text))

    def ask(self, query: str) -> Seen:
        """Follow a link to the same page."""
        return self._seen(lambda: self.tab.follow(query))

    def download(self, name: str) -> bytes:
        """A file that the page offers."""

        async def ask() -> bytes:
            async with asyncio.timeout(40):
                return await self.tab.download(name)

        return self._run(ask())

    def again(self) -> Seen:
        """Ask for the whole page once more."""
        return self._seen(self.tab.again)

    def leave(self) -> None:
        with suppress(OSError, AttributeError, TimeoutError):  # the server may be gone, or never have been there
            self._run(asyncio.wait_for(self.tab.close(), 5))
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return self._thread.submit(self._runner.run, work).result()

    def _seen(self, question: Callable[[], Any]) -> Seen:
        async def ask() -> None:
            async with asyncio.timeout(self._within):
                await question()

        begun = monotonic()
        self._run(ask())
        seen = Seen("\n".join(self.tab.shown), monotonic() - begun)
        assert not (found := _TECHNICAL.search(seen.text)), (found, seen.text)
        return seen


@dataclass
class Site:
    """A served site, and what its operator sees of it."""

    served: Served
    operator: str

    @contextmanager
    def witness(self, path: str) -> Iterator[Witness]:
        witness = Witness(self.served, path)
        try:
            yield witness
        finally:
            witness.leave()

    def look(self, path: str) -> Seen:
        """The page as somebody sees it who comes just now."""
        with self.witness(path) as witness:
            return witness.first

    def health(self) -> tuple[int, dict[str, Any]]:
        """What `/salud` says, within a second."""
        return _answer(f"{self.served.url}/salud")

    def alive(self) -> int:
        return _answer(f"http://{self.operator}/vivo")[0]

    def ready(self) -> tuple[int, dict[str, Any]]:
        return _answer(f"http://{self.operator}/listo")

    def details(self) -> dict[str, Any]:
        return _answer(f"http://{self.operator}/detalle")[1]

    def events(self) -> list[dict[str, Any]]:
        """What the log has told so far, a JSON object a line and nothing else."""
        lines = self.served.log.read_text().splitlines()
        return [json.loads(line) for line in lines if not line.startswith("Monitor PNME en ")]

    @cached_property
    def process(self) -> psutil.Process:
        return psutil.Process(self.served.process.pid)

    def until(self, is_so: Callable[[], bool], seconds: float = PATIENCE) -> float:
        """Wait until it is so, and how long that took; nobody starts anything anew meanwhile."""
        begun = monotonic()
        while not is_so():
            assert monotonic() - begun < seconds, (self.health(), self.ready(), self.served.log.read_text()[-3000:])
            sleep(0.05)
        return monotonic() - begun

    def until_healthy(self) -> float:
        return self.until(lambda: self.health()[0] == 200)

    def until_warm(self) -> None:
        """Every page has been drawn of the data as they are."""
        self.until(lambda: self.health()[0] == 200 and self.is_warm())

    def is_warm(self) -> bool:
        data = self.details().get("data", {})
        return bool(data.get("seen")) and data["seen"] == data["drawn"]

    def until_silent(self) -> float:
        return self.until(lambda: self.health()[0] == 503)


def _answer(url: str) -> tuple[int, dict[str, Any]]:
    begun = monotonic()
    try:
        with urlopen(url, timeout=5) as response:  # noqa: S310
            found = response.status, json.load(response)
    except HTTPError as error:
        with error:
            found = error.code, json.load(error)
    assert monotonic() - begun < 1, url
    return found

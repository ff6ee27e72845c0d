"""Readers of a page as the browser speaks to its server: the part that tests and measurements share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState


class PageFailedError(RuntimeError):
    """The server said that it could not answer."""


class Reader(ABC):
    """One session of a page at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.received = bytearray()  # since the last question
        self.answered_at: float | None = None  # where the driver must wait on after the last message

    @abstractmethod
    async def open(self) -> None:
        """Load the page until its first figures have arrived."""

    @abstractmethod
    async def choose(self, filter_label: str, option: int) -> None:
        """Choose an option of a filter by its position, and wait for the figures."""

    @abstractmethod
    async def close(self) -> None:
        """Leave."""

    def address(self, scheme: str, path: str = "") -> str:
        """An address of the same server."""
        return f"{scheme}://{urlsplit(self.url).netloc}{path}"


class StreamlitReader(Reader):
    """A browser tab: reruns the fragment that a widget stands in, and keeps the messages that it may keep.

    `client` is the address of this machine that it comes from: 127.0.0.1 to 127.255.255.254 are all of it. `connection`
    is what else `websockets.connect` takes: where the server is, if the address does not say it, TLS, a cookie.
    """

    def __init__(self, url: str, client: str = "127.0.0.1", **connection: Any) -> None:
        super().__init__(url)
        self._client = client
        self._connection = connection
        self._page, self._query = urlsplit(url).path.strip("/"), urlsplit(url).query
        self._page_hash = ""
        self._kept: set[str] = set()
        self._filters: dict[str, tuple[str, list[str], str]] = {}
        self._chosen: dict[str, WidgetState] = {}
        self._exception = ""
        self._socket: Any = None

    async def open(self) -> None:
        await self.connect()
        await self._rerun("")

    async def connect(self) -> None:
        """Open the session, and ask nothing yet."""
        scheme = urlsplit(self.url).scheme
        address = self.address(scheme.replace("http", "ws"), "/_stcore/stream")
        self._socket = await websockets.connect(
            address,
            origin=websockets.Origin(self.address(scheme)),
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            compression=None,
            ping_interval=None,
            open_timeout=60,
            proxy=None,
            local_addr=(self._client, 0),
            **self._connection,
        )

    async def choose(self, filter_label: str, option: int) -> None:
        widget, options, fragment = self._filters[filter_label]
        self._chosen[widget] = WidgetState(id=widget, string_value=options[option])
        await self._rerun(fragment)

    async def close(self) -> None:
        await self._socket.close()

    def vanish(self) -> None:
        """Leave without a word."""
        self._socket.transport.abort()

    async def send(self, raw: bytes) -> None:
        """Say something, and wait for nothing."""
        await self._socket.send(raw)

    async def again(self) -> None:
        """Ask for the whole page once more."""
        await self._rerun("")

    async def follow(self, query: str) -> None:
        """Ask for the same page with another query, as a link of its own does."""
        self._query = query
        await self._rerun("")

    async def closed(self) -> None:
        """Return when the server is gone."""
        await self._socket.wait_closed()

    async def _rerun(self, fragment: str) -> None:
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self._page_hash
        asked.rerun_script.query_string = self._query
        asked.rerun_script.page_name = "" if self._page_hash else self._page
        asked.rerun_script.cached_message_hashes.extend(self._kept)
        asked.rerun_script.widget_states.widgets.extend(self._chosen.values())
        asked.rerun_script.fragment_id = fragment
        self._exception, self.received = "", bytearray()
        await self._socket.send(asked.SerializeToString())
        while not self._is_finished(await self._socket.recv(decode=False)):
            pass
        if self._exception:
            raise PageFailedError(self._exception)

    def _is_finished(self, raw: bytes) -> bool:
        self.received += raw
        message = ForwardMsg()
        message.ParseFromString(raw)
        if message.metadata.cacheable:
            self._kept.add(message.hash)
        match message.WhichOneof("type"):
            case "new_session":
                self._page_hash = message.new_session.page_script_hash
            case "navigation":  # of an application with pages, the script alone is not the page
                self._page_hash = message.navigation.page_script_hash
            case "ref_hash" if message.ref_hash not in self._kept:
                self._exception = "a message that was never sent is referred to"
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                self._note(message.delta.new_element, message.delta.fragment_id)
            case "script_finished":
                return self._is_end(message.script_finished)
        return False

    def _is_end(self, status: int) -> bool:
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self._exception = "the script does not compile"
        return status != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _note(self, element: Any, fragment: str) -> None:
        match element.WhichOneof("type"):
            case "selectbox":
                box = element.selectbox
                self._filters[box.label] = (box.id, list(box.options), fragment)
            case "exception":
                self._exception = element.exception.message

"""Readers of a page, as the browser's own protocol of each tool: Streamlit's websocket, Dash's HTTP, Bokeh's websocket.

Each opens the page, changes one filter at a time, and knows when what it asked for has arrived.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from abc import ABC, abstractmethod
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

REGION, PERIOD = "Región", "Período"
"""The labels of the page's filters, the same in every tool."""


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
    """A browser tab: reruns the fragment that a widget stands in, and keeps the messages that it may keep."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._page = urlsplit(url).path.strip("/")
        self._page_hash = ""
        self._kept: set[str] = set()
        self._filters: dict[str, tuple[str, list[str], str]] = {}
        self._chosen: dict[str, WidgetState] = {}
        self._exception = ""

    async def open(self) -> None:
        address = self.address("ws", "/_stcore/stream")
        self._socket = await websockets.connect(
            address, subprotocols=["streamlit"], max_size=None, compression=None, ping_interval=None, open_timeout=60
        )
        await self._rerun("")

    async def choose(self, filter_label: str, option: int) -> None:
        widget, options, fragment = self._filters[filter_label]
        self._chosen[widget] = WidgetState(id=widget, string_value=options[option])
        await self._rerun(fragment)

    async def close(self) -> None:
        await self._socket.close()

    async def _rerun(self, fragment: str) -> None:
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self._page_hash
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


class DashReader(Reader):
    """A browser tab: the page, its layout and its callbacks once, then one request per change."""

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=6))
        for path in ("/", "/_dash-layout"):
            self._layout = await self._get(path)
        (self._callback,) = json.loads(await self._get("/_dash-dependencies"))
        self._options = dict(_dropdowns(json.loads(self._layout)))
        self._chosen = {name: options[0] for name, options in self._options.items()}
        await self._update("region")

    async def choose(self, filter_label: str, option: int) -> None:
        name = {REGION: "region", PERIOD: "period"}[filter_label]
        self._chosen[name] = self._options[name][option]
        await self._update(name)

    async def close(self) -> None:
        await self._session.close()

    async def _get(self, path: str) -> bytes:
        async with self._session.get(self.address("http", path)) as response:
            response.raise_for_status()
            return await response.read()

    async def _update(self, changed: str) -> None:
        outputs = [part.rpartition(".") for part in self._callback["output"].strip(".").split("...")]
        inputs = [{**one, "value": self._chosen[one["id"]]} for one in self._callback["inputs"]]
        body = {
            "output": self._callback["output"],
            "outputs": [{"id": name, "property": attribute} for name, _, attribute in outputs],
            "inputs": inputs,
            "changedPropIds": [f"{changed}.value"],
        }
        try:
            self.received = bytearray(await self._post(body))
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):  # an idle connection that was closed meanwhile
            self.received = bytearray(await self._post(body))

    async def _post(self, body: dict[str, Any]) -> bytes:
        async with self._session.post(self.address("http", "/_dash-update-component"), json=body) as response:
            said = await response.read()
            if response.status != 200:
                raise PageFailedError(f"{response.status} {said[:200]!r}")
            return said


def _dropdowns(node: Any) -> list[tuple[str, list[str]]]:
    """(id, options) of every dropdown of a layout."""
    if isinstance(node, list):
        return [found for one in node for found in _dropdowns(one)]
    if not isinstance(node, dict):
        return []
    properties = node.get("props", {})
    here = [(properties["id"], properties["options"])] if node.get("type") == "Dropdown" else []
    return here + _dropdowns(properties.get("children"))


class PanelReader(Reader):
    """A browser tab: the page, its document over the websocket, then one patch per change.

    What a change brings is over when it was acknowledged and nothing came for a while; that while is not counted
    (`answered_at`).
    """

    _SILENCE = 0.12

    async def open(self) -> None:
        async with aiohttp.ClientSession() as session, session.get(self.url) as response:
            page = await response.text()
        found = re.search(r'"token":"([^"]+)"', page)
        if not found:
            raise PageFailedError("the page has no token")
        address = self.address("ws", urlsplit(self.url).path + "/ws")
        self._socket = await websockets.connect(
            address,
            subprotocols=["bokeh", found[1]],
            max_size=None,
            compression=None,
            ping_interval=None,
            open_timeout=60,
        )
        self._messages: asyncio.Queue[tuple[str, bytes, float]] = asyncio.Queue()
        self._listening = asyncio.create_task(self._listen())
        await self._until("ACK")
        await self._send("PULL-DOC-REQ", {})
        document = await self._until("PULL-DOC-REPLY")
        self._filters = dict(_selects(json.loads(document)["doc"]["roots"]))

    async def choose(self, filter_label: str, option: int) -> None:
        model, options = self._filters[filter_label]
        event = {"kind": "ModelChanged", "model": {"id": model}, "attr": "value", "new": options[option]}
        self.received = bytearray()
        await self._send("PATCH-DOC", {"events": [event]})
        await self._until("PATCH-DOC", "OK")
        while True:
            try:
                async with asyncio.timeout(self._SILENCE):
                    await self._next()
            except TimeoutError:
                return

    async def close(self) -> None:
        self._listening.cancel()
        await self._socket.close()

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        for part in ({"msgid": uuid.uuid4().hex, "msgtype": kind}, {}, content):
            await self._socket.send(json.dumps(part))

    async def _listen(self) -> None:
        """Put whole messages into the queue: waiting with a limit must not split one."""
        try:
            while True:
                header, _, content = [await self._socket.recv() for _ in range(3)]
                told = json.loads(header)
                for _ in range(2 * told.get("num_buffers", 0)):
                    await self._socket.recv()
                self._messages.put_nowait((told["msgtype"], _as_bytes(content), time.perf_counter()))
        except websockets.ConnectionClosed as error:
            self._messages.put_nowait(("ERROR", repr(error).encode(), time.perf_counter()))

    async def _next(self) -> tuple[str, bytes]:
        kind, content, self.answered_at = await self._messages.get()
        if kind == "ERROR":
            raise PageFailedError(content[:200].decode())
        self.received += content
        return kind, content

    async def _until(self, *wanted: str) -> bytes:
        """The last message read, when one of every kind wanted has come."""
        missing, content = set(wanted), b""
        while missing:
            kind, content = await self._next()
            missing.discard(kind)
        return content


def _as_bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _selects(node: Any) -> list[tuple[str, tuple[str, list[Any]]]]:
    """(label, (model, options)) of every select of a document."""
    if isinstance(node, list):
        return [found for one in node for found in _selects(one)]
    if not isinstance(node, dict):
        return []
    attributes = node.get("attributes", {})
    is_select = isinstance(attributes, dict) and "Select" in str(node.get("name")) and "options" in attributes
    options = [one[0] if isinstance(one, list) else one for one in attributes["options"]] if is_select else []
    here = [(_label(attributes), (node["id"], options))] if is_select else []
    return here + [found for one in node.values() for found in _selects(one)]


def _label(attributes: dict[str, Any]) -> str:
    return str(attributes.get("title") or attributes.get("name") or attributes.get("label"))

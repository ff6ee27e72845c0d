"""Readers of a page, as the browser's own protocol of each tool: Streamlit's websocket, Dash's HTTP, Bokeh's websocket.

Each opens the page, changes one filter at a time, and knows when what it asked for has arrived.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import websockets

from tests.bench.apps import page_data
from tests.readers import PageFailedError, Reader, StreamlitReader

REGION, PERIOD = "Región", "Período"
"""The labels of the page's filters, the same in every tool."""


class MonitorReader(StreamlitReader):
    """A browser tab on the Monitor, whose periods are those of which there are data: the tools' own are found among them."""

    async def choose(self, filter_label: str, option: int) -> None:
        if filter_label == PERIOD:
            _, offered, _ = self._filters[PERIOD]
            option = offered.index(list(page_data.PERIODS)[option])
        await super().choose(filter_label, option)


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

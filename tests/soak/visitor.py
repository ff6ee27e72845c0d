"""A reader as the site meets them: gives the page's address, reads, downloads, unfolds; closes the tab, or is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.hostile.strangers import Said, parsed, request
from tests.readers import PageFailedError, StreamlitReader


async def get(port: int, path: str, client: str) -> Said:
    """What a browser of `client` is given for an address."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(client, 0))
    try:
        writer.write(request(path).replace(b"{port}", str(port).encode()))
        return parsed(await reader.read())
    finally:
        writer.close()


class Visitor(StreamlitReader):
    """A browser tab of `client`, which knows the files and the folds that its page shows."""

    def __init__(self, port: int, path: str, client: str) -> None:
        super().__init__(f"http://127.0.0.1:{port}{path}", client)
        self.port, self.path, self.client = port, path, client
        self._session = ""
        self._files: dict[str, str] = {}
        self._folds: dict[str, str] = {}

    @property
    def filters(self) -> Mapping[str, int]:
        """How many options each filter has."""
        return {label: len(options) for label, (_, options, _) in self._filters.items()}

    @property
    def files(self) -> Sequence[str]:
        """What `make` takes."""
        return list(self._files.values())

    @property
    def has_folds(self) -> bool:
        return bool(self._folds)

    async def unfold(self, chance: Random) -> None:
        """Open something that is folded away, and wait for it."""
        fold = chance.choice(sorted(self._folds))
        self._chosen[fold] = WidgetState(id=fold, bool_value=True)
        await self._rerun(self._folds[fold])

    async def download(self, chance: Random) -> Said:
        """Have one of the files made, and fetch it."""
        return await self._fetched(self._files[chance.choice(sorted(self._files))])

    async def download_all(self) -> None:
        """Have every file made, and fetch it."""
        for file in self.files:
            await self._fetched(file)

    async def _fetched(self, file: str) -> Said:
        return await get(self.port, await self.make(file), self.client)

    async def make(self, file: str) -> str:
        """Have a file made; its address is returned."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = "1"
        asked.backend_operation_request.session_id = self._session
        asked.backend_operation_request.deferred_file.file_id = file
        await self.send(asked.SerializeToString())
        told = ForwardMsg()
        while told.WhichOneof("type") != "backend_operation_response":
            told.ParseFromString(await self._socket.recv(decode=False))
        answer = told.backend_operation_response
        if answer.error_msg:
            raise PageFailedError(answer.error_msg)
        return answer.deferred_file.url

    def vanish(self) -> None:
        """Be gone without a word, as a browser that lost its network."""
        if self._socket:
            self._socket.transport.abort()

    async def _rerun(self, fragment: str) -> None:
        self._files.clear()  # each run of the script names them anew
        await super()._rerun(fragment)

    def _is_finished(self, raw: bytes) -> bool:
        told = ForwardMsg.FromString(raw)
        kind = told.WhichOneof("type")
        if kind == "new_session":
            self._session = told.new_session.initialize.session_id or self._session
        elif kind == "delta" and told.delta.WhichOneof("type") == "add_block":
            self._note_fold(told.delta.add_block, told.delta.fragment_id)
        return super()._is_finished(raw)

    def _note_fold(self, block: Any, fragment: str) -> None:
        if block.WhichOneof("type") == "expandable" and block.expandable.id:
            self._folds[block.expandable.id] = fragment

    def _note(self, element: Any, fragment: str) -> None:
        super()._note(element, fragment)
        if element.WhichOneof("type") == "download_button":
            self._files[element.download_button.id] = element.download_button.deferred_file_id

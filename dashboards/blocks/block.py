"""The blocks that pages are made of. Sessions share them, and showing one computes nothing.

What Streamlit renders as Markdown is `Markdown` here, or text that `plain` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, Protocol

import streamlit as st

from dashboards.charts.spec import Spec
from dashboards.display.markdown import Markdown, plain
from dashboards.serving.session import remembered


class Block(Protocol):
    """Something that can be shown as it is; it is frozen, for all sessions show the same one."""

    def show(self) -> None:
        """Send it to the reader."""


Blocks = tuple[Block, ...]


def show(blocks: Iterable[Block]) -> None:
    """Show blocks, one below the other; what templates wrote is sent together, for each message wakes the server."""
    waiting: list[Html] = []
    for block in blocks:
        if isinstance(block, Html) and block.joins:
            waiting.append(block)
            continue
        _send(waiting, apart=isinstance(block, Folded | Row))
        waiting = []
        block.show()
    _send(waiting)


def _send(written: list[Html], *, apart: bool = False) -> None:
    """As one element, or as two where the last stands `apart`: on paper a heading goes with what it folds away."""
    together = written[:-1] if apart else written
    for part in (together, written[len(together) :]):
        if len(part) == 1:
            part[0].show()
        elif part:
            st.html(f'<div class="pnme-joined">{"".join(one.markup for one in part)}</div>')


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    markdown: Markdown

    def show(self) -> None:
        """Send it to the reader."""
        st.markdown(self.markdown.source)


@dataclass(frozen=True)
class Title:
    """What a page is about, where that is one thing of many."""

    text: str

    def show(self) -> None:
        """Send it to the reader."""
        st.title(plain(self.text), anchor=False)


@dataclass(frozen=True)
class Caption:
    """Small print."""

    markdown: Markdown

    def show(self) -> None:
        """Send it to the reader."""
        st.caption(self.markdown.source)


@dataclass(frozen=True)
class Notice:
    """What a reader must know before reading on."""

    markdown: Markdown

    def show(self) -> None:
        """Send it to the reader."""
        st.warning(self.markdown.source)


@dataclass(frozen=True)
class Failure:
    """What could not be shown, and why."""

    markdown: Markdown

    def show(self) -> None:
        """Send it to the reader."""
        st.error(self.markdown.source)


@dataclass(frozen=True)
class Advice:
    """What is missing and what to do."""

    markdown: Markdown

    def show(self) -> None:
        """Send it to the reader."""
        st.info(self.markdown.source)


@dataclass(frozen=True)
class Html:
    """What a template of ours wrote. It `joins` what stands around it, unless the page does something with it alone."""

    markup: str
    joins: bool = True

    def show(self) -> None:
        """Send it to the reader."""
        st.html(self.markup)


@dataclass(frozen=True)
class Drawing:
    """A chart, and what it shows for those who do not see it."""

    spec: Spec
    description: str
    key: str

    def show(self) -> None:
        """Send it to the reader."""
        # With its height, so that what is below does not move when it is drawn.
        height = self.spec["height"]
        st.vega_lite_chart(self.spec, width="stretch", height=height, key=self.key, alt=self.description)


@dataclass(frozen=True)
class File:
    """A file to download, made when it is first asked for. `key` is its own on the page."""

    key: str
    label: str
    name: str
    mime: str
    make: Callable[[], bytes]
    identity: object = field(default_factory=object, compare=False)
    """What it is remembered by, as long as there is room."""

    def show(self) -> None:
        """Send its button to the reader."""
        st.download_button(
            plain(f"Descargar {self.label}"),
            partial(remembered, self.identity, self.make),
            file_name=self.name,
            mime=self.mime,
            key=self.key,
            on_click="ignore",
        )


@dataclass(frozen=True)
class Row:
    """Blocks on one line, each as wide as it needs."""

    blocks: Blocks

    def show(self) -> None:
        """Send them to the reader."""
        with st.container(horizontal=True):
            show(self.blocks)


@dataclass(frozen=True)
class Columns:
    """Blocks side by side, one below the other on a phone."""

    widths: tuple[int, ...]
    blocks: tuple[Blocks, ...]
    gap: Literal["medium", "large"] = "large"

    def show(self) -> None:
        """Send them to the reader."""
        for column, inside in zip(st.columns(self.widths, gap=self.gap), self.blocks, strict=True):
            with column:
                show(inside)


@dataclass(frozen=True)
class Framed:
    """Blocks in a frame of their own."""

    blocks: Blocks

    def show(self) -> None:
        """Send them to the reader."""
        with st.container(border=True):
            show(self.blocks)


@dataclass(frozen=True)
class Folded:
    """Blocks behind a label that opens them; they are sent when they are opened, for most never are."""

    label: str
    blocks: Blocks
    key: str

    def show(self) -> None:
        """Send the label and, where it is open, the blocks."""
        fold = st.expander(plain(self.label), key=f"{self.key}-fold", on_change="rerun")
        if fold.open:
            with fold:
                show(self.blocks)

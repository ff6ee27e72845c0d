"""The blocks that pages are made of. Sessions share them, and showing one computes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

import streamlit as st

from dashboards.charts.spec import Spec
from dashboards.serving.page import Page


class Block(Protocol):
    """Something that can be shown as it is; it is frozen, for all sessions show the same one."""

    def show(self) -> None:
        """Send it to the reader."""


Blocks = tuple[Block, ...]


def show(blocks: Iterable[Block]) -> None:
    """Show blocks, one below the other."""
    for block in blocks:
        block.show()


@dataclass(frozen=True)
class Heading:
    """The heading of what follows."""

    text: str

    def show(self) -> None:
        """Send it to the reader."""
        st.subheader(self.text, anchor=False)


@dataclass(frozen=True)
class Text:
    """A paragraph, in Markdown."""

    markdown: str

    def show(self) -> None:
        """Send it to the reader."""
        st.markdown(self.markdown)


@dataclass(frozen=True)
class Caption:
    """Small print, in Markdown."""

    markdown: str

    def show(self) -> None:
        """Send it to the reader."""
        st.caption(self.markdown)


@dataclass(frozen=True)
class Notice:
    """What a reader must know before reading on, in Markdown."""

    markdown: str

    def show(self) -> None:
        """Send it to the reader."""
        st.warning(self.markdown)


@dataclass(frozen=True)
class Advice:
    """What is missing and what to do, in Markdown."""

    markdown: str

    def show(self) -> None:
        """Send it to the reader."""
        st.info(self.markdown)


@dataclass(frozen=True)
class Html:
    """What a template of ours wrote."""

    markup: str

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
        st.vega_lite_chart(self.spec, width="stretch", key=self.key, alt=self.description)


@dataclass(frozen=True)
class File:
    """A file to download, made when it is asked for."""

    name: str
    extension: str
    mime: str
    make: Callable[[], bytes]

    def show(self) -> None:
        """Send its button to the reader."""
        st.download_button(
            f"Descargar {self.extension.upper()}",
            self.make,
            file_name=f"pnme-{self.name}.{self.extension}",
            mime=self.mime,
            key=f"{self.name}-{self.extension}",
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
class PageLink:
    """A link to another page, which keeps the filters."""

    page: Page
    label: str

    def show(self) -> None:
        """Send it to the reader."""
        # Streamlit knows a page by its address.
        target = st.Page(self.page.render, title=self.page.title, url_path=self.page.address)
        st.page_link(target, label=f"{self.label} →")


@dataclass(frozen=True)
class Folded:
    """Blocks behind a label that opens them; they are sent when they are opened, for most never are."""

    label: str
    blocks: Blocks
    key: str

    def show(self) -> None:
        """Send the label and, where it is open, the blocks."""
        fold = st.expander(self.label, key=f"{self.key}-fold", on_change="rerun")
        if fold.open:
            with fold:
                show(self.blocks)

"""What a page is made of: finished parts that sessions share. Showing them computes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from dashboards.charts import Spec


class Part(Protocol):
    """Something that can be shown as it is; it is frozen, for all sessions show the same one."""

    def show(self) -> None:
        """Send it to the reader."""


Parts = tuple[Part, ...]


def show(parts: Iterable[Part]) -> None:
    """Show parts, one below the other."""
    for part in parts:
        part.show()


@dataclass(frozen=True)
class Heading:
    """The heading of a part of a page."""

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
    """Markup that we wrote, with its texts escaped."""

    markup: str

    def show(self) -> None:
        """Send it to the reader."""
        st.html(self.markup)


@dataclass(frozen=True)
class Drawing:
    """A finished chart, and what it shows for those who do not see it."""

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
    """Parts on one line, each as wide as it needs."""

    parts: Parts

    def show(self) -> None:
        """Send them to the reader."""
        with st.container(horizontal=True):
            show(self.parts)


@dataclass(frozen=True)
class Columns:
    """Parts side by side, one below the other on a phone."""

    widths: tuple[int, ...]
    parts: tuple[Parts, ...]

    def show(self) -> None:
        """Send them to the reader."""
        for column, inside in zip(st.columns(self.widths, gap="large"), self.parts, strict=True):
            with column:
                show(inside)


@dataclass(frozen=True)
class Folded:
    """Parts behind a label that opens them; they are sent when they are opened, for most never are."""

    label: str
    parts: Parts
    key: str

    def show(self) -> None:
        """Send the label and, where it is open, the parts."""
        fold = st.expander(self.label, key=f"{self.key}-fold", on_change="rerun")
        if fold.open:
            with fold:
                show(self.parts)

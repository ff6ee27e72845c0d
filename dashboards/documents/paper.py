"""What people carry into a room: a cover and sections, which become a PDF or a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboards.charts.spec import Spec
from dashboards.display.columns import Column
from dashboards.documents.spreadsheets import Fact


@dataclass(frozen=True)
class Heading:
    """What the parts after it are."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A sentence or several."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A figure with what it is of, what stands below it and which kind of data it is; `amount` is its number."""

    label: str
    value: str
    amount: float | None = None
    lines: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class Headlines:
    """Figures side by side, and what is `shared` by all of them, which is said once."""

    figures: tuple[Headline, ...]
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listing:
    """Columns of a frame, as people read them; a workbook has the values. `empty` is said where there is no row."""

    frame: pl.DataFrame
    columns: Sequence[Column]
    empty: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing of a few: what it is, where it stands, what is said of it, and which kind of data it is."""

    title: str
    line: str
    text: str
    kind: str = ""


@dataclass(frozen=True)
class Items:
    """Things that a table has no room for."""

    items: tuple[Item, ...]


@dataclass(frozen=True)
class Picture:
    """A chart, what it shows for those who do not see it, and where it comes from; `height` in pixels, if not its own."""

    spec: Spec
    description: str
    caption: str
    height: int = 0


Part = Heading | Paragraph | Headlines | Listing | Items | Picture


@dataclass(frozen=True, kw_only=True)
class Section:
    """Parts under a title; pages lie down where `is_wide`, and sections that lie alike share them.

    In a workbook it is a sheet called `name`, of `sheet` or of what it lists.
    """

    title: str
    name: str
    parts: tuple[Part, ...]
    is_wide: bool = False
    sheet: Listing | None = None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """All of it. `head`, `foot` and `kinds` stand on every page, `note` and `facts` on the cover.

    One that `is_card` has no cover: its title, note and sections stand on a page, as long as they fit.
    The same paper gives the same bytes: it is dated by `day`, which is that of its figures, never by the clock.
    """

    title: str
    subtitle: str
    author: str
    head: str
    foot: str
    kinds: tuple[str, ...]
    note: str
    facts: tuple[Fact, ...]
    day: date
    sections: tuple[Section, ...]
    is_card: bool = False

"""Papers as PDF: set by Typst, tagged for screen readers (PDF/UA-1), its charts as lines and letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboards.charts.spec import Spec, with_rows
from dashboards.display import palette
from dashboards.display.columns import Column
from dashboards.documents.drawing import drawer
from dashboards.documents.paper import Heading, Headlines, Items, Listing, Paper, Paragraph, Part, Picture, Section
from metrics import legible

PDF = "application/pdf"
_CHART_WIDTH = 700
"""Pixels of a chart with all that belongs to it, as wide as the text of a page: its letters are of 8 points."""
_FONT = "Libertinus Serif"
"""What Typst has within itself: nothing of the machine goes into a paper."""
_BREAK = "\u200b"
_OVERLONG = re.compile(r"\S{30}(?=\S)")
"""A longer word is broken, or it would leave its column and the page."""
_WIDEST = 150.0
"""Letters that a column asks room for, however much it says."""
_SHORT = 14
"""A column of at most so many letters is as wide as they are; others share what is left."""


def as_pdf(paper: Paper) -> bytes:
    """The paper, made by another process. TimeoutError or BrokenProcessPool where it can't be."""
    return drawer.pdf(_told(paper))


def _told(paper: Paper) -> dict[str, Any]:
    """The paper as `paper.typ` reads it."""
    return {
        "title": legible(paper.title),
        "subtitle": legible(paper.subtitle),
        "author": paper.author,
        "head": legible(paper.head),
        "foot": legible(paper.foot),
        "kinds": list(paper.kinds),
        "note": legible(paper.note),
        "facts": [[legible(fact.name), legible(fact.text)] for fact in paper.facts],
        "day": {"year": paper.day.year, "month": paper.day.month, "day": paper.day.day},
        "is_card": paper.is_card,
        "sections": [_section(one) for one in paper.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    parts = [{"type": kind, **told} for part in section.parts for kind, told in _parts(part)]
    return {"title": legible(section.title), "is_wide": section.is_wide, "parts": parts}


def _parts(part: Part) -> Iterator[tuple[str, Mapping[str, Any]]]:
    match part:
        case Heading(text):
            yield "heading", {"text": legible(text)}
        case Paragraph(text):
            yield "paragraph", {"text": legible(text)}
        case Headlines(figures, shared):
            told = [{**_texts(vars(one)), "lines": _all(one.lines)} for one in figures]
            yield "figures", {"figures": told, "shared": legible(" · ".join(shared))}
        case Listing(frame, columns, empty):
            if frame.is_empty():
                yield "paragraph", {"text": empty}
            else:
                yield "listing", _listing(part, columns)
        case Items(items):
            yield "items", {"items": [_texts(vars(one)) for one in items]}
        case Picture(spec, description, caption, height):
            drawn = _on_paper(spec, height or spec["height"])
            yield "drawing", {"spec": drawn, "description": description, "caption": legible(caption)}


def _printable(text: str) -> str:
    return _OVERLONG.sub(r"\g<0>" + _BREAK, legible(text))


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _printable(value) for name, value in values.items() if isinstance(value, str)}


def _all(texts: Sequence[str]) -> list[str]:
    return [legible(text) for text in texts]


def _listing(listing: Listing, columns: Sequence[Column]) -> Mapping[str, Any]:
    rows = [[_printable(column.shown(row)) for column in columns] for row in listing.frame.iter_rows(named=True)]
    described = [
        {"title": column.title, "is_number": column.is_number, "weight": _weight(column.title, cells)}
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    return {"columns": described, "rows": rows}


def _weight(title: str, cells: Sequence[str]) -> float:
    """0 of a column of few letters; of others how wide they want to be, in parts of what is left."""
    longest = max(map(len, (title, *cells)))
    if longest <= _SHORT:
        return 0
    mean = min(sum(map(len, cells)) / len(cells), _WIDEST)
    word = max(len(word) for text in (title, *cells) for part in text.split(_BREAK) for word in part.split() or [""])
    return float(round(max(mean, min(longest / 3, _WIDEST), 1.5 * word) ** 0.6, 2))


def _on_paper(spec: Spec, height: int) -> dict[str, Any]:
    drawn = with_rows(spec) | {
        "width": _CHART_WIDTH,
        "height": height,
        "background": palette.GROUND.light,
        "padding": 4,
    }
    # On a screen the height is the room that there is; here the drawing has it, and all else comes on top.
    return drawn | {"autosize": {"type": "fit-x", "contains": "padding"}, "config": {**drawn["config"], "font": _FONT}}

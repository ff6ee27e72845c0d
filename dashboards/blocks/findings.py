"""What the document gets wrong, by chapter and table: a sentence, both figures, where they stand, and the checks behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboards.blocks import listings
from dashboards.blocks.block import Html
from dashboards.blocks.markup import html
from dashboards.display import checks, findings, rows, words
from dashboards.display.contradictions import Said, said
from dashboards.display.findings import Pair
from dashboards.display.rows import UNWRITTEN
from metrics import Finding


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """What the template is given of one finding."""

    said: Said
    pair: Pair | None
    places: str
    behind: str
    checks: str


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A table, or the text of a chapter that has tables too; without a name, the text of one that has none."""

    name: str
    findings: Sequence[_Shown]


@dataclass(frozen=True, kw_only=True)
class _Chapter:
    name: str
    places: Sequence[_Place]


def by_chapter(found: Iterable[Finding], *, level: int = 2) -> Html:
    """The findings, which come in the order of the document, each under its chapter and table; `level` is that of a chapter."""
    chapters = groupby(found, key=lambda one: one.chapter)
    return html(
        "findings", level=level, chapters=[_Chapter(name=name, places=[*_places([*told])]) for name, told in chapters]
    )


def _places(found: Sequence[Finding]) -> Iterator[_Place]:
    """The text of a chapter before its tables."""
    tables = dict.fromkeys(["", *(one.table for one in found)])
    for table in tables:
        standing = [one for one in found if one.table == table]
        name = table or ("" if len(tables) == 1 else findings.IN_TEXT)
        if standing:
            yield _Place(name=name, findings=rows.written(standing, _shown, _told_only))


def _shown(finding: Finding) -> _Shown:
    return _of(finding, said(finding), findings.pair(finding))


def _told_only(finding: Finding) -> _Shown:
    return _of(finding, Said(UNWRITTEN), None)


def _of(finding: Finding, text: Said, pair: Pair | None) -> _Shown:
    return _Shown(
        said=text,
        pair=pair,
        places=findings.places(finding),
        behind=words.behind(finding),
        checks=listings.table(
            checks.in_words(finding.checks), checks.COLUMNS, caption=f"Comprobaciones de: {text.opening}"
        ).markup,
    )

"""What the document gets wrong as rows of a table: each contradiction with its sentence, its figures and its places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from dashboards.display import checks, rows
from dashboards.display.columns import Column
from dashboards.display.contradictions import listed_lines, said
from dashboards.display.formats import number
from dashboards.display.rows import UNWRITTEN, Row
from metrics import Check, CheckKind, Finding

COLUMNS = (
    Column("chapter", "Capítulo"),
    Column("table", "Tabla"),
    Column("sentence", "Qué no cuadra"),
    Column("published", "Publicado", is_number=True),
    Column("computed", "Calculado", is_number=True),
    Column("places", "Dónde"),
    Column("checks", "Comprobaciones", is_number=True),
)
UNDECIDED_COLUMNS = tuple(
    replace(column, title="Qué queda sin decidir") if column.name == "sentence" else column for column in COLUMNS
)
IN_TEXT = "En el texto"
_NOTHING = "—"
_PRINTED_TWICE = frozenset(
    {CheckKind.RANK, CheckKind.ORDER, CheckKind.RESTATEMENT, CheckKind.DATE, CheckKind.NUMBER, CheckKind.BOUND}
)
"""Both figures are printed: neither was worked out."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What is printed beside what comes out, or what is printed elsewhere, as a reader sees them."""

    published: str
    against: str
    computed: str


def in_words(findings: Iterable[Finding]) -> pl.DataFrame:
    """The findings, a row each, with `COLUMNS`."""
    written = rows.written(findings, _row, _told_only)
    return pl.DataFrame(written, schema={column.name: pl.String for column in COLUMNS}, orient="row")


def pair(finding: Finding) -> Pair | None:
    """Both figures, where there are two and they are no words; of several cases each has its own."""
    pairs = {_pair(check) for check in finding.told if checks.computed(check) != _NOTHING}
    return pairs.pop() if len(pairs) == 1 else None


def _pair(check: Check) -> Pair:
    return Pair(
        published=checks.published(check),
        against="En otra parte" if check.kind in _PRINTED_TWICE else "Calculado",
        computed=checks.computed(check),
    )


def places(finding: Finding) -> str:
    """'Introducción (línea 22), Tabla 13 (líneas 1656 a 1680)'."""
    lines: dict[str, list[int]] = {}
    for passage in finding.passages:
        lines.setdefault(passage.place, []).append(passage.line)
    return ", ".join(f"{place} ({listed_lines([*dict.fromkeys(found)])})" for place, found in lines.items())


def _row(finding: Finding) -> Row:
    first = finding.told[0]
    return {
        **_told_only(finding),
        "sentence": said(finding).sentence,
        "published": checks.published(first),
        "computed": checks.computed(first),
    }


def _told_only(finding: Finding) -> Row:
    """A finding of which nothing else can be written: where it is."""
    return {
        "chapter": finding.chapter,
        "table": finding.table or IN_TEXT,
        "sentence": UNWRITTEN,
        "published": _NOTHING,
        "computed": _NOTHING,
        "places": places(finding),
        "checks": number(len(finding.checks)),
    }

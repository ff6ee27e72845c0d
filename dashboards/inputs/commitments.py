"""Which of the norms and promises of the document."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboards.display import commitments
from dashboards.display.words import folded
from dashboards.inputs import address
from dashboards.inputs.address import Parameter

_KIND, _CHAPTER, _STATUS, _BODY, _TEXT = map(Parameter, ("tipo", "capitulo", "estado", "responsable", "texto"))
_ALL = "Todos"
_NOBODY = "nadie"
_READ = ("code", "designation", "text", "stage", "chapter", "heading", "body")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is kept, each by its code (of a chapter its number), and the words looked for; nothing keeps all. Hashable."""

    kind: str = ""
    chapter: str = ""
    status: str = ""
    body: str = ""
    text: str = ""

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Those that are kept, in the order of the document."""
        kept = frame.filter(
            pl.lit(not self.kind) | (pl.col("kind") == self.kind),
            pl.lit(not self.chapter)
            | pl.Series([number_of(one) == self.chapter for one in frame["chapter"]], dtype=pl.Boolean),
            pl.lit(not self.status) | (pl.col("status").fill_null(_NOBODY) == self.status),
            pl.lit(not self.body) | (pl.col("body_code").fill_null(_NOBODY) == self.body),
        )
        asked = folded(self.text)
        told = [any(asked in folded(str(cell or "")) for cell in row) for row in kept.select(_READ).iter_rows()]
        return kept.filter(pl.Series(told, dtype=pl.Boolean))


def number_of(chapter: str) -> str:
    """'9.2' of 'Eje 9 / 9.2'."""
    return next(reversed(chapter.split()), "")


def wanted(frame: pl.DataFrame) -> Wanted:
    """Ask which of those in `frame`, whose chapters and bodies are offered."""
    headings = dict(frame.select("chapter", "heading").unique(maintain_order=True).iter_rows())
    chapters = {number_of(chapter): f"{chapter}: {heading}" for chapter, heading in headings.items()}
    bodies = dict(frame.drop_nulls("body").select("body_code", "body").unique().sort("body").iter_rows())
    statuses = {code or _NOBODY: told for code, told in commitments.STATUS.items()}
    first, second, third, fourth = st.columns(4)
    with first:
        kind = address.choose(_KIND, "Clase", {"": _ALL, **commitments.KINDS}, first="")
    with second:
        chapter = address.choose(_CHAPTER, "Capítulo", {"": _ALL, **chapters}, first="")
    with third:
        status = address.choose(_STATUS, "Estado", {"": _ALL, **statuses}, first="")
    with fourth:
        body = address.choose(_BODY, "Responsable", {"": _ALL, _NOBODY: "Nadie ha informado", **bodies}, first="")
    text = address.type_in(_TEXT, "Buscar en el texto", placeholder="Por ejemplo, expulsiones o 24.842")
    return Wanted(kind=kind, chapter=chapter, status=status, body=body, text=text)

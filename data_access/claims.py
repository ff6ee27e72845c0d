"""What the Cuenta Pública says of its figures and of dates, as data: each claim with the line that it stands on.

A claim repeats no number that has a row among the published figures: it names the figure. It is shipped, not
loaded: it says how to read the document, whose figures are loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from data_access.reference import read_csv


class ClaimKind(StrEnum):
    """What is claimed; each kind has one rule."""

    EVENT = "event"
    DURATION = "duration"
    QUANTITY = "quantity"
    AVERAGE = "average"
    COMPLEMENT = "complement"
    RATE = "rate"
    RANK = "rank"
    HIGHEST = "highest"
    BASE = "base"
    NAME = "name"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One claim. `raw` stands literally on `line`.

    `about` is the event ('signed'), the quantity or the attribute of `subject`; `base` is of whom a number is said;
    `when` a period as metrics read it, or empty where the document gives none. The number is `value`, or that of the
    figure with the id `figure`. `of` names what it is made of: figures, or the event that this one is said to follow.
    """

    id: str
    kind: ClaimKind
    subject: str
    about: str
    base: str
    when: str
    value: str
    unit: str
    figure: str
    of: tuple[str, ...]
    chapter: str
    line: int
    raw: str

    @property
    def place(self) -> str:
        """Where a reader finds it."""
        return self.chapter


def _claim(row: dict[str, str]) -> Claim:
    texts: dict[str, str] = {name: row[name] for name in Claim.__dataclass_fields__}
    kind, of, line = ClaimKind(row["kind"]), tuple(row["of"].split()), int(row["line"])
    return Claim(**texts | {"kind": kind, "of": of, "line": line})  # type: ignore[arg-type]


@lru_cache(1)
def claims() -> tuple[Claim, ...]:
    """Every claim, in the order of the document."""
    return tuple(_claim(row) for row in read_csv("claims.csv"))

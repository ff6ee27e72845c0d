"""The members of a dimension: their codes in display order, each with its label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Members:
    """Codes of a dimension in display order, each with its label."""

    labels: Mapping[str, str]

    def label(self, code: str) -> str:
        """The label of `code`; the code itself where no list names it."""
        return self.labels.get(code, code)


class Directory(Protocol):
    """Who knows the members of every dimension."""

    def members(self, dimension: str) -> Members:
        """The members of a dimension; none for those of time."""
        ...

    def regions(self) -> Members:
        """The sixteen regions, north to south."""
        ...

"""What the document says where its figures stand: the sentence, or the row of a table, of each line that something is cited from.

Only these lines are shipped. A row of bare numbers comes with the heads of its columns, where the document has them
in one line: 'Año Otorgadas | 2021 2.984'.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from data_access.reference.packaged import read_csv


def passage(line: int) -> str:
    """The sentence or the row of a line of the Cuenta Pública; LookupError for one that nothing is cited from."""
    if line not in _passages():
        msg = f"line {line}: no figure and no claim stands on it"
        raise LookupError(msg)
    return _passages()[line]


@lru_cache(1)
def _passages() -> Mapping[int, str]:
    return {int(row["line"]): row["text"] for row in read_csv("passages.csv")}

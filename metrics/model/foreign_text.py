"""Text that others wrote, in a database or a file: what it must not do where it is shown or opened."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_NUMBER = re.compile(r"[-+]?\$?[\d.,]+([ \xa0]?%| días)?")
_OPERATORS = frozenset("=+-@")
_CELL_EDGES = re.compile(r"([;\t\r\n]+)")
"""Where a spreadsheet may begin another cell: in Chile it splits what has commas at semicolons, inside quotes too."""
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn around what comes after them, outside of the text that they stand in."""
_REPLACEMENT = "\ufffd"


def neutral(value: Any) -> Any:
    """A value as a cell: text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    pieces = _CELL_EDGES.split(value)
    begins = "'" if pieces[0] == "" and len(pieces) > 1 else ""
    return begins + "".join(f"'{piece}" if _is_formula(piece) else piece for piece in pieces)


def legible(text: str) -> str:
    """One line without what cannot be seen but acts: of terminals, of the direction of writing."""
    return "".join(_seen(letter) for letter in text) if not text.isprintable() else text


def _is_formula(piece: str) -> bool:
    """It begins with an operator, whatever blank or invisible stands before; full-width and small ones count."""
    first = next((letter for letter in piece if not _is_blank(letter)), "")
    return unicodedata.normalize("NFKC", first) in _OPERATORS and not _NUMBER.fullmatch(piece.strip())


def _is_blank(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter)[0] in "ZC"


def _seen(letter: str) -> str:
    if letter in "\t\n\v\f\r\x85\u2028\u2029":
        return " "
    return _REPLACEMENT if unicodedata.category(letter) == "Cc" or letter in _BIDI_CONTROLS else letter

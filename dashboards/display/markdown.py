"""Markdown of ours with values of others: the template is Markdown, what goes into it is text, to the letter.

A block of text takes `Markdown`, never a string, so what comes from the database passes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from string import punctuation

from metrics import legible

# Streamlit looks for some marks in text whose escapes were read already. Nothing but a node of its own parts them.
_PARTING = ":small[]"
_MARKS = re.compile(
    r"""(?P<shortcode>:)(?=[\w+-])
    | (?P<address>:)(?=//)
    | (?P<host>www)(?=\.)
    | (?P<email>[\w.+-])(?=@)
    | (?P<arrow>[-<>~])(?=[-=>])""",
    re.VERBOSE | re.IGNORECASE,
)
_ESCAPES = str.maketrans({mark: f"\\{mark}" for mark in punctuation})
_BLANKS = re.compile(r"[ \t]+")
_OTHER_BLANK = re.compile(r"[^\S ]|\ufeff")


@dataclass(frozen=True)
class Markdown:
    """Markdown that may be shown: `markdown` makes it."""

    source: str


Value = str | Markdown
NOTHING = Markdown("")


def markdown(template: str, **values: Value) -> Markdown:
    """The template, a literal of ours, with the values in the places of their names: text as text, Markdown as it is."""
    return Markdown(template.format_map({name: _source(value) for name, value in values.items()}))


def as_text(text: str) -> Markdown:
    """Markdown that reads as `text`, to the letter."""
    return Markdown(plain(text))


def code(name: str) -> Markdown:
    """A name of ours as code: without the marks of Markdown that a name has no use for."""
    return Markdown(f"`{name.replace('`', '')}`")


def joined(separator: str, parts: Iterable[Markdown]) -> Markdown:
    """The parts, one after the other."""
    return Markdown(separator.join(part.source for part in parts))


def plain(text: str) -> str:
    """Markdown that reads as `text`, to the letter, wherever Streamlit renders Markdown."""
    line = _BLANKS.sub(" ", legible(text)).strip(" ")
    parts = _MARKS.sub(r"\g<0>" + "\0", line).split("\0")
    return _PARTING.join(map(_escaped, parts)) or _PARTING


def _escaped(text: str) -> str:
    """Every mark with a backslash; blanks that Markdown would not take for part of a word by number."""
    return _OTHER_BLANK.sub(lambda blank: f"&#{ord(blank[0])};", text.translate(_ESCAPES))


def _source(value: Value) -> str:
    return value.source if isinstance(value, Markdown) else plain(value)

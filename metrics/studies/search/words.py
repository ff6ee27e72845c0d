"""How text becomes words to be found: without case and accents, numbers whole, 'tabla 13' as one, inflections reduced."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from metrics.studies.search.synonyms import NUMBERED, SAID, UNTOLD

LONGEST = 40
"""Letters of a word; nothing that can be found has more."""
_OF_ONE_WORD = re.compile(r"(?<=\d)[.,](?=\d)|(?<=\w)['’](?=\w)")
"""Dots inside a number, the apostrophe of O’Higgins."""
_BETWEEN = frozenset({"n", "no", "nro", "supremo"})
"""What may stand before the number."""
_YEAR = re.compile(r"20[0-4]\d")


def _analyzer(*filters: Filter) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold())
    for one in filters:
        builder = builder.filter(one)
    return builder.build()


_SPELLED = _analyzer(Filter.remove_long(LONGEST))
_STEMMED = _analyzer(Filter.stemmer("spanish"))


def spelled(text: str) -> tuple[str, ...]:
    """The words of a text as they are written, but for case and accents; a number joined to what it numbers."""
    readable = text.encode("utf-8", "ignore").decode()
    whole = _OF_ONE_WORD.sub("", unicodedata.normalize("NFKC", readable))
    return tuple(_joined(_SPELLED.analyze(whole)))


def _joined(words: Iterable[str]) -> Iterable[str]:
    before = ""
    for word in words:
        yield word
        if before in NUMBERED and word.isdigit():
            yield before + word
        if word not in _BETWEEN:
            before = word


def stem(word: str) -> str:
    """What the inflections of a word have in common; '' where nothing is left of it."""
    return "".join(_STEMMED.analyze(word))


def stems(text: str) -> tuple[str, ...]:
    """The words of a text without inflections; those of grammar left out."""
    return tuple(stem(word) for word in spelled(text) if word not in UNTOLD)


def telling(text: str) -> tuple[str, ...]:
    """The words of a text that tell one metric from another; all of them where none does."""
    words = spelled(text)
    return tuple(word for word in words if word not in UNTOLD and not _YEAR.fullmatch(word)) or words


def said(text: str) -> str:
    """What people say for what a text says somewhere."""
    held = frozenset(stems(text))
    return " ".join(others for words, others in _SAID if words <= held)


def said_of_all(text: str) -> str:
    """What people say for the whole of a text: 'gasto' does not stand for 'Gastos en personal'."""
    whole = frozenset(stems(text))
    return " ".join(others for words, others in _SAID if words == whole)


_SAID = tuple((frozenset(stems(words)), others) for words, others in SAID.items())

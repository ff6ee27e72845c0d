"""Finds metrics by what people say, in Spanish: with or without accents, unfinished, or a letter wrong."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.catalogue import catalogue
from metrics.model.metric import Metric
from metrics.studies.search.index import Indexed, Word, indexed
from metrics.studies.search.splits import FoundMember, Meant, named
from metrics.studies.search.words import telling

__all__ = ["Found", "FoundMember", "find"]

_MOST_LETTERS, _MOST_WORDS = 400, 16
"""Of a query; what comes after is not read."""


@dataclass(frozen=True)
class Found:
    """A metric, and the members of its dimensions that the query names."""

    metric: Metric
    members: tuple[FoundMember, ...] = ()


def find(query: str, limit: int | None = None) -> tuple[Found, ...]:
    """The metrics that a query names, best first: those with all of its words or, if there is none, with most of them.

    All of them, in order of id, for an empty query.
    """
    if not query.strip():
        return tuple(Found(metric) for metric in catalogue().values())[:limit]
    index = indexed()
    read = query[:_MOST_LETTERS]
    typed = tuple(dict.fromkeys(telling(read)))[:_MOST_WORDS]
    words = [index.understood(word, is_last=word == typed[-1]) for word in typed]
    known = [word for word in words if word.meanings]
    meant = [frozenset(word.meanings) for word in known]
    best = _best(index, known, read)[:limit]
    return tuple(_found(index, place, meant) for place in best)


def _found(index: Indexed, place: int, meant: Meant) -> Found:
    metric = index.metrics[place]
    return Found(metric, named(metric, index.splits[place], meant))


def _best(index: Indexed, words: list[Word], query: str) -> list[int]:
    rankings = (index.ranked(words, needed, query) for needed in range(len(words), 0, -1))
    return next((ranking for ranking in rankings if ranking), [])

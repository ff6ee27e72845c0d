"""The index of all metrics, in memory: what each is found by, how much that weighs, and what a typed word may mean."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tantivy import Document, Index, Occur, Query, Schema, SchemaBuilder, Searcher, TextAnalyzerBuilder, Tokenizer

from data_access.published import PublishedFigure, published_figures
from metrics.catalogue import catalogue, dimension_labels
from metrics.model.dimensions import REGION
from metrics.model.metric import Metric
from metrics.model.topics import TOPICS
from metrics.studies.search.splits import Splits, splits
from metrics.studies.search.synonyms import HEADLINES, SAID_OF
from metrics.studies.search.words import said, spelled, stem, stems

_WEIGHTS = {
    "id": 8.0,
    "label": 8.0,
    "headline": 8.0,
    "named": 7.0,
    "also": 3.0,
    "topic": 3.0,
    "member": 3.0,
    "place": 3.0,
    "document": 2.0,
    "source": 1.0,
    "definition": 1.0,
}
"""What a word counts where it is found."""
_LISTED = {"headline": 4.5, "named": 4.0, "also": 4.0, "place": 4.0}
"""Where words stand in a list, whose length and whose other words tell nothing of how well one of them fits."""
_WHOLE = "whole"
_NAMED_IN_FULL = 10_000.0
"""What is asked by its whole label, or by its id, comes first."""
_TIES = 0.2
"""What a word counts in the places where it counts less."""
_HEADLINE = 1.25
_AS_TYPED, _COMPLETED, _CORRECTED = 10.0, 1.0, 1.0
_SHORTEST_COMPLETED, _SHORTEST_CORRECTED, _SHORTEST_BOTH = 3, 5, 7
_MOST_COMPLETIONS = 40
_WRITER_BYTES = 15_000_000


@dataclass(frozen=True)
class Word:
    """A typed word: what it may mean, without inflections, and how much each meaning counts."""

    meanings: Mapping[str, float]


@dataclass(frozen=True)
class Indexed:
    """The metrics in order of id, their members, and the two indexes: of metrics, and of the words they are found by."""

    metrics: tuple[Metric, ...]
    splits: tuple[Splits, ...]
    schema: Schema
    searcher: Searcher
    words: tuple[str, ...]
    stems: frozenset[str]
    word_schema: Schema
    word_searcher: Searcher

    def understood(self, word: str, *, is_last: bool) -> Word:
        """What a word may mean: itself; of the last one, words that begin so; else words of one letter more, less or other."""
        reduced = stem(word)
        exact = {reduced: _AS_TYPED} if reduced in self.stems else {}
        completed = dict.fromkeys(self._completed(word), _COMPLETED) if is_last or not exact else {}
        found = completed | exact
        return Word(found or dict.fromkeys(self._corrected(word), _CORRECTED))

    def ranked(self, words: Sequence[Word], needed: int, query: str) -> list[int]:
        """Places in `metrics` of those that have `needed` of the words of a query, best first."""
        some = Query.boolean_query([(Occur.Should, self._means(word)) for word in words], needed)
        whole = Query.const_score_query(Query.term_query(self.schema, _WHOLE, _whole(query)), _NAMED_IN_FULL)
        asked = Query.boolean_query([(Occur.Must, some), (Occur.Should, whole)])
        hits = self.searcher.search(asked, limit=len(self.metrics), count=False).hits
        ranked = ((_standing(score, self.metrics[address.doc]), address.doc) for score, address in hits)
        return [place for _, place in sorted(ranked)]

    def _means(self, word: Word) -> Query:
        return Query.disjunction_max_query(
            [self._stands(name, text, counts) for text, counts in word.meanings.items() for name in _WEIGHTS], _TIES
        )

    def _stands(self, name: str, text: str, counts: float) -> Query:
        term = Query.term_query(self.schema, name, text)
        found = Query.const_score_query(term, _LISTED[name]) if name in _LISTED else term
        return Query.boost_query(found, _WEIGHTS[name] * counts)

    def _completed(self, word: str) -> Iterable[str]:
        if len(word) < _SHORTEST_COMPLETED:
            return ()
        start, end = bisect_left(self.words, word), bisect_left(self.words, f"{word}\uffff")
        return sorted({stem(one) for one in self.words[start:end][:_MOST_COMPLETIONS]})

    def _corrected(self, word: str) -> Iterable[str]:
        if len(word) < _SHORTEST_CORRECTED:
            return ()
        whole = self._alike(word, is_start=False)
        return whole or (self._alike(word, is_start=True) if len(word) >= _SHORTEST_BOTH else [])

    def _alike(self, word: str, *, is_start: bool) -> list[str]:
        query = Query.fuzzy_term_query(self.word_schema, "word", word, prefix=is_start)
        hits = self.word_searcher.search(query, limit=_MOST_COMPLETIONS, count=False).hits
        return sorted({stem(self.words[address.doc]) for _, address in hits})


def _whole(text: str) -> str:
    """A text as one word."""
    return "-".join(stems(text))


def _standing(score: float, metric: Metric) -> tuple[float, str]:
    """Sorts the best first, those of equal score by id."""
    return -round(score * (_HEADLINE if metric.id in HEADLINES else 1.0), 4), metric.id


@lru_cache(1)
def indexed() -> Indexed:
    """The index, made once a process."""
    metrics = tuple(catalogue().values())
    members = tuple(splits(metric) for metric in metrics)
    rows = [_texts(metric, of) for metric, of in zip(metrics, members, strict=True)]
    words = tuple(sorted({word for row in rows for text in row.values() for word in spelled(text)}))
    schema, word_schema = _schema([*_WEIGHTS, _WHOLE]), _schema(["word"])
    return Indexed(
        metrics=metrics,
        splits=members,
        schema=schema,
        searcher=_searcher(schema, map(_found_by, metrics, rows)),
        words=words,
        stems=frozenset(stem(word) for word in words),
        word_schema=word_schema,
        word_searcher=_searcher(word_schema, ({"word": (word,)} for word in words)),
    )


def _found_by(metric: Metric, texts: Mapping[str, str]) -> Mapping[str, Iterable[str]]:
    """The words of each field."""
    return {name: stems(text) for name, text in texts.items()} | {_WHOLE: (_whole(metric.label), _whole(metric.id))}


def _texts(metric: Metric, members: Splits) -> dict[str, str]:
    """What a metric is found by, by where it is said."""
    topic = TOPICS.get(metric.topic, "")
    of_topic = f"{topic} {said(topic)} {SAID_OF.get(metric.topic, '')}"
    places = members.get(REGION, ())
    others = (one for name, listed in members.items() if name != REGION for one in listed)
    return {
        "id": metric.id,
        "label": metric.label,
        "headline": topic if metric.id in HEADLINES else "",
        "named": SAID_OF.get(metric.id, ""),
        "also": f"{said(metric.label)} {of_topic}",
        "topic": topic,
        "member": " ".join([*_dimension_names(metric), *(one.text for one in others)]),
        "place": " ".join(one.text for one in places),
        "document": " ".join(_printed(figure) for figure in _figures().get(metric.id, ())),
        "source": f"{metric.source.label} {metric.source.institution} {metric.legal_basis or ''}",
        "definition": f"{metric.definition} {metric.unit.label}",
    }


def _dimension_names(metric: Metric) -> Iterable[str]:
    own = metric.formula.own_dimension
    names = [name for name in metric.dimensions if metric.formula.datasets or name == own]
    return (dimension_labels()[name] for name in names)


def _printed(figure: PublishedFigure) -> str:
    chapter = figure.chapter.rpartition("/")
    return f"{figure.label} {figure.table_name} {figure.chapter} capítulo {chapter[2]}"


@lru_cache(1)
def _figures() -> Mapping[str, list[PublishedFigure]]:
    by_metric = defaultdict(list)
    for figure in published_figures():
        by_metric[figure.metric].append(figure)
    return by_metric


def _schema(names: Iterable[str]) -> Schema:
    builder = SchemaBuilder()
    for name in names:
        builder.add_text_field(name, tokenizer_name="words", index_option="freq")
    return builder.build()


def _searcher(schema: Schema, rows: Iterable[Mapping[str, Iterable[str]]]) -> Searcher:
    """A searcher whose documents are the rows, in their order: one thread writes one segment."""
    index = Index(schema)
    index.register_tokenizer("words", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for row in rows:
        document = Document()
        for name, words in row.items():
            document.add_text(name, " ".join(words))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index.searcher()

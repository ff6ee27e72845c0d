"""The sheets of metrics: what each measures, how, from which source, by which norm, and by what it can be split."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboards.blocks.block import Html
from dashboards.blocks.markup import html
from dashboards.display import dates, words
from metrics import TOPICS, DefinitionChange, Metric, catalogue

_NAMED = 6


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """What the template is given of one metric."""

    id: str
    label: str
    definition: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class _Topic:
    """Sheets together, open or behind the topic's name."""

    name: str
    sheets: tuple[_Sheet, ...]
    is_folded: bool


def by_topic(metrics: Iterable[Metric]) -> Html:
    """The sheets of each topic behind its name."""
    inside: dict[str, list[_Sheet]] = {}
    for metric in metrics:
        inside.setdefault(TOPICS[metric.topic], []).append(_sheet(metric))
    return html(
        "sheets", topics=[_Topic(name=name, sheets=tuple(inside[name]), is_folded=True) for name in sorted(inside)]
    )


def listed(metrics: Iterable[Metric]) -> Html:
    """The sheets, in the order given."""
    return html("sheets", topics=[_Topic(name="", sheets=tuple(map(_sheet, metrics)), is_folded=False)])


def changes(listed: Iterable[DefinitionChange]) -> Html:
    """What changed in definitions, each with its day and its reason."""
    return html("changes", changes=[_Change.of(change) for change in listed])


@dataclass(frozen=True, kw_only=True)
class _Change:
    """What the template is given of one change."""

    day: str
    kind: str
    what: str
    why: str
    concerned: str

    @classmethod
    def of(cls, change: DefinitionChange) -> _Change:
        labels = [metric.label for metric in catalogue().values() if change.concerns(metric)]
        more = f" y {len(labels) - _NAMED} más" if len(labels) > _NAMED else ""
        return cls(
            day=dates.day(change.day),
            kind=words.DEFINITION_CHANGES[change.kind],
            what=change.what,
            why=change.why,
            concerned=", ".join(labels[:_NAMED]) + more,
        )


def _sheet(metric: Metric) -> _Sheet:
    return _Sheet(id=metric.id, label=metric.label, definition=metric.definition, rows=tuple(_rows(metric)))


def _rows(metric: Metric) -> Iterable[tuple[str, str]]:
    yield "Unidad", metric.unit.label
    yield "Cómo se calcula", words.formula(metric)
    yield "Fuente", f"{metric.source.label} ({metric.source.institution})"
    yield "Norma", str(metric.legal_basis) if metric.legal_basis else "Ninguna"
    yield "Se puede ver por", words.listed(words.dimension(name) for name in metric.dimensions) or "Sólo en total"

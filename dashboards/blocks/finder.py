"""Finding a figure: the field that asks, and what is found, each with its latest value and its kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.blocks import markup, provenance
from dashboards.blocks.block import Blocks, Html, Text
from dashboards.display import dates, links, words
from dashboards.display.formats import format_of
from dashboards.display.markdown import as_text, markdown
from dashboards.serving import questions
from metrics import TOPICS, Filters, Found, FoundMember, Metric, catalogue, find

_MOST = 24
_LONGEST = 120
_EXAMPLES = "expulsiones, Ñuble…"


@dataclass(frozen=True, kw_only=True)
class _Card:
    """What the template is given of one metric."""

    label: str
    address: str
    topic: str
    members: str
    value: str
    when: str
    kind: str


def field(text: str = "", *, place: str, leads_to: str = "indicadores", label: str = "Buscar una cifra") -> Html:
    """The field that asks for words, and the page that answers; `place` tells two on one page apart."""
    return markup.html(
        "search", id=f"buscar-{place}", page=leads_to, label=label, text=text[:_LONGEST], placeholder=_EXAMPLES
    )


def results(text: str) -> Blocks:
    """The metrics that `text` finds, best first."""
    found = find(text)
    if not found:
        nothing = markdown(
            "Nada calza con «{text}». Pruebe con otra palabra, con menos, o vea abajo todos los temas.", text=text
        )
        return (Text(nothing), *topics())
    shown = found[:_MOST]
    more = f" Se muestran los primeros {_MOST}." if len(found) > _MOST else ""
    count = f"{len(found)} indicadores" if len(found) > 1 else "1 indicador"
    return (Text(as_text(f"«{text}»: {count}.{more}")), cards(shown))


def cards(found: Iterable[Found]) -> Html:
    """Metrics in a list, each leading to its page, with its latest value."""
    return markup.html("results", cards=[_card(one.metric, one.members) for one in found])


def topics() -> Blocks:
    """Every metric, by topic."""
    listed = {topic: [one for one in catalogue().values() if one.topic == topic] for topic in TOPICS}
    named = sorted((TOPICS[topic], inside) for topic, inside in listed.items() if inside)
    return (
        markup.html(
            "topics",
            topics=[(name, [(one.label, links.of_metric(one.id)) for one in inside]) for name, inside in named],
        ),
    )


def _of(members: Sequence[FoundMember]) -> Filters:
    """The first of the members that the words name."""
    return Filters.of({one.dimension: one.code for one in members[:1]})


def _card(metric: Metric, members: Sequence[FoundMember]) -> _Card:
    answer = questions.latest(metric.id, _of(members))
    is_known = answer is not None and answer.value is not None
    return _Card(
        label=metric.label,
        address=links.of_metric(metric.id, [(one.dimension, one.code) for one in members[:1]]),
        topic=TOPICS[metric.topic],
        members=words.listed(f"{words.dimension(one.dimension)}: {one.label}" for one in members[:3]),
        value=format_of(metric.unit).headline(answer.value) if answer and is_known else "",
        when=dates.period(answer.period) if answer and is_known else "",
        kind=" y ".join(provenance.kinds([answer])) if answer and is_known else "",
    )

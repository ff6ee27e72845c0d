"""Headline figures: value, change and its meaning, target, and what the document prints if it differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from dashboards.blocks import provenance
from dashboards.blocks.block import Html
from dashboards.blocks.markup import html
from dashboards.charts.sparkline import Instant, Sparkline, sparkline
from dashboards.display import dates, links, told, words
from dashboards.display.formats import Amounts, ValueFormat, format_of, money
from dashboards.serving import questions
from metrics import Answer, Comparison, Filters

_NOWHERE_ELSE: Mapping[str, str] = MappingProxyType({})
_NO_NOTES: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_SEVERAL = 2
Content = Comparison | Answer
"""What a tile shows: an answer, or one beside another."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A figure in words: its change and what it means, the kind of data, what else must be said of it."""

    label: str
    value: str
    address: str = ""
    definition: str = ""
    change: str = ""
    verdict: str = ""
    kind: str = ""
    sparkline: Sparkline | None = None
    notes: tuple[str, ...] = ()


def tiles(
    contents: Sequence[Content],
    *,
    is_national: bool = True,
    addresses: Mapping[str, str] = _NOWHERE_ELSE,
    amounts: Amounts | None = None,
    notes: Mapping[str, tuple[str, ...]] = _NO_NOTES,
) -> Html:
    """Headline figures in a grid; each leads to its metric, or where `addresses` say by its id.

    Amounts of money are in millions unless `amounts` says otherwise; `notes` are of a metric's id, and come first. What would stand in every one of them stands below them once.
    """
    answers = answers_of(contents)
    until = max((answer.days[1] for answer in answers if answer.days), default=None)
    drawn = lines([answer.metric.id for answer in answers], answers[0].filters, until=until)
    ids = [answer.metric.id for answer in answers_of(contents)]
    shared, told_apart = said_once(in_words(contents, is_national=is_national, amounts=amounts))
    shown = [
        replace(one, sparkline=line, address=addresses.get(of, one.address), notes=(*notes.get(of, ()), *one.notes))
        for one, line, of in zip(told_apart, drawn, ids, strict=True)
    ]
    return html("tiles", tiles=shown, shared=shared)


def in_words(contents: Sequence[Content], *, is_national: bool = True, amounts: Amounts | None = None) -> list[Tile]:
    """Headline figures in words."""
    return [_tile(content, is_national=is_national, amounts=amounts) for content in contents]


def said_once(shown: Sequence[Tile]) -> tuple[tuple[str, ...], list[Tile]]:
    """The notes that all of several tiles have, and the tiles without them."""
    if len(shown) < _SEVERAL:
        return (), list(shown)
    shared = tuple(note for note in shown[0].notes if all(note in one.notes for one in shown))
    return shared, [replace(one, notes=tuple(note for note in one.notes if note not in shared)) for one in shown]


def facts(known: Iterable[tuple[str, str, tuple[str, ...]]]) -> Html:
    """What is known of one thing, in the same grid: a label, a word or a figure, and what stands below it."""
    return html(
        "tiles", tiles=[Tile(label=label, value=value, notes=notes) for label, value, notes in known], shared=()
    )


def lines(metric_ids: Sequence[str], where: Filters, *, until: date | None = None) -> list[Sparkline | None]:
    """How each figure got where it is, or where it was on a day, for the members that it is of."""
    courses = questions.courses(tuple(metric_ids), where)
    return [
        sparkline(
            [
                Instant(start=day, value=value, is_partial=part)
                for day, value, part in one
                if until is None or day <= until
            ]
        )
        for one in courses
    ]


def answers_of(contents: Sequence[Content]) -> list[Answer]:
    """The answers that tiles show."""
    return [_answer(content) for content in contents]


def _answer(content: Content) -> Answer:
    return content.now if isinstance(content, Comparison) else content


def _tile(content: Content, *, is_national: bool, amounts: Amounts | None) -> Tile:
    answer = _answer(content)
    compared = content if isinstance(content, Comparison) else None
    of = money(answer.metric.unit, amounts) if amounts else format_of(answer.metric.unit)
    return Tile(
        label=answer.metric.label,
        value=of.headline(answer.value, is_suppressed=bool(answer.suppressed_cells)),
        address=links.of_metric(answer.metric.id, links.members(answer.filters)),
        definition=answer.metric.definition,
        change=_change(compared, of) if compared else "",
        verdict=str(compared.verdict) if compared and compared.difference else "",
        kind="" if answer.value is None and not answer.suppressed_cells else " y ".join(provenance.kinds([answer])),
        notes=(
            *filter(None, _about_value(answer)),
            *(_why_not_compared(compared) if compared else ()),
            *(_published_otherwise(answer) if is_national else ()),
        ),
    )


def _change(compared: Comparison, of: ValueFormat) -> str:
    """The change with its sign and its meaning in a word, which a colour repeats."""
    if compared.difference is None or compared.before is None:
        return ""
    if not compared.difference:
        return _unchanged(compared.now, compared.before, of)
    before = dates.months(compared.before.period)
    sign = "▲" if compared.difference > 0 else "▼"
    amount = of.change(compared.difference)
    verdict = words.VERDICTS[compared.verdict]
    return f"{sign} {amount} frente a {before}" + (f": {verdict}" if verdict else "")


def _unchanged(now: Answer, before: Answer, of: ValueFormat) -> str:
    """What is the same as when: members behind one number may have changed."""
    value = of.headline(now.value)
    if before.is_at_a_date and before.days:
        return f"{value}, igual que al {dates.day(before.days[1])}"
    return f"{value}, igual que en {dates.months(before.period)}"


def _about_value(answer: Answer) -> Iterator[str]:
    yield told.at_a_date(answer) or _of_when(answer)
    if answer.target:
        yield answer.target.label
    if answer.is_protected and answer.value is not None:
        yield "Recuento protegido: suma de cifras redondeadas"
    yield told.incomplete(answer, questions.members("region"))


def _of_when(answer: Answer) -> str:
    if not answer.period or answer.value is None:
        return ""
    return told.of_when(answer) if answer.metric.formula.is_to_date else dates.months(answer.period)


def _why_not_compared(compared: Comparison) -> Iterator[str]:
    if compared.difference is None and compared.before and compared.reason:
        reason = words.sentence(compared.reason)
        yield reason[:1].upper() + reason[1:]


def _published_otherwise(answer: Answer) -> Iterator[str]:
    figure = questions.published_otherwise(answer)
    if figure:
        yield f"La Cuenta Pública imprime {figure.raw} ({figure.table_name or figure.chapter}); ver la página Conciliación"

"""Headline figures: value, change and its meaning, target, and what the document prints if it differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboards.blocks import provenance
from dashboards.blocks.block import Html
from dashboards.blocks.markup import html
from dashboards.display import dates, words
from dashboards.display.formats import format_of, number
from dashboards.serving import questions
from metrics import Answer, Check, Comparison, Outcome

Content = Comparison | Answer
"""What a tile shows: an answer, or one beside another."""


@dataclass(frozen=True, kw_only=True)
class _Tile:
    """What the template is given of one tile."""

    label: str
    value: str
    definition: str = ""
    change: str = ""
    verdict: str = ""
    notes: tuple[str, ...] = ()


def tiles(contents: Sequence[Content], *, is_national: bool = True) -> Html:
    """Headline figures in a grid."""
    return html("tiles", tiles=[_tile(content, is_national=is_national) for content in contents])


def answers_of(contents: Sequence[Content]) -> list[Answer]:
    """The answers that tiles show."""
    return [_answer(content) for content in contents]


def outcomes(checks: Sequence[Check]) -> Html:
    """How many of the checks that could have failed came out each way."""
    shown = (Outcome.AGREES, Outcome.DIFFERS, Outcome.UNDECIDABLE)
    counts = {
        outcome: sum(check.outcome is outcome and check.group.could_fail for check in checks) for outcome in shown
    }
    return html("tiles", tiles=[_Tile(label=words.OUTCOMES[one], value=number(counts[one])) for one in shown])


def _answer(content: Content) -> Answer:
    return content.now if isinstance(content, Comparison) else content


def _tile(content: Content, *, is_national: bool) -> _Tile:
    answer = _answer(content)
    compared = content if isinstance(content, Comparison) else None
    return _Tile(
        label=answer.metric.label,
        value=format_of(answer.metric.unit).headline(answer.value, is_suppressed=bool(answer.suppressed_cells)),
        definition=answer.metric.definition,
        change=_change(compared) if compared else "",
        verdict=str(compared.verdict) if compared and compared.difference else "",
        notes=(
            *_about_value(answer),
            *(_why_not_compared(compared) if compared else ()),
            *(_published_otherwise(answer) if is_national else ()),
        ),
    )


def _change(compared: Comparison) -> str:
    """The change with its sign and its meaning in a word, which a colour repeats."""
    if compared.difference is None or compared.before is None:
        return ""
    before = dates.months(compared.before.period)
    if not compared.difference:
        return f"Sin cambio desde {before}"
    sign = "▲" if compared.difference > 0 else "▼"
    amount = format_of(compared.now.metric.unit).change(compared.difference)
    verdict = words.VERDICTS[compared.verdict]
    return f"{sign} {amount} frente a {before}" + (f": {verdict}" if verdict else "")


def _about_value(answer: Answer) -> Iterator[str]:
    if answer.is_at_a_date and answer.days:
        yield f"Al {dates.day(answer.days[1])}"
    if answer.target:
        yield answer.target.label
    if answer.is_protected and answer.value is not None:
        yield "Recuento protegido: suma de cifras redondeadas"
    if answer.gaps:
        yield f"Período incompleto: faltan {provenance.gaps(answer)}"
    elif answer.partial and answer.days:
        yield f"Período incompleto: datos al {dates.day(answer.days[1])}"


def _why_not_compared(compared: Comparison) -> Iterator[str]:
    if compared.difference is None and compared.before and compared.reason:
        reason = words.sentence(compared.reason)
        yield reason[:1].upper() + reason[1:]


def _published_otherwise(answer: Answer) -> Iterator[str]:
    figure = questions.published_otherwise(answer)
    if figure:
        yield f"La Cuenta Pública imprime {figure.raw} ({figure.table_name or figure.chapter}); ver la página Conciliación"

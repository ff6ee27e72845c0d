"""Headline figures: value, change and its meaning, target, and what the document prints if it differs."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from dashboards import formats, results
from dashboards.filters import outcome_label
from dashboards.parts import Html
from metrics import Answer
from metrics.comparison import Comparison, Verdict
from metrics.reconciliation import Check, Outcome

Content = Comparison | Answer
"""What a tile shows: an answer, or one beside another."""

_VERDICTS = {Verdict.BETTER: "mejora", Verdict.WORSE: "empeora", Verdict.SAME: "", Verdict.NEITHER: ""}


def tiles(contents: Sequence[Content], *, is_national: bool = True) -> Html:
    """Headline figures in a grid: value, change and its meaning, target, and what the document prints if it differs."""
    drawn = "".join(_tile(content, is_national=is_national) for content in contents)
    return Html(f'<div class="pnme-tiles">{drawn}</div>')


def answers_of(contents: Sequence[Content]) -> list[Answer]:
    """The answers that tiles show."""
    return [content.now if isinstance(content, Comparison) else content for content in contents]


def outcomes(checks: Sequence[Check]) -> Html:
    """How many checks came out each way."""
    drawn = "".join(
        f'<div class="pnme-tile"><div class="label">{html.escape(outcome_label(outcome))}</div>'
        f'<div class="value">{formats.number(sum(check.outcome is outcome for check in checks))}</div></div>'
        for outcome in (Outcome.AGREES, Outcome.DIFFERS, Outcome.UNDECIDABLE)
    )
    return Html(f'<div class="pnme-tiles">{drawn}</div>')


def _tile(content: Content, *, is_national: bool) -> str:
    answer = content.now if isinstance(content, Comparison) else content
    metric = answer.metric
    value = formats.headline(answer.value, metric.unit, is_suppressed=bool(answer.frame["suppressed"].any()))
    notes = [*_tile_notes(content, answer), *(_printed(answer) if is_national else ())]
    lines = "".join(f'<div class="note">{html.escape(note)}</div>' for note in notes)
    return (
        f'<div class="pnme-tile" title="{html.escape(metric.definition)}"><div class="label">{html.escape(metric.label)}</div>'
        f'<div class="value">{html.escape(value)}</div>{_change(content)}{lines}</div>'
    )


def _change(content: Content) -> str:
    """The change with its sign, its meaning in a word and a colour that repeats it."""
    if not isinstance(content, Comparison) or content.difference is None or content.before is None:
        return ""
    before = formats.months(content.before.period)
    if not content.difference:
        return f'<div class="change">Sin cambio desde {html.escape(before)}</div>'
    sign = "▲" if content.difference > 0 else "▼"
    amount = formats.change(content.difference, content.now.metric.unit)
    verdict = _VERDICTS[content.verdict]
    text = f"{sign} {amount} frente a {before}" + (f": {verdict}" if verdict else "")
    return f'<div class="change {content.verdict}">{html.escape(text)}</div>'


def _tile_notes(content: Content, answer: Answer) -> Iterator[str]:
    if answer.is_at_a_date and answer.days:
        yield f"Al {formats.day(answer.days[1])}"
    if answer.target:
        yield answer.target.label
    if answer.partial and answer.days:
        yield f"Período incompleto: datos al {formats.day(answer.days[1])}"
    if isinstance(content, Comparison) and content.difference is None and content.before:
        reason = content.reason.replace(content.before.period, formats.months(content.before.period))
        yield reason[:1].upper() + reason[1:]


def _printed(answer: Answer) -> Iterator[str]:
    figure = results.printed_beside(answer)
    if figure:
        yield f"La Cuenta Pública imprime {figure.raw} ({figure.table_name or figure.chapter}); ver la página Conciliación"

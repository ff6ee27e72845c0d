"""What a page says first: one sentence, written from its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboards.blocks import markup, tiles
from dashboards.blocks.block import Html
from dashboards.display.formats import format_of
from metrics import Answer

_VALUE = re.compile(r"\[([a-z0-9_.]+)(?:\|([^|\]]+)\|([^|\]]+))?\]")


def headline(template: str, contents: Sequence[tiles.Content], *, where: str, when: str) -> Html:
    """Place and time, and the `sentence`."""
    return markup.html("headline", place=f"{where}, {when}", told=sentence(template, contents))


def sentence(template: str, contents: Sequence[tiles.Content]) -> str:
    """`template` with the values of the metrics that it names ('[foi.requests_received]').

    What one is called and what several are may follow: '[plan.measures_late|atrasada|atrasadas]'. Nothing where one of the values is absent, hidden or a part of its period: the tiles say which.
    """
    answers = {answer.metric.id: answer for answer in tiles.answers_of(contents)}
    named = [answers[found[1]] for found in _VALUE.finditer(template)]
    is_whole = all(answer.value is not None and not answer.partial for answer in named)
    return _VALUE.sub(lambda found: _written(answers[found[1]], found[2], found[3]), template) if is_whole else ""


def _written(answer: Answer, one: str | None, several: str | None) -> str:
    value = format_of(answer.metric.unit).headline(answer.value)
    called = one if answer.value == 1 else several
    return f"{value} {called}" if called else value

"""Where figures come from: in the caption below them, and in the files that take them away."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.blocks.block import Caption
from dashboards.display import dates, words
from dashboards.documents.spreadsheets import About
from dashboards.serving import questions
from metrics import CUENTA_PUBLICA_2024, Answer

_NAMED_GAPS = 3


def caption(answers: Sequence[Answer]) -> Caption:
    """Source, period, kind of data and definitions."""
    return Caption(sentence(answers))


def sentence(answers: Sequence[Answer]) -> str:
    """Source, period, kind of data and definitions, in Markdown."""
    first = answers[0]
    definitions = " ".join(f"*{answer.metric.label}*: {answer.metric.definition}" for answer in answers)
    return (
        f"**Fuente:** {_sources(answers)}. **Período:** {_period(first)}. **Territorio:** {_place(first)}. "
        f"**Tipo de dato:** {_kinds(answers)}. **Qué mide:** {definitions}{_notes(answers)}"
    )


def gaps(answer: Answer) -> str:
    """What an answer lacks within its days, by name; of many, the first ones and how many more."""
    named = [_gap(label) for label in answer.gaps]
    more = len(named) - _NAMED_GAPS
    return ", ".join(named) if more <= 1 else f"{', '.join(named[:_NAMED_GAPS])} y {more} más"


def _gap(label: str) -> str:
    dimension, is_part, code = label.partition("=")
    return questions.members(dimension).label(code) if is_part else dates.period(label)


def about(answers: Sequence[Answer]) -> About:
    """What a file of answers says of itself."""
    known = max((answer.known_on for answer in answers if answer.known_on), default=None)
    return [
        ("fuente", _sources(answers)),
        ("indicador", "; ".join(answer.metric.label for answer in answers)),
        ("periodo", _period(answers[0])),
        ("territorio", _place(answers[0])),
        ("tipo_de_dato", _kinds(answers)),
        ("conocido_al", dates.day(known)),
        ("notas", "; ".join(_told(answers))),
    ]


def about_document() -> About:
    """What a file of published figures or of definitions says of itself."""
    return [
        ("fuente", f"{CUENTA_PUBLICA_2024.label}, {CUENTA_PUBLICA_2024.institution}"),
        ("tipo_de_dato", words.KINDS_OF_DATA["published"]),
    ]


def in_an_image(about_it: About) -> list[str]:
    """What a file says of itself, line by line."""
    return [f"{name.replace('_', ' ').capitalize()}: {value}" for name, value in about_it if value]


def _notes(answers: Sequence[Answer]) -> str:
    notes = _told(answers)
    return f" **Nota:** {'; '.join(notes)}." if notes else ""


def _told(answers: Sequence[Answer]) -> list[str]:
    """What the answers say of themselves, each thing once."""
    return list(dict.fromkeys(words.sentence(note) for answer in answers for note in answer.notes))


def _kinds(answers: Sequence[Answer]) -> str:
    return words.kinds_of_data(kind for answer in answers for kind in sorted(answer.kinds))


def _sources(answers: Sequence[Answer]) -> str:
    sources = (answer.metric.source for answer in answers)
    return "; ".join(dict.fromkeys(f"{source.label}, {source.institution}" for source in sources))


def _place(answer: Answer) -> str:
    """The regions that a question was limited to, or the country."""
    regions = questions.members("region")
    return ", ".join(regions.label(code) for code in answer.filters.members_of("region")) or "todo el país"


def _period(answer: Answer) -> str:
    text = dates.period(answer.period)
    if answer.gaps:
        return f"{text} (faltan {gaps(answer)})"
    if answer.days and answer.partial:
        return f"{text} (con datos hasta el {dates.day(answer.days[1])})"
    return text

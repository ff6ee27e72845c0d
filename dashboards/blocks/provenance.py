"""Where figures come from: in the caption below them, and in the files that take them away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from dashboards.blocks.block import Html
from dashboards.blocks.markup import address_of, html
from dashboards.display import dates, links, told, words
from dashboards.documents.spreadsheets import About, Fact
from dashboards.serving import questions
from dashboards.serving.session import current
from dashboards.serving.settings import ServingSettings
from metrics import COUNTRY, CUENTA_PUBLICA_2024, Answer, Metric, legible

_NAMED_REGIONS = 3
_TITLES = {"periodo": "Período", "direccion": "Dirección"}
_IN_AN_IMAGE = frozenset(
    {"fuente", "indicador", "periodo", "territorio", "tipo_de_dato", "conocido_al", "notas", "licencia", "direccion"}
)


def source(answers: Sequence[Answer], heading: str, *, anchor: str = "", note: str = "") -> Html:
    """Kind of data, source, period and place in a line; how to link to the figure and to cite it; the rest behind a label."""
    first = answers[0]
    line = [f"Fuente: {_sources(answers)}", _period(first), _place(first), _updated(answers)]
    return html(
        "source",
        kinds=kinds(answers),
        line=" · ".join(filter(None, line)),
        anchor=anchor or address_of(heading),
        citation=_citation(answers, heading),
        summary="Acerca de este dato" if len(answers) == 1 else "Acerca de estos datos",
        defined=[
            (answer.metric.label, definition(answer.metric), links.to_source(answer.metric.id)) for answer in answers
        ],
        notes=list(dict.fromkeys(filter(None, (note, *_asides(answers))))),
    )


def kinds(answers: Sequence[Answer]) -> list[str]:
    """What kinds of data are behind the answers, each once."""
    found = dict.fromkeys(kind for answer in answers for kind in sorted(answer.kinds))
    return [words.KINDS_OF_DATA[kind].capitalize() for kind in found]


def definition(metric: Metric) -> str:
    """What a metric measures, how it is computed, in which unit, and which norm asks for it."""
    basis = f" Norma: {metric.legal_basis}." if metric.legal_basis else ""
    return f"{metric.definition} {words.formula(metric)}; en {metric.unit.label}.{basis}"


def _updated(answers: Sequence[Answer]) -> str:
    """When the last of them was loaded, and when the next one is due."""
    last = max(answers, key=lambda answer: answer.freshness.last_load or date.min)
    return told.updated(last)


def _asides(answers: Sequence[Answer]) -> Iterator[str]:
    """What the answers say of themselves beside their values, each thing once."""
    regions = questions.members("region")
    for answer in answers:
        yield from filter(None, (told.incomplete(answer, regions), told.provisional(answer), *told.notes(answer)))


def _citation(answers: Sequence[Answer], heading: str) -> str:
    """Author, title, date, kind, data version and address; the browser knows the address and the day."""
    institution = answers[0].metric.source.institution
    kind = _kinds(answers)
    return (
        f"{institution} de Chile. «{heading}», {_period(answers[0])}, {_place(answers[0])} ({kind}). Monitor PNME, versión de "
        f"los datos {current().snapshot.data_version}. {{address}} (consultado el {{today}})."
    )


def about(answers: Sequence[Answer], *, address: str = "") -> About:
    """What a file of answers says of itself, and where it is seen: at `address`, or where its first metric is."""
    first, several = answers[0], len(answers) > 1
    known = max((answer.known_on for answer in answers if answer.known_on), default=None)
    asked, until = _asked(first), first.days[1] if first.days else None
    facts = (
        Fact("indicador", _of_each(answers, lambda metric: metric.label)),
        Fact("indicador_codigo", _of_each(answers, lambda metric: metric.id)),
        Fact("definicion", _of_each(answers, lambda metric: metric.definition, labelled=several)),
        Fact("unidad", _of_each(answers, lambda metric: metric.unit.label, labelled=several)),
        Fact("periodo", _period(first), asked),
        Fact("datos_hasta", dates.day(until), _iso(until)),
        Fact("territorio", _place(first)),
        Fact("territorio_codigo", " ".join(_places(first)) or COUNTRY),
        Fact("filtros", _other_filters(first)),
        Fact("tipo_de_dato", _kinds(answers)),
        Fact("fuente", _sources(answers)),
        Fact("conocido_al", dates.day(known), _iso(known)),
        Fact("notas", "; ".join(dict.fromkeys(_asides(answers))) or "ninguna"),
        *_of_all(address or links.of_metric(first.metric.id, links.members(first.filters))),
    )
    return About(
        subject="" if several else first.metric.label,
        period=asked,
        place=_named_place(first),
        kind=_named_kinds(answers),
        facts=facts,
    )


def about_document(*, address: str = "/conciliacion", reported: Sequence[str] = ()) -> About:
    """What a file of what is printed says of itself, and of what was `reported` of it: the kinds of those data."""
    kinds = ("published", *reported)
    said = f"; lo informado después, quien lo informa a {CUENTA_PUBLICA_2024.institution}" if reported else ""
    return About(
        kind=" ".join(words.KINDS_IN_NAMES[kind] for kind in kinds),
        facts=(
            Fact("tipo_de_dato", words.kinds_of_data(kinds)),
            Fact("fuente", f"{CUENTA_PUBLICA_2024.label}, {CUENTA_PUBLICA_2024.institution}{said}"),
            *_of_all(address),
        ),
    )


def about_calendar() -> About:
    """What a file that counts business days says of itself."""
    return About(
        facts=(
            Fact("fuente", "Calendario de días hábiles: feriados nacionales de Chile y los que se decretan después"),
            *_of_all("/plazo"),
        ),
    )


def in_an_image(about_it: About) -> list[str]:
    """What an image says of itself, line by line: there is no room for all that a table can."""
    shown = (fact for fact in about_it.facts if fact.name in _IN_AN_IMAGE)
    return [
        legible(f"{_TITLES.get(fact.name) or fact.name.replace('_', ' ').capitalize()}: {fact.text}") for fact in shown
    ]


def _of_all(address: str) -> Iterator[Fact]:
    """What every file says: the version of the data, what may be done with them, and where they were seen."""
    yield Fact("version_de_datos", current().snapshot.data_version)
    yield Fact("licencia", words.LICENCE, words.LICENCE_CODE)
    yield Fact("direccion", _origin() + address)


def _origin() -> str:
    """Where readers find the site, if its operator said so."""
    return next(iter(ServingSettings().origins), "")


def _of_each(answers: Sequence[Answer], tell: Callable[[Metric], str], *, labelled: bool = False) -> str:
    """Something of each metric; of several, each thing after its label, or each thing once."""
    told = ((answer.metric.label, tell(answer.metric)) for answer in answers)
    return "; ".join(dict.fromkeys(f"{label}: {one}" if labelled else one for label, one in told))


def _asked(answer: Answer) -> str:
    """The period that was asked or, where none was, that of the values: '2024', '2025-Q1', '2024-01-01..2024-03-31'."""
    return answer.period or ("..".join(map(_iso, answer.days)) if answer.days else "")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _places(answer: Answer) -> tuple[str, ...]:
    return answer.filters.members_of("region")


def _named_place(answer: Answer) -> str:
    codes = _places(answer)
    if not codes:
        return ""
    return " ".join(("region", *codes)) if len(codes) <= _NAMED_REGIONS else "varias regiones"


def _other_filters(answer: Answer) -> str:
    """What else a question was limited to."""
    told = (f"{words.dimension(name)}: {_members(name, codes)}" for name, codes in answer.filters if name != "region")
    return "; ".join(told) or "ninguno"


def _members(dimension: str, codes: Sequence[str]) -> str:
    known = questions.members(dimension)
    return ", ".join(known.label(code) for code in codes)


def _named_kinds(answers: Sequence[Answer]) -> str:
    found = {kind for answer in answers for kind in answer.kinds}
    return " ".join(name for kind, name in words.KINDS_IN_NAMES.items() if kind in found)


def _kinds(answers: Sequence[Answer]) -> str:
    return words.kinds_of_data(kind for answer in answers for kind in sorted(answer.kinds))


def _sources(answers: Sequence[Answer]) -> str:
    sources = (answer.metric.source for answer in answers)
    return "; ".join(dict.fromkeys(f"{source.label}, {source.institution}" for source in sources))


def _place(answer: Answer) -> str:
    """The regions that a question was limited to, or the country."""
    return _members("region", _places(answer)) or "todo el país"


def _period(answer: Answer) -> str:
    """The period, and what of it is not known."""
    text = told.of_when(answer)
    lacking = told.incomplete(answer, questions.members("region")).partition(": ")[2]
    return f"{text} ({lacking})" if lacking else text

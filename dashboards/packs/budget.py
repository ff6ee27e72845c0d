"""The budget of a month on one page, to be printed and put on a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from dashboards.blocks import budget, provenance, tiles
from dashboards.blocks.block import File
from dashboards.display import budget as in_words
from dashboards.display import classifier, costs, dates, links
from dashboards.display import modifications as changes
from dashboards.display import pace as paces
from dashboards.display.formats import Amounts
from dashboards.display.names import as_name
from dashboards.documents.paper import Headline, Headlines, Listing, Paper, Paragraph, Part, Picture, Section
from dashboards.documents.pdf import PDF, as_pdf
from dashboards.documents.writing import UnwrittenError, write_document
from dashboards.inputs import periods
from dashboards.inputs.budget import OF, Look
from dashboards.serving import questions
from dashboards.serving.session import later
from metrics import Answer

_PICTURE = 160


class BudgetSheetError(UnwrittenError):
    """There is no such month, or nowhere to write; in Spanish, with what there is."""


def file(month: str, *, key: str) -> File:
    """The sheet to print, made when it is asked for."""
    return File(
        f"{key}-pdf",
        "el presupuesto del mes para imprimir (PDF)",
        f"{stem(month)}.pdf",
        PDF,
        later(partial(_pdf, month)),
    )


def stem(month: str) -> str:
    """What its file is called before its ending."""
    kinds = provenance.about(_answers(month)).kind
    return as_name(" ".join(("pnme presupuesto", month, kinds)))


def _pdf(month: str) -> bytes:
    return as_pdf(paper(month))


def _answers(month: str) -> Sequence[Answer]:
    return questions.breakdown("", month).whole.answers


def paper(month: str) -> Paper:
    """The sheet, in thousands of pesos: what was voted, is in force and was spent, by subtitle, at what pace, and what changed it."""
    look = Look(month=month, amounts=Amounts.THOUSANDS)
    answers, found = _answers(month), questions.breakdown("", month)
    about = {fact.name: fact.text for fact in provenance.about(answers).facts}
    until = max((answer.days[1] for answer in answers if answer.days), default=date(2000, 1, 1))
    gap = "Hay meses de este año que no se han cargado: las cifras son parciales." if found.is_partial else ""
    told = in_words.sentence(found, look.amounts) or gap
    return Paper(
        title=f"Presupuesto, {dates.since_january(month)}",
        subtitle=told,
        author="Servicio Nacional de Migraciones · Monitor PNME",
        head=f"Ejecución presupuestaria · {dates.months(month)}",
        foot=f"Monitor PNME · {links.of_budget(**look.said)} · versión de los datos {about.get('version_de_datos', '')}",
        kinds=tuple(provenance.kinds(answers)),
        note=_NOTE if any(answer.is_demonstration for answer in answers) else "",
        facts=(),
        day=until,
        is_card=True,
        sections=tuple(_sections(look, answers)),
    )


_NOTE = (
    "Hay filas generadas por programa, para probar el monitor, que no son registros reales: donde la Cuenta Pública imprime una "
    "cifra suman lo que imprime, y lo demás no lo respalda nada publicado."
)


def _sections(look: Look, answers: Sequence[Answer]) -> Iterator[Section]:
    yield Section(title="Dónde estamos", name="Montos", parts=(_headlines(look, answers),))
    found = questions.breakdown("", look.month)
    members = questions.members(found.level)
    listed = classifier.in_table(found, members, (look.amounts, look.said), budget.printed(look.month))
    alerts = [text for text, _, _ in in_words.alerts(found, members, look.said)]
    even = "Ningún subtítulo se aparta del ritmo del año más de lo que dice la regla."
    judged = f"{'; '.join(alerts)}." if alerts else even
    said = in_words.NOT_JUDGED if found.is_partial else judged
    parts: list[Part] = [Listing(listed, classifier.PRINTED_COLUMNS, "Sin montos."), Paragraph(said)]
    yield Section(title="En qué", name="Subtítulos", parts=tuple(parts))
    pace = questions.pace("", look.month)
    picture = Picture(
        spec=budget.pace_chart(pace, look),
        description=paces.pace_told(pace, look.amounts),
        caption=f"Acumulado del año, en {in_words.clp(look.amounts).label}",
        height=_PICTURE,
    )
    yield Section(title="A qué ritmo", name="Ritmo", parts=(picture, Paragraph(paces.projected(pace, look.amounts))))
    changed = questions.modifications("", look.month)
    steps = "; ".join(
        f"{row['dated_text']} {row['decree']}, {row['label']}: {row['amount_text']}"
        for row in changes.steps(changed, look.amounts).iter_rows(named=True)
    )
    bought = [costs.unit_cost(one, look.amounts) for one in questions.unit_costs(look.month)]
    yield Section(
        title="Por qué cambió y qué se obtuvo",
        name="Modificaciones",
        parts=(
            Paragraph(f"{changes.modified(changed, look.amounts)} {steps}".strip()),
            *(Paragraph(one) for one in bought),
        ),
    )
    sources = [fact.text for fact in provenance.about(answers).facts if fact.name == "fuente"]
    yield Section(
        title="Reglas y fuentes",
        name="Reglas",
        parts=(Paragraph(f"{in_words.RULES} Fuentes: {'; '.join(sources)}; Cuenta Pública 2024, lo impreso."),),
    )


def _headlines(look: Look, answers: Sequence[Answer]) -> Headlines:
    shared, told = tiles.said_once(tiles.in_words(answers, amounts=look.amounts))
    figures = [
        Headline(
            label=one.label,
            value=one.value,
            amount=answer.value,
            lines=(*_printed(answer, look), *one.notes),
            kind=one.kind,
        )
        for one, answer in zip(told, answers, strict=True)
    ]
    return Headlines(tuple(figures), shared)


def _printed(answer: Answer, look: Look) -> Sequence[str]:
    """Where the document prints it, in as few words as a card has room for."""
    return [
        one.replace("Impreso en la Cuenta Pública (", "Impreso, ").rstrip(")")
        for one in budget.about_value(answer, "", look.month)
    ]


def write(period: str, path: Path) -> str:
    """Write the sheet of a month, and tell which one it is; BudgetSheetError if nothing is known of it, or the file is no PDF."""
    if path.suffix.lower() != ".pdf":
        msg = f"el presupuesto se escribe en un archivo .pdf; se pidió «{path.name}»"
        raise BudgetSheetError(msg)
    month = _month(period)
    write_document(path, partial(_pdf, month))
    return month


def _month(text: str) -> str:
    """A month, or the last one known of a quarter or a year."""
    spans = questions.covered(OF)
    found, known = periods.read(text, spans), periods.months(spans)
    months = [unit.label for unit in found.units("month") if unit.label in known] if found else []
    if not months:
        edges = f"de {dates.period(min(known))} a {dates.period(max(known))}" if known else "ninguno"
        msg = f"no hay presupuesto del período «{text}»; hay meses: {edges} (escriba, por ejemplo, 2025-03)"
        raise BudgetSheetError(msg)
    return months[-1]

"""The sheet of a region on one page, to be printed and put on a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from dashboards.blocks import provenance
from dashboards.blocks.block import File
from dashboards.display import dates, links
from dashboards.display import sheet as in_words
from dashboards.display.names import as_name
from dashboards.documents.paper import Item, Items, Listing, Paper, Paragraph, Part, Section
from dashboards.documents.pdf import PDF, as_pdf
from dashboards.documents.writing import UnwrittenError, write_document
from dashboards.inputs import periods
from dashboards.serving import questions
from dashboards.serving.session import later
from metrics import COUNTRY, Answer, Sheet

OF = ("attention.records", "field_operations.count", "foi.requests_received")
"""Whose periods a sheet can be of."""
_REASONS = 3
"""As many as a page has room for; the page of the region has all of them."""


class SheetError(UnwrittenError):
    """There is no such region or period, or nowhere to write; in Spanish, with what there is."""


def file(region: str, period: str, *, key: str) -> File:
    """The sheet to print, made when it is asked for."""
    make = later(partial(_pdf, region, period))
    return File(f"{key}-pdf", "la ficha para imprimir (PDF)", f"{stem(region, period)}.pdf", PDF, make)


def stem(region: str, period: str) -> str:
    """What its file is called before its ending."""
    found = questions.sheet(region, period)
    kinds = provenance.about(_answers(found)).kind if found.lines else ""
    return as_name(" ".join(("pnme ficha", region, questions.regions().label(region), period, kinds)))


def _pdf(region: str, period: str) -> bytes:
    return as_pdf(paper(region, period))


def _answers(found: Sheet) -> list[Answer]:
    return [line.table.answer for line in found.lines]


def paper(region: str, period: str) -> Paper:
    """The sheet: the paragraph, what asks for attention, and the indicators."""
    found = questions.sheet(region, period)
    name = questions.regions().label(region)
    answers = _answers(found)
    about = {fact.name: fact.text for fact in provenance.about(answers).facts} if answers else {}
    is_made_up = any(answer.is_demonstration for answer in answers)
    until = max((answer.days[1] for answer in answers if answer.days), default=date(2000, 1, 1))
    version = about.get("version_de_datos", "")
    return Paper(
        title=f"{name}, {dates.months(period)}",
        subtitle=in_words.paragraph(found, name) or "Todavía no hay datos de esta región en el período.",
        author="Servicio Nacional de Migraciones · Monitor PNME",
        head=f"Ficha regional · {name} · {dates.months(period)}",
        foot=f"Monitor PNME · {links.of_region(region, periodo=period)} · versión de los datos {version}",
        kinds=tuple(provenance.kinds(answers)),
        note=_NOTE if is_made_up else "",
        facts=(),
        day=until,
        is_card=True,
        sections=tuple(_sections(found, period)),
    )


_NOTE = (
    "Hay filas generadas por programa, para probar el monitor, que no son registros reales: donde la Cuenta Pública imprime una "
    "cifra suman lo que imprime, y lo demás no lo respalda nada publicado. Cada fila lleva su marca."
)


def _sections(found: Sheet, period: str) -> Iterator[Section]:
    yield Section(title="Qué requiere atención", name="Atención", parts=tuple(_reasons(found)))
    alike = Paragraph(in_words.alike(found, questions.regions()))
    table = Listing(in_words.listed(found, period), in_words.COLUMNS, "Sin indicadores.")
    incomplete = in_words.incomplete(found, questions.members("region"))
    partial = (Paragraph(f"{incomplete}."),) if incomplete else ()
    yield Section(title="Indicadores", name="Indicadores", parts=(*partial, table, alike))
    asked = in_words.litigation(found.region, questions.regions().label(found.region), period)
    appeals = in_words.appeals(questions.appeals_of(asked.place, asked.year), questions.members("appeal_type"))
    listed = "; ".join(
        f"{kind.lower()}: {count}" for kind, count in appeals.select("appeal_type", "value_text").iter_rows()
    )
    printed = f"Recursos judiciales de {asked.year}: {listed}." if listed else in_words.no_appeals(asked)
    yield Section(title="Recursos judiciales", name="Judicial", parts=(Paragraph(f"{asked.told} {printed}"),))
    about = provenance.about(_answers(found)).facts if found.lines else ()
    sources = [Paragraph(f"Fuentes: {fact.text}.") for fact in about if fact.name == "fuente"]
    yield Section(title="Reglas y fuentes", name="Reglas", parts=(Paragraph(in_words.RULES), *sources))


def _reasons(found: Sheet) -> Iterator[Part]:
    backed = [*in_words.reasons(found.reasons, is_backed=True)]
    made_up = [*in_words.reasons(found.reasons, is_backed=False)]
    if not backed:
        yield Paragraph(in_words.NOTHING_BACKED if made_up else in_words.NOTHING)
    shown = [*((one, "") for one in backed), *((one, in_words.DEMONSTRATION) for one in made_up)]
    if shown:
        items = [Item(title=f"{in_words.reason(one)}.", line="", text="", kind=kind) for one, kind in shown[:_REASONS]]
        yield Items(tuple(items))
    if len(shown) > _REASONS:
        yield Paragraph(f"Hay {len(shown) - _REASONS} más en la página de la región.")


# --- as files --------------------------------------------------------------------------------------------


def write(region: str, period: str, path: Path) -> None:
    """Write the sheet of a region; SheetError if there is no such region or period, or the file is no PDF."""
    if path.suffix.lower() != ".pdf":
        msg = f"la ficha se escribe en un archivo .pdf; se pidió «{path.name}»"
        raise SheetError(msg)
    write_document(path, partial(_pdf, _region(region), _period(period)))


def write_all(period: str, folder: Path) -> Sequence[Path]:
    """Write the sheets of the sixteen into a folder, which is made if it is not there; the files, north to south."""
    asked = _period(period)
    if folder.exists() and not folder.is_dir():
        msg = f"«{folder}» es un archivo; con --all indique una carpeta"
        raise SheetError(msg)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"no se puede crear la carpeta «{folder}» ({type(error).__name__})"
        raise SheetError(msg) from error
    paths = [(code, folder / f"{stem(code, asked)}.pdf") for code in questions.regions().labels]
    for code, path in paths:
        write_document(path, partial(_pdf, code, asked))
    return [path for _, path in paths]


def _region(text: str) -> str:
    """A code, with or without its zero."""
    known = questions.regions().labels
    code = text.zfill(2)
    if code not in known:
        there = ", ".join(f"{one} {name}" for one, name in known.items())
        msg = (
            f"no hay una región «{text}»; hay: {there}"
            if text != COUNTRY
            else f"la ficha es de una región; hay: {there}"
        )
        raise SheetError(msg)
    return code


def _period(text: str) -> str:
    spans = questions.covered(OF)
    found = periods.read(text, spans)
    if found is None:
        there = ", ".join(code for code in periods.offered(spans) if code.isdigit())
        msg = f"no hay datos del período «{text}»; hay años {there}, y sus trimestres y meses"
        raise SheetError(msg)
    return found.label

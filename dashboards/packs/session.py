"""The pack of a session: what a member of the committee carries in, as was known on that day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from dashboards.blocks import course, headline, provenance, splits, tiles
from dashboards.blocks.block import File, Row
from dashboards.charts.composition import composition
from dashboards.charts.promises import promises
from dashboards.charts.spec import to_spec
from dashboards.display import dates, formats, links, measures, plan, words
from dashboards.display.columns import Column
from dashboards.display.columns import Row as Cells
from dashboards.display.names import as_name
from dashboards.documents.paper import (
    Heading,
    Headline,
    Headlines,
    Item,
    Items,
    Listing,
    Paper,
    Paragraph,
    Part,
    Picture,
    Section,
)
from dashboards.documents.pdf import PDF, as_pdf
from dashboards.documents.spreadsheets import XLSX, Fact
from dashboards.documents.workbook import as_workbook
from dashboards.documents.writing import UnwrittenError, write_document
from dashboards.inputs.measures import Chosen
from dashboards.serving import questions
from dashboards.serving.session import later
from metrics import Answer, Review

_HEADLINES = (
    "plan.measures_implemented",
    "plan.measures_in_progress",
    "plan.measures_moved",
    "plan.measures_late",
    "plan.measures_missing_report",
    "plan.measures_blocked",
    "plan.agreements_open",
    "plan.agreements_overdue",
)
_MOVED = "plan.measures_moved"
_SENTENCE = (
    "[plan.measures_implemented|medida está implementada|medidas están implementadas] y [plan.measures_late|atrasada|atrasadas]. "
    "{moved}Sin cumplir hay [plan.agreements_open|acuerdo|acuerdos], "
    "y [plan.agreements_overdue|está vencido|están vencidos]."
)
_SINCE = "Desde la sesión anterior [plan.measures_moved|se movió|se movieron]. "
_EVERYTHING = Chosen()
_LONGEST_NAME = 100
_LOWER = 0.8
"""Of the height on a screen, for two drawings to stand on a page."""


def since(as_of: date) -> date | None:
    """The session before the last report that is known: what the figures of a day are held against."""
    return questions.session_before(questions.told_on(as_of))


def headlines(as_of: date) -> tuple[tiles.Content, ...]:
    """The figures of a session; nothing moved since a session that was not held."""
    before = since(as_of)
    asked = _HEADLINES if before else tuple(one for one in _HEADLINES if one != _MOVED)
    return questions.beside_report(asked, as_of, before)


def sentence(as_of: date) -> str:
    """What they say, with the values to come in their places."""
    return _SENTENCE.replace("{moved}", _SINCE if since(as_of) else "")


def day_of(text: str) -> date | None:
    """The day of a session by its code, or any day from the first that something is known of; None for anything else."""
    held = next((one.held_on for one in questions.sessions() if one.code == text), None)
    known = questions.reporting_dates()
    if held or not known:
        return held
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if min(known) <= day <= max(known) else None


def files(as_of: date, chosen: Chosen = _EVERYTHING, *, key: str) -> Row:
    """The pack to print and as a workbook, made when it is asked for; their names say which session and kind of data."""
    kinds = provenance.about(tiles.answers_of(headlines(as_of))).kind
    stem = as_name(" ".join(("pnme carpeta", _code(as_of), *chosen.said().values(), kinds)), longest=_LONGEST_NAME)
    printed, listed = (later(partial(write, as_of, chosen)) for write in (_pdf, _workbook))
    return Row(
        (
            File(f"{key}-pdf", "la carpeta para imprimir (PDF)", f"{stem}.pdf", PDF, printed),
            File(f"{key}-xlsx", "la carpeta en planilla (XLSX)", f"{stem}.xlsx", XLSX, listed),
        )
    )


class SessionError(UnwrittenError):
    """There is no such session, or no such kind of file; in Spanish, with what there is."""


def write(session: str, path: Path) -> None:
    """Write the pack of a session or a day, as the ending of `path` says; SessionError if there is no such.

    Otherwise as `write_document`.
    """
    make = _BY_ENDING.get(path.suffix.lower())
    if make is None:
        msg = f"la carpeta se escribe en un archivo {' o '.join(_BY_ENDING)}; se pidió «{path.name}»"
        raise SessionError(msg)
    as_of = day_of(session)
    if as_of is None:
        held = ", ".join(one.code for one in questions.sessions())
        known = f"hay {held}, o un día AAAA-MM-DD de los que se conoce algo" if held else "no hay ninguna"
        msg = f"no hay una sesión «{session}»; {known}"
        raise SessionError(msg)
    write_document(path, partial(make, as_of, _EVERYTHING))


def _pdf(as_of: date, chosen: Chosen) -> bytes:
    return as_pdf(paper(as_of, chosen))


def _workbook(as_of: date, chosen: Chosen) -> bytes:
    return as_workbook(paper(as_of, chosen))


_BY_ENDING = {".pdf": _pdf, ".xlsx": _workbook}


def paper(as_of: date, chosen: Chosen = _EVERYTHING) -> Paper:
    """All that is known of the plan on a day against the session before, of the measures that are `chosen`.

    The figures of the whole plan are those of the whole plan whatever is chosen, and say so.
    """
    before, known = since(as_of), questions.told_on(as_of)
    answers = tiles.answers_of(headlines(as_of))
    kinds = tuple(provenance.kinds(answers))
    address = links.of_plan(corte=as_of.isoformat(), **chosen.said()) if chosen else links.of_session(_code(as_of))
    about = {fact.name: fact.text for fact in provenance.about(answers, address=address).facts}
    is_made_up = any(answer.is_demonstration for answer in answers)
    kept = chosen.of(questions.measures(as_of).frame)
    codes = kept["code"].to_list()
    against = f"La sesión del {dates.day(before)}" if before else "Nada: no hay una sesión anterior"
    until = f", con lo informado hasta el {dates.day(known)}" if known != as_of else ""
    told_of = "; ".join(chosen.told()) or f"Ninguno: {formats.counted(kept.height, 'medida', 'medidas')}"
    facts = (
        Fact("Sesión", _name(as_of)),
        Fact("Al", dates.day(as_of) + until),
        Fact("Se compara con", against),
        Fact("Filtros", told_of),
        *((Fact("Cifras y gráficos", "De todo el plan; los filtros valen para las listas"),) if chosen else ()),
        Fact("Tipo de dato", about["tipo_de_dato"]),
        Fact("Fuente", about["fuente"]),
        Fact("Versión de los datos", about["version_de_datos"]),
        Fact("Dirección", about["direccion"]),
        Fact("Licencia", about["licencia"]),
    )
    return Paper(
        title="Carpeta para la sesión",
        subtitle=f"Plan Nacional de Acción, al {dates.day(as_of)}",
        author="Servicio Nacional de Migraciones · Monitor PNME",
        head=f"Carpeta para la sesión · al {dates.day(as_of)}",
        foot=f"Monitor PNME · {links.of_session(_code(as_of))} · versión de los datos {about['version_de_datos']}",
        kinds=kinds,
        note=_NOTE if is_made_up else "",
        facts=facts,
        day=as_of,
        sections=(
            _figures(as_of, chosen),
            _late(kept),
            _order(as_of, codes),
            _changes(questions.review(as_of, before), codes),
            _matrix(kept),
            _agreed(as_of, codes, chosen),
            _annex(kept),
        ),
    )


_NOTE = (
    "Las filas de esta carpeta fueron generadas por programa, para probar el monitor, y no son registros reales: responsables, "
    "fechas, atrasos, reportes y acuerdos no dicen nada de ningún organismo. Cada fila lleva su marca."
)


def _code(as_of: date) -> str:
    held = next((one.code for one in questions.sessions() if one.held_on == as_of), None)
    return held or as_of.isoformat()


def _name(as_of: date) -> str:
    held = next((one for one in questions.sessions() if one.held_on == as_of), None)
    return f"{held.label} ({held.code})" if held else "Ninguna ese día"


def _figures(as_of: date, chosen: Chosen) -> Section:
    asked = headlines(as_of)
    shared, shown = tiles.said_once(tiles.in_words(asked))
    told = [
        Headline(
            label=one.label,
            value=one.value,
            amount=answer.value,
            lines=(*filter(None, (one.change,)), *one.notes),
            kind=one.kind,
        )
        for one, answer in zip(shown, tiles.answers_of(asked), strict=True)
    ]
    whole = ("Las cifras y los gráficos son de todo el plan; los filtros valen para las listas.",) if chosen else ()
    return Section(
        title="Cómo va el plan",
        name="Cifras",
        parts=(
            Paragraph(headline.sentence(sentence(as_of), asked)),
            *map(Paragraph, whole),
            Headlines(tuple(told), shared),
            Heading(course.TITLE),
            Picture(
                to_spec(promises(course.course(as_of))),
                course.DESCRIPTION,
                _source(course.answers(as_of)),
            ),
            *_split(as_of, "axis", "eje"),
            *_split(as_of, "subcommittee", "subcomité"),
        ),
    )


def _split(as_of: date, by: str, name: str) -> tuple[Part, ...]:
    split = splits.ask(*course.STATES, by=by, title=name.capitalize(), as_of=as_of)
    drawn = to_spec(composition(split, course.STATES))
    described = f"Medidas implementadas, en desarrollo y sin reporte por {name}"
    height = round(_LOWER * drawn["height"])
    return (Heading(f"Medidas por {name}"), Picture(drawn, described, _source(split.answers), height=height))


def _source(answers: Sequence[Answer]) -> str:
    facts = {fact.name: fact.text for fact in provenance.about(answers).facts}
    return f"{facts['tipo_de_dato'].capitalize()}. Fuente: {facts['fuente']}."


def _order(as_of: date, codes: list[str]) -> Section:
    frame = questions.agenda(as_of, since(as_of))
    order = plan.agenda(frame.filter(pl.col("code").is_in(codes)))
    return Section(
        title="Orden del día sugerido",
        name="Orden del día",
        is_wide=True,
        parts=(
            Paragraph(
                "Las que tienen más razones para verse, primero. Las razones siguen reglas, y cada una está escrita."
            ),
            Listing(order, plan.AGENDA, "Nada pide ser visto."),
        ),
    )


def _changes(reviewed: Review, codes: list[str]) -> Section:
    changes = plan.changes(reviewed).filter(pl.col("code").is_in(codes))
    return Section(
        title=plan.changed(changes.height, reviewed.since),
        name="Cambios",
        is_wide=True,
        parts=(Paragraph(plan.about_changes(reviewed.since)), Listing(changes, plan.CHANGES, "Nada cambió.")),
    )


_LATE = (
    measures.CODE,
    measures.TITLE,
    measures.LEAD,
    measures.PLANNED,
    measures.DAYS_LATE,
    measures.PROGRESS,
    measures.PROMISED,
    Column("narrative", "Relato"),
    measures.KIND,
)


def _late(kept: pl.DataFrame) -> Section:
    late = measures.in_words(kept.filter("is_late").sort("days_late", "code", descending=[True, False]))
    late = late.with_columns(pl.col("narrative").fill_null("").replace("", "Sin relato"))
    told: tuple[Part, ...] = (
        (Items(tuple(_item(row) for row in late.iter_rows(named=True))),)
        if late.height
        else (Paragraph("Ninguna medida está atrasada a esta fecha."),)
    )
    return Section(
        title=f"Medidas atrasadas: {formats.number(late.height)}",
        name="Atrasadas",
        parts=(
            Paragraph(
                "No están implementadas y ya pasó la fecha de término de su plan vigente. La más atrasada, primero."
            ),
            *told,
        ),
        sheet=Listing(late, _LATE, ""),
    )


def _item(row: Cells) -> Item:
    shown = {column.name: column.shown(row) for column in _LATE}
    line = (
        f"{shown['lead']} · debía terminar el {shown['planned_on']}, {plan.days_ago(row['days_late'])} · avance {shown['progress']}, "
        f"comprometido {shown['promised']}"
    )
    return Item(title=f"{shown['code']} · {shown['title']}", line=line, text=shown["narrative"], kind=shown["kind"])


def _matrix(kept: pl.DataFrame) -> Section:
    frame, columns = plan.matrix(kept)
    return Section(
        title="Ejes y ministerios",
        name="Matriz",
        is_wide=True,
        parts=(
            Paragraph(words.ABOUT_MATRIX),
            Listing(frame, columns, "No hay medidas."),
        ),
    )


def _agreed(as_of: date, codes: list[str], chosen: Chosen) -> Section:
    frame = questions.agreements(as_of)
    if chosen:
        frame = frame.filter(pl.col("measure").is_in(codes))
    agreed = plan.agreements(frame)
    return Section(
        title=f"Acuerdos: {formats.number(agreed.height)}",
        name="Acuerdos",
        is_wide=True,
        parts=(
            Paragraph("Los de esta sesión y los de las anteriores, con lo que fue de cada uno hasta esta fecha."),
            Listing(agreed, plan.AGREEMENTS, "No hay acuerdos registrados."),
        ),
    )


def _annex(kept: pl.DataFrame) -> Section:
    return Section(
        title=f"Anexo: {formats.counted(kept.height, 'medida', 'medidas')}",
        name="Medidas",
        is_wide=True,
        parts=(
            Paragraph(words.ABOUT_STATES),
            Listing(measures.in_words(kept), measures.LISTED, "Ninguna medida cumple lo que se pide."),
        ),
    )

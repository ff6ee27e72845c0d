"""The pieces that pages are made of: tiles, charts with their table and source, notices."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from dashboards import exports, formats, maps, results, tables
from dashboards.charts import Chart
from dashboards.filters import COUNTRY, Selection, outcome_label
from geo.layer import BoundariesError
from metrics import Answer
from metrics.comparison import Comparison, Verdict
from metrics.model import Metric
from metrics.observe import KIND_LABELS
from metrics.reconciliation import Check, Outcome

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_VERDICTS = {Verdict.BETTER: "mejora", Verdict.WORSE: "empeora", Verdict.SAME: "", Verdict.NEITHER: ""}


@dataclass(frozen=True)
class Column:
    """A column of a table: how it is called, and whether its values are numbers (right-aligned)."""

    name: str
    title: str
    is_number: bool = False


def title(text: str, question: str) -> None:
    """A page's title and the question that it answers."""
    st.title(text, anchor=False)
    st.markdown(question)


def demonstration_notice(answers: Sequence[Answer]) -> None:
    """Say that there is demonstration data behind a page, if there is."""
    if any(answer.is_demonstration for answer in answers):
        st.warning(
            "**Datos de demostración.** Las filas de esta página fueron generadas por programa a partir de las cifras que "
            "publica la Cuenta Pública 2024, y las reproducen. No son registros reales."
        )


def require(answers: Sequence[Answer], what: str) -> None:
    """Stop the page, saying what is missing and what to run, when no answer has a value."""
    if all(answer.frame["value"].is_null().all() for answer in answers):
        st.info(
            f"**Faltan los datos de {what}.** La base de datos no tiene filas de este registro para lo que se pidió. "
            "Cargue el registro de la institución o, para ver el monitor con datos de demostración, ejecute `pnme init`."
        )
        st.stop()


def require_checks(checks: Sequence[Check]) -> None:
    """Stop the page when there is no published figure to check."""
    if not checks:
        st.info("**Faltan las cifras publicadas.** Ejecute `pnme init` para cargarlas.")
        st.stop()


def heading(text: str, explanation: str) -> None:
    """The heading of a part of a page."""
    st.subheader(text, anchor=False)
    if explanation:
        st.markdown(explanation)


def place(selection: Selection) -> None:
    """Say which territory the figures are of, and that they are compared with the year before."""
    where = "de todo el país" if selection.region == COUNTRY else f"de la región **{selection.place}**"
    st.markdown(f"Cifras {where}, {formats.months(selection.period)}.")


def link(page: Any, label: str) -> None:
    """A link to another page, which keeps the filters."""
    st.page_link(page, label=f"{label} →")


def kinds_of_data() -> None:
    """What the three kinds of data are, and as of when."""
    heading("Qué clase de datos son estos", "")
    st.markdown(
        "- **Cifra publicada**: impresa en la Cuenta Pública 2024; se muestra tal como aparece, con su línea.\n"
        "- **Registro institucional**: filas que cargó la institución responsable.\n"
        "- **Datos de demostración**: filas generadas por programa que reproducen las cifras publicadas; sirven para "
        "probar el monitor y no son registros reales."
    )
    st.caption(f"Versión de los datos: {results.version()}")


# --- tiles -----------------------------------------------------------------------------------------


def tiles(contents: Sequence[Comparison | Answer], *, is_national: bool = True) -> None:
    """Headline figures in a grid: value, change and its meaning, target, and what the document prints if it differs."""
    drawn = "".join(_tile(content, is_national=is_national) for content in contents)
    st.html(f'<div class="pnme-tiles">{drawn}</div>')


def _tile(content: Comparison | Answer, *, is_national: bool) -> str:
    answer = content.now if isinstance(content, Comparison) else content
    metric = answer.metric
    value = formats.headline(answer.value, metric.unit, is_suppressed=bool(answer.frame["suppressed"].any()))
    notes = [*_tile_notes(content, answer), *(_printed(answer) if is_national else ())]
    lines = "".join(f'<div class="note">{html.escape(note)}</div>' for note in notes)
    return (
        f'<div class="pnme-tile" title="{html.escape(metric.definition)}"><div class="label">{html.escape(metric.label)}</div>'
        f'<div class="value">{html.escape(value)}</div>{_change(content)}{lines}</div>'
    )


def _change(content: Comparison | Answer) -> str:
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


def _tile_notes(content: Comparison | Answer, answer: Answer) -> Iterator[str]:
    if answer.metric.target:
        yield answer.metric.target.label
    if answer.partial and answer.days:
        yield f"Período incompleto: datos al {formats.day(answer.days[1])}"
    if isinstance(content, Comparison) and content.difference is None and content.before:
        reason = content.reason.replace(content.before.period, formats.months(content.before.period))
        yield reason[:1].upper() + reason[1:]


def _printed(answer: Answer) -> Iterator[str]:
    figure = results.printed_beside(answer)
    if figure:
        yield f"La Cuenta Pública imprime {figure.raw} ({figure.table_name or figure.chapter}): ver Conciliación"


# --- charts and tables -----------------------------------------------------------------------------


def figure(
    heading: str,
    chart: Chart,
    answers: Sequence[Answer],
    table: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    description: str,
) -> None:
    """A chart with all that a reader may ask of it: source, period, definition, kind, table and files."""
    st.subheader(heading, anchor=False)
    st.altair_chart(chart, width="stretch", key=f"{key}-chart", alt=description)
    st.caption(provenance(answers))
    with st.expander("Ver la tabla y descargar los datos"):
        html_table(table, columns)
        downloads(heading, table, columns, about(answers), key=key, chart=chart)


def provenance(answers: Sequence[Answer]) -> str:
    """Source, period, kind of data and definitions, as a caption."""
    first = answers[0]
    definitions = " ".join(f"*{answer.metric.label}*: {answer.metric.definition}" for answer in answers)
    return (
        f"**Fuente:** {_sources(answers)}. **Período:** {_period(first)}. "
        f"**Tipo de dato:** {kinds(answers)}. **Qué mide:** {definitions}"
    )


def _sources(answers: Sequence[Answer]) -> str:
    metrics = [answer.metric for answer in answers]
    return "; ".join(dict.fromkeys(f"{metric.source.label}, {metric.source.institution}" for metric in metrics))


def _period(answer: Answer) -> str:
    text = formats.period(answer.period)
    if answer.days and answer.partial:
        return f"{text} (con datos hasta el {formats.day(answer.days[1])})"
    return text


def kinds(answers: Sequence[Answer]) -> str:
    """The kinds of data behind the answers, in words."""
    found = dict.fromkeys(KIND_LABELS[kind] for answer in answers for kind in sorted(answer.kinds))
    return ", ".join(found) or "sin datos"


def about(answers: Sequence[Answer]) -> list[tuple[str, str]]:
    """What an exported file says of itself."""
    known = max((answer.known_on for answer in answers if answer.known_on), default=None)
    return [
        ("fuente", _sources(answers)),
        ("periodo", _period(answers[0])),
        ("tipo_de_dato", kinds(answers)),
        ("conocido_al", formats.day(known)),
    ]


def html_table(frame: pl.DataFrame, columns: Sequence[Column]) -> None:
    """A table that screen readers and printers read: text escaped, numbers right-aligned.

    A column of numbers shows `<name>_text` where the frame has it.
    """
    header = "".join(f'<th scope="col" class="{_kind(column)}">{html.escape(column.title)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(_cells(row, columns))}</tr>" for row in frame.iter_rows(named=True))
    st.html(
        f'<div class="pnme-scroll" tabindex="0"><table class="pnme-table"><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _kind(column: Column) -> str:
    return "number" if column.is_number else "text"


def _cells(row: Mapping[str, Any], columns: Sequence[Column]) -> Iterator[str]:
    for column in columns:
        value = row.get(f"{column.name}_text", row[column.name])
        yield f'<td class="{_kind(column)}">{html.escape(formats.cell(value))}</td>'


def listing(
    text: str,
    explanation: str,
    frame: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    notes: Sequence[tuple[str, str]] = (),
    empty: str = "Sin filas.",
    is_folded: bool = False,
) -> None:
    """A table under its heading, with its files; folded away if it is long and secondary."""
    if is_folded:
        with st.expander(f"{text} ({formats.number(frame.height)})"):
            _listed(explanation, frame, columns, key=key, notes=notes, empty=empty, heading=text)
    else:
        st.subheader(text, anchor=False)
        _listed(explanation, frame, columns, key=key, notes=notes, empty=empty, heading=text)


def _listed(
    explanation: str,
    frame: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    notes: Sequence[tuple[str, str]],
    empty: str,
    heading: str,
) -> None:
    if explanation:
        st.caption(explanation)
    if frame.is_empty():
        st.markdown(empty)
        return
    html_table(frame, columns)
    downloads(heading, frame, columns, notes, key=key)


def map_of_regions(
    heading: str, answers: Sequence[Answer], frame: pl.DataFrame, *, title: str, highlighted: str, key: str
) -> None:
    """The regions coloured by value; without boundaries, a sentence that says what to run."""
    st.subheader(heading, anchor=False)
    try:
        boundaries = results.boundaries()
    except BoundariesError:
        st.info("Falta el mapa de las regiones. Ejecute `pnme init` para obtenerlo.")
        return
    chart = maps.choropleth(boundaries, frame, title=title, highlighted=highlighted)
    st.altair_chart(chart, width="stretch", key=key, alt=f"Mapa de las regiones de Chile según {title.lower()}")
    st.caption(f"Lo que no tiene territorio cuenta en el total, no en el mapa. {provenance(answers)}")
    _image(heading, chart, about(answers), key=key)


def _image(heading: str, chart: Chart, notes: Sequence[tuple[str, str]], *, key: str) -> None:
    source = " · ".join(value for _, value in notes)
    _file("PNG", "image/png", partial(exports.as_png, chart, heading, source), key=key)


def _file(name: str, mime: str, make: Callable[[], bytes], *, key: str) -> None:
    """A button for a file that is made when it is asked for."""
    st.download_button(
        f"Descargar {name}",
        make,
        file_name=f"pnme-{key}.{name.lower()}",
        mime=mime,
        key=f"{key}-{name}",
        on_click="ignore",
    )


def sheet(metric: Metric) -> None:
    """What a metric is, in a few lines."""
    st.markdown(f"**{metric.label}.** {metric.definition}")
    basis = f" · **Norma:** {metric.legal_basis}" if metric.legal_basis else ""
    st.caption(
        f"**Unidad:** {metric.unit.label} · **Cómo se calcula:** {tables.formula_label(metric)} · "
        f"**Fuente:** {metric.source.label}, {metric.source.institution}{basis} · **Código:** `{metric.id}`"
    )


def single(metric: Metric) -> None:
    """A metric that cannot be split: its only value, if it has one."""
    answers = results.ask(metric.id).answers
    require(answers, f"«{metric.label}»")
    demonstration_notice(answers)
    tiles(answers)
    st.caption(provenance(answers))


def outcomes(checks: Sequence[Check]) -> None:
    """How many checks came out each way."""
    drawn = "".join(
        f'<div class="pnme-tile"><div class="label">{html.escape(outcome_label(outcome))}</div>'
        f'<div class="value">{formats.number(sum(check.outcome is outcome for check in checks))}</div></div>'
        for outcome in (Outcome.AGREES, Outcome.DIFFERS, Outcome.UNDECIDABLE)
    )
    st.html(f'<div class="pnme-tiles">{drawn}</div>')


def count_of(frame: pl.DataFrame) -> str:
    """How many rows, as it is written."""
    return formats.number(frame.height)


def day(value: date | None) -> str:
    """A day, as it is written."""
    return formats.day(value)


def method_notes() -> None:
    """The rules that hold for every figure."""
    st.markdown(
        "- **Días hábiles**: lunes a viernes que no son feriado nacional (Ley 19.880, art. 25). El conteo parte el día "
        "hábil siguiente a la recepción.\n"
        "- **Solicitudes abiertas**: no son datos perdidos; cuentan en los tiempos de respuesta por lo que ya esperaron.\n"
        "- **Lo que no se suma**: porcentajes, medianas y conteos de personas que se traslapan se recalculan o no se "
        "muestran; nunca se suman ni se promedian.\n"
        "- **Sin dato, reservado y cero** son tres cosas distintas. Los conteos de 1 a 4 se reservan para no identificar "
        "a nadie.\n"
        "- **Períodos incompletos**: un año en curso no se compara con uno completo."
    )


def _exported(row: Mapping[str, Any], name: str) -> Any:
    """A cell of a file: whole numbers without decimals; absent and hidden in words, for neither is an empty cell."""
    value = row[name]
    if value is None:
        return row.get(f"{name}_text", formats.ABSENT)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def downloads(
    heading: str,
    table: pl.DataFrame,
    columns: Sequence[Column],
    notes: Sequence[tuple[str, str]],
    *,
    key: str,
    chart: Chart | None = None,
) -> None:
    """Buttons for CSV, XLSX and, of a chart, PNG; each file is made when it is asked for."""
    header = [column.title for column in columns]
    rows = [[_exported(row, column.name) for column in columns] for row in table.iter_rows(named=True)]
    with st.container(horizontal=True):
        _file("CSV", "text/csv", partial(exports.as_csv, header, rows, notes), key=key)
        _file("XLSX", _XLSX, partial(exports.as_xlsx, header, rows, notes), key=key)
        if chart is not None:
            _image(heading, chart, notes, key=key)

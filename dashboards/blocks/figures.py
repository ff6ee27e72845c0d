"""Charts, maps and tables with all that a reader may ask of them: source, period, kind of data, files."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from dashboards import exports, formats, maps, results
from dashboards.charts import Chart, Spec, finished
from dashboards.parts import Advice, Caption, Drawing, File, Folded, Heading, Html, Parts, Row, Text
from geo.layer import BoundariesError
from metrics import Answer
from metrics.observe import KIND_LABELS

_SIGNIFICANT = 10
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


Notes = Sequence[tuple[str, str]]
"""What a file says of itself: (name, value) pairs."""


@dataclass(frozen=True)
class Column:
    """A column of a table: how it is called, and whether its values are numbers (right-aligned)."""

    name: str
    title: str
    is_number: bool = False


def figure(
    heading: str,
    chart: Chart | Spec,
    answers: Sequence[Answer],
    table: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    description: str,
) -> Parts:
    """A chart with all that a reader may ask of it: source, period, definition, kind, table and files."""
    spec = chart if isinstance(chart, Mapping) else finished(chart)
    notes = about(answers)
    files = (*_tabular(table, columns, notes, key=key), _image(heading, spec, notes, key=key))
    return (
        Heading(heading),
        Drawing(spec, description, key=f"{key}-chart"),
        Caption(provenance(answers)),
        Folded("Ver la tabla y descargar los datos", (html_table(table, columns), Row(files)), key),
    )


def finished_map(frame: pl.DataFrame, *, title: str) -> Spec | None:
    """The regions coloured by value; None without boundaries."""
    try:
        boundaries = results.boundaries()
    except BoundariesError:
        return None
    return finished(maps.choropleth(boundaries, frame, title=title))


def map_of_regions(heading: str, spec: Spec | None, answers: Sequence[Answer], *, title: str, key: str) -> Parts:
    """A map with its source and its image; where there is none, a sentence that says what to run."""
    if spec is None:
        return (
            Heading(heading),
            Advice("Falta el mapa de las regiones. Ejecute `pnme init` para obtenerlo."),
        )
    return (
        Heading(heading),
        Drawing(spec, f"Mapa de las regiones de Chile según {title.lower()}", key=key),
        Caption(f"Lo que no tiene territorio cuenta en el total, no en el mapa. {provenance(answers)}"),
        File(key, "png", "image/png", partial(_map_image, heading, spec, about(answers))),
    )


def _map_image(heading: str, spec: Spec, notes: Notes) -> bytes:
    return exports.as_png(maps.with_outlines(spec, results.boundaries()), heading, _source(notes))


def listing(
    text: str,
    explanation: str,
    frame: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    notes: Notes = (),
    empty: str = "Sin filas.",
    is_folded: bool = False,
) -> Parts:
    """A table under its heading, with its files; folded away if it is long and secondary."""
    explained = (Caption(explanation),) if explanation else ()
    if frame.is_empty():
        listed: Parts = (*explained, Text(empty))
    else:
        listed = (*explained, html_table(frame, columns), Row(_tabular(frame, columns, notes, key=key)))
    if is_folded:
        return (Folded(f"{text} ({formats.number(frame.height)})", listed, key),)
    return (Heading(text), *listed)


def html_table(frame: pl.DataFrame, columns: Sequence[Column]) -> Html:
    """A table that screen readers and printers read: text escaped, numbers right-aligned.

    A column of numbers shows `<name>_text` where the frame has it.
    """
    header = "".join(f'<th scope="col" class="{_kind(column)}">{html.escape(column.title)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(_cells(row, columns))}</tr>" for row in frame.iter_rows(named=True))
    return Html(
        f'<div class="pnme-scroll" tabindex="0" role="region" aria-label="Tabla"><table class="pnme-table"><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _kind(column: Column) -> str:
    return "number" if column.is_number else "text"


def _cells(row: Mapping[str, Any], columns: Sequence[Column]) -> Iterator[str]:
    for column in columns:
        value = row.get(f"{column.name}_text", row[column.name])
        label = html.escape(column.title)
        yield f'<td class="{_kind(column)}" data-label="{label}">{html.escape(formats.cell(value))}</td>'


def _tabular(frame: pl.DataFrame, columns: Sequence[Column], notes: Notes, *, key: str) -> tuple[File, ...]:
    """A table as CSV and as XLSX."""
    return (
        File(key, "csv", "text/csv", partial(_written, exports.as_csv, frame, columns, notes)),
        File(key, "xlsx", _XLSX, partial(_written, exports.as_xlsx, frame, columns, notes)),
    )


def _written(write: exports.Writer, frame: pl.DataFrame, columns: Sequence[Column], notes: Notes) -> bytes:
    header = [column.title for column in columns]
    rows = [[_exported(row, column.name) for column in columns] for row in frame.iter_rows(named=True)]
    return write(header, rows, notes)


def _exported(row: Mapping[str, Any], name: str) -> Any:
    """A cell of a file: whole numbers without decimals; absent and hidden in words, for neither is an empty cell."""
    value = row[name]
    if value is None:
        return row.get(f"{name}_text", formats.ABSENT)
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, _SIGNIFICANT)
    return value


def _image(heading: str, spec: Spec, notes: Notes, *, key: str) -> File:
    return File(key, "png", "image/png", partial(exports.as_png, spec, heading, _source(notes)))


def _source(notes: Notes) -> list[str]:
    return [f"{name.replace('_', ' ').capitalize()}: {value}" for name, value in notes]


def caption(answers: Sequence[Answer]) -> Caption:
    """Where the figures above come from."""
    return Caption(provenance(answers))


def provenance(answers: Sequence[Answer]) -> str:
    """Source, period, kind of data and definitions, as a caption."""
    first = answers[0]
    definitions = " ".join(f"*{answer.metric.label}*: {answer.metric.definition}" for answer in answers)
    return (
        f"**Fuente:** {_sources(answers)}. **Período:** {_period(first)}. **Territorio:** {_place(first)}. "
        f"**Tipo de dato:** {kinds(answers)}. **Qué mide:** {definitions}"
    )


def about(answers: Sequence[Answer]) -> list[tuple[str, str]]:
    """What an exported file says of itself."""
    known = max((answer.known_on for answer in answers if answer.known_on), default=None)
    return [
        ("fuente", _sources(answers)),
        ("indicador", "; ".join(answer.metric.label for answer in answers)),
        ("periodo", _period(answers[0])),
        ("territorio", _place(answers[0])),
        ("tipo_de_dato", kinds(answers)),
        ("conocido_al", formats.day(known)),
    ]


def kinds(answers: Sequence[Answer]) -> str:
    """The kinds of data behind the answers, in words."""
    found = dict.fromkeys(KIND_LABELS[kind] for answer in answers for kind in sorted(answer.kinds))
    return ", ".join(found) or "sin datos"


def _sources(answers: Sequence[Answer]) -> str:
    metrics = [answer.metric for answer in answers]
    return "; ".join(dict.fromkeys(f"{metric.source.label}, {metric.source.institution}" for metric in metrics))


def _place(answer: Answer) -> str:
    """The regions that a question was limited to, or the country."""
    regions = results.members_of("region")
    return ", ".join(regions.label(code) for code in answer.where.get("region", ())) or "todo el país"


def _period(answer: Answer) -> str:
    text = formats.period(answer.period)
    if answer.days and answer.partial:
        return f"{text} (con datos hasta el {formats.day(answer.days[1])})"
    return text

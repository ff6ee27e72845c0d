"""Charts and maps with all that a reader may ask of them: source, period, kind of data, table and files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from dashboards.blocks import listings, markup, provenance
from dashboards.blocks.block import Advice, Blocks, Drawing, File, Folded, Row
from dashboards.charts.choropleth import choropleth, with_outlines
from dashboards.charts.spec import Spec, to_spec
from dashboards.display.columns import Column, MetricColumn
from dashboards.display.frames import Split
from dashboards.display.markdown import markdown
from dashboards.documents.images import as_png
from dashboards.documents.spreadsheets import About
from dashboards.serving import questions
from metrics import Answer

_WITHOUT_TERRITORY = "Lo que no tiene territorio cuenta en el total, no en el mapa."


def figure(heading: str, spec: Spec, split: Split, *, key: str, description: str) -> Blocks:
    """A chart of a split with all that a reader may ask of it: source, period, definition, kind, table and files."""
    return drawn(heading, spec, split.frame, split.table, split.answers, key=key, description=description)


def drawn(
    heading: str,
    spec: Spec,
    frame: pl.DataFrame,
    columns: Sequence[Column],
    answers: Sequence[Answer],
    *,
    key: str,
    description: str,
) -> Blocks:
    """A chart of the columns of a frame with all that a reader may ask of it."""
    about = provenance.about(answers)
    name = listings.file_stem(about, key=key, by=columns[0].title)
    image = File(f"{key}-png", "PNG", f"{name}.png", "image/png", partial(_image, heading, spec, about))
    table = listings.table(frame, columns, caption=heading)
    files = Row((*listings.files(frame, columns, about, key=key, by=columns[0].title), image))
    return (
        markup.heading(heading, anchor=key),
        Drawing(spec, description, key=f"{key}-chart"),
        provenance.source(answers, heading, anchor=key),
        Folded("Ver la tabla y descargar los datos", (table, files), key),
    )


def regions(split: Split, column: MetricColumn) -> Spec:
    """The map of the regions coloured by value; BoundariesError without boundaries."""
    return to_spec(choropleth(questions.boundaries(), split, column))


def map_of_regions(heading: str, spec: Spec | None, split: Split, column: MetricColumn, *, key: str) -> Blocks:
    """A map with its source and its image; where there is none, a sentence that says so."""
    if spec is None:
        return (
            markup.heading(heading, anchor=key),
            Advice(markdown("El mapa no está disponible por ahora. Las mismas cifras están en la tabla.")),
        )
    about = provenance.about(split.answers)
    name = f"{listings.file_stem(about, key=key, by=split.title)}-mapa.png"
    return (
        markup.heading(heading, anchor=key),
        Drawing(spec, f"Mapa de las regiones de Chile según {column.title.lower()}", key=key),
        provenance.source(split.answers, heading, anchor=key, note=_WITHOUT_TERRITORY),
        File(f"{key}-png", "PNG", name, "image/png", partial(_map_image, heading, spec, about)),
    )


def _image(heading: str, spec: Spec, about: About) -> bytes:
    return as_png(spec, heading, provenance.in_an_image(about))


def _map_image(heading: str, spec: Spec, about: About) -> bytes:
    return _image(heading, with_outlines(spec, questions.boundaries()), about)

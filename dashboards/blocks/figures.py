"""Charts and maps with all that a reader may ask of them: source, period, kind of data, table and files."""

from __future__ import annotations

from functools import partial

from dashboards.blocks import listings, provenance
from dashboards.blocks.block import Advice, Blocks, Caption, Drawing, File, Folded, Heading, Row
from dashboards.charts.choropleth import choropleth, with_outlines
from dashboards.charts.spec import Spec, to_spec
from dashboards.display.columns import MetricColumn
from dashboards.display.frames import Split
from dashboards.documents.images import as_png
from dashboards.documents.spreadsheets import About
from dashboards.serving import questions
from geo.layer import BoundariesError


def figure(heading: str, spec: Spec, split: Split, *, key: str, description: str) -> Blocks:
    """A chart with all that a reader may ask of it: source, period, definition, kind, table and files."""
    about = provenance.about(split.answers)
    image = File(key, "png", "image/png", partial(_image, heading, spec, about))
    table = listings.table(split.frame, split.table)
    files = Row((*listings.files(split.frame, split.table, about, key=key), image))
    return (
        Heading(heading),
        Drawing(spec, description, key=f"{key}-chart"),
        provenance.caption(split.answers),
        Folded("Ver la tabla y descargar los datos", (table, files), key),
    )


def regions(split: Split, column: MetricColumn) -> Spec | None:
    """The map of the regions coloured by value; None without boundaries."""
    try:
        boundaries = questions.boundaries()
    except BoundariesError:
        return None
    return to_spec(choropleth(boundaries, split, column))


def map_of_regions(heading: str, spec: Spec | None, split: Split, column: MetricColumn, *, key: str) -> Blocks:
    """A map with its source and its image; where there is none, a sentence that says what to run."""
    if spec is None:
        return (Heading(heading), Advice("Falta el mapa de las regiones. Ejecute `pnme init` para obtenerlo."))
    about = provenance.about(split.answers)
    source = provenance.sentence(split.answers)
    return (
        Heading(heading),
        Drawing(spec, f"Mapa de las regiones de Chile según {column.title.lower()}", key=key),
        Caption(f"Lo que no tiene territorio cuenta en el total, no en el mapa. {source}"),
        File(key, "png", "image/png", partial(_map_image, heading, spec, about)),
    )


def _image(heading: str, spec: Spec, about: About) -> bytes:
    return as_png(spec, heading, provenance.in_an_image(about))


def _map_image(heading: str, spec: Spec, about: About) -> bytes:
    return _image(heading, with_outlines(spec, questions.boundaries()), about)

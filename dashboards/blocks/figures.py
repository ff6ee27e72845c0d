"""Charts and maps with all that a reader may ask of them: source, period, kind of data, table and files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from dashboards.blocks import listings, markup, provenance
from dashboards.blocks.block import Blocks, Drawing, File, Folded, Row
from dashboards.charts.spec import Spec
from dashboards.display.columns import Column
from dashboards.display.frames import Split
from dashboards.documents.images import as_png
from dashboards.documents.spreadsheets import About
from metrics import Answer


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


def _image(heading: str, spec: Spec, about: About) -> bytes:
    return as_png(spec, heading, provenance.in_an_image(about))

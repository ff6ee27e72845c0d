"""The norms that the Cuenta Pública names and the promises that it makes, with what was reported of each."""

from __future__ import annotations

from datetime import date

import polars as pl
import sqlalchemy as sa

from data_access import schema
from metrics.model.sql import is_demonstration, visible
from metrics.queries.reader import Reader
from metrics.studies.plan.measures import measures
from metrics.studies.plan.reading import bodies_of
from metrics.studies.rows import framed, known_binds

_commitments, _reports = schema.commitments, schema.commitment_reports
PROMISE = "promise"
_COLUMNS = {
    "code": pl.String,
    "kind": pl.String,
    "chapter": pl.String,
    "heading": pl.String,
    "designation": pl.String,
    "number": pl.String,
    "year": pl.Int64,
    "stage": pl.String,
    "text": pl.String,
    "line": pl.Int64,
}
_REPORTED = {
    "code": pl.String,
    "reported_on": pl.Date,
    "status": pl.String,
    "body_code": pl.String,
    "body": pl.String,
    "narrative": pl.String,
    "url": pl.String,
    "is_report_made_up": pl.Boolean,
}


def commitments(reader: Reader, as_of: date | None = None) -> pl.DataFrame:
    """One row for each, in the order of the document, as known on `as_of` or now.

    `code`, `kind` ('promise', or which kind of norm), `chapter`, `heading`, `designation`, `number`, `year`, `stage`,
    `text` and `line` as printed; of the last report `status`, `body_code`, `body`, `narrative`, `url`, `reported_on`
    (null where nobody reported) and `is_report_made_up`; `measure`, the code of the measure whose title comes from the line
    on which it begins, its `measure_status` and `is_measure_made_up`.
    """
    printed = framed(reader.rows(_PRINTED, known_binds(reader.coverage("commitments", as_of))), _COLUMNS)
    told = framed(reader.rows(_TOLD, known_binds(reader.coverage("commitment_reports", as_of))), _REPORTED)
    tied = (
        measures(reader, as_of).frame.drop_nulls("source_line").unique("source_line", keep="first", maintain_order=True)
    )
    tied = tied.select(line="source_line", measure="code", measure_status="status", is_measure_made_up="demonstration")
    last = told.unique("code", keep="first", maintain_order=True)
    return printed.join(last, on="code", how="left", maintain_order="left").join(
        tied, on="line", how="left", maintain_order="left"
    )


_PRINTED = (
    sa.select(*(_commitments.c[name] for name in _COLUMNS))
    .where(visible(_commitments))
    .order_by(_commitments.c.line, _commitments.c.code)
)
_TOLD = (
    sa.select(
        _reports.c.commitment_code.label("code"),
        _reports.c.reported_on,
        _reports.c.status,
        _reports.c.undersecretariat_code.label("body_code"),
        bodies_of(_reports),
        _reports.c.narrative,
        _reports.c.url,
        sa.cast(is_demonstration(_reports.c.batch_id), sa.Boolean).label("demonstration"),
    )
    .where(visible(_reports))
    .order_by(_reports.c.commitment_code, _reports.c.reported_on.desc())
)

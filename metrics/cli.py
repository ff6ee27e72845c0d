"""`pnme metrics list | show | query` and `pnme reconcile`."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from data_access.cli import DatabaseOption, opened_database
from metrics.catalogue import catalogue
from metrics.catalogue import metric as metric_of
from metrics.model.filters import parse_filter
from metrics.model.metric import Metric
from metrics.monitor import Monitor
from metrics.queries.rollups import refresh
from metrics.studies.reconciliation import Outcome

app = typer.Typer(help="Los indicadores: qué hay, qué significan y cuánto valen.", no_args_is_help=True)


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="Cómo se escribe la respuesta.")]


def write(rows: list[dict[str, Any]], form: Format, document: dict[str, Any] | None = None) -> None:
    """Print `rows` in the form asked; JSON prints `document` if given."""
    if form is Format.JSON:
        sys.stdout.write(json.dumps(rows if document is None else document, ensure_ascii=False) + "\n")
    elif form is Format.CSV:
        _write_csv(rows)
    else:
        _write_table(rows)


def _write_csv(rows: list[dict[str, Any]]) -> None:
    if rows:
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_table(rows: list[dict[str, Any]]) -> None:
    table = Table(*(rows[0] if rows else ()), box=None)
    for row in rows:
        table.add_row(*("—" if value is None else str(value) for value in row.values()))
    Console().print(table if rows else "Sin filas.")


def _described(metric: Metric) -> dict[str, Any]:
    return {
        "id": metric.id,
        "label": metric.label,
        "definition": metric.definition,
        "unit": metric.unit.id,
        "formula": type(metric.formula).__name__,
        "dimensions": list(metric.dimensions),
        "source": metric.source.label,
        "institution": metric.source.institution,
        "periodicity": str(metric.periodicity),
        "direction": str(metric.direction),
        "disclosure": str(metric.disclosure),
        "legal_basis": str(metric.legal_basis) if metric.legal_basis else None,
        "targets": [target.value for target in metric.targets],
    }


@app.command("list")
def list_metrics(form: FormatOption = Format.TABLE) -> None:
    """Todos los indicadores, uno por línea."""
    rows = [{"id": metric.id, "label": metric.label, "unit": metric.unit.id} for metric in catalogue().values()]
    write(rows, form)


@app.command("show")
def show_metric(metric_id: Annotated[str, typer.Argument(metavar="ID")], form: FormatOption = Format.TABLE) -> None:
    """La ficha de un indicador."""
    described = _described(metric_of(metric_id))
    if form is Format.JSON:
        write([], form, described)
    else:
        write([{"campo": name, "valor": value} for name, value in described.items()], form)


def _as_date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # it also reads '20240331' and '2024-W13-7'
        msg = f"no se entiende la fecha «{text}»; se admite AAAA-MM-DD"
        raise typer.BadParameter(msg)
    return day


def _filters(texts: list[str]) -> dict[str, list[str]]:
    filters: dict[str, list[str]] = {}
    for name, value in map(parse_filter, texts):
        filters.setdefault(name, []).append(value)
    return filters


@app.command("query")
def query(
    metric_ids: Annotated[list[str], typer.Argument(metavar="ID…")],
    *,
    by: Annotated[str, typer.Option(help="Dimensiones separadas por coma: region,month")] = "",
    period: Annotated[str | None, typer.Option(help="2024, 2024-Q1, 2024-03 o 2024-01-01..2024-03-31")] = None,
    where: Annotated[list[str] | None, typer.Option(help="DIMENSIÓN=VALOR; se puede repetir")] = None,
    as_of: Annotated[str | None, typer.Option(help="Como se sabía ese día: AAAA-MM-DD")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Muestra además el SQL que se ejecutó.")] = False,
    from_rows: Annotated[bool, typer.Option("--from-rows", help="Desde las filas, sin usar agregados.")] = False,
    form: FormatOption = Format.TABLE,
    database: DatabaseOption = None,
) -> None:
    """El valor de uno o más indicadores."""
    dimensions = [name.strip() for name in by.split(",") if name.strip()]
    filters, day = _filters(where or []), _as_date(as_of)
    with opened_database(database) as engine:
        result = Monitor(engine).observe(
            *metric_ids,
            by=dimensions,
            period=period,
            where=filters,
            as_of=day,
            explain=explain,
            use_rollups=not from_rows,
        )
    rows = result.rows()
    document = {
        "data_version": result.data_version,
        "as_of": result.as_of.isoformat() if result.as_of else None,
        "rows": rows,
        **({"statements": result.statements} if explain else {}),
    }
    write(rows, form, document)
    if explain and form is not Format.JSON:
        sys.stderr.write("".join(f"\n{statement};\n" for statement in result.statements))


def refresh_command(
    *,
    full: Annotated[bool, typer.Option("--full", help="Rehace todo, y no sólo lo que cambió.")] = False,
    form: FormatOption = Format.TABLE,
    database: DatabaseOption = None,
) -> None:
    """Pone al día los agregados con que responden los tableros, en una sola transacción."""
    with opened_database(database, read_only=False) as engine, engine.begin() as connection:
        refreshed = refresh(connection, full=full)
    rows = [{"agregado": one.name, "cargas": one.batches, "celdas": one.cells} for one in refreshed]
    write(rows, form, {"rollups": [asdict(one) for one in refreshed]})


def reconcile_command(form: FormatOption = Format.TABLE, database: DatabaseOption = None) -> None:
    """Cada cifra publicada contra sus partes, sus repeticiones y los indicadores; sale con 1 si alguna difiere."""
    with opened_database(database) as engine:
        checks = Monitor(engine).reconcile()
    rows = [check.as_row() for check in checks]
    shown = _brief(rows) if form is Format.TABLE else rows
    write(shown, form, {"checks": rows})
    if form is Format.TABLE:
        _write_summary([check.outcome for check in checks])
    if any(check.outcome is Outcome.DIFFERS for check in checks):
        raise typer.Exit(1)


def _brief(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What differs, in the columns that fit a terminal."""
    names = {"id": "comprobación", "published": "publicado", "computed": "calculado", "difference": "diferencia"}
    return [{shown: row[name] for name, shown in names.items()} for row in rows if row["outcome"] == Outcome.DIFFERS]


def _write_summary(outcomes: list[Outcome]) -> None:
    names = {Outcome.AGREES: "concuerdan", Outcome.DIFFERS: "difieren", Outcome.UNDECIDABLE: "no se pueden decidir"}
    counts = ", ".join(f"{outcomes.count(outcome)} {name}" for outcome, name in names.items())
    Console().print(f"{len(outcomes)} comprobaciones: {counts}")

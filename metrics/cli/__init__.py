"""`pnme metrics list | show | query`, `pnme refresh`, `pnme loads`, `pnme withdraw` and `pnme reconcile`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from data_access.cli import DatabaseOption, opened_database
from data_access.loading import withdraw
from data_access.published import PublishedFigure
from metrics.answering.answer import Result
from metrics.catalogue import metric as metric_of
from metrics.cli.foi import FoiCommands
from metrics.cli.terminal import (
    AsOfOption,
    Format,
    FormatOption,
    PeriodOption,
    Presenter,
    Row,
    WhereOption,
    as_date,
    console,
    filters_of,
    write,
)
from metrics.model.members import Members
from metrics.model.metric import Metric
from metrics.model.viewer import ENTITLED, PUBLIC
from metrics.monitor import Monitor
from metrics.queries.provenance import LoadBatch, load_history, snapshot, told_loads
from metrics.queries.rollups import refresh
from metrics.studies.reconciliation import Check, Finding, Group, Outcome, findings, standing_alone, undecided
from metrics.studies.search import find


def add_commands(app: typer.Typer, presenter: Presenter) -> None:
    """Give `app` the commands of this layer, which speak through `presenter`."""
    commands = _Commands(presenter)
    metrics = typer.Typer(help="Los indicadores: qué hay, qué significan y cuánto valen.", no_args_is_help=True)
    metrics.command("list")(commands.list_metrics)
    metrics.command("show")(commands.show_metric)
    metrics.command("query")(commands.query)
    app.add_typer(metrics, name="metrics")
    app.add_typer(FoiCommands(presenter).group(), name="foi")
    app.command("refresh")(commands.refresh)
    app.command("loads")(commands.loads)
    app.command("withdraw")(commands.withdraw)
    app.command("reconcile")(commands.reconcile)


class _Commands:
    """The commands, and who puts what they find into words."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter

    def list_metrics(
        self,
        query: Annotated[
            str,
            typer.Argument(metavar="[BUSCAR]", help="Lo que se busca, con o sin tilde: residencia, ñuble, tabla 13."),
        ] = "",
        form: FormatOption = Format.TABLE,
    ) -> None:
        """Los indicadores, uno por línea: todos, o los que se buscan, primero los que mejor responden."""
        found = [one.metric for one in find(query)]
        write([{"id": metric.id, "label": metric.label, "unit": metric.unit.id} for metric in found], form)

    def show_metric(
        self, metric_id: Annotated[str, typer.Argument(metavar="ID")], form: FormatOption = Format.TABLE
    ) -> None:
        """La ficha de un indicador."""
        described = _described(metric_of(metric_id))
        if form is Format.JSON:
            write([], form, described)
        else:
            write([{"campo": name, "valor": value} for name, value in described.items()], form)

    def query(
        self,
        metric_ids: Annotated[list[str], typer.Argument(metavar="ID…")],
        *,
        by: Annotated[str, typer.Option(help="Dimensiones separadas por coma: region,month")] = "",
        period: PeriodOption = None,
        where: WhereOption = None,
        as_of: AsOfOption = None,
        explain: Annotated[bool, typer.Option("--explain", help="Muestra además el SQL que se ejecutó.")] = False,
        from_rows: Annotated[bool, typer.Option("--from-rows", help="Desde las filas, sin usar agregados.")] = False,
        exact: Annotated[
            bool, typer.Option("--exact", help="Recuentos exactos, para quien puede verlos: no se publican.")
        ] = False,
        form: FormatOption = Format.TABLE,
        database: DatabaseOption = None,
    ) -> None:
        """El valor de uno o más indicadores."""
        filters, day = filters_of(where or []), as_date(as_of)
        with opened_database(database) as engine:
            monitor = Monitor(engine, viewer=ENTITLED if exact else PUBLIC)
            result = monitor.observe(
                *metric_ids,
                by=[name.strip() for name in by.split(",") if name.strip()],
                period=period,
                where=filters,
                as_of=day,
                explain=explain,
                use_rollups=not from_rows,
            )
            members = {name: monitor.members(name) for name in result.by}
        shown = self._readable(result, members) if form is Format.TABLE else result.rows()
        write(shown, form, _document(result, explains=explain))
        if explain and form is not Format.JSON:
            sys.stderr.write("".join(f"\n{statement};\n" for statement in result.statements))

    def _readable(self, result: Result, members: dict[str, Members]) -> list[Row]:
        """Rows for a person: values as they are written, each code beside its name."""

        def value(row: Row) -> str:
            unit = result[row["metric"]].metric.unit
            return self._presenter.value(row["value"], unit, is_suppressed=row["suppressed"])

        def member(name: str, code: str | None) -> str | None:
            label = members[name].labels.get(code or "")
            return f"{code} {label}" if label and label != code else code

        marks = {True: "sí", False: "no"}
        return [
            {
                **row,
                **{name: member(name, row[name]) for name in result.by},
                "value": value(row),
                "suppressed": marks[row["suppressed"]],
                "protected": marks[row["protected"]],
                "demonstration": marks[row["demonstration"]],
                "partial": marks[row["partial"]],
                "missing": ", ".join(row["missing"]) or "—",
            }
            for row in result.frame.iter_rows(named=True)
        ]

    def refresh(
        self,
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

    def loads(self, form: FormatOption = Format.TABLE, database: DatabaseOption = None) -> None:
        """Las cargas, en el orden en que llegaron: qué días cubren, cuándo se supieron y si siguen vigentes."""
        with opened_database(database) as engine, engine.connect() as connection:
            told = told_loads(load_history(connection, snapshot(connection).last_batch))
        rows = [_load_row(load, counts_from, is_standing=is_standing) for load, counts_from, is_standing in told]
        write([_readable_load(row) for row in rows] if form is Format.TABLE else rows, form, {"loads": rows})

    def withdraw(
        self,
        load_id: Annotated[int, typer.Argument(metavar="CARGA", help="El número de la carga: vea pnme loads.")],
        *,
        known_on: Annotated[str, typer.Option("--known-on", help="Desde qué día se sabe: AAAA-MM-DD")],
        form: FormatOption = Format.TABLE,
        database: DatabaseOption = None,
    ) -> None:
        """Retira una carga; lo que se respondía a los días anteriores no cambia."""
        day = as_date(known_on)
        if day is None:
            msg = "falta --known-on; se admite AAAA-MM-DD"
            raise typer.BadParameter(msg)
        with opened_database(database, read_only=False) as engine, engine.begin() as connection:
            done = withdraw(connection, load_id, recorded_on=day)
            refresh(connection)
        row = {
            "load": done.batch_id,
            "withdraws": load_id,
            "restored": done.accepted,
            "closed": done.closed,
            "counts_from": done.counts_from.isoformat(),
        }
        names = {
            "load": "carga",
            "withdraws": "retira",
            "restored": "filas que vuelven",
            "closed": "filas que dejan de valer",
            "counts_from": "vale desde",
        }
        write([{names[name]: value for name, value in row.items()}] if form is Format.TABLE else [row], form, row)

    def reconcile(self, form: FormatOption = Format.TABLE, database: DatabaseOption = None) -> None:
        """Cada cifra publicada contra sus partes, sus repeticiones y los indicadores; sale con 1 si alguna difiere."""
        with opened_database(database) as engine:
            checks = Monitor(engine, viewer=ENTITLED).reconcile()
        rows = [self._check_row(check) for check in checks]
        alone = standing_alone(checks)
        found = findings(checks)
        document = {
            "findings": [self._finding_row(one) for one in found],
            "undecided": [self._finding_row(one) for one in undecided(checks)],
            "checks": rows,
            "groups": _counts(checks),
            "stands_alone": [_alone_row(one) for one in alone],
        }
        write([_brief(one) for one in found] if form is Format.TABLE else rows, form, document)
        if form is Format.TABLE:
            _write_summary(found, checks, len(alone))
        if found:
            raise typer.Exit(1)

    def _finding_row(self, finding: Finding) -> Row:
        return {**finding.as_row(), "sentence": self._presenter.finding(finding)}

    def _check_row(self, check: Check) -> Row:
        return {**check.as_row(), "note": self._presenter.sentence(check.note) if check.note else ""}


def _load_row(load: LoadBatch, counts_from: date, *, is_standing: bool) -> Row:
    return {
        "load": load.id,
        "register": load.register,
        "kind": load.data_kind,
        "known_on": load.recorded_on.isoformat(),
        "counts_from": counts_from.isoformat(),
        "covers_from": load.covers_from.isoformat(),
        "covers_to": load.covers_to.isoformat(),
        "withdraws": load.withdraws,
        "standing": is_standing,
    }


def _readable_load(row: Row) -> Row:
    names = {
        "load": "carga",
        "register": "registro",
        "kind": "tipo",
        "known_on": "se supo",
        "counts_from": "vale desde",
        "covers_from": "cubre desde",
        "covers_to": "cubre hasta",
        "withdraws": "retira",
        "standing": "vigente",
    }
    marks = {True: "sí", False: "no"}
    return {shown: marks[row[name]] if name == "standing" else row[name] for name, shown in names.items()}


# --- reading what was asked ------------------------------------------------------------------------------


def _document(result: Result, *, explains: bool) -> Row:
    return {
        "data_version": result.data_version,
        "as_of": result.as_of.isoformat() if result.as_of else None,
        "rows": result.rows(),
        **({"statements": result.statements} if explains else {}),
    }


def _described(metric: Metric) -> Row:
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


def _brief(finding: Finding) -> Row:
    """A contradiction in the columns that fit a terminal."""
    return {
        "contradicción": finding.id,
        "dónde": finding.table or finding.chapter,
        "publicado": finding.published,
        "calculado": finding.computed,
        "comprobaciones": len(finding.checks),
    }


def _counts(checks: Sequence[Check]) -> dict[str, dict[str, int]]:
    """How many checks of each group came out each way."""
    counts = Counter((check.group, check.outcome) for check in checks)
    return {str(group): {str(outcome): counts[group, outcome] for outcome in Outcome} for group in Group}


def _alone_row(figure: PublishedFigure) -> Row:
    return {"figure": figure.id, "raw": figure.raw, "line": figure.line, "where": figure.place}


def _write_summary(contradictions: Sequence[Finding], checks: Sequence[Check], alone: int) -> None:
    count = len(contradictions)
    console().print(f"{count} {'contradicción' if count == 1 else 'contradicciones'}")
    counted = [check for check in checks if check.group.could_fail]
    groups = {
        "comprobaciones que pudieron fallar": counted,
        "de aritmética": [check for check in counted if check.group is Group.ARITHMETIC],
        "de reiteración": [check for check in counted if check.group is Group.RESTATEMENT],
        "contra lo hecho a partir de la cifra": [check for check in checks if not check.group.could_fail],
    }
    for name, found in groups.items():
        console().print(f"{len(found)} {name}: {_told([check.outcome for check in found])}")
    console().print(f"{alone} cifras están solas: nada más en el documento las respalda")


def _told(outcomes: Sequence[Outcome]) -> str:
    names = {Outcome.AGREES: "concuerdan", Outcome.DIFFERS: "difieren", Outcome.UNDECIDABLE: "no se pueden decidir"}
    return ", ".join(f"{outcomes.count(outcome)} {name}" for outcome, name in names.items())

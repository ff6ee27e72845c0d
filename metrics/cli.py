"""`pnme metrics list | show | query`, `pnme refresh`, `pnme loads`, `pnme withdraw` and `pnme reconcile`."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Protocol

import typer
from rich.console import Console
from rich.table import Table

from data_access.cli import DatabaseOption, opened_database
from data_access.loading import withdraw
from data_access.published import PublishedFigure
from metrics.answering.answer import Result
from metrics.catalogue import metric as metric_of
from metrics.model.filters import parse_filter
from metrics.model.foreign_text import legible, neutral
from metrics.model.members import Members
from metrics.model.messages import Message
from metrics.model.metric import Metric
from metrics.model.units import Unit
from metrics.model.viewer import ENTITLED, PUBLIC
from metrics.monitor import Monitor
from metrics.queries.provenance import LoadBatch, load_history, snapshot, told_loads
from metrics.queries.rollups import refresh
from metrics.registers import foi_clock
from metrics.studies.reconciliation import Check, Finding, Group, Outcome, findings, standing_alone, undecided
from metrics.studies.search import find

_UNLIMITED = 10_000
"""Columns of what is not a terminal: nothing is cut or broken."""


class Presenter(Protocol):
    """Puts into words what the metrics layer says in ids and numbers."""

    def sentence(self, message: Message) -> str:
        """A message in a sentence."""
        ...

    def finding(self, finding: Finding) -> str:
        """What a contradiction is, in a sentence."""
        ...

    def clock(self, told: foi_clock.Reading) -> Row:
        """What a clock says, by what each thing is called."""
        ...

    def value(self, value: float | None, unit: Unit, *, is_suppressed: bool) -> str:
        """A stored value as people read it; what is absent or hidden says so."""
        ...


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="Cómo se escribe la respuesta.")]
Row = dict[str, Any]


def add_commands(app: typer.Typer, presenter: Presenter) -> None:
    """Give `app` the commands of this layer, which speak through `presenter`."""
    commands = _Commands(presenter)
    metrics = typer.Typer(help="Los indicadores: qué hay, qué significan y cuánto valen.", no_args_is_help=True)
    metrics.command("list")(commands.list_metrics)
    metrics.command("show")(commands.show_metric)
    metrics.command("query")(commands.query)
    app.add_typer(metrics, name="metrics")
    foi = typer.Typer(help="Las solicitudes de acceso a la información.", no_args_is_help=True)
    foi.command("clock")(commands.clock)
    app.add_typer(foi, name="foi")
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
        period: Annotated[str | None, typer.Option(help="2024, 2024-Q1, 2024-03 o 2024-01-01..2024-03-31")] = None,
        where: Annotated[list[str] | None, typer.Option(help="DIMENSIÓN=VALOR; se puede repetir")] = None,
        as_of: Annotated[str | None, typer.Option(help="Como se sabía ese día: AAAA-MM-DD")] = None,
        explain: Annotated[bool, typer.Option("--explain", help="Muestra además el SQL que se ejecutó.")] = False,
        from_rows: Annotated[bool, typer.Option("--from-rows", help="Desde las filas, sin usar agregados.")] = False,
        exact: Annotated[
            bool, typer.Option("--exact", help="Recuentos exactos, para quien puede verlos: no se publican.")
        ] = False,
        form: FormatOption = Format.TABLE,
        database: DatabaseOption = None,
    ) -> None:
        """El valor de uno o más indicadores."""
        filters, day = _filters(where or []), _as_date(as_of)
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

    def clock(
        self,
        *,
        received: Annotated[str, typer.Option(help="El día en que se recibió: AAAA-MM-DD")],
        extended: Annotated[str | None, typer.Option(help="El día en que se notificó una prórroga")] = None,
        paused: Annotated[
            list[str] | None, typer.Option(metavar="DESDE..[HASTA]", help="Espera de una aclaración; se puede repetir")
        ] = None,
        answered: Annotated[str | None, typer.Option(help="El día de la primera respuesta")] = None,
        closed: Annotated[str | None, typer.Option(help="El día en que se derivó o cerró sin respuesta")] = None,
        as_of: Annotated[str, typer.Option(help="Como está ese día: AAAA-MM-DD")],
        form: FormatOption = Format.TABLE,
        database: DatabaseOption = None,
    ) -> None:
        """El plazo de una solicitud: cuándo vence, cuántos días hábiles lleva y cómo está."""
        case = foi_clock.Case(
            received_on=_day(received),
            extended_on=_as_date(extended),
            pauses=tuple(map(_pause, paused or [])),
            answered_on=_as_date(answered),
            closed_on=_as_date(closed),
        )
        day = _day(as_of)
        with opened_database(database) as engine:
            calendar = Monitor(engine).business_calendar(day)
        told = foi_clock.read(case, day, calendar)
        row = {
            "due": told.due_on.isoformat() if told.due_on else None,
            "days_used": told.days_used,
            "days_left": told.days_left,
            "state": told.state.value,
            "term_days": told.term_days,
            "ended": told.ended_on.isoformat() if told.ended_on else None,
            "extension_late": told.is_extension_late,
            "as_of": told.as_of.isoformat(),
        }
        write([self._presenter.clock(told)] if form is Format.TABLE else [row], form, row)

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
        day = _as_date(known_on)
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


def _as_date(text: str | None) -> date | None:
    return None if text is None else _day(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # it also reads '20240331' and '2024-W13-7'
        msg = f"no se entiende la fecha «{text}»; se admite AAAA-MM-DD"
        raise typer.BadParameter(msg)
    return day


def _pause(text: str) -> foi_clock.Pause:
    """'2024-09-20..2024-09-30', or '2024-09-20..' where nobody has replied yet."""
    start, dots, end = text.partition("..")
    if not dots or not start:
        msg = f"no se entiende la pausa «{text}»; se admite AAAA-MM-DD..AAAA-MM-DD, o AAAA-MM-DD.. si sigue"
        raise typer.BadParameter(msg)
    return foi_clock.Pause(from_on=_day(start), to_on=_as_date(end or None))


def _filters(texts: list[str]) -> dict[str, list[str]]:
    filters: dict[str, list[str]] = {}
    for name, value in map(parse_filter, texts):
        filters.setdefault(name, []).append(value)
    return filters


# --- writing what was answered ---------------------------------------------------------------------------


def write(rows: Sequence[Row], form: Format, document: Row | None = None) -> None:
    """Print `rows` in the form asked; JSON prints `document` if given."""
    if form is Format.JSON:
        sys.stdout.write(json.dumps(rows if document is None else document, ensure_ascii=False) + "\n")
    elif form is Format.CSV:
        _write_csv(rows)
    else:
        _write_table(rows)


def _write_csv(rows: Sequence[Row]) -> None:
    if rows:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows(map(_in_a_cell, line) for line in (rows[0], *(row.values() for row in rows)))


def _in_a_cell(value: Any) -> Any:
    """A value as a cell that no spreadsheet runs."""
    return neutral(" ".join(map(str, value)) if isinstance(value, list) else value)


def _write_table(rows: Sequence[Row]) -> None:
    table = Table(*(rows[0] if rows else ()), box=None)
    for row in rows:
        table.add_row(*map(_on_a_terminal, row.values()))
    _console().print(table if rows else "Sin filas.")


def _on_a_terminal(value: Any) -> str:
    """A value in one line that a terminal shows and does not obey; what a spreadsheet would run is plain, as in files."""
    return "—" if value is None else legible(str(neutral(value)))


def _console() -> Console:
    """As wide as the terminal, or as what is written where there is none."""
    return Console(markup=False, emoji=False, highlight=False, width=None if sys.stdout.isatty() else _UNLIMITED)


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
    _console().print(f"{count} {'contradicción' if count == 1 else 'contradicciones'}")
    counted = [check for check in checks if check.group.could_fail]
    groups = {
        "comprobaciones que pudieron fallar": counted,
        "de aritmética": [check for check in counted if check.group is Group.ARITHMETIC],
        "de reiteración": [check for check in counted if check.group is Group.RESTATEMENT],
        "contra lo hecho a partir de la cifra": [check for check in checks if not check.group.could_fail],
    }
    for name, found in groups.items():
        _console().print(f"{len(found)} {name}: {_told([check.outcome for check in found])}")
    _console().print(f"{alone} cifras están solas: nada más en el documento las respalda")


def _told(outcomes: Sequence[Outcome]) -> str:
    names = {Outcome.AGREES: "concuerdan", Outcome.DIFFERS: "difieren", Outcome.UNDECIDABLE: "no se pueden decidir"}
    return ", ".join(f"{outcomes.count(outcome)} {name}" for outcome, name in names.items())

"""`pnme foi clock | waits | ranking | due`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from data_access.cli import DatabaseOption, opened_database
from metrics.cli.terminal import (
    AsOfOption,
    Format,
    FormatOption,
    PeriodOption,
    Presenter,
    Row,
    WhereOption,
    as_date,
    day_of,
    filters_of,
    write,
)
from metrics.model.units import PERCENT
from metrics.model.viewer import ENTITLED, PUBLIC
from metrics.monitor import Monitor
from metrics.registers import foi_clock
from metrics.studies.foi.ranking import BESIDE, BY, ENOUGH


class FoiCommands:
    """The commands, and who puts what they find into words."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter

    def group(self) -> typer.Typer:
        """These commands."""
        found = typer.Typer(help="Las solicitudes de acceso a la información.", no_args_is_help=True)
        for command in (self.clock, self.waits, self.ranking, self.due):
            found.command(command.__name__)(command)
        return found

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
            received_on=day_of(received),
            extended_on=as_date(extended),
            pauses=tuple(map(_pause, paused or [])),
            answered_on=as_date(answered),
            closed_on=as_date(closed),
        )
        day = day_of(as_of)
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

    def waits(
        self,
        *,
        period: PeriodOption = None,
        where: WhereOption = None,
        as_of: AsOfOption = None,
        form: FormatOption = Format.TABLE,
        database: DatabaseOption = None,
    ) -> None:
        """Cuánto se espera: parte sin respuesta tras cada día hábil (Kaplan-Meier), con su intervalo y cuántas esperaban."""
        with opened_database(database) as engine:
            found = Monitor(engine).foi.course(period=period, where=filters_of(where or []), as_of=as_date(as_of))
        rows = [asdict(one) for one in found.points]
        document = {"received": found.received, "answered": found.answered, "points": rows}
        write(self._readable(rows, ("waiting", "low", "high")) if form is Format.TABLE else rows, form, document)

    def ranking(
        self,
        *,
        by: Annotated[str, typer.Option(help=f"Dimensión: {', '.join(BY)}")] = "responsible_unit",
        period: PeriodOption = None,
        where: WhereOption = None,
        as_of: AsOfOption = None,
        form: FormatOption = Format.TABLE,
        database: DatabaseOption = None,
    ) -> None:
        """Quién responde antes, con el intervalo de Wilson de cada parte; sin lugar quien tiene menos de 30 respuestas."""
        with opened_database(database) as engine:
            found = Monitor(engine).foi.ranking(by, period=period, where=filters_of(where or []), as_of=as_date(as_of))
        rows = found.frame.to_dicts()
        shares = ("share", "low", "high", *(name for name in BESIDE if name.endswith("_share")))
        document = {"minimum": ENOUGH, "rows": rows}
        write(self._readable(rows, shares) if form is Format.TABLE else rows, form, document)

    def due(
        self,
        *,
        folios: Annotated[
            bool, typer.Option("--folios", help="Una a una, para quien puede verlas: no se publican.")
        ] = False,
        where: WhereOption = None,
        as_of: AsOfOption = None,
        form: FormatOption = Format.TABLE,
        database: DatabaseOption = None,
    ) -> None:
        """Qué vence en cada uno de los próximos 20 días hábiles; con --folios, cada solicitud abierta."""
        filters, day = filters_of(where or []), as_date(as_of)
        with opened_database(database) as engine:
            studies = Monitor(engine, viewer=ENTITLED if folios else PUBLIC).foi
            if folios:
                rows = [_dated(row) for row in studies.folios(where=filters, as_of=day).to_dicts()]
                write(rows, form, {"rows": rows})
                return
            found, said = studies.dues(where=filters, as_of=day), studies.forecast(where=filters, as_of=day)
        rows = [_dated(asdict(one)) for one in found.calendar]
        document = {
            "as_of": found.as_of.isoformat() if found.as_of else None,
            **found.buckets.row(0, named=True),
            "forecast": _dated(asdict(said)) if said else None,
            "days": rows,
        }
        write(rows, form, document)

    def _readable(self, rows: list[Row], shares: tuple[str, ...]) -> list[Row]:
        def told(name: str, value: Any) -> Any:
            return self._presenter.value(value, PERCENT, is_suppressed=False) if name in shares else value

        return [{name: told(name, value) for name, value in row.items()} for row in rows]


def _dated(row: Row) -> Row:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _pause(text: str) -> foi_clock.Pause:
    """'2024-09-20..2024-09-30', or '2024-09-20..' where nobody has replied yet."""
    start, dots, end = text.partition("..")
    if not dots or not start:
        msg = f"no se entiende la pausa «{text}»; se admite AAAA-MM-DD..AAAA-MM-DD, o AAAA-MM-DD.. si sigue"
        raise typer.BadParameter(msg)
    return foi_clock.Pause(from_on=day_of(start), to_on=as_date(end or None))

"""The clock of a request for information in words: how it stands, why, and day by day."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dashboards.display import dates
from dashboards.display.columns import Column
from dashboards.display.formats import counted, number
from dashboards.display.words import CLOCK_EVENTS, CLOCK_STATES
from metrics import foi_clock
from metrics.registers.foi_clock import Mark, State

COLUMNS = (
    Column("day", "Día"),
    Column("mark", "Qué es"),
    Column("used", "Días hábiles que van", is_number=True),
    Column("events", "Qué pasó"),
    Column("norm", "Norma"),
)
_MARKS = {
    Mark.RECEIVED: "El día en que llega no se cuenta",
    Mark.COUNTED: "Día hábil",
    Mark.WEEKEND: "Fin de semana",
    Mark.HOLIDAY: "Feriado",
    Mark.PAUSED: "Día hábil que no corre: se espera la aclaración",
}
_NORMS = {
    "received": "Ley 20.285, art. 14: 20 días hábiles desde la recepción",
    "extended": "Ley 20.285, art. 14: hasta 10 días hábiles más, avisados antes de que venza el plazo",
    "asked": "Ley 20.285, art. 12: se pide completar o aclarar la solicitud",
    "replied": "Ley 20.285, art. 12: con la aclaración el plazo sigue",
    "closed": "Ley 20.285, art. 13: se deriva a quien debe responder, o termina de otra forma",
    "due": "Ley 20.285, art. 14",
    "answered": "Ley 20.285, art. 14",
}
_NOT_BUSINESS = "Ley 19.880, art. 25: sábados, domingos y festivos son inhábiles"


def tiles(told: foi_clock.Reading) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """A label, a word or a figure, and what stands below it."""
    ended = f"Hasta el {dates.day(told.ended_on or told.as_of)}"
    return (
        ("Cómo está", CLOCK_STATES[told.state], (f"Al {dates.day(told.as_of)}",)),
        (
            "Vence",
            dates.day(told.due_on) if told.due_on else "Al aclararse se sabrá",
            (f"{told.term_days} días hábiles",),
        ),
        ("Días hábiles usados", number(told.days_used), (ended,)),
        (
            "Días hábiles que quedan" if told.days_left >= 0 else "Días hábiles de atraso",
            number(abs(told.days_left)),
            (),
        ),
    )


def sentence(case: foi_clock.Case, told: foi_clock.Reading) -> str:
    """What the clock says, in a sentence or two."""
    start = f"Recibida el {dates.weekday(case.received_on)}, se cuenta desde el día hábil siguiente."
    late = (
        f" La prórroga del {dates.day(case.extended_on)} se avisó cuando el plazo ya había vencido, así que no lo alarga."
        if told.is_extension_late
        else ""
    )
    return f"{start}{late} {_ending(told)}"


def _ending(told: foi_clock.Reading) -> str:
    used = counted(told.days_used, "día hábil", "días hábiles")
    if told.state is State.PAUSED:
        return f"Lleva {used} y el plazo no corre mientras se espera la aclaración."
    due = f"El plazo de {told.term_days} días hábiles vence el {dates.weekday(told.due_on)}." if told.due_on else ""
    ended = (
        f"{CLOCK_STATES[told.state]}: tomó {used}."
        if told.ended_on
        else f"Lleva {used}: {CLOCK_STATES[told.state].lower()}."
    )
    return f"{due} {ended}"


def days(steps: Sequence[foi_clock.Step]) -> pl.DataFrame:
    """Each day, what it is to the clock, and the norm that says so."""
    rows = [
        {
            "day": dates.weekday(one.day, is_short=True),
            "mark": f"{_MARKS[one.mark]}: {one.holiday}" if one.mark is Mark.HOLIDAY else _MARKS[one.mark],
            "used": one.days_used,
            "events": ", ".join(CLOCK_EVENTS[name] for name in one.events) or "—",
            "norm": "; ".join(dict.fromkeys(_norms(one))) or "—",
        }
        for one in steps
    ]
    return pl.DataFrame(rows, schema={one.name: pl.Int64 if one.is_number else pl.String for one in COLUMNS})


def _norms(one: foi_clock.Step) -> list[str]:
    found = [_NORMS[name] for name in one.events]
    return [*found, _NOT_BUSINESS] if one.mark in (Mark.WEEKEND, Mark.HOLIDAY) else found

"""Open requests for information in words and in tables: what is due, when, and how much of it is expected to be late."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dashboards.display import dates, words
from dashboards.display.columns import Column
from dashboards.display.formats import counted, number
from dashboards.display.frames import NAME
from metrics import Calibration, Dues, Forecast, Members

_BUCKETS = {
    "overdue": "Vencidas",
    "soon": "Vencen en 0 a 5 días hábiles",
    "next": "En 6 a 10",
    "later": "En más de 10",
    "paused": "Con el plazo detenido",
    "rows": "Abiertas en total",
}
DAYS = (
    Column("date", "Vence el"),
    Column("left", "Días hábiles que quedan", is_number=True),
    Column("rows", "Solicitudes", is_number=True),
)


def due_columns(title: str) -> tuple[Column, ...]:
    """The columns of what is open, by unit or by region."""
    return (Column(NAME, title), *(Column(name, label, is_number=True) for name, label in _BUCKETS.items()))


def due_table(frame: pl.DataFrame, by: str, members: Members) -> pl.DataFrame:
    """The columns of `due_columns`, those who have most to answer soon first."""
    ordered = frame.sort(pl.col("overdue") + pl.col("soon"), "rows", descending=True)
    names = [words.member(members, code) for code in ordered[by]]
    return ordered.with_columns(pl.Series(NAME, names, pl.String))


def days_table(found: Dues) -> pl.DataFrame:
    """The columns of DAYS, and what `upcoming` draws."""
    rows = [
        {
            "date": one.day,
            "day": f"{one.day:%d-%m}",
            "left": one.left,
            "rows": one.rows,
        }
        for one in found.calendar
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def open_now(found: Dues) -> str:
    """What is open and what of it presses, in a sentence."""
    told = found.buckets.row(0, named=True)
    if not told["rows"]:
        return "no hay solicitudes abiertas."
    overdue = counted(told["overdue"], "ya venció", "ya vencieron") if told["overdue"] else "ninguna venció"
    soon = counted(told["soon"], "vence", "vencen") if told["soon"] else "ninguna vence"
    sentence = f"hay {counted(told['rows'], 'solicitud abierta', 'solicitudes abiertas')}: {overdue} y {soon} en los próximos 5 días hábiles."
    if told["paused"]:
        sentence += (
            f" {counted(told['paused'], 'espera', 'esperan')} que la persona aclare lo que pide, con el plazo detenido."
        )
    return sentence


def pressing(found: Dues, members: Members) -> str:
    """The unit with most due within five business days."""
    of_units = found.by_unit.filter((pl.col("soon") > 0) & pl.col("responsible_unit").is_not_null())
    first = of_units.sort("soon", "overdue", descending=True).head(1)
    if first.is_empty():
        return ""
    row = first.row(0, named=True)
    named = words.member(members, row["responsible_unit"])
    return f"La que más debe responder en ellos: {named}, {counted(row['soon'], 'solicitud', 'solicitudes')}."


def expected(said: Forecast) -> str:
    """What the forecast says, in a sentence or two."""
    until = dates.day(said.until)
    left_out = []
    if said.without_precedent:
        left_out.append(
            f"{counted(said.without_precedent, 'sin precedente', 'sin precedentes')}: ninguna anterior esperó tanto"
        )
    if said.paused:
        left_out.append(counted(said.paused, "que tiene el plazo detenido", "que tienen el plazo detenido"))
    rest = f" Nada se dice de {' ni de '.join(left_out)}." if left_out else ""
    if not said.at_stake:
        return f"De las abiertas con el plazo corriendo, ninguna vence antes del {until}.{rest}"
    told = said.at_stake - said.without_precedent
    if not told:
        return f"No hay con qué pronosticar cuántas vencen antes del {until}.{rest}"
    return (
        f"De {counted(told, 'abierta', 'abiertas')} cuyo plazo termina antes del {until}, se espera que {number(said.expected, 1)} venzan sin "
        f"respuesta, prorrogadas o no (entre {number(said.low, 1)} y {number(said.high, 1)}).{rest} Es lo que pasó con las que habían "
        "esperado lo mismo, de las recibidas en los doce meses anteriores."
    )


CALIBRATION = (
    Column("month", "Mes"),
    Column("at_stake", "Vencían en el mes", is_number=True),
    Column("expected", "Se esperaba que vencieran sin respuesta", is_number=True, number_format="0.0"),
    Column("range", "Entre (95 %)"),
    Column("broken", "Vencieron sin respuesta", is_number=True),
    Column("holds", "¿Dentro de lo dicho?"),
)


def calibration_table(found: Sequence[Calibration]) -> pl.DataFrame:
    """The columns of CALIBRATION, the newest month first."""
    rows = [
        {
            "month": dates.month(f"{one.month:%Y-%m}"),
            "at_stake": one.forecast.at_stake,
            "at_stake_text": number(one.forecast.at_stake),
            "expected": one.forecast.expected,
            "expected_text": number(one.forecast.expected, 1),
            "range": f"{number(one.forecast.low, 1)} y {number(one.forecast.high, 1)}",
            "broken": one.broken,
            "broken_text": number(one.broken),
            "holds": "Sí" if one.holds else "No: más" if one.broken > one.forecast.high else "No: menos",
        }
        for one in reversed(found)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def calibrated(found: Sequence[Calibration]) -> str:
    """How well the same forecast did, in a sentence."""
    if not found:
        return "Todavía no hay un mes entero del que se hubiera hecho el mismo pronóstico."
    said, came = sum(one.forecast.expected for one in found), sum(one.broken for one in found)
    within = sum(one.holds for one in found)
    return (
        f"El mismo pronóstico, hecho al terminar cada mes anterior, dijo {number(said, 0)} y el resultado fue {number(came)}; acertó el "
        f"intervalo en {number(within)} de {counted(len(found), 'mes', 'meses')}. El intervalo cuenta el azar de cada solicitud, y no "
        "que el Servicio responda más rápido o más lento que en los doce meses anteriores."
    )

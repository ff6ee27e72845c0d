"""A year's spending month by month in words, and what it comes to or why that is not told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboards.display.budget import clp, month_name
from dashboards.display.columns import Column
from dashboards.display.formats import Amounts, ValueFormat, number
from dashboards.display.words import listed
from metrics import NoProjection, Pace, Projection

PACE_COLUMNS = (
    Column("month_name", "Mes"),
    Column("accrued", "Devengado acumulado", is_number=True, number_format='"$"#,##0'),
    Column("before", "El año anterior", is_number=True, number_format='"$"#,##0'),
    Column("linear", "Ritmo parejo", is_number=True, number_format='"$"#,##0'),
    Column("current", "Presupuesto vigente", is_number=True, number_format='"$"#,##0'),
)


def paces(found: Pace, amounts: Amounts) -> pl.DataFrame:
    """The twelve months as people read them."""
    of = clp(amounts)
    rows = [
        row
        | {f"{name}_text": of.text(row[name]) for name in ("accrued", "before", "linear", "current")}
        | {"month_name": month_name(row["month"]).capitalize() + _gaps(row)}
        for row in found.frame.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _gaps(row: Mapping[str, Any]) -> str:
    """Which of the two years has a month that was never loaded."""
    said = {"is_partial": "este año", "is_before_partial": "el anterior"}
    told = [name for column, name in said.items() if row[column]]
    return f" (incompleto {' y '.join(told)})" if told else ""


def pace_told(found: Pace, amounts: Amounts) -> str:
    """What the chart shows, for those who do not see it."""
    of, last = clp(amounts), found.frame.row(found.month.start.month - 1, named=True)
    said = [f"Devengado acumulado de {found.year} hasta {month_name(last['month'])}: {of.text(last['accrued'])}"]
    if last["before"] is not None:
        said.append(f"el año anterior llevaba {of.text(last['before'])}")
    if last["linear"] is not None:
        said.append(f"un ritmo parejo daría {of.text(last['linear'])}")
    return "; ".join(said)


def projected(found: Pace, amounts: Amounts) -> str:
    """What the year comes to, or why it is not told."""
    if isinstance(found.projection, Projection):
        return _projected(found.projection, found.year, clp(amounts))
    closed = (
        f"hay {len(found.closed_years)} ({listed(map(str, found.closed_years))})"
        if found.closed_years
        else "no hay ninguno"
    )
    return {
        NoProjection.CLOSED: f"{found.year} está cerrado: no hay qué proyectar.",
        NoProjection.FEW_YEARS: (
            f"No se proyecta el gasto a diciembre: harían falta al menos tres años cerrados para probar el método y "
            f"{closed}."
        ),
        NoProjection.INCOMPLETE: "No se proyecta el gasto a diciembre: falta cargar algún mes de este año.",
        NoProjection.NOTHING_SPENT: (
            "No se proyecta el gasto a diciembre: a esta altura del año no hay gasto, o en algún año cerrado no lo hubo."
        ),
    }[found.projection]


def _projected(one: Projection, year: int, of: ValueFormat) -> str:
    worst = max(one.errors.items(), key=lambda item: abs(item[1]))
    return (
        f"Si el resto de {year} sigue como los años cerrados, el gasto llegaría en diciembre a {of.text(one.value)}, entre "
        f"{of.text(one.low)} y {of.text(one.high)} según el más y el menos rápido de ellos ({listed(map(str, one.years))}). El "
        f"método divide lo devengado por la parte del gasto anual que esos años llevaban a este mes; probado en cada uno con "
        f"los demás, su mayor error fue de {number(100 * abs(worst[1]), 1)} % ({worst[0]})."
    )

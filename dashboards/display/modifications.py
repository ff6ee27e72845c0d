"""What changed the budget, decree by decree, and what was told lower than before, in words and as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from dashboards.display import dates
from dashboards.display.budget import clp
from dashboards.display.columns import Column
from dashboards.display.formats import Amounts, ValueFormat, counted
from metrics import Members, Modifications, legible

STEP_COLUMNS = (
    Column("dated", "Fecha"),
    Column("decree", "Decreto"),
    Column("label", "Qué hace"),
    Column("lines", "Qué líneas cambia"),
    Column("amount", "Monto", is_number=True, number_format='"$"#,##0'),
    Column("after", "Presupuesto después", is_number=True, number_format='"$"#,##0'),
)


def steps(found: Modifications, amounts: Amounts) -> pl.DataFrame:
    """The decrees in order, and what none of them explains."""
    of = clp(amounts)
    rows = [row | {"lines": _lines_of(row, found.lines, of)} for row in found.steps.iter_rows(named=True)]
    if found.undeclared:
        rest = {"dated": None, "decree": "Sin decreto informado", "label": "Diferencia que el registro no explica"}
        rest |= {"lines": "No se sabe"}
        rows.append(rest | {"amount": found.undeclared, "after": int(found.current.value or 0)})
    written = [
        row
        | {
            "dated_text": dates.day(row["dated"]),
            "amount_text": of.change(row["amount"]) if row["amount"] else "Reasigna, sin cambiar el total",
            "after_text": of.text(row["after"]),
        }
        for row in rows
    ]
    schema: dict[str, Any] = {"dated": pl.Date, "decree": pl.String, "label": pl.String, "amount": pl.Int64}
    schema |= {"after": pl.Int64, "lines": pl.String}
    texts = dict.fromkeys(("dated_text", "amount_text", "after_text"), pl.String)
    return pl.DataFrame(written, schema=schema | texts)


def _lines_of(row: Mapping[str, Any], lines: pl.DataFrame, of: ValueFormat) -> str:
    """'22.11.003: +M$ 40.000; 29.04: -M$ 40.000'."""
    its = lines.filter((pl.col("decree") == row["decree"]) & (pl.col("year") == row["dated"].year))
    return "; ".join(f"{code}: {of.change(amount)}" for code, amount in its.select("code", "amount").iter_rows())


def in_steps(found: Modifications, amounts: Amounts) -> pl.DataFrame:
    """The rows of the waterfall, in the axis's unit: the law, each decree, and the current budget."""
    of, steps_of = clp(amounts), steps(found, amounts)
    enacted, current = found.enacted.value or 0.0, found.current.value or 0.0
    rows = [
        _whole("Ley", enacted, of),
        *(_step(row, of) for row in steps_of.iter_rows(named=True)),
        _whole("Vigente", current, of),
    ]
    return pl.DataFrame(rows).with_columns(pl.col("start", "end") * of.axis_factor)


def _whole(name: str, amount: float, of: ValueFormat) -> dict[str, Any]:
    told = of.text(amount)
    return {"name": name, "start": 0.0, "end": amount, "kind": "Presupuesto", "short": told, "tip": f"{name}: {told}"}


def _step(row: Mapping[str, Any], of: ValueFormat) -> dict[str, Any]:
    day = f"{dates.day(row['dated'])} · " if row["dated"] else ""
    short = of.change(row["amount"]) if row["amount"] else "Reasigna"
    return {
        "name": f"{legible(row['decree'])} · {day}{legible(row['label'])}",
        "start": float(row["after"] - row["amount"]),
        "end": float(row["after"]),
        "kind": "Aumenta" if row["amount"] >= 0 else "Disminuye",
        "short": short,
        "tip": f"{day}{legible(row['decree'])}: {legible(row['label'])}: {short}",
    }


def modified(found: Modifications, amounts: Amounts) -> str:
    """How many decrees changed a budget, and by how much."""
    if found.undeclared is None or found.is_partial:
        return "Falta cargar algún mes de este año: puede haber modificaciones que no se conocen."
    of, change = clp(amounts), int((found.current.value or 0) - (found.enacted.value or 0))
    if not found.steps.height and not found.current.value and not change:
        return "No hay presupuesto, ni decreto que lo cambie."
    if not found.steps.height and not change:
        return "Ningún decreto lo ha modificado: rige lo que aprobó la ley."
    if not change and not found.undeclared:
        moved = counted(found.steps.height, "decreto reasignó", "decretos reasignaron")
        return f"{moved} dentro de él, sin cambiar su total de {of.text(found.current.value)}."
    how = counted(found.steps.height, "decreto lo llevó", "decretos lo llevaron") if found.steps.height else "Pasó"
    rest = f" De eso, {of.change(found.undeclared)} no tiene decreto informado." if found.undeclared else ""
    return f"{how} de {of.text(found.enacted.value)} a {of.text(found.current.value)}: {of.change(change)}.{rest}"


CORRECTED_COLUMNS = (
    Column("corrected_on", "Corregido el"),
    Column("known_on", "Se supo el"),
    Column("month", "Mes"),
    Column("line", "Línea"),
    Column("stage", "Etapa"),
    Column("before", "Antes", is_number=True, number_format='"$"#,##0'),
    Column("after", "Quedó en", is_number=True, number_format='"$"#,##0'),
)
_STAGES = {"enacted": "Ley", "current": "Vigente", "accrued": "Devengado", "paid": "Pagado"}


def corrected(found: pl.DataFrame, members: Members, amounts: Amounts) -> pl.DataFrame:
    """What was told otherwise before, as people read it."""
    of: Callable[[float | None], str] = clp(amounts).text
    return found.with_columns(
        pl.col("month").map_elements(lambda day: dates.period(f"{day:%Y-%m}"), pl.String).alias("month_text"),
        pl.col("code").map_elements(lambda code: f"{code} {legible(members.label(code))}", pl.String).alias("line"),
        pl.col("stage").replace_strict(_STAGES, return_dtype=pl.String),
        pl.col("corrected_on")
        .map_elements(dates.day, pl.String)
        .fill_null("Carga retirada o fila cerrada")
        .alias("corrected_on_text"),
        pl.col("before").map_elements(of, pl.String).alias("before_text"),
        pl.col("after").map_elements(of, pl.String).fill_null("Retirado").alias("after_text"),
    )

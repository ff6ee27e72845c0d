"""What one of what was bought cost, spending in the prices of one month, and what the printed increase could mean."""

from __future__ import annotations

import polars as pl

from dashboards.display import dates
from dashboards.display.budget import clp
from dashboards.display.columns import Column
from dashboards.display.formats import Amounts, number
from dashboards.display.words import listed
from metrics import Deflated, Meaning, UnitCost

UNIT_COSTS = {
    "budget.expulsions": (
        "Gasto por expulsión",
        "Gasto devengado en pasajes y otros gastos asociados a expulsiones, dividido por las expulsiones materializadas, "
        "administrativas y judiciales, de los mismos días. No incluye remuneraciones ni lo que gastan las policías.",
    ),
}
"""By the metric of what is spent: what the unit cost is called, and what it is."""
PLACES = {"budget.expulsions": "22.08.007"}
"""Where in the classifier it is spent."""
NO_UNIT_COST = (
    "El Plan Rezago no tiene costo por permiso: la Cuenta Pública dice qué parte del rezago se resolvió, y no cuántas "
    "solicitudes resolvió el plan."
)


def unit_cost(found: UnitCost, amounts: Amounts) -> str:
    """What one cost, or why it is not told, with what is known; of a small amount the pesos are told too."""
    name, _ = UNIT_COSTS[found.spent.metric.id]
    when, things = dates.since_january(found.period.label), found.bought.metric.unit.label
    of, spent = clp(amounts), clp(amounts).text(found.spent.value)
    if found.value is not None:
        count = number(found.bought.value or 0)
        exactly = "" if amounts is Amounts.PESOS else f" ({clp(Amounts.PESOS).text(round(found.value))})"
        return f"{name} en {when}: {of.text(round(found.value))}{exactly}. Son {spent} divididos por {count} {things}."
    refused = f"{name} en {when}: no se calcula."
    if found.otherwise is not None:
        start, end = found.otherwise.period_from, found.otherwise.period_to
        return (
            f"{refused} El gasto de {when} es de {spent}, y las {number(float(found.otherwise.stored))} {things} que se publican "
            f"son de otros días ({dates.day(start)} a {dates.day(end)}): dividir uno por otras no diría nada."
        )
    if found.is_known:
        return f"{refused} No hubo {things}."
    return f"{refused} El gasto de {when} es de {spent} y no se conocen las {things} de esos días."


NO_INDEX = (
    "No se muestran montos reales: ningún índice de precios está cargado. Sin él no se sabe qué parte de un cambio es de "
    "precios, y ninguno se supone."
)


def real(found: Deflated, amounts: Amounts) -> str:
    """How spending changed once prices are taken out, or why it is not told."""
    of, base = clp(amounts), dates.period(found.base)
    year, missing = found.month.start.year, listed(dates.period(unit) for unit in found.missing)
    now, nominal = found.total(year, "real"), found.total(year, "nominal")
    if now is None or nominal is None:
        why = f"el índice de precios cargado no tiene {missing}" if missing else f"falta algún mes de {year}"
        return f"No se muestran montos reales en pesos de {base}: {why}."
    said = f"Lo devengado en {dates.since_january(found.month.label)} son {of.text(nominal)}, o {of.text(now)} en pesos de {base}."
    grown, nominally = found.growth("real"), found.growth("nominal")
    if grown is None or nominally is None:
        why = f": el índice no tiene {missing}" if missing else ""
        return f"{said} No se compara con {year - 1}{why}."
    return (
        f"{said} Frente a los mismos meses de {year - 1} el gasto {_moved(nominally)} en pesos corrientes y {_moved(grown)} "
        f"en pesos de {base}."
    )


def _moved(change: float) -> str:
    return f"{'creció' if change >= 0 else 'bajó'} {number(100 * abs(change), 2)} %"


MEANING_COLUMNS = (
    Column("base", "Sobre qué base"),
    Column("amount", "Monto de la base", is_number=True),
    Column("nominal", "Aumento nominal", is_number=True),
    Column("agrees", "¿Es el impreso?"),
    Column("prices", "Alza de precios que lo haría real", is_number=True),
)


def meanings(found: tuple[Meaning, ...], amounts: Amounts) -> pl.DataFrame:
    """What the printed increase could mean, a row for each base."""
    rows = [
        {
            "base": f"{one.base.label} {one.base_figure.period}",
            "amount": clp(amounts).text(float(one.base_figure.stored)),
            "nominal": f"{number(100 * float(one.increase), 2)} %",
            "agrees": "Sí" if one.agrees else "No",
            "prices": f"{number(100 * float(one.prices), 2)} %",
        }
        for one in found
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys((column.name for column in MEANING_COLUMNS), pl.String))


def meant(found: tuple[Meaning, ...]) -> str:
    """What it could mean, in a sentence; nothing where nothing is printed."""
    if not found:
        return ""
    printed, agreeing = found[0].printed, [one for one in found if one.agrees]
    if agreeing:
        return f"El aumento impreso de {printed.raw} es nominal y sobre el {_base(agreeing[0])}."
    ways = " y ".join(f"{number(100 * float(one.increase), 2)} % sobre el {_base(one)}" for one in found)
    positive = [one for one in found if one.prices > 0]
    real_terms = "".join(
        f" Sería real sobre el {_base(one)} si los precios hubieran subido {number(100 * float(one.prices), 2)} %."
        for one in positive
    )
    impossible = "".join(
        f" Sobre el {_base(one)} sólo lo sería si los precios hubieran bajado." for one in found if one.prices < 0
    )
    return (
        f"La Cuenta Pública imprime {printed.raw} (línea {printed.line}) y no dice sobre qué. En pesos corrientes el aumento es de "
        f"{ways}: no es ninguno de ellos.{real_terms}{impossible} Qué quiso decir no se puede saber con lo publicado."
    )


def _base(one: Meaning) -> str:
    label = one.base.label
    return f"{label[:1].lower()}{label[1:]} de {one.base_figure.period}"
